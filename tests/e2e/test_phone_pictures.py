"""An enumerator's days on the page with phones, in a real browser; docs/pictures.md shows the pictures taken here.

`CATAT_PICTURES=1 pytest tests/e2e/test_phone_pictures.py` takes them anew; otherwise the page is only checked.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.demo_page import (
    answers,
    demo_running,
    move_clock,
    page_open,
    phone,
    press,
    reads,
    share,
    take_picture,
    tap_chip,
    write,
)

pytestmark = pytest.mark.slow

TYPED = "1 S 4; 2 M sibuk; 3 T 08:30; 4 J besok 19:00; 5 Q"
SAVED = (
    "1 .+: Selesai, 4 orang",
    "2 .+: Menolak",
    "3 .+: Tidak ada orang",
    "4 .+: Janji datang lagi · 🕐 Jum 21 Okt 19.00",
)


def test_days_in_pictures(tmp_path: Path) -> None:
    with demo_running(tmp_path) as address, page_open(address, width=1340, height=1100) as page:
        ani, budi = phone(page, "ani"), phone(page, "budi")
        for officer in (ani, budi):
            tap_chip(officer, "Open the invitation link")
            answers(officer, "Selamat datang")
        ani_trains(page, ani)
        ani_types_without_a_signal(page, ani)
        ani_corrects_a_report(page, ani)
        ani_adds_a_photo_and_a_place(page, ani)
        ani_sees_her_progress(page, ani)
        ani_gives_work_back(page, ani, budi)


def ani_trains(page: Page, ani: Locator) -> None:
    """The first two steps of the guided first day; what is reported there is not on the real list."""
    write(ani, "/latihan")
    answers(ani, "Langkah 1 dari 10")
    write(ani, "/target")
    expect(answers(ani, "Langkah 1 selesai")).to_contain_text("LATIHAN")
    write(ani, "/lapor_1")
    answers(ani, "Siapa yang ditemui")
    press(ani, "4")
    expect(answers(ani, "Tersimpan: No. 1")).to_contain_text("Langkah 2 selesai")
    take_picture(page, "training", ani)
    write(ani, "/latihan_selesai")
    answers(ani, "Latihan dihentikan")


def ani_types_without_a_signal(page: Page, ani: Locator) -> None:
    """What is typed waits in the phone, and one reply tells of each line."""
    move_clock(page, "2022-10-20T09:40")
    answers(ani, "Selamat pagi")
    ani.get_by_test_id("offline").click()
    write(ani, TYPED)
    expect(ani.get_by_test_id("waiting")).to_contain_text("4 J besok 19:00")
    expect(ani.get_by_test_id("status")).to_have_text("waiting for network…")
    take_picture(page, "offline", ani)

    move_clock(page, "2022-10-20T10:20")
    expect(ani.get_by_test_id("waiting")).to_have_count(1)
    ani.get_by_test_id("offline").click()
    reply = answers(ani, "4 tersimpan")
    for line in SAVED:
        expect(reply).to_contain_text(re.compile(line))
    expect(reply).to_contain_text("5 Q: hasilnya tidak dikenal")
    expect(ani.get_by_test_id("bubble").filter(has_text="4 tersimpan")).to_have_count(1)
    take_picture(page, "typed", ani)


def ani_corrects_a_report(page: Page, ani: Locator) -> None:
    """Five persons, not four."""
    write(ani, "/koreksi 1")
    answers(ani, "Apa yang mau diperbaiki")
    press(ani, "Jumlah orang")
    answers(ani, "Berapa orang")
    press(ani, "5")
    expect(answers(ani, "Dikoreksi: No. 1")).to_contain_text("→ Selesai, 5 orang")
    take_picture(page, "correction", ani)


def ani_adds_a_photo_and_a_place(page: Page, ani: Locator) -> None:
    """A vacant house, what it looks like and where it stands."""
    write(ani, "6 K dijual, pagar terkunci")
    answers(ani, "Rumah kosong")
    share(ani, "photo")
    answers(ani, "Foto ditambahkan ke no. 6")
    share(ani, "location")
    ani.get_by_label("Latitude").fill("-1.24012")
    ani.get_by_label("Longitude").fill("116.88014")
    ani.get_by_test_id("sheet-send").click()
    answers(ani, "Lokasi ditambahkan ke no. 6")
    take_picture(page, "photo_and_place", ani)


def ani_sees_her_progress(page: Page, ani: Locator) -> None:
    """In words at once, and then drawn."""
    write(ani, "/capaian")
    reads(ani, "Gambarnya menyusul")
    drawn = answers(ani, "📈 Kamis, 20 Oktober:").locator("img")
    expect(drawn).to_be_visible()
    page.wait_for_function("picture => picture.complete && picture.naturalWidth > 600", arg=drawn.element_handle())
    take_picture(page, "progress", ani)


def ani_gives_work_back(page: Page, ani: Locator, budi: Locator) -> None:
    """Ani asks in Indonesian; Budi, whose phone speaks English, decides."""
    write(budi, "/bahasa en")
    answers(budi, "English")
    write(ani, "/lepas 12, 14-18")
    answers(ani, "Mengapa?")
    press(ani, "Terlalu jauh")
    answers(ani, "Sudah benar?")
    press(ani, "✅ Ya, minta")
    answers(ani, "Sudah diminta: 6 keluarga")

    answers(budi, "asks to give back 6 households")
    write(budi, "/putuskan")
    answers(budi, "Waiting for your decision")
    budi.get_by_test_id("inline-button").filter(has_text="· 6 ·").last.click()
    answers(budi, "Reason: Too far away")
    press(budi, "✅ Accept")
    answers(budi, "who takes over?")
    press(budi, "Nobody yet")
    answers(ani, "menerima permintaan Anda")
    take_picture(page, "giving_back", ani, budi)
