"""The outbox: everything that leaves is a row first, claimed before it is sent and marked after."""

from __future__ import annotations

from collections.abc import Collection, Set
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any, NamedTuple

from sqlalchemy import Executable, and_, bindparam, case, delete, exists, func, literal, not_, or_, select, update
from sqlmodel import col

from db.among import among
from db.inserting import insert_if_new
from db.tables import Outbox
from db.types import Json
from db.work import ReadWork, Work


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


class Room(NamedTuple):
    """How many letters may leave now, if no others do: officers' replies, citizens' replies and alerts, bulk."""

    officers: int
    others: int
    bulk: int

    def of(self, lane: int) -> int:
        """How many of this lane."""
        return self.officers if lane == Lane.REPLY else self.others if lane <= Lane.ALERT else self.bulk


@dataclass(frozen=True)
class Letter:
    """A Bot API call to be made for one chat. The same key is accepted once, however often it is posted."""

    bot: int
    chat: int
    lane: Lane
    key: str
    method: str
    params: dict[str, Any]


@dataclass(frozen=True)
class Claimed:
    """A letter that this process is about to send."""

    id: int
    bot: int
    chat: int
    lane: Lane
    method: str
    params: dict[str, Any]
    attempts: int
    key: str = ""


POST = insert_if_new(Outbox, "key")
_EARLIER = exists().where(
    col(Outbox.bot) == bindparam("b"),
    col(Outbox.chat) == bindparam("c"),
    col(Outbox.status) == "queued",
    col(Outbox.lane) <= int(Lane.CITIZEN),
)
REPLY = POST.values(
    bot=bindparam("b"), chat=bindparam("c"), status=case((_EARLIER, "queued"), else_=bindparam("wanted"))
).returning(col(Outbox.id), col(Outbox.status))
"""A reply that may leave at once, unless an earlier one of its chat still waits."""
_WAITING = (
    select(col(Outbox.id), col(Outbox.chat), col(Outbox.lane))
    .where(
        col(Outbox.bot) == bindparam("bot"),
        col(Outbox.status) == "queued",
        not_(among(col(Outbox.chat), "busy")),
        or_(col(Outbox.not_before).is_(None), col(Outbox.not_before) <= bindparam("now")),
    )
    .order_by(col(Outbox.lane), col(Outbox.id))
    .limit(bindparam("limit"))
)
WAITING = _WAITING.with_for_update(skip_locked=True)
CLAIM = (
    update(Outbox)
    .where(among(col(Outbox.id), "ids"))
    .values(status="sending", attempts=col(Outbox.attempts) + 1)
    .returning(Outbox.__table__)  # type: ignore[attr-defined]
)
_HELD_BACK = and_(col(Outbox.attempts) == 0, col(Outbox.not_before).is_not(None))
SINCE = case((_HELD_BACK, col(Outbox.not_before)), else_=col(Outbox.created_at)).label("since")
"""Since when a letter has to leave; one that quiet hours hold back, not before their end."""
_WITHOUT_DOCUMENT = case((col(Outbox.method) == "sendDocument", literal({}, Json)), else_=col(Outbox.params))
"""A document holds all that is known about a person (/privasi), so it is not kept once it has left."""
SENT = (
    update(Outbox)
    .where(among(col(Outbox.id), "letters"))
    .values(status="sent", sent_at=bindparam("at"), error=None, params=_WITHOUT_DOCUMENT)
)
AGAIN = (
    update(Outbox)
    .where(col(Outbox.id) == bindparam("letter"))
    .values(status="queued", not_before=bindparam("at"), error=bindparam("why"))
)
DEAD = update(Outbox).where(col(Outbox.id) == bindparam("letter")).values(status="dead", error=bindparam("why"))
_SENDING = col(Outbox.bot) == bindparam("b"), col(Outbox.status) == "sending"
UNCERTAIN = select(col(Outbox.id), col(Outbox.key)).where(*_SENDING)
UNCERTAIN_AGAIN = (
    update(Outbox).where(*_SENDING, col(Outbox.lane) != int(Lane.BROADCAST)).values(status="queued", not_before=None)
)
UNCERTAIN_DEAD = update(Outbox).where(*_SENDING).values(status="dead", error="uncertain: it broke off while sending")
RETRY_NOW = (
    update(Outbox)
    .where(
        col(Outbox.bot) == bindparam("b"),
        col(Outbox.status) == "queued",
        col(Outbox.attempts) > 0,
        col(Outbox.not_before) > bindparam("later_than"),
    )
    .values(not_before=None)
)
CLAIM_BACK = update(Outbox).where(*_SENDING, not_(among(col(Outbox.id), "mine"))).values(status="queued")
DROP_WAITING = (
    update(Outbox)
    .where(col(Outbox.bot) == bindparam("b"), col(Outbox.chat) == bindparam("c"), col(Outbox.status) == "queued")
    .values(status="dead", error=bindparam("why"))
)
IS_WAITING = (
    select(col(Outbox.id))
    .where(
        col(Outbox.bot) == bindparam("bot"),
        col(Outbox.status) == "queued",
        or_(col(Outbox.not_before).is_(None), col(Outbox.not_before) <= bindparam("now")),
    )
    .limit(1)
)
_HELD = (
    col(Outbox.bot) == bindparam("b"),
    col(Outbox.chat) == bindparam("c"),
    col(Outbox.status) == "queued",
    col(Outbox.lane) >= int(Lane.REMINDER),
    _HELD_BACK,
)
HOLD_HELD = update(Outbox).where(*_HELD).values(not_before=bindparam("until"))
DROP_HELD = delete(Outbox).where(*_HELD)
BY_STATUS = select(col(Outbox.status), func.count()).group_by(col(Outbox.status))


