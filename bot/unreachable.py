"""When an officer cannot be reached any more (blocked the bot), the leader is told, once."""

from __future__ import annotations

from datetime import datetime

from bot.campaign import Campaign
from bot.render import menu, message
from core.people import Role
from core.words import words
from db.chats import chat_of, officer_of
from db.outbox import Lane, Letter, post
from db.work import Work


def tell_leader(work: Work, lost: tuple[int, int], campaign: Campaign, now: datetime) -> None:
    """Post an alert to the leader of the officer behind a lost chat (bot, chat), if there is one."""
    officer = officer_of(work, *lost)
    leader = chat_of(work, officer.supervisor) if officer and officer.supervisor else None
    if officer is None or leader is None or leader.blocked_at is not None:
        return
    language = leader.language or campaign.language
    alert = words("alert.unreachable", name=officer.name, officer=officer.id)
    params = message(leader.chat, [alert], language, menu(Role(leader.role), language))
    key = f"unreachable:{officer.id}:{now:%Y-%m-%dT%H}"
    post(work, Letter(leader.bot, leader.chat, Lane.ALERT, key, "sendMessage", params), now)
