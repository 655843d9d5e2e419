"""The position of a question in its chat: whether a newer message of the bot is below it; whether an edit is late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import and_, bindparam, exists, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from core.outgoing import CHANGED, FILE, NEW, Message
from db.engine.among import among
from db.engine.work import ReadWork, Work
from db.outbox.claims import mark_all_sent
from db.outbox.messages import Claimed, Lane
from db.tables import Outbox

PATIENCE = timedelta(minutes=1)
"""An edit that waited longer is sent as a message of its own: an edit makes no sound."""

_other = aliased(Outbox)
_SHOWN = (
    col(_other.bot) == col(Outbox.bot),
    col(_other.chat) == col(Outbox.chat),
    or_(col(_other.method).in_((NEW, FILE)), col(_other.method).startswith("send")),
)
_BELOW = exists().where(
    *_SHOWN,
    or_(
        and_(
            col(_other.id) > col(Outbox.id),
            or_(col(_other.not_before).is_(None), col(_other.not_before) <= bindparam("now")),
        ),
        col(_other.sent_at) > col(Outbox.sent_at),
    ),
)
LOWEST = select(col(Outbox.id)).where(col(Outbox.key) == bindparam("key"), ~_BELOW)
LATER = select(col(Outbox.params)).where(
    col(Outbox.bot) == bindparam("bot"),
    col(Outbox.chat) == bindparam("chat"),
    col(Outbox.id) > bindparam("letter"),
    col(Outbox.method) == CHANGED,
)
OVERTAKEN = select(col(Outbox.id)).where(
    among(col(Outbox.id), "ids"),
    or_(
        exists().where(*_SHOWN, col(_other.id) > col(Outbox.id)),
        and_(col(Outbox.attempts) <= 1, col(Outbox.created_at) < bindparam("late")),
    ),
)


def is_lowest(work: ReadWork, key: str, now: datetime) -> bool:
    """Whether nothing of the bot came into the chat after the letter with this key, nor is about to; False when the
    letter is not known any more, as sent ones are forgotten after two days.
    """
    return work.row(LOWEST, key=key, now=now) is not None


def in_time(work: Work, letters: Sequence[Claimed], now: datetime) -> list[Claimed]:
    """The letters as they may leave: an edit that comes late, or above a newer message, as a message of its own.

    One that may have been made before, and whose message reads otherwise by now, does not leave again: the person has
    answered it, and would see the answered question in the place of the next.
    """
    answered = [each for each in letters if each.attempts > 1 and _is_answered(work, each)]
    mark_all_sent(work, [each.id for each in answered], now)
    letters = [each for each in letters if each not in answered]
    edits = [each.id for each in letters if place_of(each)]
    late = {row.id for row in work.rows(OVERTAKEN, ids=edits, late=now - PATIENCE)} if edits else set()
    return [as_new(each) if each.id in late else each for each in letters]


def _is_answered(work: ReadWork, letter: Claimed) -> bool:
    """Return whether a newer edit of the same message has been posted."""
    place = place_of(letter)
    if not place:
        return False
    later = work.rows(LATER, bot=letter.bot, chat=letter.chat, letter=letter.id)
    return any(row.params.get("place") == place for row in later)


def place_of(letter: Claimed) -> int:
    """The number of the message in whose place an answer to a press is put, one that has to be read; 0: it is none."""
    what = letter.what
    return what.place if isinstance(what, Message) and letter.lane <= Lane.CITIZEN else 0


def as_new(edit: Claimed) -> Claimed:
    """An edit as a message of its own."""
    return replace(edit, what=edit.what.on_its_own()) if isinstance(edit.what, Message) else edit
