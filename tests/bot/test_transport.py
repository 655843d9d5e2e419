"""What leaves for Telegram: forms that any Bot API server reads, and files."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest
from telegram.error import BadRequest

from bot.transport import TelegramBot, Written
from bot.uploads import Upload
from sandbox.accounts import BotAccount, PhoneSpec
from sandbox.app import create_app
from sandbox.server import SandboxServer
from tests.people import ANI, BOT


def test_a_call_is_written_as_a_form() -> None:
    keyboard = {"inline_keyboard": [[{"text": "1 · Siti & Ibu", "callback_data": "7:household:1"}]]}
    text = "<b>Sudah</b> 100% + 😀 = ya; a&b\nbaris dua"
    params = {"chat_id": -42, "text": text, "reply_markup": keyboard, "protect": True, "left_out": None}
    read = parse_qs(Written(params).body.decode(), strict_parsing=True)
    assert read["text"] == [text]
    assert (read["chat_id"], read["protect"], json.loads(read["reply_markup"][0])) == (["-42"], ["true"], keyboard)
    assert "left_out" not in read


@dataclass
class Phone:
    bot: TelegramBot
    http: httpx.AsyncClient

    async def last(self) -> dict[str, Any]:
        """The latest message on the phone."""
        told: dict[str, Any] = (await self.http.get("/sandbox/phones/ani")).json()["messages"][-1]["message"]
        return told

    async def content(self, file: dict[str, Any]) -> bytes:
        """The bytes of a file on the phone."""
        return (await self.http.get(f"/sandbox/files/CatatTestBot/{file['file_id']}")).content


@pytest.fixture
async def phone() -> AsyncIterator[Phone]:
    """Ani's phone at a local Telegram, and our client to it."""
    account = BotAccount(f"{BOT}:a-token-of-the-tests", "CatatTestBot", "Catat")
    with SandboxServer(create_app([account], [PhoneSpec("Ani", user_id=ANI)])) as server:
        bot = TelegramBot(account.token, server.url)
        async with httpx.AsyncClient(base_url=server.url) as http:
            await http.post("/sandbox/phones/ani/text", json={"text": "/start"})
            yield Phone(bot, http)
        await bot.shutdown()


KEYBOARD = {"keyboard": [[{"text": "Target"}]], "resize_keyboard": True}
NAMES = ["data-saya.json", 'rekap "RT 05" – 100%.csv', "catatan"]


@pytest.mark.parametrize("name", NAMES)
async def test_a_document_reaches_the_phone_as_it_is(phone: Phone, name: str) -> None:
    content = bytes(range(256)) * 20
    params = {
        "chat_id": ANI,
        "document": Upload(name, "application/json", content),
        "caption": "<b>Data Anda</b> & lain-lain".replace("&", "&amp;"),
        "parse_mode": "HTML",
        "reply_markup": KEYBOARD,
        "left_out": None,
    }
    await phone.bot.call("sendDocument", params)
    told = await phone.last()
    assert (told["document"]["file_name"], told["document"]["mime_type"]) == (name, "application/json")
    assert told["caption"] == "Data Anda & lain-lain"
    assert await phone.content(told["document"]) == content
    state = (await phone.http.get("/sandbox/phones/ani")).json()["state"]
    assert state["keyboard"] == KEYBOARD


async def test_a_file_that_telegram_has_already_is_sent_by_its_id(phone: Phone) -> None:
    first = await phone.bot.call("sendDocument", {"chat_id": ANI, "document": Upload("a.txt", "text/plain", b"a")})
    await phone.bot.call("sendDocument", {"chat_id": ANI, "document": first["document"]["file_id"]})
    assert (await phone.last())["document"] == first["document"]


async def test_a_picture_that_is_none_is_refused(phone: Phone) -> None:
    with pytest.raises(BadRequest, match=r"(?i)image_process_failed"):
        await phone.bot.call("sendPhoto", {"chat_id": ANI, "photo": Upload("a.png", "image/png", b"no picture")})
