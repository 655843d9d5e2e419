"""The backlog for the metrics. It is read by the index on the status, so that messages sent long ago cost nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import bindparam, func, select, text
from sqlmodel import col

from db.engine.work import ReadWork
from db.outbox.messages import SINCE
from db.tables import Lease, Outbox

UNSENT = ("waiting", "sending", "dead")
_WAITING = (
    select(col(Outbox.bot), col(Outbox.lane), col(Outbox.status), SINCE)
    .where(col(Outbox.status).in_(UNSENT))
    .cte("waiting")
    .prefix_with("MATERIALIZED")  # else SQLite reads every outbox message there ever was, in the order of the groups
)
_GROUP = (_WAITING.c.bot, _WAITING.c.lane, _WAITING.c.status)
BACKLOG = select(*_GROUP, func.count(), func.min(_WAITING.c.since)).group_by(*_GROUP)
HELD = select(col(Lease.name)).where(col(Lease.holder) == bindparam("holder"), col(Lease.until) > bindparam("now"))


def backlog(work: ReadWork) -> list[Any]:
    """Return the outbox messages that are not sent: bot, lane, status, how many, and since when the oldest waits."""
    return list(work.rows(BACKLOG))


@dataclass(frozen=True)
class Ways:
    """How a database works. told: what it is, in words; now: its clock; journal: SQLite's mode."""

    told: str
    now: datetime
    journal: str = ""


def ways_of(work: ReadWork) -> Ways:
    """How this database works."""
    if work.postgres:
        version, now = work.rows(text("SELECT current_setting('server_version'), clock_timestamp()"))[0]
        return Ways(f"PostgreSQL {version}", now)
    version, journal = work.value(text("SELECT sqlite_version()")), work.value(text("PRAGMA journal_mode"))
    return Ways(f"SQLite {version}", datetime.now(UTC), journal)


def leases_of(work: ReadWork, holder: str, now: datetime) -> list[str]:
    """The names of the leases that a process holds now."""
    return [row.name for row in work.rows(HELD, holder=holder, now=now)]
