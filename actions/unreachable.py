"""When an officer cannot be reached any more (blocked the bot), the leader is told, once."""

from __future__ import annotations

from datetime import datetime

from actions.notify import tell
from core.words import words
from db.engine.work import Work
from db.people.chats import officer_of


def tell_leader(work: Work, lost: tuple[int, int], now: datetime) -> None:
    """Post an alert to the leader of the officer behind a lost chat (bot, chat), if there is one."""
    officer = officer_of(work, *lost)
    if officer is None or officer.supervisor is None:
        return
    alert = words("alert.unreachable", name=officer.name, officer=officer.id)
    tell(work, officer.supervisor, [alert], f"unreachable:{officer.id}:{now:%Y-%m-%dT%H}", now)
