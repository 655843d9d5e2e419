"""Deadlines: until when a step is to be done, inside the fieldwork and at hours of visiting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from core.cases.best_hour import KnownHours, best_hour
from core.cases.day_parts import FIRST_HOUR, LAST_HOUR
from core.cases.ladder import DAY, Ladders, Step

COOL_DOWN = timedelta(days=3)
"""A hard refusal earns a pause, not another knock on the next day."""

AN_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Ground:
    """What a case stands on. end: the last hour of visiting of the fieldwork, on the family's clock (aware).

    enumerator: on whose list the household is; None: on nobody's.
    """

    ladders: Ladders
    end: datetime
    enumerator: str | None

    def local(self, at: datetime) -> datetime:
        """An instant on the family's clock."""
        return at.astimezone(self.end.tzinfo)

    def is_over(self, at: datetime) -> bool:
        """Return whether the end has (nearly) come."""
        return self.local(at) > self.end - AN_HOUR

    def is_after(self, at: datetime) -> bool:
        """Return whether this is an instant of a day after the fieldwork."""
        return self.local(at).date() > self.end.date()

    def horizon(self, at: datetime) -> datetime:
        """Until when deadlines may lie, seen from an instant: the end, or the next day when it has (nearly) come."""
        return polite(self.local(at) + DAY) if self.is_over(at) else self.end

    def deadline(self, at: datetime, steps: Sequence[Step]) -> datetime:
        """Until when the first of the steps is to be done, begun at an instant. When the fieldwork leaves less time
        than the steps want, each gets its share.
        """
        horizon = self.horizon(at)
        share = (horizon - at) / len(steps)
        return min(polite(self.local(at) + min(steps[0].within, share)), horizon)

    def tries(self, at: datetime, steps: Sequence[Step]) -> int:
        """Return how many visits in vain the first of the steps takes; fewer, when the fieldwork leaves less time."""
        length = sum((step.length for step in steps), timedelta())
        return max(1, ceil(steps[0].tries * min(1.0, (self.horizon(at) - at) / length)))

    def next_try(self, at: datetime, said: datetime | None, vain: Sequence[datetime], *, hard: bool) -> datetime:
        """The hour of the next visit after one at `at`: what was said at the door, else another kind of hour than those
        tried in vain. After a hard refusal some days later at the earliest, as far as the fieldwork leaves room for it.
        """
        earliest, last = self.local(at) + AN_HOUR, self.horizon(at)
        if hard:
            cooled = datetime.combine(self.local(at).date() + COOL_DOWN, FIRST_HOUR, self.end.tzinfo)
            earliest = min(cooled, last)
        if said is None:
            return best_hour(KnownHours(tuple(vain)), earliest, last.date()) or last
        return max(said, earliest) if hard else said


def end_of(last: date, zone: str) -> datetime:
    """The last hour of visiting of the fieldwork in a zone."""
    return datetime.combine(last, LAST_HOUR, ZoneInfo(zone))


def polite(local: datetime) -> datetime:
    """The first instant from `local` (aware, on the family's clock) at which a family may be visited."""
    if local.time() < FIRST_HOUR:
        return datetime.combine(local.date(), FIRST_HOUR, local.tzinfo)
    if local.time() > LAST_HOUR:
        return datetime.combine(local.date() + DAY, FIRST_HOUR, local.tzinfo)
    return local
