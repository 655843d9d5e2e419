"""What a letter for help tells of a place: names, how many households, how many of them are settled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlmodel import col

from core.areas import ancestors
from db.engine.work import ReadWork
from db.tables import Area, Household, Officer

LONGEST_CODE = 16
NAMES = select(col(Area.code), col(Area.name)).where(
    col(Area.scheme) == "bps", col(Area.code).in_(bindparam("codes", expanding=True))
)
COUNTED = select(func.count(), func.count(col(Household.settled_on))).where(
    col(Household.area) >= bindparam("first"), col(Household.area) <= bindparam("last")
)
REGION = select(col(Officer.region), col(Officer.zone)).where(col(Officer.id) == bindparam("officer"))


@dataclass(frozen=True)
class Place:
    """A place as its letter tells it. names: by code, of it and of all around and in it; done: of its households."""

    code: str
    names: dict[str, str]
    households: int
    done: int

    def name(self, digits: int) -> str:
        """The name of the area with so many digits around the place; empty when nobody knows it."""
        return self.names.get(self.code[:digits], "") if len(self.code) >= digits else ""


def place(work: ReadWork, code: str, areas: Iterable[str]) -> Place:
    """Return what is known of the place with this code, and the names of these areas in it."""
    codes = {code, *ancestors(code), *areas}
    names = {row.code: row.name for row in work.rows(NAMES, codes=sorted(codes))}
    households, done = work.row(COUNTED, first=code, last=code.ljust(LONGEST_CODE, "9")) or (0, 0)
    return Place(code, names, households, done)


def region_of_officer(work: ReadWork, officer: str) -> tuple[str, str]:
    """The code of an officer's office and the name of its zone."""
    row: Any = work.row(REGION, officer=officer)
    return row.region, row.zone
