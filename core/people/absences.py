"""Absences: days on which an officer does not work, being ill or on leave, and which days count.

| what was said | days that count as absent |
|---|---|
| ill since the 20th, not back yet | the 20th up to today. From tomorrow on nobody knows, so plans count with them |
| ill on the 20th, back on the 23rd | 20, 21, 22: the day of coming back is worked |
| ill and back on the same day | none |
| leave from the 25th to the 27th | 25, 26, 27, known beforehand |
| the same leave, back early on the 26th | 25 |
| leave and illness on the same day | the day, once |

Days are calendar days of the officer's own zone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeAlias

from core.people.person import Caller
from core.requests import Command
from core.words import Words, words

Days: TypeAlias = tuple[date, date | None]
"""The first and the last day of an absence, both included; None: until further notice."""

DAY = timedelta(days=1)


class Why(StrEnum):
    """Why somebody is absent. Of two reasons for one day the first counts."""

    ILL = "ill"
    LEAVE = "leave"


@dataclass(frozen=True)
class Absence:
    """An absence: first and last day, both included (None: until further notice), and why."""

    start: date
    until: date | None
    why: Why

    @property
    def days(self) -> Days:
        """Its first and last day."""
        return self.start, self.until


def is_absent(absences: Iterable[Days], day: date) -> bool:
    """Return whether this day, not later than today, is one of absence."""
    return any(start <= day and (until is None or day <= until) for start, until in absences)


def absent_days(absences: Iterable[Days], first: date, last: date, today: date) -> set[date]:
    """The days of absence from `first` to `last`, both included, as they are known today (see the table above)."""
    found: set[date] = set()
    for start, until in absences:
        begin, end = max(start, first), min(last, today if until is None else until)
        found.update(begin + DAY * ahead for ahead in range((end - begin).days + 1))
    return found


def counted(absences: Iterable[Absence], day: date) -> Absence | None:
    """The absence that counts on a day, or None: illness before leave."""
    there = [each for each in absences if is_absent([each.days], day)]
    return min(there, key=lambda each: each.why, default=None)


def days_words(first: date, last: date | None) -> Words:
    """A span of days as it is said: one day, from one to another, or since a day."""
    if last is None:
        return words("absence.since", first=first)
    return words("absence.day", first=first) if first == last else words("absence.days", first=first, last=last)


@dataclass(frozen=True)
class Noted:
    """An absence as it is kept now. told: the leader who was told, by name, or None; revisits: how many that names."""

    absence: Absence
    told: str | None = None
    revisits: int = 0


@dataclass(frozen=True)
class FallIll(Command[Noted]):
    """Ill from the day of the message on; Problem `already_ill` when that is known."""

    caller: Caller


@dataclass(frozen=True)
class TakeLeave(Command[Noted]):
    """Leave from the first to the last day, joined with leave that touches it; Problem `leave_known` when it is kept.

    Nothing is said about illness: a leave may lie within it, and each day counts once.
    """

    caller: Caller
    first: date
    last: date


@dataclass(frozen=True)
class ComeBack(Command[Noted]):
    """Back to work: every absence of the day of the message ends the day before. Problem `not_absent` without one."""

    caller: Caller


@dataclass(frozen=True)
class CancelLeave(Command[Noted]):
    """Take back a leave that begins later, by its first day; Problem `not_absent` when there is none."""

    caller: Caller
    first: date
