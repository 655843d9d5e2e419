"""`catat demo` as a newcomer meets it: a day of a census on the page with phones, in a real browser."""

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
    take_picture,
    tap_chip,
    write,
)

pytestmark = pytest.mark.slow

CODE = re.compile(r"[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}")


def test_a_day_on_the_page(tmp_path: Path) -> None:
    with demo_running(tmp_path) as address, page_open(address) as page:
        plays_the_day(page)


def plays_the_day(page: Page) -> None:
    ani, budi, citra = (phone(page, name) for name in ("ani", "budi", "citra"))
    for officer in (ani, budi):
        tap_chip(officer, "Open the invitation link")
        reads(officer, "Selamat datang")
    page.get_by_test_id("clock-0700").click()
    reads(ani, "Selamat pagi")

    code = reports_two_visits(ani)
    move_clock(page, "2022-10-20T16:00")
    reads(ani, "Saatnya kunjungan ulang")
    page.get_by_test_id("clock-1800").click()
    reads(budi, "Laporan sore")

    tap_chip(citra, "Say hello")
    reads(citra, "untuk mendata semua keluarga")
    tap_chip(citra, "Am I recorded?")
    reads(citra, "ketik kode bukti")
    write(citra, code)
    reads(citra, "sudah didata")
    take_picture(page, "demo")


def reports_two_visits(ani: Locator) -> str:
    """One complete with four persons, one refused and asked again at four; the receipt code of the first."""
    ani.get_by_test_id("reply-key").filter(has_text="Lapor").click()
    reads(ani, "Keluarga yang mana")
    press(ani, "1")
    reads(ani, "Siapa yang ditemui")
    press(ani, "4")
    saved = answers(ani, "👪 4 orang").inner_text()
    code = CODE.search(saved)
    assert code, saved

    tap_chip(ani, "Report a visit")
    expect(ani.get_by_test_id("bubble").filter(has_text="Keluarga yang mana")).to_have_count(1)
    press(ani, "2")
    reads(ani, "No. 2 ·")
    press(ani, "Menolak")
    reads(ani, "Mengapa menolak")
    press(ani, "Sedang sibuk")
    reads(ani, "Kapan dicoba lagi")
    press(ani, "Kam 20 Okt 16.00")
    reads(ani, "saya ingatkan")
    return code[0]
