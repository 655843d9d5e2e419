"""Writing to an officer unasked, with the keyboard of the officer's role."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from core.outgoing import Message, Offer
from core.people import Role
from core.words import Words
from db.chats import chat_of
from db.outbox import Lane, OutboxMessage, post
from db.work import Work


def tell(work: Work, officer: str, said: Sequence[Words], key: str, now: datetime) -> bool:
    """Post an alert to an officer; False when no bot can reach the officer, or the key was posted before."""
    chat = chat_of(work, officer)
    if chat is None or chat.blocked_at is not None:
        return False
    return post(work, message_to(chat, said, key), now)


def message_to(
    person: Any, said: Sequence[Words], key: str, lane: Lane = Lane.ALERT, doors: Sequence[Offer] | None = None
) -> OutboxMessage:
    """What is said to an officer. person: a row with bot, chat and role.

    doors: buttons below, instead of the menu: Telegram lets no message be edited that came with a keyboard.
    """
    message = Message(tuple(said), offers=tuple(doors or ()), menu=Role(person.role) if doors is None else None)
    return OutboxMessage(person.bot, person.chat, lane, key, message)
