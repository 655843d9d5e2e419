"""Details of reports: to which report they belong, and keeping them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlmodel import col

from core.problems import Problem
from core.visits.details import (
    FEW,
    AddDetails,
    DetailKind,
    DistanceOf,
    LastReportOn,
    Reported,
    ReportsLately,
    is_fresh,
    kilometres,
)
from db.engine.work import ReadWork, Work
from db.tables import Correction, Detail, Visit
from db.tables import Household as Row
from db.workload.progress import COLUMNS, household

YESTERDAY = timedelta(days=1)

MINE: Any = (
    select(col(Visit.id).label("visit"), col(Visit.arrived_at), *COLUMNS)
    .join(Row, col(Row.id) == col(Visit.household))
    .outerjoin(Correction, col(Correction.visit) == col(Visit.id))
    .where(
        col(Visit.officer) == bindparam("officer"),
        col(Row.enumerator) == bindparam("officer"),
        col(Correction.visit).is_(None),
    )
    .order_by(col(Visit.id).desc())
)
LATELY = MINE.where(col(Visit.day) >= bindparam("since"), col(Visit.visited_at) <= bindparam("at"))
LAST_ON = MINE.where(col(Visit.household) == bindparam("household")).limit(1)
OWN = select(col(Visit.household)).where(
    col(Visit.id) == bindparam("visit"), col(Visit.officer) == bindparam("officer")
)
ADD = insert(Detail)
OF_HOUSEHOLD = select(col(Row.area)).where(col(Row.id) == bindparam("household"))
PLACES: Any = select(col(Row.lat), col(Row.lon)).where(
    col(Row.area) == OF_HOUSEHOLD.scalar_subquery(),
    col(Row.id) != bindparam("household"),
    col(Row.lat).is_not(None),
)
FIND_PLACE = (
    update(Row)
    .where(col(Row.id) == bindparam("household"), col(Row.lat).is_(None))
    .values(lat=bindparam("north"), lon=bindparam("east"))
)


def reports_lately(work: ReadWork, query: ReportsLately) -> list[Reported]:
    """The last report of each household since yesterday, without what was reported after the message was written."""
    me = query.caller
    found: dict[int, Reported] = {}
    for row in work.rows(LATELY, officer=me.officer, since=me.today - YESTERDAY, at=me.at):
        if row.id not in found and len(found) < query.limit:
            found[row.id] = Reported(row.visit, household(row), is_fresh(row.arrived_at, me))
    return list(found.values())


def last_report_on(work: ReadWork, query: LastReportOn) -> Reported | None:
    """The caller's last report on a household."""
    row = work.row(LAST_ON, officer=query.caller.officer, household=query.household)
    return Reported(row.visit, household(row)) if row else None


def distance_of(work: ReadWork, query: DistanceOf) -> float | None:
    """How far a place is from the other known households of the SLS."""
    known = [(row.lat, row.lon) for row in work.rows(PLACES, household=query.household)]
    return min(kilometres((query.lat, query.lon), place) for place in known) if len(known) >= FEW else None


def add_details(work: Work, command: AddDetails) -> None:
    """Keep details; Problem `no_such_household` when the report is not the caller's."""
    owner = work.value(OWN, visit=command.visit, officer=command.caller.officer)
    if owner is None:
        raise Problem("no_such_household", typed="")
    for detail in command.details:
        kept = {"text": detail.text, "file": detail.file or None, "lat": detail.lat, "lon": detail.lon}
        work.change(ADD, visit=command.visit, kind=detail.kind, **kept, at=command.caller.at)
        if detail.kind is DetailKind.PLACE:
            work.change(FIND_PLACE, household=owner, north=detail.lat, east=detail.lon)
