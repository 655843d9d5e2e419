"""Review: which reports wait to be checked below a leader, and carrying a leader's word out.

The report of a household is the visit that settled it: the one whose outcome, hour and numbers stand beside the
household. Its state is not kept; it follows from the household's last check, as core/review/states.py says.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import BigInteger, and_, bindparam, case, cast, exists, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from core.cases.day_parts import in_visiting_hours
from core.face import Face
from core.people.person import Role
from core.review.states import (
    ALWAYS,
    APPROVED,
    MANY_PERSONS,
    MODULUS,
    MULTIPLIER,
    RETURNED,
    SHIFT,
    Check,
    State,
    state_of,
)
from core.review.submitted import (
    CLOSE,
    MANY_CLOSE,
    Hint,
    Overview,
    ReportsToCheck,
    ReportToCheck,
    Returned,
    ReturnedTo,
    ReviewBelow,
    Submitted,
    Waiting,
)
from core.visits.details import Photo
from core.visits.outcomes import RECORDED, Kind
from core.visits.source import PROXY, Source
from db.engine.among import one_of
from db.engine.work import ReadWork
from db.tables import Correction, Detail, Household, Officer, Visit
from db.tables import Review as Row
from db.workload.progress import COLUMNS, household
from db.workload.team import BELOW

Last, Checker, Told, Checked, Wrong = aliased(Row), aliased(Officer), aliased(Visit), aliased(Visit), aliased(Visit)
IS_REPORT = and_(
    col(Visit.household) == col(Household.id),
    *(col(getattr(Visit, name)) == col(getattr(Household, name)) for name in ("persons", "families")),
    col(Visit.outcome) == col(Household.status),
    col(Visit.visited_at) == col(Household.status_at),
)
LAST_CHECK = (
    select(func.max(col(Row.id)))
    .join(Checked, col(Checked.id) == col(Row.visit))
    .where(col(Checked.household) == col(Household.id))
    .correlate(Household)
    .scalar_subquery()
)


def _said_again(what: Any) -> Any:
    """Of the visits that say what the report says, at its hour or later, and came in after the last check."""
    return (
        select(func.max(what))
        .where(
            col(Told.household) == col(Household.id),
            col(Told.id) > col(Last.newest),
            *(col(getattr(Told, name)) == col(getattr(Household, name)) for name in ("persons", "families")),
            col(Told.outcome) == col(Household.status),
            col(Told.visited_at) >= col(Household.status_at),
            ~exists().where(col(Correction.visit) == col(Told.id)),
        )
        .correlate(Household, Last)
        .scalar_subquery()
    )


OF_REPORT = and_(col(Last.visit) == col(Visit.id), one_of(col(Last.state), RETURNED))
STILL_RETURNED = and_(OF_REPORT, _said_again(col(Told.id)).is_(None))
COMPLETED = or_(
    col(Last.id).is_(None), col(Last.visit) != col(Visit.id), and_(OF_REPORT, _said_again(col(Told.id)).is_not(None))
)
SINCE = case((OF_REPORT, func.coalesce(_said_again(col(Told.arrived_at)), col(Last.at))), else_=col(Visit.arrived_at))
REPLACES = exists().where(
    col(Wrong.household) == col(Household.id),
    col(Correction.visit) == col(Wrong.id),
    col(Correction.replacement) == col(Visit.id),
)
BY_RULE = or_(
    cast(col(Visit.id), BigInteger) * MULTIPLIER % MODULUS // SHIFT % 100 < bindparam("percent"),
    col(Last.id).is_not(None),
    col(Visit.persons) > MANY_PERSONS,
    one_of(col(Visit.outcome), ALWAYS),
    one_of(col(Visit.source), PROXY),
    col(Household.kind) != Kind.PRELIST,
    REPLACES,
)
TO_CHECK = and_(COMPLETED, BY_RULE, col(Visit.officer) != bindparam("leader"))
"""Nobody checks what they have reported themselves: the next one above does."""


def _reports(*columns: Any) -> Any:
    return (
        select(*columns)
        .select_from(Household)
        .join(Visit, IS_REPORT)
        .join(Officer, col(Officer.id) == col(Household.enumerator))
        .outerjoin(Last, col(Last.id) == LAST_CHECK)
        .outerjoin(Checker, col(Checker.id) == col(Last.officer))
        .where(
            col(Household.settled_on).is_not(None),
            ~exists().where(col(Correction.visit) == col(Visit.id)),
        )
    )


SHOWN = _reports(
    *COLUMNS, col(Household.zone), col(Visit.id).label("visit"), col(Visit.officer).label("reporter"),
    col(Visit.visited_at), col(Visit.day), col(Visit.note), col(Visit.families), col(Visit.source), col(Visit.face),
    col(Officer.id).label("officer"), col(Officer.name), SINCE.label("since"), col(Last.id).label("check"),
    col(Last.visit).label("of"),
    col(Last.newest), col(Last.state), col(Last.at), col(Last.reason), col(Checker.name).label("by"),
    _said_again(col(Told.id)).label("again"),
)  # fmt: skip
IN_TEAM = SHOWN.where(col(Household.enumerator).in_(BELOW))
TEAM = select(col(Officer.id)).where(col(Officer.id).in_(BELOW), col(Officer.role) == Role.PPL)
OF_TEAM = col(Household.enumerator).in_(bindparam("team", expanding=True))
"""People by their names: PostgreSQL cannot guess how many stand below a leader, and would rather read all visits."""
OLDEST = (SINCE, col(Visit.id))
WAITING = SHOWN.where(OF_TEAM, TO_CHECK).order_by(*OLDEST).limit(bindparam("limit"))
APPROVED_ONES = (
    SHOWN.where(OF_TEAM, col(Last.visit) == col(Visit.id), col(Last.state) == State.APPROVED)
    .order_by(col(Last.at), col(Visit.id))
    .limit(bindparam("limit"))
)
ONE = IN_TEAM.where(col(Visit.id) == bindparam("visit"))
SOME = IN_TEAM.where(col(Visit.id).in_(bindparam("visits", expanding=True)))
MINE = SHOWN.where(col(Household.enumerator) == bindparam("officer"), STILL_RETURNED).order_by(*OLDEST)

HOW_MANY = (
    _reports(col(Officer.id), col(Officer.name), func.count().label("number"), func.min(SINCE).label("oldest"))
    .where(OF_TEAM, TO_CHECK)
    .group_by(col(Officer.id), col(Officer.name))
    .order_by(func.min(SINCE), col(Officer.id))
)
HOW_MANY_RETURNED = _reports(func.count(), func.min(col(Last.at))).where(OF_TEAM, STILL_RETURNED)
CHECKS = (
    select(col(Row.visit), col(Row.state))
    .where(col(Row.visit).in_(bindparam("visits", expanding=True)))
    .order_by(col(Row.id))
)
DETAILS = (
    select(col(Detail.visit), col(Detail.kind), col(Detail.text), col(Detail.file))
    .where(col(Detail.visit).in_(bindparam("visits", expanding=True)))
    .order_by(col(Detail.id))
)
_TOGETHER = (col(Visit.officer), col(Visit.visited_at), col(Visit.face))
THAT_DAY = (
    select(
        col(Visit.officer),
        col(Visit.visited_at),
        and_(col(Visit.face) == Face.LINE, func.count().over(partition_by=_TOGETHER) > 1).label("together"),
        col(Visit.outcome).in_(sorted(RECORDED)).label("recorded"),
    )
    .where(
        col(Visit.officer).in_(bindparam("officers", expanding=True)),
        col(Visit.day).in_(bindparam("days", expanding=True)),
        ~exists().where(col(Correction.visit) == col(Visit.id)),
    )
    .order_by(col(Visit.visited_at))
)


def overview_of(work: ReadWork, query: ReviewBelow, percent: int) -> Overview:
    """What waits below a leader; percent: how many reports are checked (core/review/states.py)."""
    team = _team(work, query.leader)
    rows = work.rows(HOW_MANY, leader=query.leader, team=team, percent=percent) if team else ()
    waiting = tuple(Waiting(row.id, row.name, row.number, row.oldest) for row in rows)
    returned, oldest = (work.row(HOW_MANY_RETURNED, team=team) if team else None) or (0, None)
    return Overview(waiting, returned, oldest)


def reports_to_check(work: ReadWork, query: ReportsToCheck, percent: int) -> list[Submitted]:
    """The reports that wait, or those that a supervisor has approved."""
    team = [officer for officer in _team(work, query.leader) if query.officer in ("", officer)]
    if not team:
        return []
    if query.approved:
        return shown(work, work.rows(APPROVED_ONES, team=team, limit=query.limit))
    return shown(work, work.rows(WAITING, leader=query.leader, team=team, limit=query.limit, percent=percent))


def _team(work: ReadWork, leader: str) -> list[str]:
    """The enumerators below a leader."""
    return [officer for (officer,) in work.rows(TEAM, leader=leader)]


def report_to_check(work: ReadWork, query: ReportToCheck) -> Submitted | None:
    """One report by its visit."""
    return next(iter(shown(work, work.rows(ONE, leader=query.leader, visit=query.visit))), None)


def returned_to(work: ReadWork, query: ReturnedTo) -> list[Returned]:
    """What came back to an enumerator and is not mended yet."""
    rows = work.rows(MINE, officer=query.officer)
    return [Returned(household(row), row.by, row.at, row.reason) for row in rows]


def checks_of(work: ReadWork, visits: Sequence[int]) -> dict[int, State]:
    """What the last check of each of these visits said; a visit that was never checked is left out."""
    return {row.visit: State(row.state) for row in work.rows(CHECKS, visits=visits)}


def shown(work: ReadWork, rows: Sequence[Any]) -> list[Submitted]:
    """Rows of SHOWN as a leader sees them; of two reports of one household at one instant the later one."""
    last = {row.id: row for row in sorted(rows, key=lambda row: row.visit)}
    rows = [row for row in rows if last[row.id] is row]
    if not rows:
        return []
    details = defaultdict(list)
    for one in work.rows(DETAILS, visits=[row.visit for row in rows]):
        details[one.visit].append(one)
    hours, together = defaultdict(list), set()
    people, days = sorted({row.reporter for row in rows}), sorted({row.day for row in rows})
    for one in work.rows(THAT_DAY, officers=people, days=days):
        if one.together:
            together.add((one.officer, one.visited_at))
        elif one.recorded:
            hours[one.officer].append(one.visited_at)
    return [_submitted(row, details[row.visit], hours[row.reporter], together) for row in rows]


def _submitted(
    row: Any, details: Sequence[Any], hours: Sequence[datetime], together: Collection[tuple[str, datetime]]
) -> Submitted:
    """hours: when the same person recorded families on these days, in their order, one by one; together: who sent
    several for one instant, which says nothing of the hours of the visits.
    """
    is_together = row.face == Face.LINE and (row.reporter, row.visited_at) in together
    checks = [Check(row.check, row.of, row.newest, State(row.state))] if row.check else []
    state, again = state_of(row.visit, checks, row.again or 0)
    at, own = row.visited_at, int(row.status in RECORDED and not is_together)
    close = own and bisect_right(hours, at + CLOSE) - bisect_left(hours, at - CLOSE) - own
    local = row.visited_at.astimezone(ZoneInfo(row.zone))
    hints = {
        Hint.NIGHT: not in_visiting_hours(local),
        Hint.CLOSE: close >= MANY_CLOSE,
        Hint.MANY: row.persons > MANY_PERSONS,
        Hint.PROXY: row.source in PROXY,
    }
    notes = [row.note, *(one.text for one in details if one.kind == "note")]
    return Submitted(
        row.visit,
        household(row),
        row.officer,
        row.name,
        row.reporter,
        row.families,
        "; ".join(filter(None, notes)),
        state,
        row.at if state in APPROVED else row.since,
        local,
        row.check or 0,
        again,
        row.by or "",
        row.reason or "",
        tuple(Photo(row.reporter, one.file, one.text) for one in details if one.kind == "photo"),
        any(one.kind == "place" for one in details),
        tuple(hint for hint, true in hints.items() if true),
        close,
        Source(row.source),
        is_together,
    )
