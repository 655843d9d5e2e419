"""An officer is replaced: what is open goes over to the new one in one transaction; history keeps the old name.

A household goes over with all its visits, settled or not, for the figures of a list are the sum of its households. Its
number stays when the new list was empty; else all numbers are raised by the last one given there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, bindparam, or_, select, update
from sqlmodel import col

from core.cases.ladder import Fieldwork
from core.face import By
from db.cases.follow import follow_again
from db.changes import keep_changes
from db.engine.work import ReadWork, Work
from db.outbox.messages import drop_held
from db.tables import Act, Chat, GivingBack, HelpLetter, Household, Message, Officer, Proposal, Pursuit, Share

OLD: Any = bindparam("old")
NEW: Any = bindparam("new")
OFFICER = select(Officer.__table__).where(col(Officer.id) == bindparam("officer"))  # type: ignore[attr-defined]
LOCKED = (
    select(Officer.__table__)  # type: ignore[attr-defined]
    .where(col(Officer.id).in_([OLD, NEW]))
    .order_by(col(Officer.id))
    .with_for_update()
)
BELOW = select(col(Officer.id)).where(col(Officer.supervisor) == OLD, col(Officer.id) != NEW).order_by(col(Officer.id))
CHAT = select(col(Chat.bot), col(Chat.chat), col(Chat.language)).where(col(Chat.officer) == OLD)
_new_share = select(col(Share.proposal)).where(col(Share.receiver) == NEW)
_NOBODYS = and_(
    col(GivingBack.accepted).is_(True),
    col(GivingBack.given_to).is_(None),
    col(GivingBack.household).in_(select(col(Household.id)).where(col(Household.enumerator).is_(None))),
)
"""Accepted, and nobody has it yet: a leader still has to name somebody."""
MOVES: dict[str, Any] = {
    "officer.supervisor": update(Officer)
    .where(col(Officer.supervisor) == OLD, col(Officer.id) != NEW)
    .values(supervisor=NEW),
    "pursuit.owner": update(Pursuit).where(col(Pursuit.owner) == OLD).values(owner=NEW),
    "pursuit_act.receiver": update(Act).where(col(Act.receiver) == OLD).values(receiver=NEW),
    "giving_back.officer": update(GivingBack)
    .where(col(GivingBack.officer) == OLD, or_(col(GivingBack.decided_at).is_(None), _NOBODYS))
    .values(officer=NEW),
    "help_letter.officer": update(HelpLetter)
    .where(col(HelpLetter.officer) == OLD, col(HelpLetter.answered_at).is_(None))
    .values(officer=NEW),
    "proposal.officer": update(Proposal)
    .where(col(Proposal.officer) == OLD, col(Proposal.status) != "dropped")
    .values(officer=NEW),
    "proposal.giver": update(Proposal)
    .where(col(Proposal.giver) == OLD, col(Proposal.status) != "dropped")
    .values(giver=NEW),
    "message.officer": update(Message).where(col(Message.officer) == OLD).values(officer=NEW),
    "proposal_share.receiver": update(Share)
    .where(col(Share.receiver) == OLD, col(Share.status) == "waits", col(Share.proposal).not_in(_new_share))
    .values(receiver=NEW),
}
"""The statements that give rows to the replacement, by the column that names the owner."""
HOUSEHOLDS = (
    update(Household)
    .where(col(Household.enumerator) == OLD)
    .values(enumerator=NEW, no=col(Household.no) + bindparam("last"))
)
CASES = (
    select(col(Pursuit.household))
    .join(Household, col(Household.id) == col(Pursuit.household))
    .where(or_(col(Pursuit.owner) == NEW, col(Household.enumerator) == NEW))
    .order_by(col(Pursuit.household))
)
LIST = select(col(Household.id), col(Household.no)).where(col(Household.enumerator) == OLD).order_by(col(Household.id))
NUMBERED = update(Officer).where(col(Officer.id) == bindparam("o")).values(last_no=bindparam("last"))
PLACED = update(Officer).where(col(Officer.id) == bindparam("o")).values(supervisor=bindparam("leader"))
UNLINK = (
    update(Chat)
    .where(col(Chat.officer) == OLD)
    .values(officer=None, talk=None, training=False, quiet_from=None, quiet_until=None)
)


@dataclass(frozen=True)
class Replaced:
    """What went over, by column, and whom it concerns.

    people: the ids of those directly below. left: the chat (bot, chat, language) that is no longer an officer's.
    """

    old: Any
    new: Any
    moved: dict[str, int]
    people: tuple[str, ...]
    left: Any | None


def officer_row(work: ReadWork, officer: str) -> Any | None:
    """An officer by id, or None."""
    return work.row(OFFICER, officer=officer)


def replace_officer(work: Work, old: str, new: str, fieldwork: Fieldwork, by: By) -> Replaced:
    """Hand everything that is open over. Done twice, the second time finds nothing.

    Cases follow: it was the old one who met a firm refusal, and the new one may go there.

    The old one leaves the tree and the chat, and gets nothing more of what quiet hours held back; the new one takes the
    old place in the tree unless it has one already.
    ValueError when the two cannot stand for each other: not there, the same, of different roles, or in training.
    """
    rows = {row.id: row for row in work.rows(LOCKED, old=old, new=new)}
    before, after = pair(rows, old, new)
    people = tuple(row.id for row in work.rows(BELOW, old=old, new=new))
    left = work.row(CHAT, old=old)
    households = work.rows(LIST, old=old)
    moved = {name: work.change(statement, old=old, new=new) for name, statement in MOVES.items()}
    moved["household.enumerator"] = work.change(HOUSEHOLDS, old=old, new=new, last=after.last_no)
    if moved["household.enumerator"]:
        work.change(NUMBERED, o=new, last=after.last_no + before.last_no)
    leader = after.supervisor
    if leader in (None, old) and before.supervisor != new:
        leader = before.supervisor or (None if leader == old else leader)
        work.change(PLACED, o=new, leader=leader)
    work.change(PLACED, o=old, leader=None)
    work.change(UNLINK, old=old)
    if left is not None:
        drop_held(work, left.bot, left.chat)
    for (household,) in work.rows(CASES, new=new):
        follow_again(work, household, fieldwork)
    replaced = Replaced(before, after, moved, people, left)
    if any(moved.values()) or before.supervisor or left:
        _remember(work, replaced, leader, households, by)
    return replaced


def _remember(work: Work, replaced: Replaced, leader: str | None, households: Sequence[Any], by: By) -> None:
    """Keep who took over from whom, under which leader, and which households went along."""
    old, new, last = replaced.old, replaced.new, replaced.new.last_no
    officers = [
        {
            "officer": old.id,
            "before": {"supervisor": old.supervisor},
            "after": {"supervisor": None, "officer": new.id},
        },
        {
            "officer": new.id,
            "before": {"supervisor": new.supervisor, "officer": old.id},
            "after": {"supervisor": leader},
        },
    ]
    below = [
        {"officer": each, "before": {"supervisor": old.id}, "after": {"supervisor": new.id}} for each in replaced.people
    ]
    lists = [
        {
            "household": row.id,
            "before": {"enumerator": old.id, "no": row.no},
            "after": {"enumerator": new.id, "no": row.no and row.no + last},
        }
        for row in households
    ]
    keep_changes(work, "replaced", [*officers, *below, *lists], by)


def pair(rows: dict[str, Any], old: str, new: str) -> tuple[Any, Any]:
    """The two officers; ValueError, with a sentence for the office, when one cannot take the other's place."""
    for officer in (old, new):
        if officer not in rows:
            raise ValueError(f"there is no officer {officer!r}: import the officers first")
    before, after = rows[old], rows[new]
    if old == new:
        raise ValueError("an officer cannot be replaced by the same officer")
    if before.trains or after.trains:
        raise ValueError("a training list belongs to its officer and is not handed over")
    if before.role != after.role:
        raise ValueError(f"{old} is {before.role} and {new} is {after.role}: both need the same role")
    return before, after
