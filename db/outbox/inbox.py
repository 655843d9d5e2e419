"""The inbox: each update is worked on once; one that keeps failing is parked for the office to see."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, exists, select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from db.engine.inserting import insert_if_new
from db.engine.work import ReadWork, Work
from db.tables import Failure, Inbox

ARRIVED = insert_if_new(Inbox, "bot", "update_id")
WORKED_ON = select(col(Inbox.update_id)).where(
    col(Inbox.bot) == bindparam("bot"), col(Inbox.update_id) == bindparam("update_id")
)
_FAILED = insert(Failure).values(parked=False, attempts=1)
FAILED = _FAILED.on_conflict_do_update(
    index_elements=["bot", "update_id"],
    set_={
        "attempts": col(Failure.attempts) + 1,
        "error": _FAILED.excluded.error,
        "failed_at": _FAILED.excluded.failed_at,
    },
).returning(col(Failure.attempts))
_PARKED = insert(Failure)
PARKED = _PARKED.on_conflict_do_update(
    index_elements=["bot", "update_id"], set_={"parked": True, "update": _PARKED.excluded.update}
)
FORGET = delete(Failure).where(
    col(Failure.bot) == bindparam("bot"),
    col(Failure.update_id) == bindparam("update_id"),
    col(Failure.parked).is_(False),
)
_OF_ONE = (
    col(Failure.bot) == bindparam("bot"),
    col(Failure.update_id) == bindparam("update_id"),
    col(Failure.parked).is_(True),
)
PARKED_UPDATE = select(col(Failure.update)).where(*_OF_ONE)
UNPARK = delete(Failure).where(*_OF_ONE)
UNARRIVE = delete(Inbox).where(
    col(Inbox.bot) == bindparam("bot"), col(Inbox.update_id) == bindparam("update_id")
)
_OPEN = col(Failure.parked).is_(False)
DONE_AFTER_ALL = delete(Failure).where(
    _OPEN,
    exists().where(col(Inbox.bot) == col(Failure.bot), col(Inbox.update_id) == col(Failure.update_id)),
)
TO_TRY = select(col(Failure.bot), col(Failure.update_id)).where(_OPEN)
PARKED_UPDATES = (
    select(col(Failure.bot), col(Failure.update_id), col(Failure.attempts), col(Failure.error), col(Failure.failed_at))
    .where(col(Failure.parked) == bindparam("parked"))
    .order_by(col(Failure.failed_at))
)


def first_time(work: Work, bot: int, update_id: int, now: datetime) -> bool:
    """Return whether this update has never been worked on; from now on it has."""
    return work.change(ARRIVED, bot=bot, update_id=update_id, arrived_at=now) == 1


def worked_on(work: ReadWork, bot: int, update_id: int) -> bool:
    """Return whether this update was worked on, or put aside."""
    return work.row(WORKED_ON, bot=bot, update_id=update_id) is not None


def note_failure(work: Work, bot: int, update_id: int, error: str, now: datetime) -> int:
    """Count a failed attempt at an update; how many there have been."""
    return int(work.value(FAILED, bot=bot, update_id=update_id, error=error, failed_at=now))


def park(work: Work, bot: int, update_id: int, update: dict[str, Any] | None, now: datetime) -> None:
    """Put an update aside with its error: it is not worked on again, and the office can see it. None: its number."""
    work.change(PARKED, bot=bot, update_id=update_id, attempts=0, error="", failed_at=now, parked=True, update=update)


def forget_failure(work: Work, bot: int, update_id: int) -> None:
    """The update was done after all: what had failed was not its own fault."""
    work.change(FORGET, bot=bot, update_id=update_id)


def to_try_again(work: Work) -> list[Any]:
    """Return the updates that have failed and are to be tried again: bot and update_id. Those done after all are
    forgotten: a process may have ended between an update's transaction and the one that forgets its failures.
    """
    work.change(DONE_AFTER_ALL)
    return list(work.rows(TO_TRY))


def parked(work: ReadWork) -> list[Any]:
    """The updates that were put aside, the oldest first."""
    return list(work.rows(PARKED_UPDATES, parked=True))


def parked_update(work: ReadWork, bot: int, update_id: int) -> Any | None:
    """What is kept of a parked update, as a row with `update` (None: its number alone); None when it is not parked."""
    return work.row(PARKED_UPDATE, bot=bot, update_id=update_id)


def take_back(work: Work, bot: int, update_id: int) -> bool:
    """Let a parked update be as one that has never come; False when it is not parked (any more)."""
    if work.change(UNPARK, bot=bot, update_id=update_id) != 1:
        return False
    work.change(UNARRIVE, bot=bot, update_id=update_id)
    return True
