"""`catat demo` and its page with phones in a real browser: what people do there, and pictures of it."""

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser import open_browser
from tests.e2e.office import CATAT, bare_environment
from tests.e2e.phones import PATIENCE, until

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"
WANTED = "CATAT_PICTURES"
"""Set in the environment: the pictures of the documents are taken anew."""
COLOURS = 256
"""So many colours keep a picture legible, and its file small."""

expect.set_options(timeout=PATIENCE * 1000)


@contextmanager
def demo_running(folder: Path) -> Iterator[str]:
    """A demo of its own, ended as with Ctrl+C; gives the address of its page."""
    log = folder / "demo.log"
    with log.open("wb") as out:
        command = [str(CATAT), "demo", "--port", "0", "--households", "800"]
        environment = bare_environment({"CATAT_HTTP_PORT": "0"})
        demo = subprocess.Popen(command, cwd=folder, env=environment, stdout=out, stderr=out)
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


@contextmanager
def page_open(address: str, width: int = 1400, height: int = 900) -> Iterator[Page]:
    """The page, wide enough for three phones; nothing on it may go wrong."""
    with open_browser() as browser:
        opened = browser.new_page(viewport={"width": width, "height": height}, device_scale_factor=1.5)
        faults: list[str] = []
        opened.on("pageerror", lambda error: faults.append(str(error)))
        opened.goto(address)
        yield opened
        assert faults == []


def phone(page: Page, name: str) -> Locator:
    """The phone of this person."""
    return page.locator(f"[data-testid=phone][data-phone={name}]")


def tap_chip(where: Locator, label: str) -> None:
    """Tap a chip above the input line."""
    where.get_by_test_id("suggestion").filter(has_text=label).click()


def press(where: Locator, title: str) -> None:
    """Press the newest button that says this, or begins with it before a dot."""
    titled = re.compile(rf"^\s*{re.escape(title)}\s*($|·)")
    where.get_by_test_id("inline-button").filter(has_text=titled).last.click()


def write(where: Locator, text: str) -> None:
    """Type a text and send it."""
    where.get_by_test_id("input").fill(text)
    where.get_by_test_id("input").press("Enter")


def share(where: Locator, what: str) -> None:
    """Choose what to send from the sheet behind the clip."""
    where.get_by_test_id("attach").click()
    where.get_by_test_id(f"attach-{what}").click()


def reads(where: Locator, text: str) -> Locator:
    """The newest bubble with this text, waited for."""
    bubble = where.get_by_test_id("bubble").filter(has_text=text).last
    expect(bubble).to_be_visible()
    return bubble


def answers(where: Locator, text: str) -> Locator:
    """The bubble at the end, once it has this text; unlike `reads`, it is never an earlier one."""
    bubble = where.get_by_test_id("bubble").last
    expect(bubble).to_contain_text(text)
    return bubble


def move_clock(page: Page, to: str) -> None:
    """Set the program's clock forward to a local day and hour, ISO 8601."""
    time = page.get_by_test_id("clock-custom-time")
    time.evaluate("field => field.value = ''")
    page.get_by_test_id("clock-custom").click()
    expect(time).not_to_have_value("")  # it opens with the present time
    time.fill(to)
    page.get_by_test_id("clock-custom-go").click()
    expect(page.get_by_test_id("clock-time")).to_contain_text(to[-5:])


def take_picture(page: Page, name: str, *phones: Locator) -> None:
    """Keep a picture for the documents when one is wanted: of these neighbouring phones, or of the page."""
    if not os.environ.get(WANTED):
        return
    page.get_by_test_id("clock-time").click()  # takes the focus off the input
    page.wait_for_timeout(500)
    boxes = [box for one in phones if (box := one.bounding_box())]
    PICTURES.mkdir(parents=True, exist_ok=True)
    path = PICTURES / f"{name}.png"
    if boxes:
        left, top = min(box["x"] for box in boxes), min(box["y"] for box in boxes)
        right = max(box["x"] + box["width"] for box in boxes)
        bottom = max(box["y"] + box["height"] for box in boxes)
        clip = {"x": left - 12, "y": top - 12, "width": right - left + 24, "height": bottom - top + 24}
        page.screenshot(path=path, clip=clip)  # type: ignore[arg-type]
    else:
        page.screenshot(path=path)
    _made_small(path)


def _made_small(path: Path) -> None:
    with Image.open(path) as picture:
        small = picture.convert("RGB").quantize(COLOURS, Image.Quantize.MAXCOVERAGE, kmeans=2, dither=Image.Dither.NONE)
    small.save(path, optimize=True)
