"""What waits, as metrics tell it: by the index on the status, so that letters long sent cost nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlmodel import col

from db.tables import Lease, Outbox
from db.work import ReadWork

UNSENT = ("queued", "sending", "dead")
_WAITING = (
    select(col(Outbox.bot), col(Outbox.lane), col(Outbox.status), col(Outbox.created_at))
    .where(col(Outbox.status).in_(UNSENT))
    .cte("waiting")
    .prefix_with("MATERIALIZED")  # else SQLite reads every letter there ever was, in the order of the groups
)
_GROUP = (_WAITING.c.bot, _WAITING.c.lane, _WAITING.c.status)
BACKLOG = select(*_GROUP, func.count(), func.min(_WAITING.c.created_at)).group_by(*_GROUP)
HELD = select(col(Lease.name)).where(col(Lease.holder) == bindparam("holder"), col(Lease.until) > bindparam("now"))


def backlog(work: ReadWork) -> list[Any]:
    """Letters that are not sent: bot, lane, status, how many, and since when the oldest waits."""
    return list(work.rows(BACKLOG))


def leases_of(work: ReadWork, holder: str, now: datetime) -> list[str]:
    """The names of the leases that a process holds now."""
    return [row.name for row in work.rows(HELD, holder=holder, now=now)]
