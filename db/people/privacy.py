"""What is stored about one person: in short, as a whole to be handed over, and deleted for a citizen."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, delete, func, select, update
from sqlmodel import col

from core.people.privacy import AboutCitizen, AboutMe, AboutMyChat, AboutOfficer, ForgetMe, Forgotten, KeptFor
from db.engine.work import ReadWork, Work
from db.people.citizens import checks_of
from db.people.personal import PARTS, PERSON
from db.tables import Area, Chat, Failure, Officer, Outbox, Visit
from db.tidy import DEAD_KEPT, SENT_KEPT

KEPT = KeptFor(SENT_KEPT.days, DEAD_KEPT.days)
IN_SHORT = (
    select(col(Officer.phone), col(Officer.area), func.max(col(Area.name)).label("place"))
    .outerjoin(Area, col(Area.code) == col(Officer.area))
    .where(col(Officer.id) == bindparam("officer"))
    .group_by(col(Officer.phone), col(Officer.area))
)
REPORTS = select(func.count()).where(col(Visit.officer) == bindparam("officer"))
LANGUAGE = select(col(Chat.language)).where(col(Chat.bot) == bindparam("bot"), col(Chat.chat) == bindparam("chat"))
FORGET_CHAT = (
    update(Chat)
    .where(col(Chat.bot) == bindparam("b"), col(Chat.chat) == bindparam("c"), col(Chat.officer).is_(None))
    .values(language=None, talk=None, blocked_at=None, checks_on=bindparam("day"), checks=bindparam("number"))
)
FORGET_LETTERS = delete(Outbox).where(
    col(Outbox.bot) == bindparam("b"),
    col(Outbox.chat) == bindparam("c"),
    col(Outbox.status).in_(("sent", "dead", "superseded")),
)
PARKED = select(col(Failure.update_id), col(Failure.update)).where(
    col(Failure.bot) == bindparam("b"), col(Failure.parked) == bindparam("parked")
)
FORGET_PARKED = delete(Failure).where(
    col(Failure.bot) == bindparam("b"), col(Failure.update_id).in_(bindparam("ids", expanding=True))
)


def about_officer(work: ReadWork, query: AboutMe) -> AboutOfficer:
    """Return what is stored about an officer, in short."""
    officer = query.caller.person
    row = work.rows(IN_SHORT, officer=officer)[0]
    return AboutOfficer(row.place or row.area, row.phone or "", int(work.value(REPORTS, officer=officer)), KEPT)


def about_citizen(work: ReadWork, query: AboutMyChat, chat: tuple[int, int], now: datetime) -> AboutCitizen:
    """Return what is stored about a citizen's chat."""
    language = work.value(LANGUAGE, bot=chat[0], chat=chat[1])
    return AboutCitizen(language is not None, checks_of(work, query.caller, chat, now)[1], KEPT)


def copy_of(work: ReadWork, officer: str, zone: ZoneInfo) -> dict[str, Any]:
    """All that is stored about an officer, as plain values; instants on the officer's clock."""
    person = work.row(PERSON, officer=officer)
    parts = {name: [_plain(row, zone) for row in work.rows(part, officer=officer)] for name, part in PARTS.items()}
    return {"officer": _plain(person, zone), **parts}


def forget(work: Work, command: ForgetMe, chat: tuple[int, int], now: datetime) -> Forgotten:
    """See ForgetMe. What was parked is deleted by `forget_parked`."""
    today, checks = checks_of(work, command.caller, chat, now)
    work.change(FORGET_CHAT, b=chat[0], c=chat[1], day=today if checks else None, number=checks)
    work.change(FORGET_LETTERS, b=chat[0], c=chat[1])
    return Forgotten(checks, KEPT)


def parked_updates(work: ReadWork, bot: int) -> list[Any]:
    """The messages to a bot that could not be worked on and were put aside: update_id, update."""
    return list(work.rows(PARKED, b=bot, parked=True))


def forget_parked(work: Work, bot: int, updates: list[int]) -> None:
    """Delete messages that were put aside."""
    if updates:
        work.change(FORGET_PARKED, b=bot, ids=updates)


def _plain(row: Any, zone: ZoneInfo) -> dict[str, Any]:
    values = row._asdict().items()
    return {name: value.astimezone(zone) if isinstance(value, datetime) else value for name, value in values}
