"""Reminders of cases: what is said about one owner and one hour, each once, and when.

| said | to whom | when |
|---|---|---|
| new | an owner who did not bring it about | at once |
| hour | the owner | at the hour; half an hour before an appointment |
| overdue | the owner | two hours later; what comes later than that, as after a downtime, is said together |
| line | the next in line above the owner | a day after the hour, and half a day after the owner was told |

Whoever is absent or cannot be written to is passed over: the next in line is told when it is overdue. What is not an
hour waits for the day: nothing comes at night, in quiet hours, or on a day off.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from core.cases.ladder import DAY, StepName
from core.people.quiet import Quiet

BEFOREHAND = timedelta(minutes=30)
OVERDUE = timedelta(hours=2)
HALF_A_DAY = timedelta(hours=12)
NIGHT = Quiet(time(21), time(7))
"""In which only an hour that has come right now is reminded of."""
A_MOMENT = timedelta(minutes=30)
SOON = timedelta(minutes=5)
"""When an hour is looked at again of somebody who is not there: whoever comes back in time is still reminded."""


class Said(StrEnum):
    """The last that was said about an owner and an hour."""

    NOTHING = ""
    NEW = "new"
    HOUR = "hour"
    OVERDUE = "overdue"
    LINE = "line"


@dataclass(frozen=True)
class Reminder:
    """What is to be said now, and when to look again (None: all is said)."""

    say: Said
    next_at: datetime | None


def remind_at(step: StepName, since: datetime, due_at: datetime) -> datetime:
    """When to remind of an hour: half an hour before an appointment, unless it was made later than that."""
    early = due_at - BEFOREHAND
    return early if step is StepName.HOUR and since < early else due_at


def next_reminder(said: Said, due_at: datetime, first: datetime, now: datetime) -> Reminder:
    """What follows what was said, for a case that is to be looked at now. first: the instant of `remind_at`."""
    if said is Said.NOTHING:
        return Reminder(Said.NEW, max(first, now))
    if said is Said.NEW and now < due_at + OVERDUE:
        return Reminder(Said.HOUR, due_at + OVERDUE)
    if said in (Said.NEW, Said.HOUR):
        return Reminder(Said.OVERDUE, max(due_at + DAY, now + HALF_A_DAY))
    return Reminder(Said.LINE, None)
