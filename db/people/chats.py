"""Chats: whose they are, in which language, and the talk that waits for an answer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlmodel import col

from core.people.person import Role
from db.engine.inserting import insert_if_new
from db.engine.work import ReadWork, Work
from db.people.absences import ever_absent
from db.tables import Chat, Officer

CHAT = Chat.__table__  # type: ignore[attr-defined]

NEW_CHAT = insert_if_new(Chat, "bot", "chat")
LOCKED_CHAT = (
    select(
        CHAT,
        col(Officer.name),
        col(Officer.role),
        col(Officer.zone),
        ever_absent(col(Chat.officer)).label("ever_absent"),
    )
    .outerjoin(Officer, col(Officer.id) == col(Chat.officer))
    .where(col(Chat.bot) == bindparam("bot"), col(Chat.chat) == bindparam("chat"))
    .with_for_update(of=CHAT)
)
SAVE_TALK = (
    update(CHAT)
    .where(col(Chat.bot) == bindparam("b"), col(Chat.chat) == bindparam("c"))
    .values(talk=bindparam("talk"), talk_no=bindparam("talk_no"))
)
SPEAK = (
    update(CHAT)
    .where(col(Chat.bot) == bindparam("b"), col(Chat.chat) == bindparam("c"))
    .values(language=bindparam("language"))
)
KEEP_ALBUM = (
    update(CHAT)
    .where(col(Chat.bot) == bindparam("b"), col(Chat.chat) == bindparam("c"))
    .values(album=bindparam("album"))
)
BLOCKED = (
    update(CHAT)
    .where(col(Chat.bot) == bindparam("b"), col(Chat.chat) == bindparam("c"), col(Chat.blocked_at).is_(None))
    .values(blocked_at=bindparam("blocked_at"))
)
REACHABLE = (
    update(CHAT).where(col(Chat.bot) == bindparam("b"), col(Chat.chat) == bindparam("c")).values(blocked_at=None)
)
CHAT_OF_OFFICER = (
    select(
        col(Chat.bot), col(Chat.chat), col(Chat.language), col(Chat.blocked_at), col(Officer.role), col(Officer.zone)
    )
    .join(Officer, col(Officer.id) == col(Chat.officer))
    .where(col(Chat.officer) == bindparam("officer"))
)
OFFICER_OF_CHAT = (
    select(col(Officer.id), col(Officer.name), col(Officer.supervisor))
    .join(Chat, col(Chat.officer) == col(Officer.id))
    .where(col(Chat.bot) == bindparam("bot"), col(Chat.chat) == bindparam("chat"))
)
OFFICE_CHATS = (
    select(col(Chat.bot), col(Chat.chat), col(Chat.language), col(Officer.role))
    .join(Officer, col(Officer.id) == col(Chat.officer))
    .where(col(Officer.role) == Role.BPS, col(Chat.blocked_at).is_(None), col(Chat.bot) != bindparam("bot"))
)


def lock_chat(work: Work, bot: int, chat: int) -> Any:
    """The chat's row with its officer's name, role and zone, and whether the officer was ever absent; locked until
    commit, and made when this is the first message.
    """
    values = {"bot": bot, "chat": chat}
    row = work.row(LOCKED_CHAT, **values)
    if row is None:
        work.change(NEW_CHAT, **values, talk_no=0, checks=0)
        row = work.row(LOCKED_CHAT, **values)
    return row


def save_talk(work: Work, bot: int, chat: int, talk: dict[str, Any] | None, talk_no: int) -> None:
    """Keep the talk that waits for an answer (None: none waits)."""
    work.change(SAVE_TALK, b=bot, c=chat, talk=talk, talk_no=talk_no)


def speak(work: Work, bot: int, chat: int, language: str) -> None:
    """Speak this language to this chat."""
    work.change(SPEAK, b=bot, c=chat, language=language)


def keep_album(work: Work, bot: int, chat: int, album: dict[str, Any]) -> None:
    """Remember the latest album of a chat, and where its photos go."""
    work.change(KEEP_ALBUM, b=bot, c=chat, album=album)


def mark_blocked(work: Work, bot: int, chat: int, at: datetime) -> bool:
    """The person has blocked the bot at this instant; False when that was known."""
    return work.change(BLOCKED, b=bot, c=chat, blocked_at=at) == 1


def mark_reachable(work: Work, bot: int, chat: int) -> None:
    """The person can be reached again."""
    work.change(REACHABLE, b=bot, c=chat)


def chat_of(work: ReadWork, officer: str) -> Any | None:
    """Return the chat of an officer: bot, chat, language, blocked_at, role, zone; None before joining."""
    return work.row(CHAT_OF_OFFICER, officer=officer)


def officer_of(work: ReadWork, bot: int, chat: int) -> Any | None:
    """Return the officer of this chat: id, name, supervisor; None for a citizen's."""
    return work.row(OFFICER_OF_CHAT, bot=bot, chat=chat)


def office_chats(work: ReadWork, other_than: int) -> list[Any]:
    """The chats of BPS officers with any bot but one: bot, chat, language, role."""
    return list(work.rows(OFFICE_CHATS, bot=other_than))
