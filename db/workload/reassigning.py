"""Proposals to share households out: made, confirmed, answered. Each row is locked before it is changed.

Locks are taken in one order, proposal, share, receiver, households: so nobody waits in a circle, also not with
db/workload/decide.py. Rows that others name (proposals, officers) are locked without their keys: PostgreSQL looks at
those by itself when a row that names them is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlmodel import col

from core.face import By, Face
from core.problems import Problem
from core.workload.assigning import Lot, Taker, assign, way
from core.workload.reassigning import (
    AnswerOffer,
    ConfirmProposal,
    DropProposal,
    Hand,
    HandsBelow,
    Heap,
    Moved,
    OpenOf,
    Propose,
    ShareStatus,
)
from db.changes import keep_changes
from db.engine.work import Work
from db.tables import Household, Officer, Proposal, Share
from db.workload.decide import keep_history, move
from db.workload.hands import hands_below, spots_of
from db.workload.offers import offer_of, open_of
from db.workload.team import BELOW

MOST_RECEIVERS = 40
ADD_PROPOSAL = insert(Proposal).returning(col(Proposal.id))
ADD_SHARES = insert(Share)
LOCKED_GIVER = select(col(Officer.id)).where(col(Officer.id) == bindparam("giver")).with_for_update(key_share=True)
LOCKED_PROPOSAL = (
    select(col(Proposal.id), col(Proposal.giver))
    .where(
        col(Proposal.id) == bindparam("number"),
        col(Proposal.status) == bindparam("status"),
        col(Proposal.giver).in_(BELOW),
    )
    .with_for_update(key_share=True)
)
SHARES = (
    select(col(Share.receiver), col(Share.households), col(Share.status))
    .where(col(Share.proposal) == bindparam("number"))
    .order_by(col(Share.receiver))
)
LOCKED_SHARES = SHARES.with_for_update()
PROPOSAL_STANDS = update(Proposal).where(col(Proposal.id) == bindparam("number")).values(status=bindparam("to"))
SHARES_STAND = (
    update(Share)
    .where(col(Share.proposal) == bindparam("number"), col(Share.status).in_(bindparam("from_", expanding=True)))
    .values(status=bindparam("to"))
)
SHARE_KEEPS = (
    update(Share)
    .where(col(Share.proposal) == bindparam("number"), col(Share.receiver) == bindparam("who"))
    .values(households=bindparam("kept"))
)
LOCKED_SHARE = (
    select(col(Share.proposal), col(Share.receiver), col(Share.households))
    .where(
        col(Share.proposal) == bindparam("number"),
        col(Share.receiver) == bindparam("officer"),
        col(Share.status) == ShareStatus.WAITS,
    )
    .with_for_update()
)
ANSWERED = (
    update(Share)
    .where(col(Share.proposal) == bindparam("number"), col(Share.receiver) == bindparam("who"))
    .values(status=bindparam("to"), decided_at=bindparam("now"), households=bindparam("kept"))
)
LOCKED_RECEIVER = (
    select(col(Officer.id), col(Officer.name), col(Officer.zone), col(Officer.last_no))
    .where(col(Officer.id) == bindparam("officer"))
    .with_for_update(key_share=True)
)
LOCKED_HOUSEHOLDS = (
    select(
        col(Household.id), col(Household.no), col(Household.head), col(Household.address), col(Household.revisit_at),
        col(Household.enumerator), col(Household.settled_on),
    )
    .where(col(Household.id).in_(bindparam("ids", expanding=True)))
    .order_by(col(Household.id))
    .with_for_update()
)  # fmt: skip


def propose(work: Work, command: Propose, *, now: datetime) -> int:
    """Compute a proposal and keep it. See Propose."""
    leader = command.caller.officer or ""
    hands = {hand.officer: hand for hand in hands_below(work, HandsBelow(leader, command.caller.today))}
    giver = hands.pop(command.giver, None)
    if giver is None:
        raise Problem("choice_gone")
    receivers = _receivers(giver, list(hands.values()), command.receivers)
    heaps = _of(open_of(work, OpenOf(leader, giver.officer, command.instead_of)), set(command.households))
    if not heaps:
        raise Problem("nothing_to_move")
    if command.instead_of and not drop(work, DropProposal(command.caller, command.instead_of), now=now):
        raise Problem("choice_gone")
    lots = [Lot(heap.spot, tuple(each.household for each in heap.households)) for heap in heaps]
    spots = spots_of(work, receivers)
    takers = {hand.officer: Taker(hand.officer, hand.left + hand.coming, spots[hand.officer]) for hand in receivers}
    shares = assign(lots, takers.values())
    proposal = {"officer": leader, "giver": giver.officer, "status": ShareStatus.PROPOSED, "at": now}
    number = int(work.value(ADD_PROPOSAL, **proposal))
    rows = [
        {"proposal": number, "receiver": who, "households": list(some), "metres": way(lots, takers[who], some)}
        for who, some in shares.items()
    ]
    work.change_many(ADD_SHARES, [{**row, "status": ShareStatus.PROPOSED, "decided_at": None} for row in rows])
    return number


def confirm(work: Work, command: ConfirmProposal, *, now: datetime) -> bool:
    """Let the shares wait for their receivers; False when the proposal is not open any more.

    Whatever was settled, moved, or confirmed in another proposal meanwhile is left out. Of two leaders who confirm at
    once the giver's row lets one through after the other.
    """
    leader, number = command.caller.officer or "", command.number
    row = work.row(LOCKED_PROPOSAL, number=number, status=ShareStatus.PROPOSED, leader=leader)
    if row is None:
        return False
    work.row(LOCKED_GIVER, giver=row.giver)
    free = {each.household for heap in open_of(work, OpenOf(leader, row.giver)) for each in heap.households}
    shares = work.rows(SHARES, number=number)
    offers = [(row.receiver, [each for each in row.households if each in free]) for row in shares]
    for receiver, kept in offers:
        work.change(SHARE_KEEPS, number=number, who=receiver, kept=kept)
    work.change(SHARES_STAND, number=number, from_=[ShareStatus.PROPOSED], to=ShareStatus.WAITS)
    work.change(PROPOSAL_STANDS, number=number, to=ShareStatus.CONFIRMED)
    _tell(work, "offered", number, offers, By(leader, now, Face.CHAT))
    return True


def answer(work: Work, command: AnswerOffer, *, now: datetime) -> Moved | None:
    """A receiver's word on a share; accepted, what still can moves, and the history is kept."""
    who, number = command.caller.officer or "", command.number
    share = work.row(LOCKED_SHARE, number=number, officer=who)
    found = offer_of(work, number, who) if share else None
    if share is None or found is None:
        return None
    offer, leader = found
    if not command.accepted:
        work.change(ANSWERED, number=number, who=who, to=ShareStatus.REFUSED, now=now, kept=share.households)
        by = By(who, now, Face.CHAT, command.reason)
        _tell(work, "offer_refused", number, [(who, share.households)], by)
        return Moved(offer, False, leader, reason=command.reason)
    receiver = work.row(LOCKED_RECEIVER, officer=who)
    locked = {row.id: row for row in work.rows(LOCKED_HOUSEHOLDS, ids=share.households)}
    known = {each.household: each for each in offer.households}
    rows = [locked[each] for each in share.households if _moves(locked.get(each), offer.giver) and each in known]
    new = move(work, rows, receiver)
    work.change(ANSWERED, number=number, who=who, to=ShareStatus.ACCEPTED, now=now, kept=[row.id for row in rows])
    keep_history(work, [(row.id, offer.giver, who) for row in rows], (leader, now, f"proposal {number}"))
    return Moved(offer, True, leader, tuple(known[row.id] for row in rows), new)


