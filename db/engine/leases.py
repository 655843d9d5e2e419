"""Leases and processes: who may do what only one may do, and who is there. Instants here are real time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from db.engine.work import ReadWork, Work
from db.tables import Lease, Process

LENGTH = timedelta(seconds=10)
"""How long a lease lasts unless it is renewed: a killed process is replaced within this time."""
FORGOTTEN = timedelta(minutes=10)
NEVER = datetime(1970, 1, 1, tzinfo=UTC)

_TAKE = insert(Lease)
TAKE = _TAKE.on_conflict_do_update(
    index_elements=["name"],
    set_={"holder": _TAKE.excluded.holder, "until": _TAKE.excluded.until},
    where=or_(col(Lease.holder) == _TAKE.excluded.holder, col(Lease.until) < bindparam("now")),
)
LET_GO = delete(Lease).where(col(Lease.holder) == bindparam("holder"))
HELD = select(col(Lease.until)).where(
    col(Lease.name) == bindparam("name"), col(Lease.holder) == bindparam("holder"), col(Lease.until) > bindparam("now")
)
LEASES = select(Lease.__table__).order_by(col(Lease.name))  # type: ignore[attr-defined]
_SEEN = insert(Process)
SEEN = _SEEN.on_conflict_do_update(index_elements=["id"], set_={"seen_at": _SEEN.excluded.seen_at})
GONE = delete(Process).where(or_(col(Process.id) == bindparam("process"), col(Process.seen_at) < bindparam("since")))
PROCESSES = select(Process.__table__).order_by(col(Process.kind), col(Process.started_at))  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Holder:
    """A process that takes leases: its id, what it does, where it runs, and digests of its settings."""

    id: str
    kind: str
    host: str
    pid: int
    started_at: datetime
    settings: dict[str, str] | None = None


def take(work: Work, name: str, holder: str, now: datetime) -> bool:
    """Take or renew a lease; False while somebody else has it."""
    return work.change(TAKE, name=name, holder=holder, until=now + LENGTH, now=now) == 1


def held_until(work: ReadWork, name: str, holder: str, now: datetime) -> datetime | None:
    """Until when the lease is this holder's, come what may; None when it is not any more."""
    until: datetime | None = work.value(HELD, name=name, holder=holder, now=now)
    return until


def bury(work: Work, host: str, alive: Callable[[int], bool]) -> list[str]:
    """Take the leases of this host's dead processes back, so that a restart need not wait; their ids."""
    dead = [row.id for row in processes(work) if row.host == host and not alive(row.pid)]
    for process in dead:
        work.change(LET_GO, holder=process)
        work.change(GONE, process=process, since=NEVER)
    return dead


def let_go(work: Work, holder: Holder) -> None:
    """Give all leases of a process back, and take it off the list: it ends."""
    work.change(LET_GO, holder=holder.id)
    work.change(GONE, process=holder.id, since=NEVER)


def seen(work: Work, holder: Holder, now: datetime) -> None:
    """The process is alive; processes not heard of for long are taken off the list."""
    values = {"id": holder.id, "kind": holder.kind, "host": holder.host, "pid": holder.pid, "settings": holder.settings}
    work.change(SEEN, **values, started_at=holder.started_at, seen_at=now)
    work.change(GONE, process="", since=now - FORGOTTEN)


def leases(work: ReadWork) -> list[Any]:
    """All leases: name, holder, until."""
    return list(work.rows(LEASES))


def processes(work: ReadWork) -> list[Any]:
    """All processes: id, kind, host, pid, started_at, seen_at, settings."""
    return list(work.rows(PROCESSES))
