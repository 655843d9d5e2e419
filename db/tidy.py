"""Tidying: what has served its purpose is deleted, a portion at a time, so that nobody has to wait."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, delete, select, tuple_, update
from sqlmodel import col

from db.engine.work import Work
from db.tables import Chat, Failure, Inbox, Outbox

PORTION = 2_000
SENT_KEPT = timedelta(days=2)
"""A sent letter holds names and addresses; it is kept as long as somebody may ask what was sent yesterday."""
INBOX_KEPT = timedelta(days=3)
"""Telegram delivers again for 24 hours."""
DEAD_KEPT = timedelta(days=31)

_OLD_SENT = select(col(Outbox.id)).where(
    col(Outbox.status) == bindparam("state"), col(Outbox.created_at) < bindparam("before")
)
OLD_LETTERS = delete(Outbox).where(col(Outbox.id).in_(_OLD_SENT.limit(PORTION)))
_KEY = (col(Inbox.bot), col(Inbox.update_id))
OLD_UPDATES = delete(Inbox).where(
    tuple_(*_KEY).in_(select(*_KEY).where(col(Inbox.arrived_at) < bindparam("before")).limit(PORTION))
)
CHECKS_KEPT = timedelta(days=2)
"""A day of every zone is over by then."""
_COUNTED = col(Chat.checks_on) < bindparam("day")
OLD_CHECKS = update(Chat).where(_COUNTED).values(checks_on=None, checks=0)
_CHAT = (col(Chat.bot), col(Chat.chat))
_EMPTY = [col(each).is_(None) for each in (Chat.officer, Chat.language, Chat.talk, Chat.checks_on)]
EMPTY_CHATS = delete(Chat).where(tuple_(*_CHAT).in_(select(*_CHAT).where(*_EMPTY).limit(PORTION)), *_EMPTY)
"""A citizen's chat that holds nothing; the next message makes it anew. Said twice, for PostgreSQL asks only the outer
condition again when somebody wrote in between.
"""
OLD_FAILURES = delete(Failure).where(
    and_(col(Failure.parked) == bindparam("parked"), col(Failure.failed_at) < bindparam("before"))
)


def tidy(work: Work, now: datetime) -> int:
    """Delete one portion of what is old; how many rows, 0 when there is nothing left to do."""
    steps: tuple[tuple[Any, dict[str, Any]], ...] = (
        (OLD_LETTERS, {"state": "sent", "before": now - SENT_KEPT}),
        (OLD_LETTERS, {"state": "superseded", "before": now - SENT_KEPT}),
        (OLD_LETTERS, {"state": "dead", "before": now - DEAD_KEPT}),
        (OLD_UPDATES, {"before": now - INBOX_KEPT}),
        (OLD_CHECKS, {"day": (now - CHECKS_KEPT).date()}),
        (EMPTY_CHATS, {}),
        (OLD_FAILURES, {"parked": False, "before": now - INBOX_KEPT}),
    )
    return sum(work.change(statement, **values) for statement, values in steps)