def _moves(row: Any | None, giver: str) -> bool:
    """Return whether a household still is open and on the giver's list."""
    return row is not None and row.enumerator == giver and row.settled_on is None


def _tell(work: Work, what: str, number: int, offers: Sequence[tuple[str, Sequence[int]]], by: By) -> None:
    """Keep what became of a proposal's offers, for each household: receivers with their households.

    Last of all, for a row that names a household waits until whoever works on that household is done.
    """
    for receiver, households in offers:
        about = {"before": {}, "after": {"proposal": number, "receiver": receiver}}
        keep_changes(work, what, [{"household": each, **about} for each in households], by)


def drop(work: Work, command: DropProposal, *, now: datetime) -> bool:
    """Put a proposal away, with whatever of it waits. See DropProposal."""
    number, leader = command.number, command.caller.officer or ""
    for status in (ShareStatus.PROPOSED, ShareStatus.CONFIRMED):
        if work.row(LOCKED_PROPOSAL, number=number, status=status, leader=leader) is not None:
            shares = work.rows(LOCKED_SHARES, number=number)
            waiting = [(row.receiver, row.households) for row in shares if row.status == ShareStatus.WAITS]
            open_ones = [ShareStatus.PROPOSED, ShareStatus.WAITS, ShareStatus.REFUSED]
            work.change(SHARES_STAND, number=number, from_=open_ones, to=ShareStatus.DROPPED)
            work.change(PROPOSAL_STANDS, number=number, to=ShareStatus.DROPPED)
            _tell(work, "offer_withdrawn", number, waiting, By(leader, now, Face.CHAT))
            return True
    return False


def _receivers(giver: Hand, others: list[Hand], named: tuple[str, ...]) -> list[Hand]:
    """Who may get a share; Problem `nobody_to_receive` when there is none."""
    able = [hand for hand in others if hand.reachable and not hand.absent]
    chosen = [hand for hand in able if hand.officer in named] if named else []
    if not named:
        chosen = [hand for hand in able if hand.leader == giver.leader] or able
    if not chosen:
        raise Problem("nobody_to_receive")
    return sorted(chosen, key=lambda hand: (hand.left + hand.coming, hand.officer))[:MOST_RECEIVERS]


def _of(heaps: list[Heap], households: set[int]) -> list[Heap]:
    """The heaps with those households alone that are meant."""
    return [some for heap in heaps if (some := heap.of(households)).households]
