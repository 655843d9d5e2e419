"""The parts of a day in which families are visited: morning, midday, afternoon, evening."""

from __future__ import annotations

from datetime import date, datetime, time
from enum import StrEnum


class Part(StrEnum):
    """A part of the day."""

    MORNING = "morning"
    MIDDAY = "midday"
    AFTERNOON = "afternoon"
    EVENING = "evening"


BEGINS = {Part.MORNING: time(8), Part.MIDDAY: time(11), Part.AFTERNOON: time(15), Part.EVENING: time(18)}
"""When the parts begin; what comes before eight is counted as morning."""

FIRST_HOUR, LAST_HOUR = time(8), time(21)
"""No visit before 08:00 or after 21:00 on the family's clock, unless the family asked."""

Slot = tuple[date, Part]
"""A part of one day."""


def part_of(hour: time) -> Part:
    """The part of the day of an hour on the family's clock."""
    return next((part for part in reversed(Part) if hour >= BEGINS[part]), Part.MORNING)


def slot_of(local: datetime) -> Slot:
    """The day and its part of an hour on the family's clock."""
    return local.date(), part_of(local.time())


def in_visiting_hours(local: datetime) -> bool:
    """Return whether a family may be visited at this hour of its own clock."""
    return FIRST_HOUR <= local.time() <= LAST_HOUR
