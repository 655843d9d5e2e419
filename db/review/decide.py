"""Carrying out a leader's word on reports: one more check of each that still stands as the leader saw it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, func, insert, select
from sqlmodel import col

from core.review.states import decided, level_of, may_decide
from core.review.submitted import Review, Submitted
from db.engine.work import Work
from db.review.queue import IN_TEAM, shown
from db.tables import Household, Visit
from db.tables import Review as Row

LOCK = (
    select(col(Household.id))
    .where(col(Household.id).in_(bindparam("households", expanding=True)))
    .order_by(col(Household.id))
    .with_for_update()
)
SOME = IN_TEAM.where(col(Visit.id).in_(bindparam("visits", expanding=True)))
NEWEST = (
    select(col(Visit.household), func.max(col(Visit.id)))
    .where(col(Visit.household).in_(bindparam("households", expanding=True)))
    .group_by(col(Visit.household))
)
ADD = insert(Row)


def review(work: Work, command: Review, *, now: datetime) -> tuple[tuple[Submitted, ...], tuple[Submitted, ...]]:
    """Approve or return reports; those on which it was carried out, and those that had changed meanwhile.

    The households are locked first, as a report on them locks them: so of two leaders at once one decides and the
    other finds it decided, and whatever the enumerator reports comes before the check or after it.
    """
    me, approve = command.caller, command.approve
    level, leader = level_of(me.role), me.officer or ""
    households = sorted({one.household.id for one in command.reports})
    work.rows(LOCK, households=households)
    stand = {
        one.id: one
        for one in shown(work, work.rows(SOME, leader=leader, visits=[one.id for one in command.reports]))
        if one.reporter != leader and may_decide(level, one.state, approve=approve)
    }
    newest: dict[int, int] = dict(work.rows(NEWEST, households=households))
    done = tuple(one for one in command.reports if _as_seen(one, stand.get(one.id)))
    state = decided(level, approve=approve)
    check = {"state": state, "officer": leader, "at": now, "reason": command.reason}
    work.change_many(ADD, [{"visit": one.id, "newest": newest[one.household.id], **check} for one in done])
    return done, tuple(one for one in command.reports if one not in done)


def _as_seen(seen: Submitted, now: Submitted | None) -> bool:
    """Return whether a report still stands as the leader saw it: nobody has checked it since, nor said it again."""
    return now is not None and (now.check, now.state) == (seen.check, seen.state)
