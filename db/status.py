"""The state of the whole for an operator: the outbox by lane and age, parked updates, late runs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, delete, func, select, update
from sqlmodel import col

from db.engine.work import ReadWork, Work
from db.outbox.messages import SINCE
from db.tables import Chat, DueRun, Failure, GivingBack, Household, Inbox, Officer, Outbox

OUTBOX = (
    select(col(Outbox.bot), col(Outbox.lane), col(Outbox.status), func.count(), func.min(SINCE))
    .where(col(Outbox.status) != "sent")
    .group_by(col(Outbox.bot), col(Outbox.lane), col(Outbox.status))
    .order_by(col(Outbox.bot), col(Outbox.lane), col(Outbox.status))
)
PARKED = (
    select(
        col(Failure.bot), col(Failure.update_id), col(Failure.error), col(Failure.failed_at), col(Failure.update)
    )
    .where(col(Failure.parked) == bindparam("parked"))
    .order_by(col(Failure.failed_at).desc())
    .limit(bindparam("limit"))
)
COUNT_PARKED = select(func.count()).select_from(Failure).where(col(Failure.parked) == bindparam("parked"))
FAILING = (
    select(col(Failure.bot), col(Failure.update_id), col(Failure.attempts), col(Failure.error), col(Failure.failed_at))
    .outerjoin(Inbox, and_(col(Inbox.bot) == col(Failure.bot), col(Inbox.update_id) == col(Failure.update_id)))
    .where(col(Failure.parked) == bindparam("parked"), col(Inbox.update_id).is_(None))
    .order_by(col(Failure.failed_at).desc())
)
_LETTER = (Outbox.id, Outbox.bot, Outbox.method, Outbox.error, Outbox.created_at)
DEAD = (
    select(*map(col, _LETTER), col(Chat.officer))
    .outerjoin(Chat, and_(col(Chat.bot) == col(Outbox.bot), col(Chat.chat) == col(Outbox.chat)))
    .where(col(Outbox.status) == "dead")
    .order_by(col(Outbox.id).desc())
    .limit(bindparam("limit"))
)
UNFINISHED = select(
    col(DueRun.job), col(DueRun.due_at), col(DueRun.region), col(DueRun.started_at), col(DueRun.counts)
).where(col(DueRun.outcome) == "started")
WISHES = (
    select(func.count(), func.min(col(GivingBack.asked_at)))
    .join(Officer, col(Officer.id) == col(GivingBack.officer))
    .where(col(GivingBack.decided_at).is_(None), col(Officer.trains).is_(None))
)
UNLISTED = select(func.count()).select_from(Household).where(col(Household.enumerator).is_(None))
RESEND = (
    update(Outbox)
    .where(col(Outbox.id) == bindparam("letter"), col(Outbox.status) == "dead")
    .values(status="waiting", not_before=None, error=None)
)
SEEN_LETTER = delete(Outbox).where(col(Outbox.id) == bindparam("letter"), col(Outbox.status) == "dead")
SEEN_UPDATE = delete(Failure).where(
    col(Failure.bot) == bindparam("bot"), col(Failure.update_id) == bindparam("update"), col(Failure.parked).is_(True)
)


def outbox(work: ReadWork) -> list[Any]:
    """Letters that are not sent: bot, lane, status, how many, and since when the oldest waits."""
    return list(work.rows(OUTBOX))


def parked(work: ReadWork, limit: int = 20) -> list[Any]:
    """Updates that were put aside, the newest first: bot, update_id, error, failed_at, update."""
    return list(work.rows(PARKED, parked=True, limit=limit))


def count_parked(work: ReadWork) -> int:
    """Return how many updates were put aside."""
    return int(work.value(COUNT_PARKED, parked=True))


def failing(work: ReadWork) -> list[Any]:
    """Updates that failed, the latest first, and have neither been done nor put aside; after three days they are
    forgotten (db/tidy.py): bot, update_id, attempts, error, failed_at.
    """
    return list(work.rows(FAILING, parked=False))


def dead(work: ReadWork, limit: int = 20) -> list[Any]:
    """Letters that will not get through, the newest first: id, bot, method, error, created_at, officer."""
    return list(work.rows(DEAD, limit=limit))


def unfinished(work: ReadWork) -> list[Any]:
    """Due runs that were started and are not done: job, due_at, region, started_at, counts (`error`: where)."""
    return list(work.rows(UNFINISHED))


def wishes(work: ReadWork) -> tuple[int, datetime | None]:
    """Households that enumerators ask to give back and nobody has decided on, and since when the first one waits."""
    number, since = work.row(WISHES) or (0, None)
    return number, since


def unlisted(work: ReadWork) -> int:
    """Households on nobody's list: imported without an enumerator, or given back with nobody named yet."""
    return int(work.value(UNLISTED))


def resend(work: Work, letter: int) -> bool:
    """Let a dead letter be tried again; False when there is none."""
    return work.change(RESEND, letter=letter) == 1


def forget_letter(work: Work, letter: int) -> bool:
    """Delete a dead letter that somebody has looked at; False when there is none."""
    return work.change(SEEN_LETTER, letter=letter) == 1


def forget_update(work: Work, bot: int, update_id: int) -> bool:
    """Delete what is kept of a parked update that somebody has looked at; False when there is none."""
    return work.change(SEEN_UPDATE, bot=bot, update=update_id) == 1
