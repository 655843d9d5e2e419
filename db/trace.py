"""What happened to an officer's messages: the reports that were stored, what was answered, what was put aside.

No text of anybody is read here: what operators look at holds instants, kinds and fates alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import col

from db.engine.work import ReadWork
from db.outbox.messages import Lane
from db.people.chats import chat_of
from db.tables import Failure, Outbox, Visit

ChatOf = Callable[[dict[str, Any]], int | None]
MOST = 2000
"""Events of one officer that are told, the latest."""
LETTERS = (
    select(
        col(Outbox.key), col(Outbox.lane), col(Outbox.method), col(Outbox.status), col(Outbox.attempts),
        col(Outbox.error), col(Outbox.created_at), col(Outbox.sent_at), col(Outbox.not_before),
    )
    .where(
        col(Outbox.bot) == bindparam("bot"),
        col(Outbox.chat) == bindparam("chat"),
        col(Outbox.created_at) >= bindparam("since"),
    )
    .order_by(col(Outbox.id).desc())
    .limit(MOST)
)  # fmt: skip
REPORTS = (
    select(col(Visit.household), col(Visit.outcome), col(Visit.visited_at), col(Visit.arrived_at), col(Visit.face))
    .where(col(Visit.officer) == bindparam("officer"), col(Visit.arrived_at) >= bindparam("since"))
    .order_by(col(Visit.id).desc())
    .limit(MOST)
)
ASIDE = select(
    col(Failure.update_id), col(Failure.error), col(Failure.attempts), col(Failure.failed_at), col(Failure.update)
).where(
    col(Failure.bot) == bindparam("bot"), col(Failure.failed_at) >= bindparam("since"), col(Failure.parked).is_(True)
)  # fmt: skip


@dataclass(frozen=True)
class Event:
    """One thing that happened. what: report, message or parked update; about: which; fate: what became of it."""

    at: datetime
    what: str
    about: str
    fate: str


def trace(work: ReadWork, officer: str, since: datetime, whose: ChatOf) -> list[Event]:
    """Everything since an instant, in order. Without a chat there are reports alone. whose: the chat of an update."""
    found = [*_reports(work, officer, since)]
    chat = chat_of(work, officer)
    if chat is not None:
        found += [*_letters(work, chat, since), *_aside(work, chat, since, whose)]
    return sorted(found, key=lambda event: event.at)


def _reports(work: ReadWork, officer: str, since: datetime) -> Iterator[Event]:
    for row in reversed(work.rows(REPORTS, officer=officer, since=since)):
        late = int((row.arrived_at - row.visited_at).total_seconds())
        fate = f"stored; visited {late // 60} min before it came" if late >= 60 else "stored"
        yield Event(row.arrived_at, "report", f"K{row.household} {row.outcome} ({row.face or 'unknown face'})", fate)


def _letters(work: ReadWork, chat: Any, since: datetime) -> Iterator[Event]:
    for row in reversed(work.rows(LETTERS, bot=chat.bot, chat=chat.chat, since=since)):
        about = f"{_about(row.key, chat.bot)} ({Lane(row.lane).name.lower()})"
        yield Event(row.created_at, "message", about, _fate(row))


def _about(key: str, bot: int) -> str:
    """Return what caused an outbox message, by its key: the update that it answers, or the job that posted it."""
    first, _, rest = key.partition(":")
    update, _, part = rest.partition(":")
    if first == str(bot) and update.isdigit():
        return f"answer to update {update}" if part == "reply" else f"{part.partition(':')[0]} of update {update}"
    return first


def _fate(row: Any) -> str:
    if row.status == "sent" and row.sent_at is not None:
        seconds = (row.sent_at - row.created_at).total_seconds()
        return f"sent after {seconds:.1f} s" + (f", attempt {row.attempts}" if row.attempts > 1 else "")
    if row.status == "waiting" and row.not_before is not None:
        return f"waits until {row.not_before:%Y-%m-%d %H:%M:%S} UTC" + (f": {row.error}" if row.error else "")
    return f"{row.status}: {row.error}" if row.error else row.status


def _aside(work: ReadWork, chat: Any, since: datetime, whose: ChatOf) -> Iterator[Event]:
    for row in work.rows(ASIDE, bot=chat.bot, since=since):
        if row.update and whose(row.update) == chat.chat:
            fate = f"{row.error} ({row.attempts} times)"
            yield Event(row.failed_at, "parked update", f"update {row.update_id}", fate)
