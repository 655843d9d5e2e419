"""A leader's team: one row for each person answered for, and the sum of the rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime

from core.people.absences import Why
from core.people.training import Trained
from core.requests import Query
from core.workload.targets import Period, Status


@dataclass(frozen=True)
class TeamRow:
    """One person's day, or the sum of the people under that person.

    done_today: settled on the day by a report from the door. visits: reports of the day, settled or not.
    refusals: open households whose latest visit was refused. overdue: revisits whose hour has passed.
    silent: enumerators with open households who reported nothing on the day, and were to work. unjoined: enumerators
    who have never opened their invitation. safe, at_risk, not_started, finished: enumerators with a list, by how it
    stands (core/workload/targets.py). phone: that of the person, when the office has it.
    """

    name: str
    phone: str = ""
    done_today: int = 0
    visits: int = 0
    target: int = 0
    done: int = 0
    total: int = 0
    refusals: int = 0
    overdue: int = 0
    silent: int = 0
    unjoined: int = 0
    enumerators: int = 0
    safe: int = 0
    at_risk: int = 0
    not_started: int = 0
    finished: int = 0

    def plus(self, other: TeamRow) -> TeamRow:
        """The sum of two rows, under this row's name."""
        sums = {name: getattr(self, name) + getattr(other, name) for name in FIGURES}
        return TeamRow(self.name, self.phone, **sums)

    @property
    def urgency(self) -> tuple[float, float, float, str]:
        """Who needs attention sorts first: by the share of lists that are behind, then of who is silent, then by how
        little is done.
        """
        people = max(1, self.enumerators)
        behind = self.not_started + self.at_risk + self.not_started / (people + 1)
        return -behind / people, -self.silent / people, self.done / max(1, self.total), self.name

    @property
    def needs_a_call(self) -> bool:
        """Whether somebody should be called: a list is behind, or somebody is silent."""
        return bool(self.not_started or self.at_risk or self.silent)

    def standing(self, status: Status) -> int:
        """Return how many enumerators' lists stand like this."""
        return int(getattr(self, status))


FIGURES = tuple(each.name for each in fields(TeamRow) if each.name not in ("name", "phone"))


def total(rows: Iterable[TeamRow], name: str = "") -> TeamRow:
    """The sum of the rows: a parent's figures are the sum of its children's, always."""
    result = TeamRow(name)
    for row in rows:
        result = result.plus(row)
    return result


@dataclass(frozen=True)
class Summary:
    """A leader's day: the rows of the people directly below, their sum, and who is to be called.

    silent: who has not reported, by the name of the supervisor ("" for the leader's own). unjoined: who has never
    opened the invitation. reached: how many enumerators reached the day's target; best: who of them settled most, and
    how many.
    trained: None when there is nothing (more) to tell about the training. absent: who does not work today, and why.
    corrections: who corrected reports today, and how many.
    """

    rows: tuple[TeamRow, ...]
    total: TeamRow
    silent: tuple[tuple[str, tuple[str, ...]], ...]
    period: Period
    trained: Trained | None = None
    absent: tuple[tuple[str, Why], ...] = ()
    corrections: tuple[tuple[str, int], ...] = ()
    unjoined: tuple[str, ...] = ()
    reached: int = 0
    best: tuple[str, int] | None = None


@dataclass(frozen=True)
class SummaryOf(Query[Summary]):
    """The summary of one leader's subtree for one day, as it stands at an instant (for what is overdue)."""

    leader: str
    today: date
    now: datetime
