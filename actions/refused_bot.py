"""When Telegram refuses a bot (its token was revoked), that bot alone stops and the office is told by another."""

from __future__ import annotations

from datetime import datetime

from actions.notify import notify
from core.words import words
from db.bots import BotRow, refuse
from db.engine.work import Work
from db.outbox.messages import Lane
from db.people.chats import office_chats


def stop_refused(work: Work, bot: BotRow, now: datetime) -> None:
    """Mark the bot refused, unless it has a new token by now; tell the officers of BPS whom another bot can reach."""
    if not refuse(work, bot):
        return
    for person in office_chats(work, other_than=bot.id):
        key = f"refused:{bot.id}:{person.chat}:{now:%Y-%m-%dT%H}"
        notify(work, person, [words("alert.bot_refused", name=bot.name)], (Lane.ALERT, key), now)
