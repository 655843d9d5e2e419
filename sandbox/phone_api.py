"""The phones over HTTP: what the page and the tests do with them, under /sandbox/phones."""

import asyncio
import base64
from typing import Annotated, Any
from urllib.parse import parse_qs, urlparse

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict
from starlette.datastructures import UploadFile

from sandbox import phones
from sandbox.accounts import PhoneSpec, Suggestion
from sandbox.chats import Chat
from sandbox.files import Upload
from sandbox.refusals import PhoneRefusal
from sandbox.telegram import Telegram

Json = dict[str, Any]
BotName = Annotated[str | None, Query(description="username; the first bot when left out")]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SuggestionBody(_Body):
    """A chip above the input."""

    label: str
    text: str


class PhoneBody(_Body):
    """A phone to make; all but the name may be left out."""

    name: str
    id: str = ""
    caption: str = ""
    user_id: int | None = None
    language_code: str = "id"
    phone_number: str = ""
    suggestions: list[SuggestionBody] = []

    def spec(self) -> PhoneSpec:
        """The same as a PhoneSpec."""
        chips = tuple(Suggestion(s.label, s.text) for s in self.suggestions)
        return PhoneSpec(**{**dict(self), "suggestions": chips})


class TextBody(_Body):
    """A text to type. reply_to: the message that it answers."""

    text: str
    reply_to: int | None = None


class PressBody(_Body):
    """A button to press; `wait` is how many seconds the phone waits for the bot's answer."""

    message_id: int
    data: str
    wait: float = 10.0


class ContactBody(_Body):
    """Somebody else's contact; without a phone number the owner's own."""

    phone_number: str = ""
    first_name: str = ""
    user_id: int | None = None


class OpenBody(_Body):
    """A deep link such as https://t.me/<bot>?start=<payload>, or the payload alone."""

    link: str = ""
    payload: str = ""


def phone_routes(telegram: Telegram) -> APIRouter:
    """Routes for phones, told apart by their id; every one takes ?bot=<username>."""
    api = APIRouter(prefix="/sandbox/phones")

    @api.get("")
    async def phone_list() -> list[Json]:
        return [phone.shown() for phone in telegram.phones.values()]

    @api.post("", status_code=201)
    async def make_phone(body: PhoneBody) -> Json:
        return telegram.add_phone(body.spec()).shown()

    @api.get("/{phone}")
    async def conversation(phone: str, bot: BotName = None) -> Json:
        chat = telegram.chat(phone, bot)
        return {"phone": chat.phone.shown(), "state": chat.state(), "messages": chat.transcript()}

    @api.post("/{phone}/offline")
    async def offline(phone: str) -> Json:
        telegram.set_online(phone, False)
        return telegram.phones[phone].shown()

    @api.post("/{phone}/online")
    async def online(phone: str) -> Json:
        telegram.set_online(phone, True)
        return telegram.phones[phone].shown()

    @api.post("/{phone}/block")
    async def block(phone: str, bot: BotName = None) -> Json:
        phones.block(telegram.chat(phone, bot), True)
        return telegram.chat(phone, bot).state()

    @api.post("/{phone}/unblock")
    async def unblock(phone: str, bot: BotName = None) -> Json:
        phones.block(telegram.chat(phone, bot), False)
        return telegram.chat(phone, bot).state()

    _add_talking(api, telegram)
    _add_sharing(api, telegram)
    return api


def _add_talking(api: APIRouter, telegram: Telegram) -> None:
    @api.post("/{phone}/text")
    async def text(phone: str, body: TextBody, bot: BotName = None) -> Json:
        chat = telegram.chat(phone, bot)
        return _sent(chat, phones.type_text(chat, body.text, body.reply_to))

    @api.post("/{phone}/press")
    async def press(phone: str, body: PressBody, bot: BotName = None) -> Json:
        answer = phones.press(telegram.chat(phone, bot), body.message_id, body.data)
        done, _ = await asyncio.wait([answer], timeout=body.wait)
        return {"answered": True, **answer.result()} if done else {"answered": False}

    @api.post("/{phone}/open")
    async def open_link(phone: str, body: OpenBody, bot: BotName = None) -> Json:
        username, payload = _link(body.link) if body.link else (bot, body.payload)
        chat = telegram.chat(phone, username)
        return _sent(chat, phones.type_text(chat, f"/start {payload}"))


def _add_sharing(api: APIRouter, telegram: Telegram) -> None:
    @api.post("/{phone}/contact")
    async def contact(phone: str, body: ContactBody, bot: BotName = None) -> Json:
        chat = telegram.chat(phone, bot)
        return _sent(chat, phones.share_contact(chat, body.model_dump(exclude_defaults=True) or None))

    @api.post("/{phone}/photo")
    async def photo(phone: str, request: Request, bot: BotName = None) -> Json:
        chat = telegram.chat(phone, bot)
        upload, caption = await _attachment(request, "photo")
        return _sent(chat, phones.send_photo(chat, upload, caption))

    @api.post("/{phone}/document")
    async def document(phone: str, request: Request, bot: BotName = None) -> Json:
        chat = telegram.chat(phone, bot)
        upload, caption = await _attachment(request, "document")
        if upload is None:
            raise PhoneRefusal("no document in the request", 400)
        return _sent(chat, phones.send_document(chat, upload, caption))


def _sent(chat: Chat, message: Json | None) -> Json:
    return {"message": message, "waiting": len(chat.waiting)}


def _link(link: str) -> tuple[str, str]:
    parts = urlparse(link if "://" in link else f"https://{link}")
    if parts.netloc not in ("t.me", "telegram.me") or not parts.path.strip("/"):
        raise PhoneRefusal("not a link to a bot: https://t.me/<bot>?start=<payload>", 400)
    return parts.path.strip("/"), parse_qs(parts.query).get("start", [""])[0]


async def _attachment(request: Request, field: str) -> tuple[Upload | None, str]:
    """A multipart upload, or JSON {"name", "base64", "mime", "caption"}; no body at all means nothing attached."""
    if request.headers.get("content-type", "").startswith("multipart/"):
        async with request.form() as form:
            file, caption = form.get(field), str(form.get("caption") or "")
            if not isinstance(file, UploadFile):
                return None, caption
            return Upload(await file.read(), file.filename or "", file.content_type or ""), caption
    try:
        body = await request.json() if await request.body() else {}
        data = base64.b64decode(body.get("base64", ""), validate=True)
    except (ValueError, AttributeError) as error:
        raise PhoneRefusal("the body is no JSON object with base64 data", 400) from error
    upload = Upload(data, str(body.get("name", "")), str(body.get("mime", ""))) if data else None
    return upload, str(body.get("caption", ""))
