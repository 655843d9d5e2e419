"""The card of the day: which message of a chat it is, and when it has to be shown anew."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, func, select, update
from sqlmodel import col

from core.outgoing import Message, Pin
from db.engine.inserting import insert_if_new
from db.engine.work import ReadWork, Work
from db.outbox.messages import Lane, OutboxMessage, post
from db.tables import Card, Chat, Officer, Outbox

A_WHILE = timedelta(seconds=5)
"""How long a card waits for more to change: no card is edited more often."""
MORNING = "morning:"
"""How the keys of morning messages begin; the officer and the day follow."""
EDIT = "card:"
A_FEW = 25

_MINE = (col(Card.bot) == bindparam("b"), col(Card.chat) == bindparam("c"))
BEGIN = insert_if_new(Card, "bot", "chat")
BEGIN_ANEW = (
    update(Card)
    .where(*_MINE, col(Card.day) != bindparam("on"))
    .values(
        day=bindparam("on"),
        before=func.coalesce(col(Card.message), col(Card.before)),
        message=None,
        due_at=None,
    )
)
OF_CHAT = select(Card.__table__).where(*_MINE).with_for_update()  # type: ignore[attr-defined]
SENT = update(Card).where(*_MINE).values(message=bindparam("number"), before=None)
CHANGED = update(Card).where(*_MINE, col(Card.due_at).is_(None)).values(due_at=bindparam("at"))
SHOWN = update(Card).where(*_MINE, col(Card.due_at) == bindparam("was")).values(due_at=None)
DUE = (
    select(
        *(col(getattr(Card, name)) for name in ("bot", "chat", "day", "message", "due_at")),
        col(Chat.language), col(Officer.id), col(Officer.zone), col(Officer.role),
    )
    .join(Chat, (col(Chat.bot) == col(Card.bot)) & (col(Chat.chat) == col(Card.chat)))
    .join(Officer, col(Officer.id) == col(Chat.officer))
    .where(col(Card.due_at) <= bindparam("now"), col(Card.message).is_not(None), col(Chat.blocked_at).is_(None))
    .order_by(col(Card.due_at), col(Card.bot), col(Card.chat))
    .limit(A_FEW)
)  # fmt: skip
DROP_EDITS = delete(Outbox).where(
    col(Outbox.bot) == bindparam("b"),
    col(Outbox.chat) == bindparam("c"),
    col(Outbox.status) == "waiting",
    col(Outbox.key).startswith(EDIT),
)
"""A newer version stands for those that wait."""


def begin_card(work: Work, bot: int, chat: int, day: date) -> None:
    """The morning message of a day is posted: it will be the card."""
    if not work.change(BEGIN_ANEW, b=bot, c=chat, on=day):
        work.change(BEGIN, bot=bot, chat=chat, day=day)


def card_sent(work: Work, key: str, bot: int, chat: int, message: int, now: datetime) -> None:  # noqa: PLR0913
    """A letter has arrived as this message. If it is the card of its day, it is pinned, and the one before is not."""
    card = work.row(OF_CHAT, b=bot, c=chat) if key.startswith(MORNING) else None
    if card is None or not key.endswith(f":{card.day}") or card.message == message:
        return
    work.change(SENT, b=bot, c=chat, number=message)
    post(work, OutboxMessage(bot, chat, Lane.CARD, f"pin:{bot}:{chat}:{message}", Pin(message)), now)
    if card.before is not None:
        unpin = Pin(card.before, on=False)
        post(work, OutboxMessage(bot, chat, Lane.CARD, f"unpin:{bot}:{chat}:{card.before}", unpin), now)


def card_changed(work: Work, bot: int, chat: int, now: datetime) -> None:
    """Note that the card of a chat has changed. It is shown again later, once for all changes until then."""
    work.change(CHANGED, b=bot, c=chat, at=now + A_WHILE)


def due_cards(work: ReadWork, now: datetime) -> list[Any]:
    """Some cards that are to be shown anew, each with its officer."""
    return list(work.rows(DUE, now=now))


def card_shown(work: Work, card: Any, message: Message | None, now: datetime) -> bool:
    """Post the newest version of a card, in the place of one that still waits; False when somebody else has done it.

    message: None when it is a card of another day.
    """
    if not work.change(SHOWN, b=card.bot, c=card.chat, was=card.due_at) or message is None:
        return False
    work.change(DROP_EDITS, b=card.bot, c=card.chat)
    key = f"{EDIT}{card.bot}:{card.chat}:{card.message}:{card.due_at:%Y-%m-%dT%H:%M:%SZ}"
    return post(work, OutboxMessage(card.bot, card.chat, Lane.CARD, key, message), now)
