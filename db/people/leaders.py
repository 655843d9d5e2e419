"""The leaders above an officer: who answers for whose work, and who of them can be written to."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, bindparam, func, literal, select
from sqlmodel import col

from core.areas import Scheme
from core.people.help import Contact, Contacts, ContactsOf, OfficePhone
from core.people.person import Role
from db.engine.work import ReadWork
from db.tables import Area, Chat, Officer

HIGHEST = 9
"""Steps that are looked up; there are three (PML, Koseka, office). A circle in the data must not go on for ever."""

_above = (
    select(col(Officer.supervisor).label("id"), literal(1).label("step"))
    .where(col(Officer.id) == bindparam("officer"))
    .cte("above", recursive=True)
)
_ABOVE = _above.union_all(
    select(col(Officer.supervisor), _above.c.step + 1)
    .join(_above, _above.c.id == col(Officer.id))
    .where(_above.c.step < HIGHEST)
)
LEADERS = (
    select(
        col(Officer.id),
        col(Officer.name),
        col(Officer.role),
        col(Officer.phone),
        col(Chat.bot),
        col(Chat.chat),
        col(Chat.language),
        col(Chat.blocked_at),
    )
    .join(_ABOVE, _ABOVE.c.id == col(Officer.id))
    .outerjoin(Chat, col(Chat.officer) == col(Officer.id))
    .order_by(_ABOVE.c.step)
)

MOST_OFFICES = 3
OFFICE_PHONES = (
    select(col(Area.name), func.min(col(Officer.phone)).label("phone"))
    .join(Area, and_(col(Area.code) == col(Officer.area), col(Area.scheme) == Scheme.BPS.value))
    .where(col(Officer.role) == Role.BPS.value, col(Officer.phone) != "")
    .group_by(col(Area.code), col(Area.name))
    .order_by(col(Area.code))
    .limit(MOST_OFFICES + 1)
)


def leaders_above(work: ReadWork, officer: str) -> list[Any]:
    """An officer's leaders, the nearest first: id, name, role, phone, bot, chat (None before joining), language,
    blocked_at.
    """
    found: dict[str, Any] = {}
    for row in work.rows(LEADERS, officer=officer):
        found.setdefault(row.id, row)
    return list(found.values())


def reachable_leader(work: ReadWork, officer: str) -> Any | None:
    """The nearest leader above who has joined and has not blocked the bot, or None."""
    return next((row for row in leaders_above(work, officer) if row.chat is not None and not row.blocked_at), None)


def contacts_of(work: ReadWork, query: ContactsOf, office: str) -> Contacts:
    """Return the leaders whom an officer may call, or the offices for a citizen. office: how the office is reached."""
    if query.officer is None:
        return Contacts(office=office, offices=() if office else office_phones(work))
    rows = leaders_above(work, query.officer)
    return Contacts(tuple(Contact(row.name, Role(row.role), row.phone or "") for row in rows), office)


def office_phones(work: ReadWork) -> tuple[OfficePhone, ...]:
    """The telephones of the offices by place; none when there are more than somebody can choose from.

    The phone of an officer with the role bps is the office's, and no name goes with it (docs/privacy.md).
    """
    rows = work.rows(OFFICE_PHONES)
    return tuple(OfficePhone(row.name, row.phone) for row in rows) if len(rows) <= MOST_OFFICES else ()
