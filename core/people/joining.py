"""Joining: a one-time invitation links a chat to an officer."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from core.people.person import Caller, Role
from core.requests import Command, Query

INVITE_LIFETIME = timedelta(days=7)


@dataclass(frozen=True)
class Joined:
    """The officer of the chat now, and whether another chat was unlinked."""

    officer: str
    name: str
    role: Role
    moved: bool


@dataclass(frozen=True)
class Invited:
    """The officer whom an invitation is for, and whether that officer is joined in another chat already."""

    officer: str
    name: str
    role: Role
    elsewhere: bool


@dataclass(frozen=True)
class InvitedBy(Query[Invited]):
    """Whom this invitation (its hash) is for; raises Problem when it is unknown, used or expired."""

    caller: Caller
    code_hash: str


@dataclass(frozen=True)
class Join(Command[Joined]):
    """Use the invitation with this hash; raises Problem when it is unknown, used or expired."""

    caller: Caller
    code_hash: str


def invite_hash(code: str) -> str:
    """What is stored of an invitation, also while its talk waits: enough to recognise it, too little to use it."""
    return hashlib.sha256(f"invite:{code}".encode()).hexdigest()
