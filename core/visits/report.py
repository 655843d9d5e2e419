"""Visits: what is reported from the door, and what a household's status becomes.

Visits are only ever added. The hour of the visit decides, not that of its arrival (core/visits/standing.py).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from core.cases.case import Case
from core.cases.deadlines import COOL_DOWN
from core.face import Face
from core.people.person import Caller
from core.requests import Command
from core.visits.outcomes import RULES, Outcome
from core.visits.source import Source
from core.visits.standing import Effect, Seen
from core.workload.households import Household, NewHousehold
from core.workload.targets import Period


@dataclass(frozen=True)
class Report:
    """What the enumerator says about one visit; visited_at and revisit_at are instants (UTC).

    families: how many were enumerated (KK); 0 when nothing is said about it. confirmed: said on purpose, by somebody
    who was shown what had settled the household. source: who says so.
    """

    outcome: Outcome
    visited_at: datetime
    persons: int = 0
    note: str = ""
    reason: str = ""
    revisit_at: datetime | None = None
    families: int = 0
    confirmed: bool = False
    source: Source = Source.SELF

    @property
    def enumerated(self) -> int:
        """Families enumerated: what was said, else one when the outcome counts."""
        return self.families or int(RULES[self.outcome].counts)


@dataclass(frozen=True)
class NextStep:
    """What comes after a visit that left the household open. name: who has the case, empty when the enumerator has."""

    case: Case
    name: str = ""


@dataclass(frozen=True)
class Receipt:
    """What is handed back after a report: the household as it stands now.

    code: the family's receipt code when it is recorded. effect: what became of the report. asks: the visits that
    contradict what stands and wait until somebody says what is right. visit: the one added, or there already.
    next: None when nothing is open. was: persons and families that were recorded before, when the report changed them.
    """

    household: Household
    code: str | None = None
    effect: Effect = Effect.APPLY
    asks: tuple[Seen, ...] = ()
    visit: int = 0
    next: NextStep | None = None
    was: tuple[int, int] | None = None


@dataclass(frozen=True)
class RecordVisit(Command[Receipt]):
    """Add a visit to a household of this enumerator, or to a family first put on the list by this report.

    face: how it was written.
    """

    caller: Caller
    report: Report
    household: int | None = None
    new: NewHousehold | None = field(default=None)
    face: Face = Face.GUIDED


def hours_to_offer(local: datetime, outcome: Outcome) -> list[datetime]:
    """Hours to come back after a visit at `local` (aware), the usual one first: a later part of the day, or the next
    days; after a hard refusal, days later.
    """
    first = local + (COOL_DOWN if outcome is Outcome.REFUSED_HARD else timedelta(hours=1))
    days = [(first + timedelta(days=ahead)).date() for ahead in range(3)]
    hours = [datetime.combine(day, hour, local.tzinfo) for day in days for hour in (time(8, 30), time(16), time(19))]
    return [at for at in hours if at >= first][:6]
def last_day(me: Caller, period: Period) -> date:
    """The last day of which an hour may be said: that of the fieldwork, and tomorrow when it is over."""
    return max(period.end, me.today + timedelta(days=1))
