"""Details: a note, a photo or a place, added to a report after it was saved. Each is optional, and none holds it up."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from core.people.person import Caller
from core.requests import Command, Query
from core.words import Words
from core.workload.households import Household

FRESH = timedelta(hours=4)
"""So long after a report, what is sent without a word belongs to it."""


class DetailKind(StrEnum):
    """What is added."""

    NOTE = "note"
    PHOTO = "photo"
    PLACE = "place"


@dataclass(frozen=True)
class Detail:
    """Something about a household as it was seen. text: the note, what was written under a photo, or the name of a
    place that was picked from a map. file: Telegram's id of the photo, which is all that is kept of it. lat, lon:
    degrees.
    """

    kind: DetailKind
    text: str = ""
    file: str = ""
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True)
class Photo:
    """A photo that an officer sent: Telegram's id of it, for the bot that got it alone, and the words under it."""

    officer: str
    file: str
    text: str = ""


def write_detail(detail: Detail) -> str:
    """A detail as text, to be kept between two messages."""
    return json.dumps({name: value for name, value in asdict(detail).items() if value not in ("", None)})


def read_detail(text: str) -> Detail:
    """The detail that was written so."""
    said = json.loads(text)
    return Detail(**{**said, "kind": DetailKind(said["kind"])})


@dataclass(frozen=True)
class Reported:
    """A report that something can be added to: its visit and the household. fresh: it has only just been made."""

    visit: int
    household: Household
    fresh: bool = False


@dataclass(frozen=True)
class ReportsLately(Query[list[Reported]]):
    """What the caller reported today and yesterday, for each household the last report; the latest first.

    Only what was not corrected, of households that are still on the caller's list.
    """

    caller: Caller
    limit: int = 8


@dataclass(frozen=True)
class LastReportOn(Query[Reported | None]):
    """The caller's last report on a household; None when there is none."""

    caller: Caller
    household: int


@dataclass(frozen=True)
class AddDetails(Command[None]):
    """Add to a report of the caller's. A place also becomes the household's when nobody knew it."""

    caller: Caller
    visit: int
    details: tuple[Detail, ...]


@dataclass(frozen=True)
class Unshown:
    """Photos that were not sent: elsewhere, for another bot got them; more, for there are too many for one go."""

    elsewhere: int
    more: int


@dataclass(frozen=True)
class ShowPhotos(Command[Unshown]):
    """Send photos to the caller's chat, the latest when there are many; how many were not sent.

    about: stands under each, over the words that came with it.
    """

    caller: Caller
    photos: tuple[Photo, ...]
    about: Words


@dataclass(frozen=True)
class DistanceOf(Query[float | None]):
    """How many kilometres a place is from the nearest of the other households of the same SLS whose places are known.

    None when too few are known to say.
    """

    household: int
    lat: float
    lon: float


FEW = 3
"""So many places of an SLS have to be known before another one can be far from them."""
FAR = 5.0
"""Kilometres. An SLS is a neighbourhood of some streets, a hamlet at most: what is farther away is asked about."""
EARTH = 6371.0
"""Kilometres: the earth's mean radius."""


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The distance of two places, each as latitude and longitude in degrees, along the ground (haversine)."""
    (north, east), (to_north, to_east) = (tuple(map(math.radians, place)) for place in (one, other))
    half = math.sin((to_north - north) / 2) ** 2
    half += math.cos(north) * math.cos(to_north) * math.sin((to_east - east) / 2) ** 2
    return 2 * EARTH * math.asin(math.sqrt(min(1.0, half)))


def is_fresh(arrived_at: datetime, caller: Caller) -> bool:
    """Return whether a report that came in at this instant is what the caller's message is about."""
    return arrived_at >= caller.at - FRESH
