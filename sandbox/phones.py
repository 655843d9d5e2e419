"""A phone: one person's Telegram account, and what its owner can do in a chat."""

import asyncio
import time
from typing import Any

from sandbox.chats import Chat
from sandbox.files import Upload, sample_photo
from sandbox.html import units
from sandbox.keyboards import has_button
from sandbox.refusals import PhoneRefusal
from sandbox.texts import detected

Json = dict[str, Any]

LONGEST_TEXT = 4096


def type_text(chat: Chat, text: str, reply_to: int | None = None) -> Json | None:
    """The owner types and sends, perhaps as a reply to a message that the phone shows. Returns the message, or None
    when it waits for a signal.
    """
    text = text.strip()
    if not text:
        raise PhoneRefusal("a phone sends no empty text", 400)
    if units(text) > LONGEST_TEXT:
        raise PhoneRefusal("a phone sends at most 4096 characters", 400)
    entities = detected(text)
    if reply_to is not None and reply_to not in chat.entries:
        raise PhoneRefusal("there is no such message to answer", 404)
    answered = {} if reply_to is None else {"reply_to_message": without_reply(chat.entries[reply_to].message)}
    return send(chat, "text", {"text": text, **({"entities": entities} if entities else {}), **answered})


def without_reply(message: Json) -> Json:
    """A message as it stands in a reply to it: what it answers itself is left out."""
    return {name: value for name, value in message.items() if name != "reply_to_message"}


def share_contact(chat: Chat, other: Json | None) -> Json | None:
    """Share one's own contact, or somebody else's when `other` is given (its user_id is optional)."""
    phone = chat.phone
    own = {"phone_number": phone.phone_number, "first_name": phone.name, "user_id": phone.user_id}
    if other and other.get("user_id") == phone.user_id and other != own:
        raise PhoneRefusal("no phone can share a false contact in its owner's name", 400)
    return send(chat, "contact", {"contact": other or own})


def send_photo(chat: Chat, upload: Upload | None, caption: str) -> Json | None:
    """Take a picture, or send the uploaded one."""
    pictures = [upload] if upload else sample_photo()
    sizes = [chat.bot.shelf.put(picture, "photos").photo_size() for picture in pictures]
    return send(chat, "photo", {"photo": sizes, **_caption(caption)})


def send_document(chat: Chat, upload: Upload, caption: str) -> Json | None:
    """Send a file."""
    document = chat.bot.shelf.put(upload, "documents").document()
    return send(chat, "document", {"document": document, **_caption(caption)})


def _caption(caption: str) -> Json:
    return {"caption": caption} if caption else {}


def send(chat: Chat, kind: str, content: Json) -> Json | None:
    """Send now, or keep it in the phone until there is a signal. Raises PhoneRefusal while the bot is blocked."""
    if chat.blocked:
        raise PhoneRefusal("the bot is blocked on this phone: unblock it first")
    if chat.phone.online:
        return chat.person_says(kind, content)
    chat.waiting.append((kind, content))
    chat.tell_state()
    return None


def press(chat: Chat, message_id: int, data: str) -> "asyncio.Future[Json]":
    """Press an inline button; the future holds the bot's answer. Raises PhoneRefusal when that cannot be done."""
    if not chat.phone.online:
        raise PhoneRefusal("buttons under messages need a signal")
    if chat.blocked:
        raise PhoneRefusal("the bot is blocked on this phone: unblock it first")
    entry = chat.entries.get(message_id)
    if entry is None:
        raise PhoneRefusal("no such message on this phone", 404)
    if not has_button(entry.message.get("reply_markup"), data):
        raise PhoneRefusal("no such button under this message")
    return chat.bot.press(chat, entry.message, data)


def block(chat: Chat, blocked: bool) -> None:
    """Block the bot or let it in again; the bot hears of it when there was a chat."""
    if chat.blocked == blocked:
        return
    chat.blocked = blocked
    if chat.opened:
        free: Json = {"status": "member"}
        barred: Json = {"status": "kicked", "until_date": 0}
        old, new = (free, barred) if blocked else (barred, free)
        body = {
            "chat": chat.shape(),
            "from": chat.phone.user(),
            "date": int(time.time()),
            "old_chat_member": {"user": chat.bot.user(), **old},
            "new_chat_member": {"user": chat.bot.user(), **new},
        }
        chat.bot.inbox.add("my_chat_member", body, f"chat {chat.phone.user_id}")
    chat.tell_state()


def go_offline(chat: Chat) -> None:
    """The signal is gone: the phone keeps showing what it has."""
    chat.frozen = [entry.shown() for entry in chat.entries.values()]


def come_online(chat: Chat) -> None:
    """The signal is back: what waited leaves in its order, what was missed appears."""
    chat.frozen = None
    waiting, chat.waiting = chat.waiting, []
    for kind, content in waiting:
        chat.person_says(kind, content)
