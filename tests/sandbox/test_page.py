"""The page with phones, in a real browser, with a small bot behind it."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Locator, Page, expect
from telegram import (
    Bot,
    BotCommand,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
)
from telegram.error import TelegramError

from sandbox.accounts import PhoneSpec, Suggestion
from sandbox.app import create_app
from sandbox.files import sample_photo
from sandbox.limits import Limits
from sandbox.server import SandboxServer
from tests.browser import open_browser_async
from tests.sandbox.conftest import ACCOUNTS, TOKEN

pytestmark = pytest.mark.slow

PHONES = (
    PhoneSpec("Ani", caption="Enumerator", suggestions=(Suggestion("Open the invitation link", "/start CODE"),)),
    PhoneSpec("Budi", caption="Supervisor"),
)
YES_NO = InlineKeyboardMarkup(
    [[InlineKeyboardButton("Yes", callback_data="toast"), InlineKeyboardButton("No", callback_data="alert")]]
)
KEYS = ReplyKeyboardMarkup(
    [["Report"], [KeyboardButton("My number", request_contact=True), KeyboardButton("Here", request_location=True)]]
)


PICTURE = sample_photo()[-1].data


class MovedClock:
    """Real time and an offset."""

    def __init__(self) -> None:
        self.offset = timedelta(0)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.offset

    def move(self, seconds: float) -> None:
        self.offset += timedelta(seconds=seconds)


async def reply(bot: Bot, message: Message) -> None:
    """The small bot's answers, by what was written."""
    chat, text = message.chat.id, message.text or "something"
    if text.startswith("/start"):
        link = "<a href='https://t.me/echo_bot?start=deep'>a link</a>"
        words = f"<b>Welcome</b> &lt;img src=x onerror=alert(1)&gt; {link}"
        await bot.send_message(chat, words, parse_mode="HTML", reply_markup=KEYS)
    elif text == "ask":
        await bot.send_message(chat, "Sure?", reply_markup=YES_NO)
    elif text == "files":
        await bot.send_photo(chat, PICTURE, caption="<b>Progress</b> so far", parse_mode="HTML", reply_markup=KEYS)
        await bot.send_document(chat, b"a,b\n" * 500, caption="A copy", filename="copy & more.csv")
    elif text == "number":
        await bot.send_message(chat, "How many?", reply_markup=ForceReply(input_field_placeholder="A number"))
    else:
        kind = "contact" if message.contact else "place" if message.location else "photo" if message.photo else text
        await bot.send_message(chat, f"Echo: {kind}")


async def small_bot(url: str) -> None:
    async with Bot(TOKEN, base_url=f"{url}/bot", base_file_url=f"{url}/file/bot") as bot:
        await bot.set_my_commands([BotCommand("start", "Begin"), BotCommand("help", "What I can do")])
        offset = 0
        while True:
            for update in await bot.get_updates(offset=offset, timeout=20):
                offset = update.update_id + 1
                if query := update.callback_query:
                    await query.answer(f"You chose {query.data}", show_alert=query.data == "alert")
                    await query.edit_message_text("Thank you")
                elif update.message:
                    await reply(bot, update.message)


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    app = create_app(ACCOUNTS[:1], PHONES, MovedClock(), Limits(chat_burst=50))
    with SandboxServer(app) as server:
        bot = asyncio.create_task(small_bot(server.url))
        async with open_browser_async() as browser:
            opened = await browser.new_page(viewport={"width": 1400, "height": 900})
            faults: list[str] = []
            opened.on("pageerror", lambda error: faults.append(str(error)))
            await opened.goto(server.url)
            yield opened
            assert faults == []
        bot.cancel()
        with suppress(asyncio.CancelledError, TelegramError):
            await bot


def phone(page: Page, name: str) -> Locator:
    return page.locator(f"[data-testid=phone][data-phone={name}]")


async def write(where: Locator, text: str) -> None:
    await where.get_by_test_id("input").fill(text)
    await where.get_by_test_id("input").press("Enter")


async def last_bubble(where: Locator, text: str | re.Pattern[str]) -> None:
    await expect(where.get_by_test_id("bubble").last).to_contain_text(text)


