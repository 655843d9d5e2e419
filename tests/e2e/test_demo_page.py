"""`catat demo` as a newcomer meets it: a day of a census on the page with phones, in a real browser."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import open_browser
from tests.e2e.office import CATAT, bare_environment
from tests.e2e.phones import PATIENCE, until

pytestmark = pytest.mark.slow

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"
CODE = re.compile(r"[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}")
expect.set_options(timeout=PATIENCE * 1000)


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """A demo of its own, ended as with Ctrl+C; where its page is."""
    log = tmp_path / "demo.log"
    with log.open("wb") as out:
        command = [str(CATAT), "demo", "--port", "0", "--households", "800"]
        environment = bare_environment({"CATAT_HTTP_PORT": "0"})
        demo = subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=out, stderr=out)
    try:
        found = until(lambda: re.search(r"Open (http://\S+)", log.read_text()), "the demo's address")
        yield found[1]
        demo.terminate()
        assert demo.wait(PATIENCE) == 0
    finally:
        demo.kill()
        demo.wait()
    told = log.read_text()
    assert "Traceback" not in told
    assert not re.search(r"7000000001:[\w-]{20}", told)


@pytest.fixture
def page(address: str) -> Iterator[Page]:
    """The page, wide enough for three phones; nothing on it may go wrong."""
    with open_browser() as browser:
        opened = browser.new_page(viewport={"width": 1400, "height": 900}, device_scale_factor=1.5)
        faults: list[str] = []
        opened.on("pageerror", lambda error: faults.append(str(error)))
        opened.goto(address)
        yield opened
        assert faults == []


def phone(page: Page, name: str) -> Locator:
    return page.locator(f"[data-testid=phone][data-phone={name}]")


def tap_chip(where: Locator, label: str) -> None:
    where.get_by_test_id("suggestion").filter(has_text=label).click()


def press(where: Locator, title: str) -> None:
    """Press the newest button that says this, or begins with it before a dot."""
    titled = re.compile(rf"^\s*{re.escape(title)}\s*($|·)")
    where.get_by_test_id("inline-button").filter(has_text=titled).last.click()


def write(where: Locator, text: str) -> None:
    where.get_by_test_id("input").fill(text)
    where.get_by_test_id("input").press("Enter")


def move_clock(page: Page, to: str) -> None:
    page.get_by_test_id("clock-custom").click()
    time = page.get_by_test_id("clock-custom-time")
    expect(time).not_to_have_value("")  # it opens with the present time
    time.fill(to)
    page.get_by_test_id("clock-custom-go").click()


def reads(where: Locator, text: str) -> Locator:
    """The bubble with this text, waited for."""
    bubble = where.get_by_test_id("bubble").filter(has_text=text).last
    expect(bubble).to_be_visible()
    return bubble


def test_a_day_on_the_page(page: Page) -> None:
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
    reads(citra, "layanan pendataan keluarga")
    tap_chip(citra, "Am I recorded?")
    reads(citra, "Ketik kode bukti")
    write(citra, code)
    reads(citra, "sudah tercatat")
    take_picture(page, "demo")


def reports_two_visits(ani: Locator) -> str:
    """One complete with four persons, one refused and asked again at four; the receipt code of the first."""
    ani.get_by_test_id("reply-key").filter(has_text="Lapor").click()
    reads(ani, "Rumah tangga yang mana")
    press(ani, "1")
    reads(ani, "Apa hasil kunjungannya")
    press(ani, "Selesai")
    reads(ani, "Berapa orang")
    press(ani, "4")
    saved = reads(ani, "4 orang").inner_text()
    code = CODE.search(saved)
    assert code, saved

    tap_chip(ani, "Report a visit")
    expect(ani.get_by_test_id("bubble").filter(has_text="Rumah tangga yang mana")).to_have_count(2)
    press(ani, "2")
    reads(ani, "No. 2 ·")
    press(ani, "Menolak")
    reads(ani, "Mengapa menolak")
    press(ani, "Sedang sibuk")
    reads(ani, "Kapan dicoba lagi")
    press(ani, "Kam 20 Okt 16.00")
    reads(ani, "saya ingatkan")
    return code[0]


def take_picture(page: Page, name: str) -> None:
    """Keep the picture for the documents, when one is wanted."""
    if os.environ.get("CATAT_PICTURES"):
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.get_by_test_id("clock-time").click()  # takes the focus off the input
        page.wait_for_timeout(500)
        page.screenshot(path=PICTURES / f"{name}.png")
