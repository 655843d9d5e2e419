"""An officer is suspended: no chat acts for the officer any more. Households, people and cases stay where they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlmodel import col

from core.face import By
from db.changes import keep_changes
from db.engine.work import Work
from db.outbox.messages import drop_held
from db.people.replacing import BELOW, CHAT, OFFICER, UNLINK
from db.tables import Household, Invite

OPEN_INVITES = (
    update(Invite)
    .where(col(Invite.officer) == bindparam("o"), col(Invite.used_at).is_(None))
    .values(used_at=bindparam("at"))
)
OPEN_HOUSEHOLDS = select(func.count()).where(
    col(Household.enumerator) == bindparam("officer"), col(Household.settled_on).is_(None)
)
LOCKED = OFFICER.with_for_update()


@dataclass(frozen=True)
class Suspended:
    """What was taken away, and what somebody has to see to. left: the chat (bot, chat, language), if there was one.

    invites: invitations that nobody can use any more. households: still open on the list. people: ids directly below.
    """

    officer: Any
    left: Any | None
    invites: int
    households: int
    people: tuple[str, ...]


def suspend_officer(work: Work, officer: str, now: datetime, by: By) -> Suspended:
    """Cut the officer's chat off and void the open invitations. ValueError when there is no such officer."""
    row = work.row(LOCKED, officer=officer)
    if row is None or row.trains:
        raise ValueError(f"there is no officer {officer!r}: `catat officer list` names them")
    left = work.row(CHAT, old=officer)
    work.change(UNLINK, old=officer)
    if left is not None:
        drop_held(work, left.bot, left.chat)
    invites = work.change(OPEN_INVITES, o=officer, at=now)
    households = int(work.value(OPEN_HOUSEHOLDS, officer=officer))
    people = tuple(each.id for each in work.rows(BELOW, old=officer, new=officer))
    if left is not None or invites:
        kept = {"officer": officer, "before": {"chat": left is not None, "invites": invites}, "after": {"chat": False}}
        keep_changes(work, "suspended", [kept], by)
    return Suspended(row, left, invites, households, people)
