"""Floods: a citizen who writes too much in a minute gets one calm answer, then none until the minute is over.

Only messages that were worked on as a citizen's count, so an officer is never taken for one. It is kept in the process:
each process that receives updates counts its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto

MOST = 30
"""Messages of one citizen that are worked on within a minute: more than anybody types who waits for the answers."""
MINUTE = timedelta(minutes=1)
REMEMBERED = 5_000


class Heed(Enum):
    """What is done with a message: worked on, answered calmly, or left."""

    WORK = auto()
    CALM = auto()
    SILENT = auto()


@dataclass
class Minute:
    """A citizen's minute: its begin, the updates worked on, the one that was answered calmly (0: none yet)."""

    begin: datetime
    updates: set[int] = field(default_factory=set)
    calmed: int = 0


class Flooding:
    """The minutes of the citizens who write to one bot."""

    def __init__(self) -> None:
        self.minutes: dict[int, Minute] = {}

    def heed(self, chat: int, update: int, now: datetime) -> Heed:
        """What to do with an update that arrives now; the same again when it is delivered again."""
        minute = self.minutes.get(chat)
        if minute is None or not minute.begin <= now < minute.begin + MINUTE:
            self.minutes.pop(chat, None)
            return Heed.WORK
        if len(minute.updates) < MOST or update in minute.updates:
            return Heed.WORK
        minute.calmed = minute.calmed or update
        return Heed.CALM if minute.calmed == update else Heed.SILENT

    def worked(self, chat: int, update: int, now: datetime, *, officer: bool) -> None:
        """An update was worked on, of an officer or of a citizen."""
        if officer:
            self.minutes.pop(chat, None)
            return
        if len(self.minutes) > REMEMBERED:
            self.minutes = {each: minute for each, minute in self.minutes.items() if now < minute.begin + MINUTE}
        self.minutes.setdefault(chat, Minute(now)).updates.add(update)
