"""Rendering: a turn of a talk as one Telegram message. One message a turn, for a chat takes about one a second."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from itertools import chain, repeat
from typing import Any

from bot.commands import BY_NAME, KEYBOARDS, commands_of
from bot.flows.kit.script import Ask, Offer, Turn
from bot.router import NO_TALK, ONCE, button, command_data
from bot.texts import sentence, title
from core.people import Caller, Role
from core.words import Words, words

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
TITLE_LIMIT = 60
BACK, CANCEL = "<", "x"
LEAVING = {"id": {"kembali": "kembali", "batal": "batal"}, "en": {"kembali": "back", "batal": "cancel"}}
"""The commands that go one question back and leave a talk, as the menu lists them in each language."""


def message(chat: int, said: list[Words], language: str, markup: dict[str, Any]) -> dict[str, Any]:
    """The parameters of sendMessage for what is to be said; without markup when that has no buttons."""
    text = "\n\n".join(sentence(each, language).strip() for each in said)
    below = {} if markup == {"inline_keyboard": []} else {"reply_markup": markup}
    return {"chat_id": chat, "text": shorten(text), "parse_mode": "HTML", **below}


def turn_message(
    me: Caller, turn: Turn, talk: int, below: Sequence[Words] = (), place: int = 0
) -> dict[str, Any]:
    """What a turn says and asks, marked in training; without a question, the menu's keyboard comes along.

    below: what stands under it all. place: the number of the message whose place it takes.
    """
    problem = [turn.problem] if turn.problem else []
    asked = [turn.question.prompt] if turn.question else []
    about = [turn.about] if turn.about and turn.question and place else []
    said = marked(me, *problem, *(each for each in turn.says if each != turn.problem), *about, *asked, *below)
    markup = choices(turn.question, talk, me.language) if turn.question else menu(me.role, me.language)
    if rows := offers(turn.offers, me.language):
        markup = {"inline_keyboard": [*rows, *markup.get("inline_keyboard", ())]}
    return in_place(message(me.chat_id, said, me.language, markup), place)


def in_place(params: dict[str, Any], place: int) -> dict[str, Any]:
    """A message's parameters as those of editMessageText, when it takes the place of the message with this number; the
    menu's keyboard, which an edit cannot bring, is there already.
    """
    if not place:
        return params
    edit = {**params, "message_id": place}
    if "inline_keyboard" not in params["reply_markup"]:
        del edit["reply_markup"]
    return edit


def marked(me: Caller, *said: Words) -> list[Words]:
    """What is said to somebody; in training it begins with the mark of training."""
    return [words("training.mark"), *said] if me.training else list(said)


def choices(question: Ask[Any], talk: int, language: str) -> dict[str, Any]:
    """The buttons under a question, and back and cancel below them."""
    row: list[dict[str, str]] = []
    rows = [row]
    sizes = chain(question.first_rows, repeat(question.columns))
    size = next(sizes)
    for choice in question.choices:
        if len(row) == size:
            row, size = [], next(sizes)
            rows.append(row)
        text = shown_title(choice.title, language)
        row.append({"text": text, "callback_data": button(talk, question.key, choice.id)})
    rows.append(
        [
            {"text": title(words("button.back"), language), "callback_data": button(talk, question.key, BACK)},
            {"text": title(words("button.cancel"), language), "callback_data": button(talk, question.key, CANCEL)},
        ]
    )
    return {"inline_keyboard": [row for row in rows if row]}


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
    """What a button says, cut where a phone would cut it."""
    text = title(said, language)
    return text if len(text) <= TITLE_LIMIT else text[: TITLE_LIMIT - 1] + "…"


def command_button(name: Words, command: str, typed: int, language: str) -> dict[str, Any]:
    """One button under a message, which does what this command with that number does, whatever talk waits."""
    return {"inline_keyboard": [[{"text": title(name, language), "callback_data": command_data(command, typed)}]]}


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
    """How long a text is as Telegram counts it, in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2
