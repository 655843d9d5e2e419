"""The order in which a list is walked, written down a second time without the bot's code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import cos, radians

STEP = 0.0001
"""Degrees from one number of a street to the next."""

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Door:
    """Where a household is: its SLS, and latitude and longitude in degrees if anybody knows them."""

    sls: str
    place: Place | None = None


def walk(doors: Mapping[int, Door], last: int | None) -> list[int]:
    """All numbers of a list as somebody walks who was last at one of them: by SLS and number when nothing is known
    there, else by distance. Who has no place stands so many steps behind the one before in the SLS of the last one,
    and at the very end elsewhere.
    """
    by_number = sorted(doors, key=lambda no: (doors[no].sls, no))
    here = place_of(doors, last) if last is not None else None
    if last is None or here is None:
        return by_number
    ranks = dict.fromkeys(by_number, (2, 0.0)) | guesses(doors, doors[last].sls, here)
    ranks |= {no: (1, distance(here, door.place, 0)) for no, door in doors.items() if door.place}
    return sorted(by_number, key=lambda no: ranks[no])


def place_of(doors: Mapping[int, Door], no: int) -> Place | None:
    """A household's place, or that of the nearest number of its SLS that has one."""
    near = [(abs(other - no), other) for other, door in doors.items() if door.place and door.sls == doors[no].sls]
    return doors[no].place or (doors[min(near)[1]].place if near else None)


def guesses(doors: Mapping[int, Door], sls: str, here: Place) -> dict[int, tuple[int, float]]:
    """The ranks of those in one SLS whose place nobody knows."""
    ranks: dict[int, tuple[int, float]] = {}
    numbers = sorted(no for no, door in doors.items() if door.sls == sls)
    known = [no for no in numbers if doors[no].place]
    for no in numbers if known else ():
        before = [other for other in known if other < no]
        anchor = before[-1] if before else known[0]
        steps = sum(anchor < other <= no for other in numbers) if before else sum(other < anchor for other in numbers)
        ranks[no] = (1, distance(here, doors[anchor].place, steps))
    return ranks


def distance(here: Place, there: Place | None, steps: int) -> float:
    """The square of a distance in degrees, and of so many steps across."""
    north, east = (there[0] - here[0], (there[1] - here[1]) * cos(radians(here[0]))) if there else (0.0, 0.0)
    behind = steps * STEP
    return north * north + east * east + behind * behind
