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
    """Whether this day, not later than today, is one of absence."""
    return any(start <= day and (until is None or day <= until) for start, until in absences)


def absent_days(absences: Iterable[Days], first: date, last: date, today: date) -> set[date]:
    """The days of absence from `first` to `last`, both included, as they are known today (see the table above)."""
    found: set[date] = set()
    for start, until in absences:
        begin, end = max(start, first), min(last, today if until is None else until)
        found.update(begin + DAY * ahead for ahead in range((end - begin).days + 1))
    return found
