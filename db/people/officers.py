"""The office's list of officers: who has joined, who has blocked the bot, when each last reported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlmodel import col

from core.people.person import Role
from db.engine.work import ReadWork
from db.tables import Area, Chat, Officer, Visit


@dataclass(frozen=True)
class OfficerRow:
    """An officer. place: the area's name. joined: has a chat. reported: the officer's last own day with a report."""

    id: str
    name: str
    role: Role
    area: str
    region: str
    place: str
    joined: bool
    blocked_at: datetime | None
    reported: date | None


REPORTED = (
    select(func.max(col(Visit.day))).where(col(Visit.officer) == col(Officer.id)).correlate(Officer).scalar_subquery()
)
OFFICERS: Any = (
    select(
        col(Officer.id),
        col(Officer.name),
        col(Officer.role),
        col(Officer.area),
        col(Officer.region),
        col(Area.name).label("place"),
        col(Chat.officer).is_not(None).label("joined"),
        col(Chat.blocked_at),
        REPORTED.label("reported"),
    )
    .outerjoin(Area, col(Area.code) == col(Officer.area))
    .outerjoin(Chat, col(Chat.officer) == col(Officer.id))
    .where(col(Officer.trains).is_(None), col(Officer.area).startswith(bindparam("area"), autoescape=False))
    .order_by(col(Officer.id))
)


REACHABLE = (
    select(
        *map(col, (Officer.id, Officer.role, Officer.zone)),
        *map(col, (Chat.bot, Chat.chat, Chat.language, Chat.quiet_from, Chat.quiet_until, Chat.training)),
    )
    .join(Chat, col(Chat.officer) == col(Officer.id))
    .where(col(Officer.trains).is_(None), col(Chat.blocked_at).is_(None))
    .order_by(col(Officer.id))
)


def reachable(work: ReadWork) -> list[Any]:
    """Every officer with a chat that takes messages, absent ones too: id, role, zone, and columns of the chat."""
    return list(work.rows(REACHABLE))


def officers(work: ReadWork, area: str = "") -> Sequence[OfficerRow]:
    """All officers whose area is within an area (digits of its code; empty: everywhere), by their ids."""
    return [
        OfficerRow(
            row.id, row.name, Role(row.role), row.area, row.region, row.place or "",
            bool(row.joined), row.blocked_at, row.reported,
        )
        for row in work.rows(OFFICERS, area=area)
    ]  # fmt: skip
