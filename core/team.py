"""A leader's team: one row for each person answered for, and the sum of the rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from core.requests import Query


@dataclass(frozen=True)
class TeamRow:
    """One person's day, or the sum of the people under that person.

    refusals: households whose latest visit was refused. overdue: revisits whose hour has passed.
    silent: enumerators with open households who reported nothing on the day.
    """

    name: str
    done_today: int = 0
    target: int = 0
    done: int = 0
    total: int = 0
    refusals: int = 0
    overdue: int = 0
    silent: int = 0
    enumerators: int = 0

    def plus(self, other: TeamRow) -> TeamRow:
        """The sum of two rows, under this row's name."""
        return TeamRow(
            self.name,
            self.done_today + other.done_today,
            self.target + other.target,
            self.done + other.done,
            self.total + other.total,
            self.refusals + other.refusals,
            self.overdue + other.overdue,
            self.silent + other.silent,
            self.enumerators + other.enumerators,
        )


def total(rows: Iterable[TeamRow], name: str = "") -> TeamRow:
    """The sum of the rows: a parent's figures are the sum of its children's, always."""
    result = TeamRow(name)
    for row in rows:
        result = result.plus(row)
    return result


@dataclass(frozen=True)
class Summary:
    """A leader's day: the rows of the people directly below, their sum, and the names of who has not reported."""

    rows: tuple[TeamRow, ...]
    total: TeamRow
    silent: tuple[str, ...]
    days_left: int


@dataclass(frozen=True)
class SummaryOf(Query[Summary]):
    """The summary of one leader's subtree for one day, as it stands at an instant (for what is overdue)."""

    leader: str
    today: date
    now: datetime
