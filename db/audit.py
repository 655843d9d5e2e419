"""The story of a household from the database: which one is meant, all that was kept of it, and how it stands."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, or_, select
from sqlmodel import col

from core.audit import Event, Moved, Person, Stand, Tree, story_of
from core.cases.ladder import Fieldwork
from core.imports.files import household_key
from core.people.person import Role
from db.cases.follow import ground_of
from db.deeds import Rows, deeds_of
from db.engine.work import ReadWork
from db.tables import (
    Act,
    AreaChange,
    Change,
    Correction,
    Detail,
    GivingBack,
    HelpLetter,
    Household,
    Officer,
    Pursuit,
    Reassignment,
    Review,
    Visit,
)

MOST = 20
BY_ID = re.compile(r"k\W*(\d{1,15})", re.IGNORECASE)
PLACED = re.compile(r"(\d{2,16})\s*/\s*(\S.*)")
LISTED = re.compile(r"(\S+)\s*/\s*(\d{1,6})")

_WHICH: Any = select(Household.__table__).limit(MOST)  # type: ignore[attr-defined]
WITH_ID = _WHICH.where(col(Household.id) == bindparam("id"))
ON_LIST = _WHICH.where(
    or_(col(Household.enumerator) == bindparam("officer"), col(Household.enumerator) == bindparam("upper")),
    col(Household.no) == bindparam("no"),
)
WITHIN = select(col(Household.id), col(Household.area), col(Household.number)).where(
    col(Household.area).between(bindparam("low"), bindparam("high"))
)
SOME = _WHICH.where(col(Household.id).in_(bindparam("ids", expanding=True))).order_by(col(Household.area))


def _about(table: Any, *, by_visit: bool = False) -> Any:
    """The rows of a table about a household, in the order in which they were written; by way of its visit or not."""
    rows = select(table.__table__)
    if by_visit:
        rows = rows.join(Visit, col(Visit.id) == col(table.visit)).where(col(Visit.household) == bindparam("household"))
        return rows.order_by(*table.__table__.primary_key.columns)
    return rows.where(col(table.household) == bindparam("household")).order_by(col(table.id))


TOLD: dict[str, Any] = {
    "visit": _about(Visit),
    "correction": _about(Correction, by_visit=True),
    "detail": _about(Detail, by_visit=True),
    "review": _about(Review, by_visit=True),
    "pursuit_act": _about(Act),
    "giving_back": _about(GivingBack),
    "reassignment": _about(Reassignment),
    "help_letter": _about(HelpLetter),
    "change": _about(Change),
}
"""What the story is made of, by table. Changes of areas and of officers come besides."""
OF_AREA = (
    select(AreaChange.__table__)  # type: ignore[attr-defined]
    .where(col(AreaChange.area) == bindparam("area"))
    .order_by(col(AreaChange.id))
)
CAME = select(Change.__table__).where(col(Change.id) == bindparam("came"))  # type: ignore[attr-defined]
OF_OFFICERS = (
    select(Change.__table__)  # type: ignore[attr-defined]
    .where(col(Change.officer).in_(bindparam("officers", expanding=True)))
    .order_by(col(Change.at), col(Change.id))
)
CASE = select(col(Pursuit.ladder), col(Pursuit.step), col(Pursuit.owner), col(Pursuit.due_at)).where(
    col(Pursuit.household) == bindparam("household")
)
PEOPLE = select(col(Officer.id), col(Officer.name), col(Officer.role), col(Officer.supervisor)).where(
    col(Officer.id).in_(bindparam("officers", expanding=True))
)


@dataclass(frozen=True)
class Story:
    """A household's row, its events, everybody in it by id, how it stands, and what of that no event tells."""

    row: Any
    events: tuple[Event, ...]
    people: dict[str, Person]
    stands: Stand
    untold: tuple[str, ...]


def households_meant(work: ReadWork, typed: str) -> list[Any]:
    """The households that K123, AREA/NUMBER (an area around several is enough) or ENUMERATOR/NO may mean, at most MOST.

    Numbers are compared as an import does.
    """
    text = typed.strip()
    if found := BY_ID.fullmatch(text):
        return list(work.rows(WITH_ID, id=int(found[1])))
    meant: dict[int, Any] = {}
    if found := LISTED.fullmatch(text):
        meant |= {row.id: row for row in work.rows(ON_LIST, officer=found[1], upper=found[1].upper(), no=int(found[2]))}
    if found := PLACED.fullmatch(text):
        number = _key(found[1], found[2])
        around = work.rows(WITHIN, low=found[1], high=f"{found[1]}z")
        ids = [row.id for row in around if _key(row.area, row.number) == number]
        meant |= {row.id: row for row in work.rows(SOME, ids=ids[:MOST])}
    return list(meant.values())


def _key(area: str, number: str) -> str:
    """A number as an import compares it."""
    return (household_key({"area": area, "number": number}) or ("", ""))[1]


def story(work: ReadWork, row: Row[Any], fieldwork: Fieldwork) -> Story:
    """All that is known of a household's life. fieldwork: whose ladders its case is told by."""
    rows = {name: list(work.rows(statement, household=row.id)) for name, statement in TOLD.items()}
    came = work.row(CAME, came=row.came) if row.came is not None else None
    areas = list(work.rows(OF_AREA, area=row.area))
    people, officers = _people(work, _named([*(each for some in rows.values() for each in some), *areas, row]))
    deeds = deeds_of(Rows(row, rows, areas, came, officers))
    moves = [Moved(each.at, each.officer, each.before) for each in officers]
    events = story_of(deeds, ground_of(row, fieldwork), Tree(people, moves))
    stands = _stands(work, row)
    told = events[-1].after if events else Stand(enumerator=row.enumerator)
    return Story(row, tuple(events), people, stands, tuple(told.differs(stands)))


def _stands(work: ReadWork, row: Any) -> Stand:
    case = work.row(CASE, household=row.id)
    return Stand(
        row.enumerator,
        row.status,
        row.persons,
        row.families,
        row.revisit_at,
        f"{case.ladder}:{case.step}" if case else "",
        case.owner if case else None,
    )


def _people(work: ReadWork, named: Collection[str]) -> tuple[dict[str, Person], list[Any]]:
    """Everybody named, everybody who stands or stood above them, and what changed of all of these."""
    people: dict[str, Person] = {}
    changes: dict[int, Any] = {}
    asked: set[str] = set()
    wanted = set(named)
    while wanted:
        ids = sorted(wanted)
        asked |= wanted
        for one in work.rows(PEOPLE, officers=ids):
            people[one.id] = Person(one.name, Role(one.role), one.supervisor)
        changes |= {change.id: change for change in work.rows(OF_OFFICERS, officers=ids)}
        above = {person.supervisor for person in people.values()} | _in_changes(changes.values())
        wanted = {each for each in above if each} - asked
    return people, sorted(changes.values(), key=lambda change: (change.at, change.id))


NAMING = ("officer", "enumerator", "giver", "receiver", "decided_by", "given_to", "owner", "who")
"""Columns, and keys of changes, that name an officer."""


def _named(rows: Collection[Any]) -> set[str]:
    named = {getattr(row, name, None) for row in rows for name in NAMING}
    return {each for each in named | _in_changes(row for row in rows if hasattr(row, "before")) if each}


def _in_changes(changes: Any) -> set[str]:
    """The officers whom the values of changes name."""
    values = [values for change in changes for values in (change.before, change.after)]
    return {each[name] for each in values for name in (*NAMING, "supervisor") if each.get(name)}
