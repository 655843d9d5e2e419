"""Giving work back: wishes as rows, a leader's decision, and the household's move in the same transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, func, insert, or_, select, update
from sqlalchemy.orm import aliased
from sqlmodel import col

from core.problems import Problem
from core.workload.giving_back import (
    LONG,
    GiveBack,
    NumbersOf,
    OnList,
    OwnWishes,
    Standing,
    TakeBack,
    WaitingBelow,
    WaitingWork,
    Wish,
    Wished,
    WishesBelow,
    WishOf,
)
from db.engine.work import ReadWork, Work
from db.tables import Area, GivingBack, Household, Officer
from db.workload.hands import unanswered_below
from db.workload.team import BELOW

VILLAGE_DIGITS = 10
SECOND = timedelta(seconds=1)
Sls, Village, Decider = aliased(Area), aliased(Area), aliased(Officer)
PLACED = and_(col(Sls.code) == col(Household.area), col(Sls.scheme) == "bps")
IN_VILLAGE = and_(
    col(Village.code) == func.substr(col(Household.area), 1, VILLAGE_DIGITS), col(Village.scheme) == "bps"
)
PLACE: tuple[Any, ...] = (
    func.coalesce(col(Sls.name), col(Household.area)).label("sls"),
    col(Village.name).label("village"),
)

WAITS = col(GivingBack.decided_at).is_(None)
NOBODYS = and_(
    col(GivingBack.accepted).is_(True), col(GivingBack.given_to).is_(None), col(Household.enumerator).is_(None)
)
ROWS = (
    select(
        col(GivingBack.id),
        col(GivingBack.household),
        col(GivingBack.officer),
        col(GivingBack.reason),
        col(GivingBack.asked_at),
        col(GivingBack.decided_at),
        col(GivingBack.decided_by),
        col(GivingBack.accepted),
        col(GivingBack.given_to),
        col(Officer.name),
        col(Decider.name).label("decider"),
        col(Household.no),
        col(Household.enumerator),
        col(Household.settled_on),
        *PLACE,
    )
    .join(Household, col(Household.id) == col(GivingBack.household))
    .join(Officer, col(Officer.id) == col(GivingBack.officer))
    .outerjoin(Decider, col(Decider.id) == col(GivingBack.decided_by))
    .outerjoin(Sls, PLACED)
    .outerjoin(Village, IN_VILLAGE)
    .order_by(col(GivingBack.asked_at), col(GivingBack.id))
)
OWN = ROWS.where(col(GivingBack.officer) == bindparam("officer"), WAITS)
OF_TEAM = ROWS.where(col(GivingBack.officer).in_(BELOW), or_(WAITS, NOBODYS))
ASKED_AS = select(col(GivingBack.officer), col(GivingBack.asked_at), col(GivingBack.reason)).where(
    col(GivingBack.id) == bindparam("number"), col(GivingBack.officer).in_(BELOW)
)
OF_WISH = ROWS.where(
    col(GivingBack.officer) == bindparam("officer"),
    col(GivingBack.asked_at) == bindparam("asked_at"),
    col(GivingBack.reason) == bindparam("reason"),
)
ON_LIST = (
    select(
        col(Household.id),
        col(Household.no),
        col(Household.head),
        col(Household.settled_on),
        *PLACE,
        select(GivingBack.__table__.c.id)  # type: ignore[attr-defined]
        .where(GivingBack.__table__.c.household == col(Household.id), WAITS)  # type: ignore[attr-defined]
        .exists()
        .label("waits"),
    )
    .outerjoin(Sls, PLACED)
    .outerjoin(Village, IN_VILLAGE)
    .where(col(Household.enumerator) == bindparam("officer"), col(Household.no).in_(bindparam("nos", expanding=True)))
    .order_by(col(Household.no))
)
LOCKED_HOUSEHOLDS = (
    select(col(Household.id))
    .where(
        col(Household.enumerator) == bindparam("officer"),
        col(Household.id).in_(bindparam("ids", expanding=True)),
        col(Household.settled_on).is_(None),
    )
    .order_by(col(Household.id))
    .with_for_update()
)
WAITING_ALREADY = select(col(GivingBack.household)).where(
    col(GivingBack.household).in_(bindparam("ids", expanding=True)), WAITS
)
SAME_SECOND = select(func.max(col(GivingBack.asked_at))).where(
    col(GivingBack.officer) == bindparam("officer"),
    col(GivingBack.asked_at) >= bindparam("begin"),
    col(GivingBack.asked_at) < bindparam("end"),
)
ADD = insert(GivingBack)
OWN_LOCKED = (
    select(col(GivingBack.id), col(GivingBack.household))
    .where(
        col(GivingBack.officer) == bindparam("officer"),
        col(GivingBack.household).in_(bindparam("ids", expanding=True)),
        WAITS,
    )
    .order_by(col(GivingBack.id))
    .with_for_update()
)
DECIDED = (
    update(GivingBack)
    .where(col(GivingBack.id).in_(bindparam("rows", expanding=True)))
    .values({name: bindparam(name) for name in ("accepted", "decided_by", "decided_at", "given_to", "answer")})
)
LONG_WAITING = select(func.count(), func.min(col(GivingBack.asked_at))).where(
    col(GivingBack.officer).in_(BELOW), WAITS, col(GivingBack.asked_at) <= bindparam("before")
)
HOW_MANY_NOBODYS = (
    select(func.count())
    .select_from(GivingBack)
    .join(Household, col(Household.id) == col(GivingBack.household))
    .where(col(GivingBack.officer).in_(BELOW), NOBODYS)
)


def numbers_of(work: ReadWork, query: NumbersOf) -> list[OnList]:
    """Households of a list by their numbers."""
    rows = work.rows(ON_LIST, officer=query.officer, nos=query.numbers)
    return [OnList(row.id, row.no, row.head, _place(row), row.settled_on is not None, bool(row.waits)) for row in rows]


def own_wishes(work: ReadWork, query: OwnWishes) -> list[Wish]:
    """What an enumerator has asked and nobody has decided."""
    return _wishes(work.rows(OWN, officer=query.officer))


def wishes_below(work: ReadWork, query: WishesBelow) -> list[Wish]:
    """Return what a leader has to decide: what waits first, then what is nobody's."""
    wishes = _wishes(work.rows(OF_TEAM, leader=query.leader))
    return sorted(wishes, key=lambda wish: not wish.waits)


