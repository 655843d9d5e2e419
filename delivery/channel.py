"""A channel as delivery knows it: it brings a message to its chat, or says what is to become of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Protocol

from core.outgoing import Outgoing
from db.outbox.claims import Room
from db.outbox.messages import Claimed, Lane


class Fate(Enum):
    """The result of an attempt to send an outbox message."""

    SENT = auto()
    AGAIN = auto()
    DEAD = auto()
    UNREACHABLE = auto()
    BOT_REFUSED = auto()


@dataclass(frozen=True)
class Verdict:
    """The fate, after how many seconds to try again, why (without personal data), and whether it was sent too fast."""

    fate: Fate
    wait: float = 0.0
    why: str = ""
    paced: bool = False


class Undelivered(Exception):
    """A message did not arrive, for all that is known. verdict: what becomes of it."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict.why)
        self.verdict = verdict


class BotRefused(Exception):
    """The channel takes nothing more from this bot: its token was revoked, say."""


class Pace(Protocol):
    """The rate limits of a channel. tick: seconds on the process's own clock."""

    def room(self, tick: float, at_hand: int) -> Room:
        """Return how many messages may leave now, at most the number asked for."""

    def wait(self, tick: float, lane: Lane) -> float:
        """Seconds until one of this lane may leave."""

    def fresh_chats(self, tick: float) -> set[int]:
        """Chats that got something a moment ago, which bulk leaves alone."""

    def written(self, chat: int, tick: float) -> None:
        """Something leaves for this chat."""

    def too_fast(self, chat: int, tick: float, wait: float, lane: Lane) -> bool:
        """The channel refused a message as too fast, for so many seconds; whether the whole bot has to rest."""

    def rest_after(self, chat: int, tick: float, lane: Lane) -> float:
        """For how many seconds this chat gets nothing more after a message of this lane."""


class Channel(Protocol):
    """One bot's way out."""

    @property
    def id(self) -> int:
        """The number of the bot."""

    @property
    def pace(self) -> Pace:
        """Return the rate limits of the channel."""

    @property
    def in_line(self) -> int:
        """Return how many calls wait for their turn. No more messages are claimed meanwhile."""

    def render(self, what: Outgoing, chat: int, language: str) -> Any:
        """A message as the channel writes it. KeyError when a text is missing in the language."""

    def name_of(self, call: Any) -> str:
        """Return what the metrics call it."""

    def needs_file(self, call: Any) -> bool:
        """Return whether a file has to be made for the call."""

    async def with_file(self, call: Any) -> Any:
        """The same with its file; delivery.files.Unmade when that cannot be made."""

    async def bring(self, call: Any, message: Claimed) -> int | None:
        """Bring it; the number that the message has in its chat, if it has one. Undelivered when it did not arrive."""
