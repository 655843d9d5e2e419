"""Messages in the database: who can be written to, how a message stands, and its answers.

What became of a letter is asked of the outbox. A sent one is deleted there after two days: no letter means delivered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import and_, bindparam, func, insert, or_, select, update
from sqlmodel import col

from core.people.absences import is_absent
from core.people.messages import (
    NIGHT,
    Addressed,
    Answered,
    AnswerMessage,
    Message,
    MessagesOf,
    Reader,
    ReadersBelow,
    State,
    UnansweredBy,
    Waiting,
)
from db.engine.work import ReadWork, Work
from db.people.absences import absences_of_some
from db.people.settings import quiet_of
from db.tables import Addressee, Chat, Officer, Outbox
from db.tables import Message as Row
from db.workload.team import BELOW

SECOND = timedelta(seconds=1)
"""Telegram tells whole seconds: an answer may seem to be up to one second older than its message."""
_PEOPLE = select(
    col(Officer.id), col(Officer.name), col(Officer.role), col(Officer.supervisor), col(Officer.zone),
    col(Chat.bot), col(Chat.chat), col(Chat.language), col(Chat.blocked_at),
    col(Chat.quiet_from), col(Chat.quiet_until),
).outerjoin(Chat, col(Chat.officer) == col(Officer.id))  # fmt: skip
READERS = _PEOPLE.where(col(Officer.id).in_(BELOW), col(Officer.id) != bindparam("leader")).order_by(
    col(Officer.name), col(Officer.id)
)
PERSON = _PEOPLE.where(col(Officer.id) == bindparam("officer"))
ADD = insert(Row).returning(col(Row.id))
ADD_ADDRESSEES = insert(Addressee)
_OWN = select(col(Row.id), col(Row.text), col(Row.at)).where(col(Row.officer) == bindparam("officer"))
OWN = _OWN.order_by(col(Row.id).desc()).limit(bindparam("limit"))
OWN_ONE = _OWN.where(col(Row.id) == bindparam("number"))
_LETTER = col(Outbox.key) == col(Addressee.letter)
ADDRESSEES = (
    select(
        col(Addressee.message), col(Addressee.letter), col(Addressee.untold), col(Addressee.ready_at),
        col(Officer.name), col(Outbox.status), col(Outbox.attempts), col(Outbox.not_before),
        col(Chat.chat), col(Chat.blocked_at),
    )
    .join(Officer, col(Officer.id) == col(Addressee.officer))
    .outerjoin(Outbox, _LETTER)
    .outerjoin(Chat, col(Chat.officer) == col(Addressee.officer))
    .where(col(Addressee.message).in_(bindparam("messages", expanding=True)))
    .order_by(col(Officer.name), col(Officer.id))
)  # fmt: skip
_TO: Any = (
    select(
        col(Row.id), col(Row.officer), col(Row.text), col(Row.at),
        col(Officer.name).label("by"), col(Addressee.ready_at),
    )
    .join(Addressee, col(Addressee.message) == col(Row.id))
    .join(Officer, col(Officer.id) == col(Row.officer))
    .where(col(Addressee.officer) == bindparam("reader"))
)  # fmt: skip
TO_ONE = _TO.where(col(Row.id) == bindparam("number"))
_DELIVERED = or_(col(Outbox.id).is_(None), col(Outbox.status) == "sent")
OPEN = (
    _TO.outerjoin(Outbox, _LETTER)
    .where(col(Addressee.ready_at).is_(None), col(Addressee.letter).is_not(None), _DELIVERED)
    .order_by(col(Row.id).desc())
)
OPEN_FROM = OPEN.where(col(Row.officer) == bindparam("leader"))
LOCKED = select(col(Row.id)).where(col(Row.id) == bindparam("number")).with_for_update(key_share=True)
READY = (
    update(Addressee)
    .where(
        col(Addressee.message) == bindparam("m"), col(Addressee.officer) == bindparam("o"),
        col(Addressee.ready_at).is_(None),
    )
    .values(ready_at=bindparam("now"))
)  # fmt: skip
SENDER = select(col(Row.officer)).where(col(Row.id) == bindparam("number"))
STILL_OPEN = (
    select(func.count())
    .select_from(Addressee)
    .join(Chat, and_(col(Chat.officer) == col(Addressee.officer), col(Chat.blocked_at).is_(None)))
    .outerjoin(Outbox, _LETTER)
    .where(
        col(Addressee.message) == bindparam("number"),
        col(Addressee.ready_at).is_(None),
        col(Addressee.letter).is_not(None),
        or_(col(Outbox.id).is_(None), col(Outbox.status) != "dead"),
    )
)
"""The recipients who may still answer: the message was sent to them, and they can be reached."""
NOT_SENT = (
    update(Addressee)
    .where(
        col(Addressee.officer) == bindparam("o"),
        col(Addressee.letter).in_(
            select(col(Outbox.key)).where(
                col(Outbox.bot) == bindparam("b"),
                col(Outbox.chat) == bindparam("c"),
                col(Outbox.status) == "waiting",
                col(Outbox.attempts) == 0,
                col(Outbox.not_before).is_not(None),
            )
        ),
    )
    .values(letter=None, untold=State.ABSENT)
)


def readers_below(work: ReadWork, query: ReadersBelow, now: datetime) -> list[tuple[Reader, Any]]:
    """Everybody below a leader, each with the row of the chat (bot, chat, language)."""
    rows = work.rows(READERS, leader=query.leader)
    absences = absences_of_some(work, [row.id for row in rows])
    found = [(_reader(row, query, is_absent(absences.get(row.id, ()), query.today), now), row) for row in rows]
    return sorted(found, key=lambda each: not each[0].direct)


def person(work: ReadWork, officer: str) -> Any | None:
    """An officer with the chat: bot, chat (None before joining), language, role, blocked_at, zone, quiet hours."""
    return work.row(PERSON, officer=officer)


def held_until(row: Any, now: datetime) -> datetime | None:
    """Until when a message waits for somebody: the end of the own quiet hours, or of the night for who has none."""
    return (quiet_of(row) or NIGHT).end_of(now.astimezone(ZoneInfo(row.zone)))


def add_message(work: Work, officer: str, text: str, now: datetime, letters: Mapping[Reader, str | None]) -> int:
    """Keep a message and whom it is for, with the keys of their letters (None: nothing is sent); its number."""
    number = int(work.value(ADD, officer=officer, text=text, at=now))
    rows = [
        {"message": number, "officer": reader.officer, "letter": letter, "untold": _untold(reader), "ready_at": None}
        for reader, letter in letters.items()
    ]
    work.change_many(ADD_ADDRESSEES, rows)
    return number


def messages_of(work: ReadWork, query: MessagesOf, now: datetime) -> list[Message]:
    """A leader's own messages as they stand."""
    if query.number:
        rows = work.rows(OWN_ONE, officer=query.officer, number=query.number)
    else:
        rows = work.rows(OWN, officer=query.officer, limit=query.limit)
    to: dict[int, list[Addressed]] = defaultdict(list)
    for each in work.rows(ADDRESSEES, messages=[row.id for row in rows]):
        state = _state(each, now)
        to[each.message].append(Addressed(each.name, state, each.not_before if state is State.HELD else None))
    return [Message(row.id, row.text, row.at, tuple(to[row.id])) for row in rows]