def post(work: Work, letter: Letter, now: datetime, not_before: datetime | None = None) -> bool:
    """Put a letter into the outbox; False when its key is there already."""
    return work.change(POST, **row_of(letter, now, not_before)) == 1


def post_reply(
    work: Work, letter: Letter, now: datetime, *, at_once: bool, by: Executable = REPLY, **more: Any
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
    return Claimed(row.id, letter.bot, letter.chat, letter.lane, letter.method, letter.params, 1, letter.key)


def row_of(letter: Letter, now: datetime, not_before: datetime | None = None) -> dict[str, Any]:
    """The row of a letter that waits."""
    return {
        "bot": letter.bot,
        "chat": letter.chat,
        "lane": int(letter.lane),
        "key": letter.key,
        "method": letter.method,
        "params": letter.params,
        "not_before": not_before,
        "created_at": now,
        "status": "queued",
        "attempts": 0,
    }


def claim(
    work: Work, bot: int, now: datetime, room: Room, closed: tuple[Set[int], Set[int]]
) -> tuple[list[Claimed], Lane | None]:
    """The next letters of a bot, at most one a chat so that their order holds, marked as being sent.

    Also the lane of the first letter that would leave if there were room for it (None: there is none). closed: chats
    that are not to be written to yet, and those that bulk leaves alone.
    """
    busy, fresh = closed
    taken: dict[int, int] = {}
    held: Lane | None = None
    for row in work.rows(WAITING, bot=bot, now=now, limit=room.officers * 2 + 20, busy=list(busy)):
        if row.chat in taken or (row.lane > Lane.ALERT and row.chat in fresh):
            continue
        if len(taken) >= room.of(row.lane):
            held = Lane(row.lane)
            break
        taken[row.chat] = row.id
    rows = {row.id: row for row in work.rows(CLAIM, ids=list(taken.values()))} if taken else {}
    return [_claimed(rows[letter]) for letter in taken.values()], held


def _claimed(row: Any) -> Claimed:
    return Claimed(row.id, row.bot, row.chat, Lane(row.lane), row.method, row.params, row.attempts, row.key)


def is_waiting(work: ReadWork, bot: int, now: datetime) -> bool:
    """Whether a letter of this bot could be claimed now."""
    return work.row(IS_WAITING, bot=bot, now=now) is not None


def mark_sent(work: Work, letter: int, now: datetime) -> None:
    """Telegram has it; a document is not kept any longer."""
    mark_all_sent(work, [letter], now)


def mark_all_sent(work: Work, letters: Collection[int], now: datetime) -> None:
    """The same for several at once."""
    if letters:
        work.change(SENT, letters=list(letters), at=now)


def mark_again(work: Work, letter: int, at: datetime, why: str) -> None:
    """It did not get through; try again at this instant."""
    work.change(AGAIN, letter=letter, at=at, why=why)


def mark_dead(work: Work, letter: int, why: str) -> None:
    """It will never get through; kept with the reason."""
    work.change(DEAD, letter=letter, why=why)


def drop_waiting(work: Work, bot: int, chat: int, why: str) -> None:
    """Nothing that waits for this chat can get through."""
    work.change(DROP_WAITING, b=bot, c=chat, why=why)


def hold_held(work: Work, bot: int, chat: int, until: datetime | None) -> None:
    """What quiet hours hold back for this chat leaves at another instant; None: at once."""
    work.change(HOLD_HELD, b=bot, c=chat, until=until)


def drop_held(work: Work, bot: int, chat: int) -> None:
    """What quiet hours hold back for this chat will not leave at all."""
    work.change(DROP_HELD, b=bot, c=chat)


def uncertain(work: ReadWork, bot: int) -> list[Any]:
    """Letters marked as being sent, by whoever did it: id and key."""
    return list(work.rows(UNCERTAIN, b=bot))


def send_uncertain_again(work: Work, bot: int) -> int:
    """After a crash: letters marked as being sent may or may not have arrived; how many go again.

    A broadcast does not: it is dead, and a person decides (`catat resend`).
    """
    again = work.change(UNCERTAIN_AGAIN, b=bot)
    work.change(UNCERTAIN_DEAD, b=bot)
    return again


def retry_now(work: Work, bot: int, later_than: datetime) -> int:
    """Letters that failed before and would be tried again later than this are tried now; how many."""
    return work.change(RETRY_NOW, b=bot, later_than=later_than)


def put_back(work: Work, bot: int, mine: Collection[int]) -> int:
    """Letters claimed by a transaction whose end was never heard of wait again; how many. mine: those really sent."""
    return work.change(CLAIM_BACK, b=bot, mine=list(mine))


def counts(work: ReadWork) -> dict[str, int]:
    """How many letters there are by status."""
    return dict(work.rows(BY_STATUS))
