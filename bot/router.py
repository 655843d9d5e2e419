"""The router: what an event asks for. A command first, then the talk that waits, then the menu. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from bot.commands import BACK, BY_NAME, CANCEL, ON_KEYBOARDS, Command
from bot.event import Event
from bot.flows.kit.questions import plain
from bot.flows.start import SPOKEN
from bot.spoken import without_polite_words
from core.people.person import Role
from core.typed.lines import LONGEST_TEXT, LONGEST_TYPED
from wording.texts import spell

COMMAND = re.compile(r"/([^\W_]+)(?:_(\w+))?(?:@\w+)?(?:\s+(.*))?", re.DOTALL)
"""A command, what it is about (`/lapor_12`: tapped as a whole in a message), and what was typed behind it."""

LONGEST_DATA = 64
"""Bytes that a button carries (https://core.telegram.org/bots/api#inlinekeyboardbutton)."""
BACK_CHOICE, CANCEL_CHOICE = "<", "x"
"""The choices under each question that go one question back, and leave the talk."""
NO_TALK = 0
"""What stands for the talk in a button that belongs to none: it is a command, as if it were tapped in the message."""

ONCE = "00"
"""The same, and the message's buttons go as soon as the command has begun a talk: they have done their work."""


@dataclass(frozen=True)
class Start:
    """Start this command's talk with what was typed behind it."""

    command: Command
    typed: str = ""


@dataclass(frozen=True)
class Unknown:
    """A command that does not exist."""


@dataclass(frozen=True)
class Back:
    """One question back."""


@dataclass(frozen=True)
class Cancel:
    """Leave the talk."""


@dataclass(frozen=True)
class Answer:
    """An answer to the talk that waits, if one does; a press says which talk, question and choice it belongs to."""

    talk: int | None = None
    key: str = ""
    choice: str = ""


@dataclass(frozen=True)
class TooLong:
    """Longer than a message is, or than what the command takes; nothing of it is read. Characters."""

    limit: int
    length: int


Wish = Start | Unknown | Back | Cancel | Answer | TooLong


def wish_of(event: Event) -> Wish:
    """What the person wants."""
    if event.kind == "press":
        return _press(event.data)
    typed = event.text.strip()
    if len(typed) > LONGEST_TEXT:
        return TooLong(LONGEST_TEXT, len(typed))
    if event.kind != "text":
        return Answer()
    found = COMMAND.fullmatch(typed)
    name = found[1].lower() if found else plain(typed) if len(typed) <= LONGEST_TYPED else ""
    if name in BACK or name in CANCEL:
        return Back() if name in BACK else Cancel()
    if found:
        command, behind = BY_NAME.get(name), (found[2] or found[3] or "").strip()
        if command and len(behind) > command.longest:
            return TooLong(command.longest, len(behind))
        return Start(command, behind) if command else Unknown()
    if name in SPOKEN:
        return Start(BY_NAME["bantuan"], SPOKEN[name])
    return next((Start(c) for c in ON_KEYBOARDS if typed in spell(c.title)), Answer())


def spoken_command(text: str, role: Role, now: datetime) -> tuple[Command, str] | None:
    """A command that was typed without its slash ("cuti besok"), and what was typed behind it; None when it is none.

    now: the hour of the message, on the area's clock.
    """
    name, rest = [*without_polite_words(text).split(maxsplit=1), "", ""][:2]
    command = BY_NAME.get(plain(name))
    if command is None or role not in command.roles or len(rest) > command.longest:
        return None
    return (command, rest) if not rest or command.takes(rest, now) else None


def _press(data: str) -> Wish:
    talk, _, rest = data.partition(":")
    key, _, choice = rest.partition(":")
    if not talk.isdecimal() or not key or len(data.encode()) > LONGEST_DATA:
        return Answer(talk=-1)
    if int(talk) == NO_TALK and key in BY_NAME:
        return Start(BY_NAME[key], choice)
    return Answer(int(talk), key, choice)


def command_data(command: str, typed: int) -> str:
    """What a button carries that does what a command does: /siap_12."""
    return button(NO_TALK, command, str(typed))


def button(talk: int | str, key: str, choice: str) -> str:
    """What a button carries; ValueError when it is longer than the 64 bytes that Telegram keeps."""
    data = f"{talk}:{key}:{choice}"
    if len(data.encode()) > LONGEST_DATA:
        raise ValueError(f"the button {data!r} is longer than 64 bytes")
    return data
