"""SLS and what became of them: where a family may be put, and noting that an SLS was split or merged."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import bindparam, insert, select
from sqlmodel import col

from core.areas import Level
from core.problems import Problem
from core.workload.area_changes import Change, NoteChange, Place, PlacesOf
from core.workload.households import AreasOf
from db.engine.work import ReadWork, Work
from db.tables import Area, AreaChange, Officer
from db.workload.progress import areas_of

VILLAGE = 10
"""Digits of a village's code, with which the codes of its SLS begin."""
MOST_PLACES = 300

AREA_OF_OFFICER = select(col(Officer.area)).where(col(Officer.id) == bindparam("officer"))
SLS_WITHIN: Any = (
    select(col(Area.code), col(Area.name))
    .where(
        col(Area.scheme) == "bps",
        col(Area.level).in_([Level.SLS.value, Level.SUB_SLS.value]),
        col(Area.code).between(bindparam("low"), bindparam("high")),
    )
    .order_by(col(Area.code))
    .limit(MOST_PLACES)
)
CHANGES: Any = (
    select(col(AreaChange.area), col(AreaChange.part))
    .where(col(AreaChange.kind) == bindparam("kind"), col(AreaChange.area).in_(bindparam("areas", expanding=True)))
    .order_by(col(AreaChange.id))
)
ADD = insert(AreaChange)


def places_of(work: ReadWork, query: PlacesOf) -> list[Place]:
    """Where an enumerator may put a family: the own SLS each with its parts, then the others of the same villages."""
    own = dict(areas_of(work, AreasOf(query.officer)))
    others = {code: name for code, name in _around(work, query.officer, own) if code not in own}
    parts = work.rows(CHANGES, kind=Change.SPLIT, areas=sorted(own))
    places = []
    for code, name in own.items():
        places.append(Place(code, name))
        places += [Place(code, part, parent=name) for area, part in parts if area == code]
    return places + [Place(code, name, mine=False) for code, name in others.items()]


def note_change(work: Work, command: NoteChange) -> None:
    """Note a change; Problem `change_known` when it was noted before, by whomever."""
    place, change = command.place, command.change
    part = command.other.name if change is Change.SPLIT else command.other.code
    known = {each.part.casefold() for each in work.rows(CHANGES, kind=change, areas=[place.code])}
    if part.casefold() in known:
        raise Problem("change_known", area=place.name, other=command.other.name)
    officer, at = command.caller.officer, command.caller.at
    work.change(ADD, kind=change, area=place.code, part=part, officer=officer, at=at)


def _around(work: ReadWork, officer: str, own: Iterable[str]) -> list[Any]:
    """The SLS of the villages that somebody works in; before the first household, of the area that is theirs."""
    villages = {code[:VILLAGE] for code in own} or {work.value(AREA_OF_OFFICER, officer=officer) or "-"}
    found: list[Any] = []
    for village in sorted(villages):
        found += work.rows(SLS_WITHIN, low=village, high=f"{village}z")
    return found
