"""The daily target: the pace that ends the work on the last day of the period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Period:
    """The days of fieldwork, both ends included."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"the period ends ({self.end}) before it starts ({self.start})")

    def days_left(self, today: date) -> int:
        """Days that can still be worked, today included; all of them before the start, 0 after the end."""
        return max(0, (self.end - max(today, self.start)).days + 1)


def pace(remaining: int, days_left: int) -> int:
    """Households a day that settle `remaining` in `days_left` days: ceil(remaining / days left).

    On and after the last day everything that remains is due.
    """
    return -(-remaining // max(1, days_left))


@dataclass(frozen=True)
class Progress:
    """Where an enumerator (or a sum of them) stands on one day.

    total: households on the list. done: settled so far, today included. done_today: settled today.
    target: what today asks for, fixed by what was open this morning.
    """

    total: int
    done: int
    done_today: int
    days_left: int
    target: int

    @property
    def remaining(self) -> int:
        """Households not yet settled."""
        return self.total - self.done

    @property
    def pace(self) -> int:
        """Households a day from now on: ceil(remaining / days left)."""
        return pace(self.remaining, self.days_left)

    @classmethod
    def on(cls, period: Period, today: date, *, total: int, done: int, done_today: int) -> Progress:
        """The progress of one list on one day; the target does not move while the day's work is done."""
        days_left = period.days_left(today)
        target = pace(total - done + done_today, days_left)
        return cls(total, done, done_today, days_left, target)
