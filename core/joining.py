"""Joining: a one-time invitation links a chat to an officer."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from core.people import Caller, Role
from core.requests import Command

INVITE_LIFETIME = timedelta(days=7)


@dataclass(frozen=True)
class Joined:
    """Who the chat now belongs to, and whether another chat had to give way."""

    officer: str
    name: str
    role: Role
    moved: bool


@dataclass(frozen=True)
class Join(Command[Joined]):
    """Use an invitation; raises Problem when it is unknown, used or expired."""

    caller: Caller
    code: str


def invite_hash(code: str) -> str:
    """What is stored of an invitation: enough to recognise it, too little to use it."""
    return hashlib.sha256(f"invite:{code}".encode()).hexdigest()