def wish_of(work: ReadWork, query: WishOf) -> Wish | None:
    """One wish by the number of any of its rows."""
    asked = work.row(ASKED_AS, number=query.number, leader=query.leader)
    if asked is None:
        return None
    return _wishes(work.rows(OF_WISH, officer=asked.officer, asked_at=asked.asked_at, reason=asked.reason))[0]


def give_back(work: Work, command: GiveBack, *, asked_at: datetime) -> Wish:
    """Write a wish down. Households that are settled, somebody else's or waiting already are left out.

    The instant tells wishes apart, and Telegram's has seconds only: another one within the second is put behind it.
    """
    officer = command.caller.officer or ""
    found = [row.id for row in work.rows(LOCKED_HOUSEHOLDS, officer=officer, ids=command.households)]
    waiting = {household for (household,) in work.rows(WAITING_ALREADY, ids=found)}
    wished = [household for household in found if household not in waiting]
    if not wished:
        raise Problem("nothing_to_give_back")
    before = work.value(SAME_SECOND, officer=officer, begin=asked_at, end=asked_at + SECOND)
    if before is not None:
        asked_at = before + timedelta.resolution
    row = {"officer": officer, "reason": command.reason, "asked_at": asked_at, "answer": ""}
    work.change_many(ADD, [{**row, "household": household} for household in wished])
    rows = work.rows(OF_WISH, officer=officer, asked_at=asked_at, reason=command.reason)
    return _wishes(row for row in rows if row.household in wished)[0]


def take_back(work: Work, command: TakeBack, *, now: datetime) -> list[Wish]:
    """Take households out of one's own wishes; what was taken out, as wishes."""
    officer = command.caller.officer or ""
    locked = {row.id for row in work.rows(OWN_LOCKED, officer=officer, ids=command.households)}
    taken = _wishes(row for row in work.rows(OWN, officer=officer) if row.id in locked)
    close(work, sorted(locked), accepted=False, decided_by=officer, decided_at=now)
    return taken


def close(work: Work, rows: Sequence[int], **decision: Any) -> None:
    """Write a decision beside rows of wishes: accepted, decided_by, decided_at, and perhaps given_to and answer."""
    if rows:
        work.change(DECIDED, rows=rows, **{"given_to": None, "answer": "", **decision})


def waiting_below(work: ReadWork, query: WaitingBelow) -> WaitingWork:
    """What waits for a leader's word for long, and what is nobody's."""
    households, oldest = work.row(LONG_WAITING, leader=query.leader, before=query.now - LONG) or (0, None)
    nobodys = work.value(HOW_MANY_NOBODYS, leader=query.leader)
    return WaitingWork(households, oldest, nobodys, unanswered_below(work, query.leader, query.now - LONG))


def _wishes(rows: Iterable[Any]) -> list[Wish]:
    """Rows that were asked together as one wish."""
    together: dict[tuple[str, datetime, str], list[Any]] = defaultdict(list)
    for row in rows:
        together[row.officer, row.asked_at, row.reason].append(row)
    return [_wish(some) for some in together.values()]


def _wish(rows: list[Any]) -> Wish:
    first, households = rows[0], tuple(wished(row) for row in rows)
    wish = Wish(first.id, first.officer, first.name, first.reason, first.asked_at, households)
    if wish.waits:
        return wish
    last = max(rows, key=lambda row: (row.decided_at, row.id))
    taken_back = last.decided_by == last.officer
    return replace(wish, decided_by=last.decider, decided_at=last.decided_at, taken_back=taken_back)


def wished(row: Any) -> Wished:
    """A row of `ROWS` as a household of its wish."""
    return Wished(row.household, row.no, _place(row), standing(row))


def standing(row: Any) -> Standing:
    """How one row of a wish stands."""
    if row.decided_at is not None:
        return Standing.NOBODYS if row.accepted and not row.given_to and not row.enumerator else Standing.DECIDED
    if row.enumerator != row.officer:
        return Standing.ELSEWHERE
    return Standing.SETTLED if row.settled_on else Standing.OPEN


def _place(row: Any) -> str:
    return f"{row.sls}, {row.village}" if row.village else str(row.sls)
