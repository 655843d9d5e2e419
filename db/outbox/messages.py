"""The outbox: everything that leaves is a row first, claimed before it is sent and marked after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any

from sqlalchemy import Executable, and_, bindparam, case, delete, exists, func, select, update
from sqlmodel import col

from core.outgoing import Outgoing, written
from db.engine.inserting import insert_if_new
from db.engine.work import ReadWork, Work
from db.tables import Outbox


class Lane(IntEnum):
    """What leaves first: an officer's reply before a citizen's, an alert, a reminder, a digest, a broadcast, and what
    keeps a pinned card up to date.

    The numbers stand in the database, where 0 was every reply before officers went first.
    """

    REPLY = -1
    CITIZEN = 0
    ALERT = 1
    REMINDER = 2
    DIGEST = 3
    BROADCAST = 4
    CARD = 5


def reply_lane(*, officer: bool) -> Lane:
    """The lane of a reply to an officer, or to a citizen."""
    return Lane.REPLY if officer else Lane.CITIZEN


@dataclass(frozen=True)
class OutboxMessage:
    """Something that leaves for one chat. The same key is accepted once, however often it is posted."""

    bot: int
    chat: int
    lane: Lane
    key: str
    what: Outgoing


@dataclass(frozen=True)
class Claimed:
    """A message that this process is about to send.

    language: what its chat speaks now; None: the usual one. call: as its channel writes it, when that is done already.
    """

    id: int
    bot: int
    chat: int
    lane: Lane
    what: Outgoing
    attempts: int
    key: str = ""
    language: str | None = None
    call: Any = None


POST = insert_if_new(Outbox, "key")
_EARLIER = exists().where(
    col(Outbox.bot) == bindparam("b"),
    col(Outbox.chat) == bindparam("c"),
    col(Outbox.status) == "waiting",
    col(Outbox.lane) <= int(Lane.CITIZEN),
)
REPLY = POST.values(
    bot=bindparam("b"), chat=bindparam("c"), status=case((_EARLIER, "waiting"), else_=bindparam("wanted"))
).returning(col(Outbox.id), col(Outbox.status))
"""A reply that may leave at once, unless an earlier one of its chat still waits."""
_HELD_BACK = and_(col(Outbox.attempts) == 0, col(Outbox.not_before).is_not(None))
SINCE = case((_HELD_BACK, col(Outbox.not_before)), else_=col(Outbox.created_at)).label("since")
"""The instant since which an outbox message is due; in quiet hours, their end."""
DROP_WAITING = (
    update(Outbox)
    .where(col(Outbox.bot) == bindparam("b"), col(Outbox.chat) == bindparam("c"), col(Outbox.status) == "waiting")
    .values(status="dead", error=bindparam("why"))
)
_HELD = (
    col(Outbox.bot) == bindparam("b"),
    col(Outbox.chat) == bindparam("c"),
    col(Outbox.status) == "waiting",
    col(Outbox.lane) >= int(Lane.REMINDER),
    _HELD_BACK,
)
HOLD_HELD = update(Outbox).where(*_HELD).values(not_before=bindparam("until"))
DROP_HELD = delete(Outbox).where(*_HELD)
BY_STATUS = select(col(Outbox.status), func.count()).group_by(col(Outbox.status))


def post(work: Work, letter: OutboxMessage, now: datetime, not_before: datetime | None = None) -> bool:
    """Add a message to the outbox; return False when its key is there already."""
    return work.change(POST, **row_of(letter, now, not_before)) == 1


def post_reply(
    work: Work, letter: OutboxMessage, now: datetime, *, at_once: bool, by: Executable = REPLY, **more: Any
) -> Claimed | None:
    """Put a reply into the outbox; as claimed, when it may leave at once and no earlier reply of its chat waits.

    by: a statement that does this and something else; more: what that needs.
    """
    values = row_of(letter, now)
    b, c, status = values.pop("bot"), values.pop("chat"), values.pop("status")
    values |= {"wanted": "sending", "attempts": 1} if at_once else {"wanted": status}
    row = work.row(by, b=b, c=c, **values, **more)
    if row is None or row.status != "sending":
        return None
    return Claimed(row.id, letter.bot, letter.chat, letter.lane, letter.what, 1, letter.key)


def row_of(letter: OutboxMessage, now: datetime, not_before: datetime | None = None) -> dict[str, Any]:
    """Return the row of an outbox message that waits."""
    kind, content = written(letter.what)
    return {
        "bot": letter.bot,
        "chat": letter.chat,
        "lane": int(letter.lane),
        "key": letter.key,
        "method": kind,
        "params": content,
        "not_before": not_before,
        "created_at": now,
        "status": "waiting",
        "attempts": 0,
    }


def drop_waiting(work: Work, bot: int, chat: int, why: str) -> None:
    """Nothing that waits for this chat can get through."""
    work.change(DROP_WAITING, b=bot, c=chat, why=why)


def hold_held(work: Work, bot: int, chat: int, until: datetime | None) -> None:
    """Move the messages that quiet hours hold back for this chat to another instant; None: they leave at once."""
    work.change(HOLD_HELD, b=bot, c=chat, until=until)


def drop_held(work: Work, bot: int, chat: int) -> None:
    """Cancel the messages that quiet hours hold back for this chat."""
    work.change(DROP_HELD, b=bot, c=chat)


def counts(work: ReadWork) -> dict[str, int]:
    """Return how many outbox messages there are by status."""
    return dict(work.rows(BY_STATUS))
