"""Rendering: what leaves, as a call of Telegram's Bot API, in the language that its chat speaks."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from itertools import chain, repeat
from typing import Any

from bot.commands import BY_NAME, KEYBOARDS, commands_of
from bot.router import BACK_CHOICE, CANCEL_CHOICE, NO_TALK, ONCE, button
from core.outgoing import Call, Choices, Commands, Delete, File, Message, Offer, Outgoing, Pin
from core.people.person import Role
from core.words import Words, words
from wording.texts import sentence, title

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
TITLE_LIMIT = 60
LEAVING = {"id": {"kembali": "kembali", "batal": "batal"}, "en": {"kembali": "back", "batal": "cancel"}}
"""The commands that go one question back and leave a talk, as the menu lists them in each language."""
SEND, EDIT = "sendMessage", "editMessageText"
FILES = {"photo": "sendPhoto", "document": "sendDocument"}
"""The methods that send a file, by its kind, which is also the name of the parameter it stands in."""


def call_of(what: Outgoing, chat: int, language: str) -> Call:
    """The call that brings something into a chat. KeyError when a text is missing in the language."""
    match what:
        case Message():
            return _message(what, chat, what.language or language)
        case Commands(role):
            if role is None:
                return Call("deleteMyCommands", {"scope": {"type": "chat", "chat_id": chat}})
            return Call("setMyCommands", command_menu(chat, role, language))
        case Delete(message):
            return Call("deleteMessage", {"chat_id": chat, "message_id": message})
        case Pin(message, on):
            pinned = {"chat_id": chat, "message_id": message}
            if on:
                return Call("pinChatMessage", {**pinned, "disable_notification": True})
            return Call("unpinChatMessage", pinned)
    return what


def _message(message: Message, chat: int, language: str) -> Call:
    """A message with its file, in the place of another, or as it is."""
    text = "\n\n".join(sentence(each, language).strip() for each in message.said)
    markup = _markup(message, language)
    below = {"reply_markup": markup} if markup else {}
    if message.file:
        file = message.file
        caption = {"caption": shorten(text, CAPTION_LIMIT), "parse_mode": "HTML"}
        return Call(FILES[file.kind], {"chat_id": chat, file.kind: _file(file), **caption, **below})
    params = {"chat_id": chat, "text": shorten(text), "parse_mode": "HTML"}
    if not message.place:
        return Call(SEND, {**params, **below})
    inline = below if "inline_keyboard" in (markup or {}) else {}  # an edit cannot bring the menu: it is there already
    return Call(EDIT, {**params, "message_id": message.place, **inline})


def _file(file: File) -> str | dict[str, Any]:
    """A file that Telegram has, or the description of one that is made before the call (delivery/files.py)."""
    return file.known or {"file": file.name, "make": file.make, "of": file.of}


def _markup(message: Message, language: str) -> dict[str, Any] | None:
    """The buttons below a message, or the menu; None when there are neither."""
    rows = offers(message.offers, language)
    if message.choices:
        rows += choices(message.choices, language)
    if rows:
        return {"inline_keyboard": rows}
    return menu(message.menu, language) if message.menu else None


def choices(asked: Choices, language: str) -> list[list[dict[str, str]]]:
    """The rows of buttons under a question, and back and cancel below them."""
    row: list[dict[str, str]] = []
    rows = [row]
    sizes = chain(asked.first_rows, repeat(asked.columns))
    size = next(sizes)
    for answer, said in asked.answers:
        if len(row) == size:
            row, size = [], next(sizes)
            rows.append(row)
        row.append({"text": shown_title(said, language), "callback_data": button(asked.talk, asked.question, answer)})
    leaving = [("button.back", BACK_CHOICE), ("button.cancel", CANCEL_CHOICE)]
    rows.append(
        [
            {"text": title(words(key), language), "callback_data": button(asked.talk, asked.question, answer)}
            for key, answer in leaving
        ]
    )
    return [row for row in rows if row]


def offers(offered: Sequence[Offer], language: str) -> list[list[dict[str, str]]]:
    """The rows of what is offered; what is longer than a button can carry is left to be copied from the text."""
    rows: list[list[dict[str, str]]] = []
    for each in offered:
        with suppress(ValueError):
            data = button(ONCE if each.once else NO_TALK, each.command, each.typed)
            shown = {"text": shown_title(each.title, language), "callback_data": data}
            if each.beside and rows:
                rows[-1].append(shown)
            else:
                rows.append([shown])
    return rows


def shown_title(said: Words | str, language: str) -> str:
    """Return the text of a button, cut where a phone would cut it."""
    text = title(said, language)
    return text if len(text) <= TITLE_LIMIT else text[: TITLE_LIMIT - 1] + "…"


def menu(role: Role, language: str) -> dict[str, Any]:
    """The keyboard of a role: it sends plain text, which waits in the phone until there is a signal."""
    titles = [{"text": title(BY_NAME[name].title, language)} for name in KEYBOARDS[role]]
    rows = [titles[at : at + 3] for at in range(0, len(titles), 3)]
    return {"keyboard": rows, "resize_keyboard": True, "is_persistent": True}


def command_menu(chat: int | None, role: Role, language: str) -> dict[str, Any]:
    """The parameters of setMyCommands: for one chat, or for everybody who has not joined."""
    shown = {command.name: command.called(language) for command in commands_of(role)} | LEAVING[language]
    listed = [{"command": shown[name], "description": title(words(f"command.{name}"), language)} for name in shown]
    if chat is None:
        return {"commands": listed, "scope": {"type": "all_private_chats"}}
    return {"commands": listed, "scope": {"type": "chat", "chat_id": chat}}


def shorten(text: str, limit: int = TEXT_LIMIT) -> str:
    """Text that Telegram takes: whole lines up to the limit, so that no markup is cut in two."""
    if length_of(text) <= limit:
        return text
    kept: list[str] = []
    size = 2
    for line in text.split("\n"):
        size += length_of(line) + 1
        if size > limit:
            break
        kept.append(line)
    return "\n".join([*kept, "…"])


def length_of(text: str) -> int:
    """Return the length of a text as Telegram counts it, in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2
