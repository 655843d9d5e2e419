"""Answers about an enumerator's list: progress, what comes next, revisits."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, case, func, or_, select
from sqlmodel import col

from core.outcomes import Outcome
from core.targets import Period, Progress
from core.workload import AreasOf, FindHouseholds, Household, NextHouseholds, ProgressOf, RevisitsOf
from db.tables import Area
from db.tables import Household as Row
from db.work import ReadWork

COLUMNS = (
    col(Row.id), col(Row.no), col(Row.head), col(Row.address), col(Row.status), col(Row.status_at), col(Row.persons),
    col(Row.settled_on), col(Row.revisit_at),
)  # fmt: skip
MINE = select(*COLUMNS).where(col(Row.enumerator) == bindparam("officer"))
OPEN = MINE.where(col(Row.settled_on).is_(None))

PROGRESS = select(
    func.count(),
    func.count(col(Row.settled_on)),
    func.coalesce(func.sum(case((col(Row.settled_on) == bindparam("today"), 1), else_=0)), 0),
).where(col(Row.enumerator) == bindparam("officer"))
NEXT = (
    OPEN.where(or_(col(Row.revisit_at).is_(None), col(Row.revisit_at) <= bindparam("until")))
    .order_by(col(Row.revisit_at).is_(None), col(Row.revisit_at), col(Row.no))
    .limit(bindparam("limit"))
)
REVISITS = OPEN.where(col(Row.revisit_at) <= bindparam("until")).order_by(col(Row.revisit_at)).limit(bindparam("limit"))
AREAS = (
    select(col(Row.area), func.coalesce(func.max(col(Area.name)), col(Row.area)))
    .outerjoin(Area, (col(Area.code) == col(Row.area)) & (col(Area.scheme) == "bps"))
    .where(col(Row.enumerator) == bindparam("officer"))
    .group_by(col(Row.area))
    .order_by(col(Row.area))
)


def household(row: Any) -> Household:
    """A row of COLUMNS as a household."""
    status = Outcome(row.status) if row.status else None
    decided = {"status": status, "status_at": row.status_at, "persons": row.persons, "settled_on": row.settled_on}
    return Household(row.id, row.no, row.head, row.address, **decided, revisit_at=row.revisit_at)


def progress_of(work: ReadWork, query: ProgressOf, period: Period) -> Progress:
    """How far an enumerator is."""
    total, done, done_today = work.row(PROGRESS, officer=query.officer, today=query.today) or (0, 0, 0)
    return Progress.on(period, query.today, total=total, done=done, done_today=int(done_today))


def next_households(work: ReadWork, query: NextHouseholds) -> list[Household]:
    """What to visit next."""
    rows = work.rows(NEXT, officer=query.officer, until=query.until, limit=query.limit)
    return [household(row) for row in rows]


def revisits_of(work: ReadWork, query: RevisitsOf) -> list[Household]:
    """Open households with an hour to come back."""
    rows = work.rows(REVISITS, officer=query.officer, until=query.until, limit=query.limit)
    return [household(row) for row in rows]


def areas_of(work: ReadWork, query: AreasOf) -> list[tuple[str, str]]:
    """The SLS of an enumerator's list."""
    return [(code, name) for code, name in work.rows(AREAS, officer=query.officer)]
