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

Slot = tuple[date, Part]
"""A part of one day."""


def part_of(hour: time) -> Part:
    """The part of the day of an hour on the family's clock."""
    return next((part for part in reversed(Part) if hour >= BEGINS[part]), Part.MORNING)


def slot_of(local: datetime) -> Slot:
    """The day and its part of an hour on the family's clock."""
    return local.date(), part_of(local.time())
