"""Messages: a leader writes to the own people, and each of them answers with one word (Siap).

| a receiver | stands as |
|---|---|
| has answered | ready |
| Telegram has the message | delivered |
| the message waits for the end of the night, or of the receiver's quiet hours | held |
| it is about to leave | waits |
| was ill or on leave: nothing was sent | absent |
| has not joined, has blocked the bot, or is no officer any more | unreachable |
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import TypeAlias

from core.people.person import Caller
from core.people.quiet import Quiet
from core.problems import Problem
from core.requests import Command, Query
from core.typed.batch import plain_words
from core.typed.lines import LONGEST_TYPED

LONGEST = 2_000
"""The longest message, so that it and the text around it fit into Telegram's 4096 characters."""
NIGHT = Quiet(time(22), time(5))
"""In which nothing comes to who has no quiet hours. Shorter than that of reminders: an evening's word is often about
the next morning.
"""
EVERYBODY = frozenset({"semua", "semuanya", "seluruhnya", "all", "everybody", "everyone"})
TEAM, TREE = "team", "tree"
"""What the buttons for all directly below, and for all at every level, are called."""
LONGEST_NAME = 6
"""Words of a name at most."""
READY = re.compile(
    r"(?:siap|got it|gotit)(?: (?:pak|bapak|bu|ibu|kak|mas|mbak|bang|laksanakan))*(?: no)?(?: (\d{1,15}))?"
)
"""How the answer is typed: "Siap", "siap bu", "siap 12"."""


@dataclass(frozen=True)
class Reader:
    """Somebody below a leader, who may be written to.

    direct: nobody stands between. absent: ill or on leave today; reachable: by the bot. held_until: the end of the
    quiet hours in which a message would have to wait now.
    """

    officer: str
    name: str
    direct: bool = True
    absent: bool = False
    reachable: bool = True
    held_until: datetime | None = None

    @property
    def can_be_told(self) -> bool:
        """Whether a message would be sent."""
        return self.reachable and not self.absent


Circle: TypeAlias = tuple[Reader, ...]
"""The recipients of a message: one person, or all of a kind."""


@dataclass(frozen=True)
class ReadersBelow(Query[list[Reader]]):
    """Everybody below a leader, who is directly below first, by name."""

    leader: str
    today: date


@dataclass(frozen=True)
class Sent:
    """A message that was sent. number: what its sender types (/pesan_7). to: all whom it was meant for."""

    number: int
    to: Circle


@dataclass(frozen=True)
class SendMessage(Command[Sent]):
    """Write to these people (ids); whoever is not below the caller (any more) is left out."""

    caller: Caller
    text: str
    officers: tuple[str, ...]


class State(StrEnum):
    """How a receiver stands: see the table above."""

    READY = "ready"
    DELIVERED = "delivered"
    WAITS = "waits"
    HELD = "held"
    ABSENT = "absent"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True)
class Addressed:
    """A receiver of a message. until: to when it is held."""

    name: str
    state: State
    until: datetime | None = None


@dataclass(frozen=True)
class Message:
    """A message as it stands now, with its receivers by name."""

    number: int
    text: str
    at: datetime
    to: tuple[Addressed, ...]

    def names(self, *states: State) -> list[str]:
        """Who stands so."""
        return [each.name for each in self.to if each.state in states]

    @property
    def ready(self) -> int:
        """How many have answered."""
        return len(self.names(State.READY))

    @property
    def delivered(self) -> int:
        """How many have it on the phone, those who have answered included."""
        return len(self.names(State.READY, State.DELIVERED))


@dataclass(frozen=True)
class MessagesOf(Query[list[Message]]):
    """A leader's own messages, the newest first; a single one by its number."""

    officer: str
    limit: int = 5
    number: int = 0


@dataclass(frozen=True)
class Waiting:
    """A message that waits for somebody's answer. by: its sender's name."""

    number: int
    by: str
    text: str
    at: datetime


@dataclass(frozen=True)
class UnansweredBy(Query[list[Waiting]]):
    """What a leader wrote to somebody, was delivered, and has no answer yet: the newest first."""

    leader: str
    officer: str


@dataclass(frozen=True)
class Answered:
    """An answer. before: when it was given already; others: what else waits for the answer of the same person."""

    message: Waiting
    before: datetime | None = None
    others: tuple[Waiting, ...] = ()


@dataclass(frozen=True)
class AnswerMessage(Command[Answered | None]):
    """Say that one has read a message; None when there is no such message for the caller.

    number: 0 for the newest that had come before this was typed.
    """

    caller: Caller
    number: int = 0


def read_message(typed: str) -> str:
    """A message as it is sent, its lines kept; Problem when it says nothing, or is too long."""
    lines = [" ".join(line.split()) for line in typed.strip().splitlines()]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines))
    if not any(sign.isalnum() for sign in text):
        raise Problem("text_wanted")
    if weight(text) > LONGEST:
        raise Problem("text_too_long", limit=LONGEST, length=weight(text))
    return text


def weight(text: str) -> int:
    """How much room a text takes on its way: <, > and & are written out, and an emoji counts twice."""
    return len(html.escape(text, quote=False).encode("utf-16-le")) // 2


def read_ready(typed: str) -> str | None:
    """The number behind a typed Siap, empty without one; None when the text says something else."""
    found = READY.fullmatch(" ".join(plain_words(typed))) if len(typed) <= LONGEST_TYPED else None
    return (found[1] or "") if found else None


def circles_of(readers: Sequence[Reader]) -> list[Circle]:
    """All directly below, and all at every level: what of that is more than one person, and not the same twice."""
    direct = tuple(each for each in readers if each.direct)
    return [some for some in dict.fromkeys((direct, tuple(readers))) if len(some) > 1]


def addressed(typed: str, readers: Sequence[Reader]) -> tuple[list[Circle], str]:
    """Whom the first words name, and the text behind them; nobody, and everything, when they name nobody.

    As many words count as fit: an id, a name, the first words of one, or a word for everybody.
    """
    ends = [found.end() for found in re.finditer(r"\S+", typed)][:LONGEST_NAME]
    for end in reversed(ends):
        found = _named(" ".join(typed[:end].split()).casefold().strip(" ,:;."), readers)
        if found:
            return found, typed[end:].lstrip(" ,:\n").rstrip()
    return [], typed.strip()


def _named(said: str, readers: Sequence[Reader]) -> list[Circle]:
    if said in (*EVERYBODY, TEAM, TREE):
        circles = circles_of(readers) or [tuple(readers)]
        return circles if said in EVERYBODY else [circles[0 if said == TEAM else -1]]
    exact = [each for each in readers if said in (each.officer.casefold(), each.name.casefold())]
    return [(each,) for each in exact or readers if exact or each.name.casefold().startswith(f"{said} ")]
