"""Who may give work or get it: the enumerators below a leader, with what they have left and where they work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, select
from sqlmodel import col

from core.people.absences import is_absent
from core.people.person import Role
from core.workload.assigning import Spot
from core.workload.reassigning import Hand, HandsBelow, ShareStatus
from db.engine.work import ReadWork
from db.people.absences import absences_of_some
from db.tables import Chat, Household, Officer, Proposal, Share
from db.workload.team import BELOW

ENUMERATORS_BELOW = and_(col(Officer.id).in_(BELOW), col(Officer.role) == Role.PPL)
LEFT = (
    select(func.count())
    .where(col(Household.enumerator) == col(Officer.id), col(Household.settled_on).is_(None))
    .correlate(Officer)
    .scalar_subquery()
)
HANDS = (
    select(
        col(Officer.id),
        col(Officer.name),
        col(Officer.supervisor),
        col(Officer.area),
        LEFT.label("open"),
        col(Chat.chat),
        col(Chat.blocked_at),
    )
    .outerjoin(Chat, col(Chat.officer) == col(Officer.id))
    .where(ENUMERATORS_BELOW)
    .order_by(col(Officer.id))
)
COMING = select(col(Share.receiver), col(Share.households)).where(
    col(Share.receiver).in_(BELOW), col(Share.status) == ShareStatus.WAITS
)
SPOTS = (
    select(
        col(Household.enumerator),
        col(Household.area),
        func.avg(col(Household.lat)).label("lat"),
        func.avg(col(Household.lon)).label("lon"),
    )
    .where(col(Household.enumerator).in_(bindparam("officers", expanding=True)))
    .group_by(col(Household.enumerator), col(Household.area))
    .order_by(col(Household.enumerator), col(Household.area))
)

UNANSWERED = (
    select(col(Share.households), col(Proposal.giver))
    .join(Proposal, col(Proposal.id) == col(Share.proposal))
    .where(
        col(Proposal.giver).in_(BELOW), col(Share.status) == ShareStatus.WAITS, col(Proposal.at) <= bindparam("before")
    )
)
COULD_MOVE = select(func.count()).where(
    col(Household.id).in_(bindparam("ids", expanding=True)),
    col(Household.enumerator) == bindparam("giver"),
    col(Household.settled_on).is_(None),
)


def hands_below(work: ReadWork, query: HandsBelow) -> list[Hand]:
    """All who may give or get: who is absent first, then who has most left."""
    rows = work.rows(HANDS, leader=query.leader)
    absences = absences_of_some(work, [row.id for row in rows])
    coming: dict[str, int] = defaultdict(int)
    for receiver, households in work.rows(COMING, leader=query.leader):
        coming[receiver] += len(households)
    found = [_hand(row, coming[row.id], is_absent(absences.get(row.id, ()), query.today)) for row in rows]
    return sorted(found, key=lambda hand: (not hand.absent, -hand.left, hand.name, hand.officer))


def spots_of(work: ReadWork, hands: Collection[Hand]) -> dict[str, tuple[Spot, ...]]:
    """Where each of them works: a spot for each SLS of the list; for an empty list, the officer's own area."""
    found: dict[str, list[Spot]] = defaultdict(list)
    for row in work.rows(SPOTS, officers=[hand.officer for hand in hands]):
        found[row.enumerator].append(Spot(row.area, row.lat, row.lon))
    return {hand.officer: tuple(found.get(hand.officer) or [Spot(hand.area)]) for hand in hands}


def unanswered_below(work: ReadWork, leader: str, before: datetime) -> int:
    """Return how many households were offered before an instant, wait for an answer, and still could move."""
    rows = work.rows(UNANSWERED, leader=leader, before=before)
    return sum(int(work.value(COULD_MOVE, ids=row.households, giver=row.giver)) for row in rows)


def _hand(row: Any, coming: int, absent: bool) -> Hand:
    reachable = row.chat is not None and row.blocked_at is None
    return Hand(row.id, row.name, row.supervisor, row.area, row.open, coming, absent, reachable)
