"""Claiming what waits in the outbox, and what becomes of it: whoever sends marks before and after."""

from __future__ import annotations

from collections.abc import Collection, Set
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, case, literal, not_, or_, select, update
from sqlmodel import col

from core.outgoing import FILE, read
from db.engine.among import among
from db.engine.types import Json
from db.engine.work import ReadWork, Work
from db.outbox.messages import Claimed, Lane
from db.tables import Chat, Outbox


class Room(NamedTuple):
    """How many messages may leave now, if no others do: officers' replies, citizens' replies and alerts, bulk."""

    officers: int
    others: int
    bulk: int

    def of(self, lane: int) -> int:
        """Return how many of this lane."""
        return self.officers if lane == Lane.REPLY else self.others if lane <= Lane.ALERT else self.bulk


_WAITING = (
    select(col(Outbox.id), col(Outbox.chat), col(Outbox.lane), col(Chat.language))
    .outerjoin(Chat, and_(col(Chat.bot) == col(Outbox.bot), col(Chat.chat) == col(Outbox.chat)))
    .where(
        col(Outbox.bot) == bindparam("bot"),
        col(Outbox.status) == "waiting",
        not_(among(col(Outbox.chat), "busy")),
        or_(col(Outbox.not_before).is_(None), col(Outbox.not_before) <= bindparam("now")),
    )
    .order_by(col(Outbox.lane), col(Outbox.id))
    .limit(bindparam("limit"))
)
WAITING = _WAITING.with_for_update(skip_locked=True, of=Outbox)
CLAIM = (
    update(Outbox)
    .where(among(col(Outbox.id), "ids"))
    .values(status="sending", attempts=col(Outbox.attempts) + 1)
    .returning(Outbox.__table__)  # type: ignore[attr-defined]
)
_WITHOUT_FILE = case((col(Outbox.method).in_((FILE, "sendDocument")), literal({}, Json)), else_=col(Outbox.params))
"""A file may hold all that is known about a person (/privasi), so its description is not kept once it has left."""
SENT = (
    update(Outbox)
    .where(among(col(Outbox.id), "letters"))
    .values(status="sent", sent_at=bindparam("at"), error=None, params=_WITHOUT_FILE)
)
AGAIN = (
    update(Outbox)
    .where(col(Outbox.id) == bindparam("letter"))
    .values(status="waiting", not_before=bindparam("at"), error=bindparam("why"))
)
DEAD = update(Outbox).where(col(Outbox.id) == bindparam("letter")).values(status="dead", error=bindparam("why"))
_SENDING = col(Outbox.bot) == bindparam("b"), col(Outbox.status) == "sending"
UNCERTAIN = select(col(Outbox.id), col(Outbox.key)).where(*_SENDING)
UNCERTAIN_AGAIN = (
    update(Outbox).where(*_SENDING, col(Outbox.lane) != int(Lane.BROADCAST)).values(status="waiting", not_before=None)
)
UNCERTAIN_DEAD = update(Outbox).where(*_SENDING).values(status="dead", error="uncertain: it broke off while sending")
RETRY_NOW = (
    update(Outbox)
    .where(
        col(Outbox.bot) == bindparam("b"),
        col(Outbox.status) == "waiting",
        col(Outbox.attempts) > 0,
        col(Outbox.not_before) > bindparam("later_than"),
    )
    .values(not_before=None)
)
TAKE_OVER = (
    update(Outbox).where(col(Outbox.bot) == bindparam("b"), col(Outbox.status) == "queued").values(status="waiting")
)
CLAIM_BACK = update(Outbox).where(*_SENDING, not_(among(col(Outbox.id), "mine"))).values(status="waiting")
IS_WAITING = (
    select(col(Outbox.id))
    .where(
        col(Outbox.bot) == bindparam("bot"),
        col(Outbox.status) == "waiting",
        or_(col(Outbox.not_before).is_(None), col(Outbox.not_before) <= bindparam("now")),
    )
    .limit(1)
)


def claim(
    work: Work, bot: int, now: datetime, room: Room, closed: tuple[Set[int], Set[int]]
) -> tuple[list[Claimed], Lane | None]:
    """Claim the next outbox messages of a bot, at most one a chat so that their order holds.

    Also the lane of the first letter that would leave if there were room for it (None: there is none). closed: chats
    that are not to be written to yet, and those that bulk leaves alone.
    """
    busy, fresh = closed
    taken: dict[int, int] = {}
    languages: dict[int, str | None] = {}
    held: Lane | None = None
    for row in work.rows(WAITING, bot=bot, now=now, limit=room.officers * 2 + 20, busy=list(busy)):
        if row.chat in taken or (row.lane > Lane.ALERT and row.chat in fresh):
            continue
        if len(taken) >= room.of(row.lane):
            held = Lane(row.lane)
            break
        taken[row.chat], languages[row.chat] = row.id, row.language
    rows = {row.id: row for row in work.rows(CLAIM, ids=list(taken.values()))} if taken else {}
    letters = (_claimed(work, rows[letter], languages[chat]) for chat, letter in taken.items())
    return [letter for letter in letters if letter], held


def _claimed(work: Work, row: Any, language: str | None) -> Claimed | None:
    """The letter of a row; None when the row cannot be read: it is dead, and the others leave."""
    try:
        what = read(row.method, row.params)
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        mark_dead(work, row.id, f"unreadable: {type(error).__name__}")
        return None
    return Claimed(row.id, row.bot, row.chat, Lane(row.lane), what, row.attempts, row.key, language)


def is_waiting(work: ReadWork, bot: int, now: datetime) -> bool:
    """Return whether an outbox message of this bot could be claimed now."""
    return work.row(IS_WAITING, bot=bot, now=now) is not None


def mark_sent(work: Work, letter: int, now: datetime) -> None:
    """Telegram has it; a document is not kept any longer."""
    mark_all_sent(work, [letter], now)


def mark_all_sent(work: Work, letters: Collection[int], now: datetime) -> None:
    """The same for several at once."""
    if letters:
        work.change(SENT, letters=list(letters), at=now)


def mark_again(work: Work, letter: int, at: datetime, why: str) -> None:
    """Record that a message was not sent; it is retried at this instant."""
    work.change(AGAIN, letter=letter, at=at, why=why)


def mark_dead(work: Work, letter: int, why: str) -> None:
    """Record that a message can never be sent; its row is kept with the reason."""
    work.change(DEAD, letter=letter, why=why)


def uncertain(work: ReadWork, bot: int) -> list[Any]:
    """Return the messages that any worker has marked as being sent: id and key."""
    return list(work.rows(UNCERTAIN, b=bot))


def send_uncertain_again(work: Work, bot: int) -> int:
    """After a crash: messages marked as being sent may or may not have arrived; how many go again.

    A broadcast does not: it is dead, and a person decides (`catat resend`).
    """
    again = work.change(UNCERTAIN_AGAIN, b=bot)
    work.change(UNCERTAIN_DEAD, b=bot)
    return again


def retry_now(work: Work, bot: int, later_than: datetime) -> int:
    """Retry now the messages whose next attempt is later than this; return how many."""
    return work.change(RETRY_NOW, b=bot, later_than=later_than)


def take_over(work: Work, bot: int) -> None:
    """Let the messages that a process of an earlier release has posted meanwhile wait with all others."""
    work.change(TAKE_OVER, b=bot)


def put_back(work: Work, bot: int, mine: Collection[int]) -> int:
    """Letters claimed by a transaction whose end was never heard of wait again; how many. mine: those really sent."""
    return work.change(CLAIM_BACK, b=bot, mine=list(mine))
