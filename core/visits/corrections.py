"""Corrections: a report that was wrong is withdrawn or replaced; the visit stays as history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from core.people.person import Caller
from core.requests import Command, Query
from core.visits.report import NextStep, Report
from core.visits.standing import Seen, Standing
from core.workload.households import Household

DIGEST_HOUR = time(18)
"""When leaders get the day's figures, on the region's own clock."""


@dataclass(frozen=True)
class Listed:
    """A report that may be corrected, and its household as it stands now. waits: it contradicts what stands."""

    visit: Seen
    household: Household
    waits: bool = False


@dataclass(frozen=True)
class ReportsOf(Query[list[Listed]]):
    """The caller's reports that came in since an instant, and those that wait to be decided about: newest visit first.

    Only what was not corrected, on households that are still on the caller's list.
    """

    officer: str
    since: datetime


@dataclass(frozen=True)
class Reports:
    """All reports of one household: how it stands, and which of them are the caller's own (newest visit first)."""

    household: Household
    standing: Standing
    mine: tuple[Seen, ...]

    @property
    def waiting(self) -> tuple[Seen, ...]:
        """The caller's reports that contradict what stands."""
        return tuple(one for one in self.standing.waiting if one in self.mine)


@dataclass(frozen=True)
class ReportsOn(Query[Reports | None]):
    """The reports of a household; None when it is not on this enumerator's list (any more)."""

    officer: str
    household: int


@dataclass(frozen=True)
class Corrected:
    """What a correction led to: the household before and after, and the new progress.

    wrong: the visits that count no more. stood: the visit that decided before, when another one does now. code: the
    family's receipt code while it is recorded. asks: what contradicts what stands now. next: what comes next; None when
    nothing is open.
    """

    wrong: tuple[Seen, ...]
    before: Household
    after: Household
    code: str | None
    asks: tuple[Seen, ...]
    next: NextStep | None = None
    stood: Seen | None = None

    def taken_back(self, instead: Report | None) -> tuple[Seen, ...]:
        """The visits in whose place `instead` (None: nothing) counts now.

        Of two reports that contradicted, the one that is confirmed is written once more; it takes the place of the
        other one, which stood until now.
        """
        if instead is not None and instead.confirmed:
            return (self.stood,) if self.stood else ()
        return self.wrong


@dataclass(frozen=True)
class Correct(Command[Corrected]):
    """Visits of the caller were wrong: `instead` counts for them, or nothing (None)."""

    caller: Caller
    household: int
    wrong: tuple[int, ...]
    instead: Report | None = None


def was_told(visit: Seen, me: Caller) -> bool:
    """Whether a leader has seen this visit in an evening's figures: it is of an earlier day, or today's are out."""
    today = me.local.replace(hour=DIGEST_HOUR.hour, minute=DIGEST_HOUR.minute, second=0, microsecond=0)
    return visit.day < me.today or visit.visited_at < today <= me.at


def report_of(visit: Seen) -> Report:
    """A visit as the report it came from."""
    return Report(
        visit.outcome,
        visit.visited_at,
        visit.persons,
        visit.note,
        visit.reason,
        visit.revisit_at,
        visit.families,
        visit.confirmed,
        visit.source,
    )
