"""The people directly below a leader: figures of the summary, last report, absence, phone."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, select
from sqlmodel import col

from core.people.person import Role
from core.workload.crew import CrewOf, Member
from core.workload.targets import Period
from core.workload.team import SummaryOf
from db.engine.work import ReadWork
from db.people.absences import absence_on
from db.tables import Chat, Officer, Visit
from db.workload.team import BELOW, summary_of

_LAST = (
    select(col(Visit.arrived_at))
    .where(col(Visit.officer) == col(Officer.id))
    .order_by(col(Visit.day).desc(), col(Visit.id).desc())
    .limit(1)
    .correlate(Officer)
    .scalar_subquery()
)
HEARD = select(col(Officer.id), col(Officer.supervisor), _LAST.label("heard")).where(col(Officer.id).in_(BELOW))
MEMBERS = (
    select(col(Officer.id), col(Officer.role), col(Officer.phone), col(Chat.chat), col(Chat.blocked_at))
    .outerjoin(Chat, col(Chat.officer) == col(Officer.id))
    .where(col(Officer.supervisor) == bindparam("leader"))
    .order_by(col(Officer.id))
)


def crew_of(work: ReadWork, query: CrewOf, period: Period) -> list[Member]:
    """A leader's people; the rows of the summary come in the same order, by id."""
    rows = summary_of(work, SummaryOf(query.leader, query.today, query.now), period).rows
    heard = _heard(work, query.leader)
    return [
        Member(
            number,
            one.id,
            Role(one.role),
            one.phone or "",
            row,
            heard.get(one.id),
            absence_on(work, one.id, query.today),
            one.chat is not None and one.blocked_at is None,
        )
        for number, (one, row) in enumerate(zip(work.rows(MEMBERS, leader=query.leader), rows, strict=True), start=1)
    ]


def _heard(work: ReadWork, leader: str) -> dict[str, datetime]:
    """When each person below, or anybody under that person, was heard of last."""
    rows = work.rows(HEARD, leader=leader)
    above = {row.id: row.supervisor for row in rows}
    found: dict[str, datetime] = {}
    for row in rows:
        at, seen = row.id, set[str]()
        while row.heard is not None and at in above and at not in seen:
            seen.add(at)
            found[at] = max(found.get(at, row.heard), row.heard)
            at = above[at]
    return found
