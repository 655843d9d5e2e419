"""Answers about an enumerator's list: progress, revisits, areas."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, case, func, select
from sqlmodel import col

from core.cases.best_hour import HoursTaken
from core.cases.ladder import CLOSING
from core.people.absences import absent_days
from core.visits.outcomes import Outcome
from core.workload.households import AreasOf, CourseOf, Household, ProgressOf, RevisitsOf
from core.workload.targets import Course, Period, Progress
from db.engine.work import ReadWork
from db.people.absences import absences_of, ever_absent
from db.tables import Area, Pursuit
from db.tables import Household as Row


def in_other_hands(household: Any) -> Any:
    """Return whether somebody else than the enumerator has the household's case."""
    return (
        select(col(Pursuit.household))
        .where(col(Pursuit.household) == household, col(Pursuit.owner).is_not(None))
        .exists()
    )


COLUMNS = (
    col(Row.id), col(Row.no), col(Row.head), col(Row.address), col(Row.status), col(Row.status_at), col(Row.persons),
    col(Row.settled_on), col(Row.revisit_at),
)  # fmt: skip
MINE = select(*COLUMNS).where(col(Row.enumerator) == bindparam("officer"))
OPEN = MINE.where(col(Row.settled_on).is_(None))

FROM_THE_DOOR = col(Row.status).not_in(sorted(set(CLOSING.values())))
"""Settled by a report; not by a leader who closed what was open at the end: that is nobody's work of the day."""
PROGRESS = select(
    func.count().label("total"),
    func.count(col(Row.settled_on)).label("done"),
    func.coalesce(
        func.sum(case((and_(col(Row.settled_on) == bindparam("today"), FROM_THE_DOOR), 1), else_=0)), 0
    ).label("today"),
    func.count(col(Row.status)).label("visited"),
    ever_absent(bindparam("officer")).label("absent"),
).where(col(Row.enumerator) == bindparam("officer"))
SETTLED = (
    select(col(Row.settled_on), func.count())
    .where(col(Row.enumerator) == bindparam("officer"), col(Row.settled_on).is_not(None))
    .group_by(col(Row.settled_on))
)
REVISITS = (
    OPEN.where(col(Row.revisit_at) <= bindparam("until"), ~in_other_hands(col(Row.id)))
    .order_by(col(Row.revisit_at))
    .limit(bindparam("limit"))
)
TAKEN = select(col(Row.revisit_at)).where(
    col(Row.enumerator) == bindparam("officer"),
    col(Row.settled_on).is_(None),
    col(Row.revisit_at).is_not(None),
    col(Row.id) != bindparam("household"),
    ~in_other_hands(col(Row.id)),
)
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
    """How far an enumerator is; the period is without the days of absence."""
    row: Any = work.row(PROGRESS, officer=query.officer, today=query.today)
    own = _own(work, period, query, row)
    return Progress(own, query.today, row.total, row.done, int(row.today), row.visited)


def course_of(work: ReadWork, query: CourseOf, period: Period) -> Course:
    """How an enumerator's list was worked off; the period as above."""
    row: Any = work.row(PROGRESS, officer=query.officer, today=query.today)
    settled = {day: int(number) for day, number in work.rows(SETTLED, officer=query.officer)}
    return Course(_own(work, period, query, row), row.total, row.visited, settled)


def _own(work: ReadWork, period: Period, query: ProgressOf | CourseOf, row: Any) -> Period:
    """The days that this officer works, as they are known on the day of the query."""
    if not row.absent:
        return period
    return period.without(absent_days(absences_of(work, query.officer), period.start, period.end, query.today))


def revisits_of(work: ReadWork, query: RevisitsOf) -> list[Household]:
    """Open households with an hour to come back."""
    rows = work.rows(REVISITS, officer=query.officer, until=query.until, limit=query.limit)
    return [household(row) for row in rows]


def hours_taken(work: ReadWork, query: HoursTaken) -> tuple[datetime, ...]:
    """When the open households of a list are to be visited, but for one."""
    return tuple(at for (at,) in work.rows(TAKEN, officer=query.officer, household=query.household))


def areas_of(work: ReadWork, query: AreasOf) -> list[tuple[str, str]]:
    """The SLS of an enumerator's list."""
    return [(code, name) for code, name in work.rows(AREAS, officer=query.officer)]
