"""Which cases are to be looked at, who is to be told, and keeping what was said; each is said by one process alone."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlmodel import col

from core.cases.ladder import StepName
from core.cases.reminders import HALF_A_DAY, Said
from db.engine.work import ReadWork, Work
from db.tables import Chat, Household, Officer, Pursuit

AT_ONCE = 500

DUE = (
    select(
        col(Household.id),
        col(Household.no),
        col(Household.head),
        col(Household.address),
        col(Household.enumerator),
        col(Household.status),
        col(Household.status_at),
        col(Household.persons),
        col(Household.settled_on),
        col(Household.revisit_at),
        col(Household.zone),
        col(Pursuit.ladder),
        col(Pursuit.step),
        col(Pursuit.tries),
        col(Pursuit.owner),
        col(Pursuit.since),
        col(Pursuit.begun_at),
        col(Pursuit.due_at),
        col(Pursuit.said),
        col(Pursuit.next_at),
    )
    .join(Household, col(Household.id) == col(Pursuit.household))
    .where(col(Pursuit.next_at) <= bindparam("now"))
    .order_by(col(Pursuit.due_at), col(Pursuit.household))
)
_SEEN = (
    col(Pursuit.household) == bindparam("h"),
    col(Pursuit.said) == bindparam("seen"),
    col(Pursuit.next_at) == bindparam("looked"),
)
GO_ON = update(Pursuit).where(*_SEEN).values(said=bindparam("say"), next_at=bindparam("later"))
"""Nothing is changed when the case went on, or somebody else has said it, since it was looked at."""
PEOPLE = (
    select(
        col(Officer.id),
        col(Officer.name),
        col(Officer.role),
        col(Officer.zone),
        col(Chat.bot),
        col(Chat.chat),
        col(Chat.language),
        col(Chat.blocked_at),
        col(Chat.quiet_from),
        col(Chat.quiet_until),
        col(Chat.training),
    )
    .outerjoin(Chat, col(Chat.officer) == col(Officer.id))
    .where(col(Officer.id).in_(bindparam("officers", expanding=True)))
)
TOLD_IN_THE_MORNING = (
    update(Pursuit)
    .where(
        col(Pursuit.household).in_(bindparam("households", expanding=True)),
        col(Pursuit.due_at) < bindparam("before"),
        col(Pursuit.said).in_([Said.NOTHING, Said.NEW, Said.HOUR]),
    )
    .values(said=Said.OVERDUE, next_at=bindparam("later"))
)
OTHER_STEPS = (
    select(func.count())
    .select_from(Pursuit)
    .join(Household, col(Household.id) == col(Pursuit.household))
    .where(
        col(Household.enumerator) == bindparam("officer"),
        col(Pursuit.owner).is_(None),
        col(Pursuit.step).not_in([StepName.VISIT, StepName.HOUR]),
    )
)


def due_cases(work: ReadWork, now: datetime) -> Sequence[Any]:
    """The cases to be looked at, each with its household, the earliest deadline first."""
    return work.rows(DUE, now=now)


def people(work: ReadWork, officers: Collection[str]) -> dict[str, Any]:
    """Officers by id, with their chats (bot, chat: None before joining)."""
    names = sorted(set(officers))
    found: dict[str, Any] = {}
    for begin in range(0, len(names), AT_ONCE):
        found |= {row.id: row for row in work.rows(PEOPLE, officers=names[begin : begin + AT_ONCE])}
    return found


def go_on(work: Work, row: Any, said: Said, later: datetime | None) -> bool:
    """Keep what is said of a case and when to look again; False when it is not as it was looked at any more."""
    return work.change(GO_ON, h=row.id, seen=row.said, looked=row.next_at, say=said, later=later) == 1


def told_in_the_morning(work: Work, households: Sequence[int], before: datetime, now: datetime) -> None:
    """The morning list has told of these households: what was overdue before it need not be said once more."""
    if households:
        work.change(TOLD_IN_THE_MORNING, households=households, before=before, later=now + HALF_A_DAY)


def other_steps(work: ReadWork, officer: str) -> int:
    """Return how many cases of an enumerator ask for something else than a visit."""
    return int(work.value(OTHER_STEPS, officer=officer))
