"""Invitations: made once, used once; an officer has one chat and a chat one officer."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlmodel import col

from core.people.joining import INVITE_LIFETIME, Invited, InvitedBy, Join, Joined, invite_hash
from core.people.person import Role
from core.problems import Problem
from db.engine.work import ReadWork, Work
from db.outbox.messages import drop_held
from db.tables import Chat, Invite, Officer

MAKE = insert(Invite)
OFFICER = select(col(Officer.id), col(Officer.name), col(Officer.role), col(Officer.region)).where(
    col(Officer.id) == bindparam("officer"), col(Officer.trains).is_(None)
)
LOCKED_OFFICER = OFFICER.with_for_update(key_share=True)
INVITE: Any = select(Invite.__table__).where(  # type: ignore[attr-defined]
    col(Invite.code_hash) == bindparam("code_hash")
)
LOCKED_INVITE = INVITE.with_for_update()
USE = update(Invite).where(col(Invite.code_hash) == bindparam("h")).values(used_at=bindparam("at"))
LEAVE = (
    update(Chat)
    .where(col(Chat.officer) == bindparam("o"))
    .values(officer=None, talk=None, training=False, quiet_from=None, quiet_until=None)
)
ENTER = (
    update(Chat)
    .where(col(Chat.bot) == bindparam("b"), col(Chat.chat) == bindparam("c"))
    .values(
        officer=bindparam("o"),
        joined_at=bindparam("at"),
        blocked_at=None,
        talk=None,
        training=False,
        quiet_from=bindparam("quiet_from"),
        quiet_until=bindparam("quiet_until"),
    )
)
OLD_CHAT = select(col(Chat.bot), col(Chat.chat), col(Chat.language), col(Chat.quiet_from), col(Chat.quiet_until)).where(
    col(Chat.officer) == bindparam("officer")
)


def invited(work: ReadWork, officer: str) -> Any | None:
    """The officer to be invited: id, name, role, region; None when there is none."""
    return work.row(OFFICER, officer=officer)


def make_invite(work: Work, officer: str, code: str, now: datetime, lifetime: timedelta = INVITE_LIFETIME) -> str:
    """Keep a new invitation for an officer; the officer's name. LookupError when there is no such officer."""
    found = work.row(OFFICER, officer=officer)
    if found is None:
        raise LookupError(officer)
    work.change(MAKE, code_hash=invite_hash(code), officer=officer, expires_at=now + lifetime)
    return str(found.name)


def invited_by(work: ReadWork, query: InvitedBy, chat: tuple[int, int]) -> Invited:
    """Return the officer whom an invitation is for; raise Problem as `join` raises it."""
    _, officer = _valid(work.row(INVITE, code_hash=query.code_hash), work, query.caller.at)
    old = work.row(OLD_CHAT, officer=officer.id)
    elsewhere = old is not None and (old.bot, old.chat) != chat
    return Invited(officer.id, officer.name, Role(officer.role), elsewhere)


def join(work: Work, command: Join, chat: tuple[int, int]) -> tuple[Joined, tuple[int, int, str | None] | None]:
    """Link the caller's chat to the invitation's officer; the chat that had to give way, if any.

    Problem `invite_unknown`, `invite_used` or `invite_expired`; then nothing is told about the officer.
    """
    invite, officer = _valid(work.row(LOCKED_INVITE, code_hash=command.code_hash), work, command.caller.at)
    work.row(LOCKED_OFFICER, officer=officer.id)  # another chat may join with another invitation
    old = work.row(OLD_CHAT, officer=officer.id)
    moved = old is not None and (old.bot, old.chat) != chat
    work.change(USE, h=invite.code_hash, at=command.caller.at)
    work.change(LEAVE, o=officer.id)
    hours = {"quiet_from": old.quiet_from if old else None, "quiet_until": old.quiet_until if old else None}
    work.change(ENTER, b=chat[0], c=chat[1], o=officer.id, at=command.caller.at, **hours)
    # what waits for a morning is about families, and for whoever had the chat until now
    if moved and old:
        drop_held(work, old.bot, old.chat)
    if command.caller.person not in (None, officer.id):
        drop_held(work, *chat)
    joined = Joined(officer.id, officer.name, Role(officer.role), moved)
    return joined, old if moved else None


def _valid(invite: Any, work: ReadWork, at: datetime) -> tuple[Any, Any]:
    """An invitation's row and its officer's, if it is good at this instant."""
    if invite is None:
        raise Problem("invite_unknown")
    if invite.used_at is not None:
        raise Problem("invite_used")
    if invite.expires_at <= at:
        raise Problem("invite_expired")
    officer = work.row(OFFICER, officer=invite.officer)
    if officer is None:
        raise Problem("invite_unknown")
    return invite, officer
