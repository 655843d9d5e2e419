"""A leader's decision on a wish to give work back, and the move of its households to another list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import and_, bindparam, func, insert, or_, select, update
from sqlalchemy.orm import aliased
from sqlmodel import col

from core.people.absences import is_absent
from core.people.person import Role
from core.problems import Problem
from core.workload.giving_back import Decide, Decision, NewOnList, Receiver, ReceiversOf, Standing, Wish, Wished
from db.engine.work import ReadWork, Work
from db.people.absences import absences_of_some
from db.tables import Chat, GivingBack, Household, Officer, Reassignment
from db.workload.giving_back import OF_WISH, WAITS, close, wished
from db.workload.team import BELOW

Giver = aliased(Officer)
ENUMERATORS_BELOW = and_(col(Officer.id).in_(BELOW), col(Officer.role) == Role.PPL)
LOCKED_ROWS = (
    select(col(GivingBack.id))
    .where(
        col(GivingBack.officer) == bindparam("officer"),
        col(GivingBack.officer).in_(BELOW),
        col(GivingBack.asked_at) == bindparam("asked_at"),
        col(GivingBack.reason) == bindparam("reason"),
        or_(WAITS, and_(col(GivingBack.accepted).is_(True), col(GivingBack.given_to).is_(None))),
    )
    .order_by(col(GivingBack.id))
    .with_for_update()
)
LOCKED_RECEIVER = (
    select(col(Officer.id), col(Officer.name), col(Officer.zone), col(Officer.last_no))
    .where(col(Officer.id) == bindparam("to"), ENUMERATORS_BELOW)
    .with_for_update(key_share=True)
)
"""Others may go on writing rows that name this officer (history, when two lists cross); only its numbers are held."""
LOCKED_HOUSEHOLDS = (
    select(col(Household.id), col(Household.head), col(Household.address), col(Household.revisit_at))
    .where(col(Household.id).in_(bindparam("ids", expanding=True)))
    .order_by(col(Household.id))
    .with_for_update()
)
MOVE = (
    update(Household)
    .where(col(Household.id) == bindparam("household"))
    .values(enumerator=bindparam("to"), no=bindparam("new_no"))
)
HISTORY = insert(Reassignment)
RAISE_LAST_NUMBER = update(Officer).where(col(Officer.id) == bindparam("to")).values(last_no=bindparam("last"))
LEFT = (
    select(func.count())
    .where(col(Household.enumerator) == col(Officer.id), col(Household.settled_on).is_(None))
    .correlate(Officer)
    .scalar_subquery()
)
RECEIVERS = (
    select(col(Officer.id), col(Officer.name), LEFT.label("open"), col(Chat.chat), col(Chat.blocked_at))
    .outerjoin(Chat, col(Chat.officer) == col(Officer.id))
    .where(
        ENUMERATORS_BELOW,
        col(Officer.id) != bindparam("giver"),
        or_(
            func.lower(col(Officer.name)).like(bindparam("pattern"), escape="\\"),
            func.lower(col(Officer.id)) == bindparam("text"),
        ),
    )
    .order_by(
        (func.lower(col(Officer.id)) == bindparam("text")).desc(),
        col(Officer.supervisor).is_distinct_from(
            select(col(Giver.supervisor)).where(col(Giver.id) == bindparam("whose")).scalar_subquery()
        ),
        LEFT,
        col(Officer.name),
        col(Officer.id),
    )
    .limit(bindparam("limit"))
)


def receivers_of(work: ReadWork, query: ReceiversOf) -> list[Receiver]:
    """Who might take the households of a wish; whoever is absent today comes last."""
    text, wish = query.text.strip().lower(), query.wish
    rows = work.rows(
        RECEIVERS,
        leader=query.leader,
        giver="" if wish.ownerless else wish.officer,
        whose=wish.officer,
        text=text,
        pattern="%" + re.sub(r"([\\%_])", r"\\\1", text) + "%",
        limit=query.limit,
    )
    if rows and rows[0].id.lower() == text:
        rows = rows[:1]
    absences = absences_of_some(work, [row.id for row in rows])
    found = [
        Receiver(
            row.id,
            row.name,
            row.open,
            is_absent(absences.get(row.id, ()), query.today),
            row.chat is not None and row.blocked_at is None,
        )
        for row in rows
    ]
    return sorted(found, key=lambda receiver: receiver.absent)


def decide(work: Work, command: Decide, *, now: datetime) -> Decision | None:
    """Carry a leader's decision out; None when somebody was faster. Problem `choice_gone`: no such enumerator below.

    Rows of the wish are locked first, so that of two leaders one decides and the other finds it decided.
    """
    leader, wish = command.caller.officer or "", command.wish
    locked = {row.id for row in work.rows(LOCKED_ROWS, leader=leader, **_asked(wish))}
    receiver = work.row(LOCKED_RECEIVER, to=command.to, leader=leader) if command.to else None
    if command.to and (receiver is None or (command.to == wish.officer and not wish.ownerless)):
        raise Problem("choice_gone")
    households = {row.id: row for row in work.rows(LOCKED_HOUSEHOLDS, ids=[each.household for each in wish.households])}
    rows = [row for row in work.rows(OF_WISH, **_asked(wish)) if row.id in locked and _is_meant(wished(row), wish)]
    if not rows:
        return None
    leaves = [row for row in rows if command.accepted and wished(row).standing in (Standing.OPEN, Standing.NOBODYS)]
    stays = [row for row in rows if row not in leaves]
    word = {"decided_by": leader, "decided_at": now}
    close(work, [row.id for row in leaves], accepted=True, given_to=command.to, **word)
    close(work, [row.id for row in stays], accepted=False, answer=command.answer, **word)
    new = move(work, [households[row.household] for row in leaves], receiver)
    giver = None if wish.ownerless else wish.officer
    keep_history(work, [(row.household, giver, command.to) for row in leaves], (leader, now, wish.reason))
    moved, kept = (tuple(wished(row) for row in some) for some in (leaves, stays))
    return Decision(wish, moved, kept, receiver.name if receiver else None, new)


def _asked(wish: Wish) -> dict[str, Any]:
    return {"officer": wish.officer, "asked_at": wish.asked_at, "reason": wish.reason}


def _is_meant(household: Wished, wish: Wish) -> bool:
    """Return whether a household still is in the state in which the leader saw the wish: to be decided, or nobody's."""
    if household.standing is Standing.DECIDED:
        return False
    return (household.standing is Standing.NOBODYS) is wish.ownerless


def move(work: Work, households: Sequence[Any], receiver: Any | None) -> tuple[NewOnList, ...]:
    """Put households on a receiver's list under the next numbers, or on nobody's; how they stand there."""
    if receiver is None:
        for row in households:
            work.change(MOVE, household=row.id, to=None, new_no=None)
        return ()
    new, zone = [], ZoneInfo(receiver.zone)
    for no, row in enumerate(households, start=receiver.last_no + 1):
        work.change(MOVE, household=row.id, to=receiver.id, new_no=no)
        revisit = row.revisit_at.astimezone(zone) if row.revisit_at else None
        new.append(NewOnList(no, row.head, row.address, revisit))
    if new:
        work.change(RAISE_LAST_NUMBER, to=receiver.id, last=new[-1].no)
    return tuple(new)


def keep_history(
    work: Work, moves: Sequence[tuple[int, str | None, str | None]], how: tuple[str, datetime, str]
) -> None:
    """Write down which household went from whose list to whose. how: who decided, when, and why."""
    by, at, why = how
    rows = [{"household": household, "giver": giver, "receiver": receiver} for household, giver, receiver in moves]
    work.change_many(HISTORY, [{**row, "officer": by, "at": at, "why": why} for row in rows])