async def test_a_talk(page: Page) -> None:
    ani = phone(page, "ani")
    await ani.get_by_test_id("suggestion").click()
    await last_bubble(ani, "Welcome <img src=x onerror=alert(1)>")
    await expect(ani.get_by_test_id("log").locator("strong", has_text="Welcome")).to_be_visible()
    await expect(ani.get_by_test_id("log").locator("img")).to_have_count(0)

    await ani.get_by_role("link", name="a link").click()
    await expect(ani.get_by_test_id("bubble").filter(has_text="/start deep")).to_have_count(1)

    await write(ani, "ask")
    await ani.get_by_test_id("inline-button").filter(has_text="Yes").click()
    await expect(ani.get_by_test_id("toast")).to_have_text("You chose toast")
    await last_bubble(ani, "Thank you")
    await expect(ani.get_by_test_id("inline-button")).to_have_count(0)

    await write(ani, "ask")
    await ani.get_by_test_id("inline-button").filter(has_text="No").click()
    await expect(ani.get_by_test_id("alert")).to_contain_text("You chose alert")
    await ani.get_by_test_id("alert-ok").click()
    await expect(ani.get_by_test_id("alert")).to_have_count(0)

    await ani.get_by_test_id("menu").click()
    await ani.get_by_test_id("menu-command").filter(has_text="/help").click()
    await last_bubble(ani, "Echo: /help")


async def test_sharing(page: Page) -> None:
    budi = phone(page, "budi")
    await budi.get_by_test_id("start").click()
    for key, told in (("Report", "Report"), ("My number", "contact"), ("Here", "place")):
        await budi.get_by_test_id("reply-key").filter(has_text=key).click()
        await last_bubble(budi, f"Echo: {told}")
    await budi.get_by_test_id("attach").click()
    await budi.get_by_test_id("attach-photo").click()
    await last_bubble(budi, "Echo: photo")
    await expect(budi.get_by_test_id("log").get_by_role("img", name="Photo")).to_be_visible()
    await write(budi, "number")
    await expect(budi.get_by_placeholder("A number")).to_be_visible()


async def test_files_of_the_bot(page: Page) -> None:
    """A picture with words below it, and a document that can be fetched."""
    ani = phone(page, "ani")
    await ani.get_by_test_id("start").click()
    await last_bubble(ani, "Welcome")
    await write(ani, "files")
    await last_bubble(ani, "A copy")
    await expect(ani.get_by_test_id("reply-key").filter(has_text="Report")).to_be_visible()
    pictured = ani.get_by_test_id("bubble").filter(has_text="Progress so far")
    await expect(pictured.locator("strong, b")).to_have_text("Progress")
    drawn = pictured.get_by_role("img", name="Photo")
    await expect(drawn).to_be_visible()
    assert await drawn.evaluate("image => image.decode().then(() => image.naturalWidth)") == 800
    async with page.expect_download() as fetched:
        await ani.get_by_role("link", name="copy & more.csv").click()
    download = await fetched.value
    assert download.suggested_filename == "copy & more.csv"
    assert (await download.path()).read_bytes() == b"a,b\n" * 500


async def test_offline_and_blocked(page: Page) -> None:
    budi = phone(page, "budi")
    await budi.get_by_test_id("start").click()
    await last_bubble(budi, "Welcome")
    await budi.get_by_test_id("offline").click()
    await expect(budi.get_by_test_id("status")).to_have_text("waiting for network…")
    await write(budi, "later")
    await expect(budi.get_by_test_id("waiting")).to_contain_text("later")
    await budi.get_by_test_id("offline").click()
    await last_bubble(budi, "Echo: later")
    await budi.get_by_test_id("block").click()
    await expect(budi.get_by_test_id("input")).to_be_hidden()
    await budi.get_by_test_id("unblock").click()
    await write(budi, "again")
    await last_bubble(budi, "Echo: again")


async def test_clock_and_new_phones(page: Page) -> None:
    await page.get_by_test_id("clock-1800").click()
    await expect(page.get_by_test_id("clock-time")).to_have_text(re.compile(r"18:0\d"))
    await page.get_by_test_id("add-phone").click()
    await page.get_by_label("Name").fill("Dewi")
    await page.get_by_test_id("new-phone-add").click()
    dewi = phone(page, "dewi")
    await dewi.get_by_test_id("start").click()
    await last_bubble(dewi, re.compile(r"Welcome.*18:0\d"))
