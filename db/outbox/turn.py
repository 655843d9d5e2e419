"""How a message's transaction begins and ends: by one statement each on PostgreSQL, to save round trips."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, literal, select, true
from sqlmodel import col

from db.engine.work import Work
from db.outbox.inbox import ARRIVED, first_time
from db.outbox.messages import REPLY, Claimed, OutboxMessage, post_reply
from db.people.chats import LOCKED_CHAT, SAVE_TALK, lock_chat, save_talk
from db.tables import Inbox

_GIVEN: dict[str, Any] = {name: bindparam(name) for name in ("bot", "update_id", "arrived_at")}
_NEW = ARRIVED.values(_GIVEN).returning(col(Inbox.bot)).cte("new")
_LOCKED = LOCKED_CHAT.lateral("locked")
_FRESH = select(func.count()).select_from(_NEW).scalar_subquery().label("fresh")
BEGIN = select(_FRESH, _LOCKED).select_from(select(literal(1)).subquery("one").outerjoin(_LOCKED, true()))
END = REPLY.add_cte(SAVE_TALK.cte("kept"))

KeptTalk = tuple[dict[str, Any] | None, int]
"""The talk that waits for an answer (None: none does), and its number."""


def begin_turn(work: Work, bot: int, chat: int, update_id: int, now: datetime) -> Any | None:
    """The locked row of the chat whose message this is (db/people/chats.py); None when it has been worked on before."""
    if not work.postgres:
        return lock_chat(work, bot, chat) if first_time(work, bot, update_id, now) else None
    row = work.row(BEGIN, bot=bot, chat=chat, update_id=update_id, arrived_at=now)
    if row is None or not row.fresh:
        return None
    return lock_chat(work, bot, chat) if row.chat is None else row


def end_turn(
    work: Work, reply: OutboxMessage, kept: KeptTalk | None, now: datetime, *, at_once: bool = False
) -> Claimed | None:
    """Post the reply, and keep the talk (None: what waited still does); the reply as claimed, if it may leave."""
    if kept is None:
        return post_reply(work, reply, now, at_once=at_once)
    talk, number = kept
    if work.postgres:
        return post_reply(work, reply, now, at_once=at_once, by=END, talk=talk, talk_no=number)
    save_talk(work, reply.bot, reply.chat, talk, number)
    return post_reply(work, reply, now, at_once=at_once)
