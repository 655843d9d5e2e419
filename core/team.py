"""A leader's team: one row for each person answered for, and the sum of the rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime

from core.absences import Why
from core.requests import Query
from core.targets import Period, Status
from core.training import Trained


@dataclass(frozen=True)
class TeamRow:
    """One person's day, or the sum of the people under that person.

    refusals: households whose latest visit was refused. overdue: revisits whose hour has passed.
    silent: enumerators with open households who reported nothing on the day, and were to work. safe, at_risk,
    not_started, finished: enumerators with a list, by how it stands (core/targets.py).
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
    safe: int = 0
    at_risk: int = 0
    not_started: int = 0
    finished: int = 0

    def plus(self, other: TeamRow) -> TeamRow:
        """The sum of two rows, under this row's name."""
        return TeamRow(self.name, *(getattr(self, name) + getattr(other, name) for name in FIGURES))

    def standing(self, status: Status) -> int:
        """How many enumerators' lists stand like this."""
        return int(getattr(self, status))


FIGURES = tuple(each.name for each in fields(TeamRow) if each.name != "name")


def total(rows: Iterable[TeamRow], name: str = "") -> TeamRow:
    """The sum of the rows: a parent's figures are the sum of its children's, always."""
    result = TeamRow(name)
    for row in rows:
        result = result.plus(row)
    return result


@dataclass(frozen=True)
class Summary:
    """A leader's day: the rows of the people directly below, their sum, and the names of who has not reported.

    trained: None when there is nothing (more) to tell about the training. absent: who does not work today, and why.
    corrections: who corrected reports today, and how many.
    """

    rows: tuple[TeamRow, ...]
    total: TeamRow
    silent: tuple[str, ...]
    period: Period
    trained: Trained | None = None
    absent: tuple[tuple[str, Why], ...] = ()
    corrections: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class SummaryOf(Query[Summary]):
    """The summary of one leader's subtree for one day, as it stands at an instant (for what is overdue)."""

    leader: str
    today: date
    now: datetime
