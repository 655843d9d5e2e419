"""An update of Telegram as an event of the domain: who sent what, when. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

OF_AN_UPDATE = re.compile(r"(\d+:\d+):")
LONGEST_WAY = timedelta(hours=25)
"""Telegram keeps what it could not deliver for 24 hours; a message that claims to be older has a wrong date."""


@dataclass(frozen=True)
class Event:
    """One thing a person did in a private chat.

    kind: text, press, photo, contact, location, blocked, unblocked, or other. at: when it was sent, on the program's
    clock (a press carries no date: when it arrived). press: the id to answer it by. data: what the button carries.
    file: Telegram's id of a photo, of its largest size. place: latitude and longitude in degrees.
    """

    bot: int
    update_id: int
    chat: int
    kind: str
    at: datetime
    text: str = ""
    press: str = ""
    data: str = ""
    file: str = ""
    place: tuple[float, float] | None = None

    @property
    def name(self) -> str:
        """What this event is called in logs and traces, and by the keys of what it posts: its bot and update."""
        return f"{self.bot}:{self.update_id}"


def update_of(key: str) -> str:
    """The name of the event that posted a letter with this key; empty when none did."""
    found = OF_AN_UPDATE.match(key)
    return found[1] if found else ""


def event_of(bot: int, update: dict[str, Any], arrived_at: datetime, offset: timedelta) -> Event | None:
    """The event of an update, or None when nobody in a private chat did anything new (groups, edits, channels).

    offset: how far the program's clock is from the real one; Telegram's dates are shifted by it. The update is read as
    it came: objects of python-telegram-bot would cost more than all the rest of a short message's way.
    """
    number = update["update_id"]
    if (query := update.get("callback_query")) is not None:
        person, data = query["from"]["id"], query.get("data") or ""
        return Event(bot, number, person, "press", arrived_at, press=query["id"], data=data)
    member = update.get("my_chat_member")
    if member is not None and member["chat"]["type"] == "private":
        left = member["new_chat_member"]["status"] in ("kicked", "left")
        return Event(bot, number, member["chat"]["id"], "blocked" if left else "unblocked", arrived_at)
    message = update.get("message")
    if message is None or message["chat"]["type"] != "private":
        return None
    at = datetime.fromtimestamp(message["date"], UTC) + offset
    if not arrived_at - LONGEST_WAY <= at <= arrived_at:
        at = arrived_at
    chat, kind = message["chat"]["id"], _kind(message)
    if kind == "text":
        return Event(bot, number, chat, kind, at, text=message["text"])
    file, place = _photo(message), _place(message)
    return Event(bot, number, chat, kind, at, text=message.get("caption") or "", file=file, place=place)


def person_of(update: dict[str, Any]) -> int | None:
    """Who sent an update, of whatever kind; None when nobody did."""
    parts = (part for part in update.values() if isinstance(part, dict))
    return next((part["from"]["id"] for part in parts if "from" in part), None)


def _kind(message: dict[str, Any]) -> str:
    kind = next((kind for kind in ("text", "photo", "contact", "location") if message.get(kind)), "other")
    return "photo" if kind == "other" and _is_picture(message.get("document")) else kind


def _is_picture(document: dict[str, Any] | None) -> bool:
    """Whether a file is a photo that was sent in its full size."""
    return document is not None and str(document.get("mime_type", "")).startswith("image/")


def _photo(message: dict[str, Any]) -> str:
    if sizes := message.get("photo"):
        return str(max(sizes, key=lambda size: size.get("width", 0))["file_id"])
    document = message.get("document")
    return str(document["file_id"]) if document and _is_picture(document) else ""


def _place(message: dict[str, Any]) -> tuple[float, float] | None:
    location = message.get("location")
    return (location["latitude"], location["longitude"]) if location else None
