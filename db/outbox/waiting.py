"""Citizens' replies that wait: a later one brings them along, or they become an officer's."""

from __future__ import annotations

from sqlalchemy import bindparam, update
from sqlmodel import col

from core.outgoing import NEW, Message, read
from db.engine.work import Work
from db.outbox.messages import Lane
from db.tables import Outbox

_WAITS = (
    col(Outbox.bot) == bindparam("b"),
    col(Outbox.chat) == bindparam("c"),
    col(Outbox.status) == "waiting",
    col(Outbox.lane) == int(Lane.CITIZEN),
)
SUPERSEDE = (
    update(Outbox)
    .where(*_WAITS, col(Outbox.method) == NEW)
    .values(status="superseded", error="answered together with a later message")
    .returning(col(Outbox.id), col(Outbox.params))
)
HURRY = update(Outbox).where(*_WAITS).values(lane=int(Lane.REPLY))


def supersede(work: Work, bot: int, chat: int) -> list[Message]:
    """Let none of the replies that wait for a citizen leave by itself; the messages, the oldest first.

    They are kept for two days with a status of their own.
    """
    rows = sorted(work.rows(SUPERSEDE, b=bot, c=chat), key=lambda row: row.id)
    return [what for row in rows if isinstance(what := read(NEW, row.params), Message)]


def hurry(work: Work, bot: int, chat: int) -> None:
    """The replies that wait for this chat are an officer's from now on."""
    work.change(HURRY, b=bot, c=chat)
