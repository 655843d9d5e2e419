"""Typed reports: many visits in one message, a line each, as people with a bad signal or a long evening write them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from random import Random

from simulation.books import Visit
from simulation.cases import OPEN
from simulation.hours import hour_to_come, spelled
from simulation.naming import name_source
from simulation.telling import CODES

REASONS = {
    "busy": "sibuk", "unwilling": "tidak mau", "distrust": "tidak percaya", "wants_rt": "minta bersama rt", "other": "",
}  # fmt: skip
UNREADABLE = ("Q", "entah 4", "S", "J")
"""What a line may hold after its number so that nobody can tell what was meant."""


@dataclass(slots=True)
class Line:
    """A visit as it is to be typed. at: when it was; told: with its hour (the hour of the message counts if not).
    open_ended: the next visit is not said.
    """

    visit: Visit
    at: datetime
    told: bool
    readable: bool = True
    open_ended: bool = False


def line_of(visit: Visit, now: datetime, random: Random) -> Line:
    """A visit made just now, to be typed sooner or later; the hour is told by whole minutes."""
    return Line(visit, now.replace(second=0), random.random() < 0.8, random.random() > 0.02)


def written(line: Line, local: datetime, end: date, random: Random) -> str:
    """The line as typed at an instant; the visit's next hour is decided here, unless it is left to the bot."""
    visit = line.visit
    if not line.readable:
        return f"{visit.no} {random.choice(UNREADABLE)}"
    parts = [str(visit.no), CODES[visit.outcome] if random.random() < 0.7 else CODES[visit.outcome].lower()]
    if visit.persons:
        parts.append(str(visit.persons))
    ahead = ""
    if visit.outcome == "appointment" or (visit.outcome in OPEN and random.random() < 0.5):
        visit.revisit = hour_to_come(visit, local, end, random)
        ahead = spelled(visit.revisit, local, "id", random)
    if visit.outcome == "appointment":
        parts.append(ahead)
    there = line.at.astimezone(local.tzinfo)
    line.told = line.told and (local.date() - there.date()).days <= 1  # "kemarin" is as far back as a line can say
    line.open_ended = visit.outcome in OPEN and not ahead
    if line.told:
        hour = f"{there:%H}{random.choice(':.')}{there:%M}"
        if there.date() < local.date():
            parts += random.choice((["kemarin", hour], [hour, "kemarin"]))
        else:
            parts += ["tadi", hour] if visit.outcome == "appointment" else [hour]
    name_source(visit)
    parts.append(REASONS[visit.reason] if visit.reason else visit.note)
    if visit.outcome != "appointment":
        parts.append(ahead)
    return " ".join(part for part in parts if part)
