"""Visits: what is reported from the door, and what a household's status becomes.

Visits are only ever added. The status is that of the latest visit by the hour of the visit, not of its arrival,
so that late, repeated or shuffled reports end in the same state.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from core.outcomes import FINAL, RULES, Outcome
from core.people import Caller
from core.requests import Command
from core.targets import Progress
from core.workload import Household, NewHousehold

FIRST_HOUR, LAST_HOUR = time(8), time(21)
"""No visit before 08:00 or after 21:00 on the family's clock, unless the family asked."""

COOL_DOWN = timedelta(days=3)
"""A hard refusal earns a pause, not another knock on the next day."""


@dataclass(frozen=True)
class Report:
    """What the enumerator says about one visit; visited_at and revisit_at are instants (UTC).

    families: how many were enumerated (KK); 0 when nothing is said about it.
    """

    outcome: Outcome
    visited_at: datetime
    persons: int = 0
    note: str = ""
    reason: str = ""
    revisit_at: datetime | None = None
    families: int = 0

    @property
    def enumerated(self) -> int:
        """Families enumerated: what was said, else one when the outcome counts."""
        return self.families or int(RULES[self.outcome].counts)


@dataclass(frozen=True)
class Receipt:
    """What is handed back after a report: the household, its receipt code when recorded, and the new progress."""

    household: Household
    progress: Progress
    code: str | None = None


@dataclass(frozen=True)
class RecordVisit(Command[Receipt]):
    """Add a visit to a household of this enumerator, or to a family first put on the list by this report."""

    caller: Caller
    report: Report
    household: int | None = None
    new: NewHousehold | None = field(default=None)


def outranks(at: datetime, outcome: Outcome, other_at: datetime | None, other: Outcome | None) -> bool:
    """Whether a visit decides the status against the one that decided so far.

    The later visit wins; of two at the same instant the one that settles, then the one whose name comes last, so that
    the order of arrival never matters.
    """
    if other_at is None or other is None:
        return True
    return (at, outcome in FINAL, outcome) > (other_at, other in FINAL, other)


def hours_to_offer(local: datetime, outcome: Outcome) -> list[datetime]:
    """Hours to come back after a visit at `local` (aware), the usual one first: a later part of the day, or the next
    days; after a hard refusal, days later.
    """
    first = local + (COOL_DOWN if outcome is Outcome.REFUSED_HARD else timedelta(hours=1))
    days = [(first + timedelta(days=ahead)).date() for ahead in range(3)]
    hours = [datetime.combine(day, hour, local.tzinfo) for day in days for hour in (time(8, 30), time(16), time(19))]
    return [at for at in hours if at >= first][:6]


def in_visiting_hours(local: datetime) -> bool:
    """Whether a family may be visited at this hour of its own clock."""
    return FIRST_HOUR <= local.time() <= LAST_HOUR
