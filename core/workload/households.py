"""An enumerator's workload: the households on the list, how far the work is, and what is due today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from core.people.person import Caller
from core.requests import Command, Query
from core.visits.outcomes import Kind, Outcome
from core.workload.targets import Course, Period, Progress


@dataclass(frozen=True)
class Household:
    """A household as the enumerator sees it.

    no: the short stable number on this enumerator's list ("no. 12"). status: what the visits say, None before
    the first; status_at and persons belong to the visit that decided. revisit_at: the hour agreed for the next one.
    """

    id: int
    no: int
    head: str
    address: str
    status: Outcome | None = None
    status_at: datetime | None = None
    persons: int = 0
    settled_on: date | None = None
    revisit_at: datetime | None = None


@dataclass(frozen=True)
class ProgressOf(Query[Progress]):
    """How far this enumerator is on this day."""

    officer: str
    today: date


@dataclass(frozen=True)
class CourseOf(Query[Course]):
    """How this enumerator's list was worked off until this day."""

    officer: str
    today: date


@dataclass(frozen=True)
class DrawCourse(Command[None]):
    """Send the caller a picture of this course, as it stands on the day of the message."""

    caller: Caller
    course: Course


@dataclass(frozen=True)
class NextHouseholds(Query[list[Household]]):
    """The households to visit next: revisits that are due first, then walking order (see `db/visits/walking.py`).

    Households whose revisit lies after `until` are left out, as are settled ones.
    """

    officer: str
    until: datetime
    limit: int


@dataclass(frozen=True)
class FindHouseholds(Query[list[Household]]):
    """Households of this enumerator by number ("no 12"), or by words of the head's name and address, in any order."""

    officer: str
    text: str
    limit: int = 8


@dataclass(frozen=True)
class HouseholdsNumbered(Query[list[Household]]):
    """Those of an enumerator's households that have one of these numbers, by number."""

    officer: str
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class NearHouseholds(Query[list[Household]]):
    """Households of this enumerator that are like what was typed, for when none fits: the most alike first."""

    officer: str
    text: str
    limit: int = 4


@dataclass(frozen=True)
class RevisitsOf(Query[list[Household]]):
    """This enumerator's open households with a revisit agreed or planned, the earliest first."""

    officer: str
    until: datetime
    limit: int = 30


@dataclass(frozen=True)
class CurrentPeriod(Query[Period]):
    """The days of fieldwork."""


@dataclass(frozen=True)
class NewHousehold:
    """A family found in the field: not on the prelist, or of the special frame."""

    kind: Kind
    head: str
    address: str
    area: str


@dataclass(frozen=True)
class AreasOf(Query[list[tuple[str, str]]]):
    """The SLS in which this enumerator has households: code and name."""

    officer: str
