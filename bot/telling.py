"""Writing to an officer unasked: in the officer's own language, with the keyboard of the officer's role."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.campaign import Campaign
from bot.flows.kit.script import Offer
from bot.render import menu, message, offers
from core.people import Role
from core.words import Words
from db.chats import chat_of
from db.outbox import Lane, Letter, post
from db.work import Work


def tell(work: Work, officer: str, said: Sequence[Words], key: str, campaign: Campaign, now: datetime) -> bool:  # noqa: PLR0913
    """Post an alert to an officer; False when no bot can reach the officer, or the key was posted before."""
    chat = chat_of(work, officer)
    if chat is None or chat.blocked_at is not None:
        return False
    return post(work, letter_to(chat, said, key, campaign), now)


def letter_to(  # noqa: PLR0913
    person: Any,
    said: Sequence[Words],
    key: str,
    campaign: Campaign,
    lane: Lane = Lane.ALERT,
    doors: Sequence[Offer] | None = None,
) -> Letter:
    """What is said to an officer as a letter. person: a row with bot, chat, language (None: the usual one) and role.

    doors: buttons below, instead of the menu: Telegram lets no message be edited that came with a keyboard.
    """
    language = person.language or campaign.language
    below = menu(Role(person.role), language) if doors is None else {"inline_keyboard": offers(doors, language)}
    params = message(person.chat, list(said), language, below)
    return Letter(person.bot, person.chat, lane, key, "sendMessage", params)