def unanswered_by(work: ReadWork, query: UnansweredBy) -> list[Waiting]:
    """Return what a leader waits for from somebody."""
    return [_waiting(row) for row in work.rows(OPEN_FROM, leader=query.leader, reader=query.officer)]


def answer_message(work: Work, command: AnswerMessage) -> Answered | None:
    """See AnswerMessage. The message's row is locked, so that of two who answer last one sees that all have."""
    reader, at = command.caller.person or "", command.caller.at
    waiting = work.rows(OPEN, reader=reader)
    known = next((row.id for row in waiting if row.at <= at + SECOND), 0)
    number = command.number or known
    work.row(LOCKED, number=number)
    row = work.row(TO_ONE, reader=reader, number=number)
    if row is None:
        return None
    work.change(READY, m=number, o=reader, now=max(at, row.at))
    return Answered(_waiting(row), row.ready_at, tuple(_waiting(each) for each in waiting if each.id != number))


def sender_if_all_ready(work: ReadWork, number: int) -> str | None:
    """The sender of a message that everybody has answered who could; None while somebody still may."""
    if work.value(STILL_OPEN, number=number):
        return None
    return str(work.value(SENDER, number=number))


def note_not_sent(work: Work, officer: str, bot: int, chat: int) -> None:
    """Somebody is absent from now on: what quiet hours hold back is not sent (db/outbox/messages.py, drop_held)."""
    work.change(NOT_SENT, o=officer, b=bot, c=chat)


def _reader(row: Any, query: ReadersBelow, absent: bool, now: datetime) -> Reader:
    reachable = row.chat is not None and row.blocked_at is None
    return Reader(row.id, row.name, row.supervisor == query.leader, absent, reachable, held_until(row, now))


def _untold(reader: Reader) -> str:
    if reader.can_be_told:
        return ""
    return State.UNREACHABLE if not reader.reachable else State.ABSENT


def _state(row: Any, now: datetime) -> State:
    """How a receiver stands."""
    if row.ready_at is not None:
        return State.READY
    if row.letter is None and row.untold == State.ABSENT:
        return State.ABSENT
    if row.letter is None or row.status == "dead" or row.chat is None or row.blocked_at is not None:
        return State.UNREACHABLE
    if row.status in (None, "sent"):
        return State.DELIVERED
    held = row.attempts == 0 and row.not_before is not None and row.not_before > now
    return State.HELD if held else State.WAITS


def _waiting(row: Any) -> Waiting:
    return Waiting(row.id, row.by, row.text, row.at)
