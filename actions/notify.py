"""Writing to officers unasked: the one place that decides whether they can be reached, and when.

An alert leaves at once. Whatever is less than an alert waits for the end of the quiet hours of whoever gets it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from core.outgoing import Message, Offer
from core.people.person import Role
from core.words import Words
from db.engine.work import Work
from db.outbox.messages import Lane, OutboxMessage, post
from db.people.chats import chat_of
from db.people.settings import quiet_end


def tell(work: Work, officer: str, said: Sequence[Words], key: str, now: datetime) -> bool:
    """Post an alert to an officer. False when no bot can reach the officer, or the key was posted before."""
    to = chat_of(work, officer)
    if to is None or to.blocked_at is not None:
        return False
    return notify(work, to, said, (Lane.ALERT, key), now)


def notify(  # noqa: PLR0913
    work: Work,
    to: Any,
    said: Sequence[Words],
    how: tuple[Lane, str],
    now: datetime,
    *,
    offers: Sequence[Offer] | None = None,
    until: datetime | None = None,
) -> bool:
    """Post something to an officer who can be reached. False when the key was posted before.

    to: a row with bot, chat and role, and for whatever is less than an alert with quiet_from, quiet_until and zone.
    how: the lane, and the key that keeps it from being posted twice. offers: buttons below, instead of the menu of the
    role: Telegram lets no message be edited that came with a keyboard. until: it waits so long at least.
    """
    lane, key = how
    held = quiet_end(to, now) if lane > Lane.ALERT else None
    message = Message(tuple(said), offers=tuple(offers or ()), menu=Role(to.role) if offers is None else None)
    not_before = max(filter(None, (held, until)), default=None)
    return post(work, OutboxMessage(to.bot, to.chat, lane, key, message), now, not_before=not_before)
