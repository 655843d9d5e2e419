"""What leaves for Telegram: forms that any Bot API server reads, and files."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx2
import pytest
from telegram import ForceReply
from telegram.error import BadRequest, NetworkError, TimedOut

from channels.telegram.transport import PyreqwestRequest, TelegramBot
from delivery.files import Upload
from sandbox.accounts import BotAccount, PhoneSpec
from sandbox.app import create_app
from sandbox.server import SandboxServer
from tests.people import ANI, BOT


@dataclass
class Phone:
    bot: TelegramBot
    http: httpx2.AsyncClient

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
        async with httpx2.AsyncClient(base_url=server.url) as http:
            await http.post("/sandbox/phones/ani/text", json={"text": "/start"})
            yield Phone(bot, http)
        await bot.shutdown()


KEYBOARD = {"keyboard": [[{"text": "Target"}]], "resize_keyboard": True}


async def test_a_call_arrives_letter_by_letter(phone: Phone) -> None:
    buttons = {"inline_keyboard": [[{"text": "1 · Siti & Ibu = 50% + 😀", "callback_data": "7:household:1"}]]}
    text = "Sudah 100% + 😀 = ya; a&b\nbaris dua"
    params = {
        "chat_id": ANI,
        "text": text,
        "reply_markup": buttons,
        "link_preview_options": {"is_disabled": True},
        "parse_mode": None,
    }
    await phone.bot.call("sendMessage", params)
    told = await phone.last()
    assert (told["text"], told["reply_markup"]) == (text, buttons)


async def test_what_python_telegram_bot_writes_itself_arrives_too(phone: Phone) -> None:
    sent = await phone.bot.send_message(ANI, "a&b + 😀", reply_markup=ForceReply(input_field_placeholder="1 = ya"))
    assert sent.text == (await phone.last())["text"] == "a&b + 😀"


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


async def test_a_token_that_cannot_stand_in_an_address_is_no_connection() -> None:
    bot = TelegramBot(f"{BOT}:a token", "http://127.0.0.1:1\x00")
    with pytest.raises(NetworkError) as caught:
        await bot.call("getMe", {})
    assert "token" not in str(caught.value)


async def test_nobody_listens() -> None:
    bot = TelegramBot(f"{BOT}:a-token-of-the-tests", "http://127.0.0.1:1")
    with pytest.raises(NetworkError) as caught:
        await bot.call("getMe", {})
    assert not isinstance(caught.value, TimedOut)
    assert "a-token" not in f"{caught.value} {caught.value.__cause__} {caught.value.__suppress_context__}"
    await bot.shutdown()


async def test_an_answer_that_never_comes_may_have_been_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("channels.telegram.transport.GRACE", 0.2)
    server = await asyncio.start_server(lambda _, __: None, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    request = PyreqwestRequest()
    with pytest.raises(TimedOut):
        await request.do_request(url, "POST", read_timeout=0)
    await request.shutdown()
    server.close()


async def test_a_machine_without_certificates_of_its_own_talks_to_telegram_all_the_same(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere")
    monkeypatch.setenv("SSL_CERT_DIR", "/nowhere")
    await phone.bot.shutdown()
    await phone.bot.call("sendMessage", {"chat_id": ANI, "text": "Halo"})
    assert (await phone.last())["text"] == "Halo"
