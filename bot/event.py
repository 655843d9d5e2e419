"""An update of Telegram as an event of the domain: who sent what, when. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from telegram import Message, Update

OF_AN_UPDATE = re.compile(r"(\d+:\d+):")
LONGEST_WAY = timedelta(hours=25)
"""Telegram keeps what it could not deliver for 24 hours; a message that claims to be older has a wrong date."""


@dataclass(frozen=True)
class Event:
    """One thing a person did in a private chat.

    kind: text, press, photo, contact, location, blocked, unblocked, or other. at: when it was sent, on the program's
    clock (a press carries no date: when it arrived). press: the id to answer it by. data: what the button carries.
    """

    bot: int
    update_id: int
    chat: int
    kind: str
    at: datetime
    text: str = ""
    press: str = ""
    data: str = ""

    @property
    def name(self) -> str:
        """What this event is called in logs and traces, and by the keys of what it posts: its bot and update."""
        return f"{self.bot}:{self.update_id}"


def update_of(key: str) -> str:
    """The name of the event that posted a letter with this key; empty when none did."""
    found = OF_AN_UPDATE.match(key)
    return found[1] if found else ""


def event_of(bot: int, update: Update, arrived_at: datetime, offset: timedelta) -> Event | None:
    """The event of an update, or None when nobody in a private chat did anything new (groups, edits, channels).

    offset: how far the program's clock is from the real one; Telegram's dates are shifted by it.
    """
    if update.callback_query is not None:
        query = update.callback_query
        data, person = query.data or "", query.from_user.id
        return Event(bot, update.update_id, person, "press", arrived_at, press=query.id, data=data)
    if update.my_chat_member is not None and update.my_chat_member.chat.type == "private":
        left = update.my_chat_member.new_chat_member.status in ("kicked", "left")
        chat = update.my_chat_member.chat.id
        return Event(bot, update.update_id, chat, "blocked" if left else "unblocked", arrived_at)
    message = update.message
    if message is None or message.chat.type != "private":
        return None
    at = message.date + offset
    if not arrived_at - LONGEST_WAY <= at <= arrived_at:
        at = arrived_at
    return Event(bot, update.update_id, message.chat.id, _kind(message), at, text=message.text or message.caption or "")


def _kind(message: Message) -> str:
    for kind in ("text", "photo", "contact", "location"):
        if getattr(message, kind):
            return kind
    return "other"
