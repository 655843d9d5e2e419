"""The daily target: the pace that ends the work on the last day of the period, and what becomes of a list at that pace.

Days off and days of absence are not worked: nothing is due on them, and what was not done on one day is spread over the
days that are left. A report on such a day counts like any other.

| status | rule (the first that fits) |
|---|---|
| finished (Selesai) | nothing on the list is open |
| not started (Belum Bergerak) | no household of the list was ever visited, though a working day has passed |
| at risk (Berisiko) | no day is left, or fewer are done than an even pace had settled two working evenings ago |
| safe (Aman) | all else |

Why two evenings: an even pace (250 households in 31 days are 8.06 a day) has no slack. So the field sets 10 a day,
which leaves six days for revisits and checking. One bad day is made up for; two are a third of that reserve, and time
for the supervisor to ask. What today brings counts as done, and not yet as expected: no morning is a reproach.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from core.typed.vocabulary import WEEKDAYS

DAY = timedelta(days=1)
MOST_A_DAY = 30
"""Households that one person can settle in a day at the very most: thirteen hours in which families are visited
(08:00 to 21:00), and hardly half an hour for an interview of 83 questions and the way to the next door."""
RESERVE = 1
"""Days worked, before today, that a list may be behind and still be safe."""


class Status(StrEnum):
    """How a list stands: the words that the local dashboards use."""

    SAFE = "safe"
    AT_RISK = "at_risk"
    NOT_STARTED = "not_started"
    FINISHED = "finished"


@dataclass(frozen=True)
class Period:
    """The days of fieldwork, both ends included. off: days on which nobody, or one officer, does not work."""

    start: date
    end: date
    off: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"the period ends ({self.end}) before it starts ({self.start})")

    def is_off(self, day: date) -> bool:
        """Return whether this day of the period is not worked."""
        return day in self.off and self.start <= day <= self.end

    def is_worked(self, day: date) -> bool:
        """Return whether this is a day of the period, and no day off."""
        return self.start <= day <= self.end and day not in self.off

    def is_over(self, today: date) -> bool:
        """Return whether the last day has passed."""
        return today > self.end

    def worked(self, first: date, last: date) -> int:
        """Return how many days from `first` to `last`, both included, are worked."""
        first, last = max(first, self.start), min(last, self.end)
        return max(0, (last - first).days + 1 - sum(first <= day <= last for day in self.off))

    def days_left(self, today: date) -> int:
        """Days that can still be worked, today included; all of them before the start, 0 after the end."""
        return self.worked(today, self.end)

    @property
    def days(self) -> int:
        """Days that are worked, in all."""
        return self.worked(self.start, self.end)

    def worked_before(self, today: date) -> date | None:
        """The last day before today that was worked."""
        day = min(today - DAY, self.end)
        while day >= self.start and day in self.off:
            day -= DAY
        return day if day >= self.start else None

    def without(self, days: Iterable[date]) -> Period:
        """The period of somebody who is absent on these days."""
        more = frozenset(days)
        return Period(self.start, self.end, self.off | more) if more else self


def period_of(start: date, end: date, off: str = "") -> Period:
    """A period whose days off are written as dates and names of weekdays: "minggu, 2022-11-08".

    ValueError, in words to be shown, for anything else, for a date outside the period, and when no day is left to work.
    """
    period, found = Period(start, end), set()
    days = [start + DAY * n for n in range((end - start).days + 1)]
    for written in filter(None, (each.strip() for each in off.split(","))):
        weekday = next((number for number, names in enumerate(WEEKDAYS) if written.casefold() in names), None)
        if weekday is not None:
            found |= {day for day in days if day.weekday() == weekday}
            continue
        try:
            day = date.fromisoformat(written)
        except ValueError:
            raise ValueError(f"must be dates and weekdays, like minggu,2022-11-08: what is {written!r}?") from None
        if day not in days:
            raise ValueError(f"names {day}, which is no day of the fieldwork ({start}/{end})")
        found.add(day)
    if len(found) == len(days):
        raise ValueError("leaves no day to work")
    return period.without(found)


def pace(remaining: int, days_left: int) -> int:
    """Households a day that settle `remaining` in `days_left` days: ceil(remaining / days left).

    On and after the last day everything that remains is due.
    """
    return -(-remaining // max(1, days_left))


@dataclass(frozen=True)
class Progress:
    """Where an enumerator stands on one day.

    period: the days that this officer works. total: households on the list. done: settled so far, today included.
    done_today: settled today. visited: households with any visit.
    """

    period: Period
    today: date
    total: int
    done: int
    done_today: int = 0
    visited: int = 0

    @property
    def remaining(self) -> int:
        """Households not yet settled."""
        return self.total - self.done

    @property
    def days_left(self) -> int:
        """Days that can still be worked, today included when it is one."""
        return self.period.days_left(self.today)

    @property
    def target(self) -> int:
        """What today asks for: the pace of this morning, so that it does not move while the day's work is done.

        Nothing on a day off; before the start what the first day will ask for, and after the end all that is open.
        """
        return 0 if self.period.is_off(self.today) else pace(self.remaining + self.done_today, self.days_left)

    @property
    def pace(self) -> int:
        """Households a day from now on: ceil(remaining / days left)."""
        return pace(self.remaining, self.days_left)

    @property
    def is_possible(self) -> bool:
        """Whether one person can settle what remains in the days that are left."""
        return self.remaining <= MOST_A_DAY * self.days_left

    @property
    def planned(self) -> int:
        """Households a day if all days were worked evenly, rounded up."""
        return pace(self.total, self.period.days)

    @property
    def expected(self) -> int:
        """Households that an even pace settles by this evening, rounded down: total x days worked so far / days."""
        passed, days = self.period.worked(self.period.start, self.today), self.period.days
        return self.total * passed // max(1, days)

    @property
    def status(self) -> Status:
        """How the list stands, by the rule at the top of this file."""
        if self.remaining <= 0:
            return Status.FINISHED
        passed = self.period.worked(self.period.start, self.today - DAY)
        if passed and not self.visited and not self.done:
            return Status.NOT_STARTED
        behind = self.done < self.total * (passed - RESERVE) // max(1, self.period.days)
        return Status.AT_RISK if behind or not self.days_left else Status.SAFE


@dataclass(frozen=True)
class Course:
    """How a list was worked off, day by day. settled: households settled on each day; visited: those with any visit."""

    period: Period
    total: int
    visited: int = 0
    settled: Mapping[date, int] = field(default_factory=dict)

    def by(self, day: date) -> Progress:
        """How the list stood on the evening of a day."""
        done = sum(number for on, number in self.settled.items() if on <= day)
        return Progress(self.period, day, self.total, done, self.settled.get(day, 0), self.visited)

    def shortfall(self, today: date) -> tuple[date, int] | None:
        """The last day worked before today, and what it was short of its target; None when it was not short.

        What was done on a day off after it makes up for it.
        """
        day = self.period.worked_before(today)
        if day is None:
            return None
        done = sum(number for on, number in self.settled.items() if day <= on < today)
        short = self.by(day).target - done
        return (day, short) if short > 0 else None
