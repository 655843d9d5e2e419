"""An update of Telegram as an event of the domain: who sent what, when. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.edge import entered, is_number
from core.masking import Kind

LONGEST_WAY = timedelta(hours=25)
"""Telegram keeps what it could not deliver for 24 hours; a message that claims to be older has a wrong date."""
LONGEST_FILE = 512
"""Characters of a file's id; Telegram's have about 80."""


FORWARDED = (
    *("forward_origin", "forward_date", "forward_from", "forward_from_chat", "forward_sender_name"),
    *("is_automatic_forward", "sender_chat"),
)
"""Fields of a message that somebody else wrote: forwarded, or sent in the name of a channel."""


class Unreadable(ValueError):
    """A part of an update is not what Telegram says it is."""


@dataclass(frozen=True)
class Event:
    """One thing a person did in a private chat.

    kind: text, press, photo, contact, location, venue (a place picked from a map), live (a location that moves), edit
    (of a text or a caption), blocked, unblocked, or other. at: when it was sent, on the program's clock (a press
    carries no date: when it arrived). text: what was typed, the words under a photo, or the name of a venue. press: the
    id to answer it by. data: what the button carries. file: Telegram's id of a photo, of its largest size. place:
    latitude and longitude in degrees. message: its number in the chat, of a press that of the
    message with the button; 0 for what is none, or cannot be edited. masked: what numbers of
    persons were taken out (bot/guard.py). whose: forwarded or bot, when these are not the person's own words. edits:
    when the message that was edited was sent. album: the photos sent together. unkept: the text stood under a video, a
    voice or a file of another kind, of which nothing is kept. answers: the text of the bot's message to which it is a
    reply.
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
    message: int = 0
    masked: frozenset[Kind] = frozenset()
    whose: str = ""
    edits: datetime | None = None
    album: str = ""
    unkept: bool = False
    answers: str = ""

    @property
    def name(self) -> str:
        """What this event is called in logs and traces, and by the keys of what it posts: its bot and update."""
        return f"{self.bot}:{self.update_id}"


def event_of(bot: int, update: dict[str, Any], arrived_at: datetime, offset: timedelta) -> Event | None:
    """The event of an update, or None when no person in a private chat did anything new (groups, other bots).

    offset: how far the program's clock is from the real one; Telegram's dates are shifted by it. The update is read as
    it came: objects of python-telegram-bot would cost more than all the rest of a short message's way. What is not as
    Telegram writes it raises: Unreadable, or whatever comes of reading it (KeyError, TypeError, AttributeError).
    """
    number = update["update_id"]
    if (query := update.get("callback_query")) is not None:
        if query["from"].get("is_bot"):
            return None
        person, data = _number(query["from"]["id"]), _text(query.get("data") or "")
        shown = _editable(query.get("message"), person)
        return Event(bot, number, person, "press", arrived_at, press=_text(query["id"]), data=data, message=shown)
    member = update.get("my_chat_member")
    if member is not None and member["chat"]["type"] == "private":
        left = member["new_chat_member"]["status"] in ("kicked", "left")
        return Event(bot, number, _number(member["chat"]["id"]), "blocked" if left else "unblocked", arrived_at)
    message = update.get("message") or update.get("edited_message")
    if message is None or message["chat"]["type"] != "private" or (message.get("from") or {}).get("is_bot"):
        return None
    at = _sent_at(message.get("date"), arrived_at, offset)
    chat, kind, own = _number(message["chat"]["id"]), _kind(message), message.get("message_id")
    own = own if is_number(own) else 0
    event = Event(bot, number, chat, kind, at, message=own, whose=_whose(message))
    if not update.get("message"):
        return _edit(replace(event, kind="edit", at=arrived_at), message, offset)
    if kind == "text":
        return replace(event, text=_text(message["text"]), answers=_answered(message))
    said = message["venue"].get("title") if kind == "venue" else message.get("caption")
    text = _text(said or "")
    if kind == "other":
        return replace(event, kind="text", text=text, unkept=True) if text.strip() else event
    album = entered(str(message.get("media_group_id") or ""))[:LONGEST_FILE] if kind == "photo" else ""
    return replace(event, text=text, file=_photo(message), place=_place(message), album=album)


def _editable(message: dict[str, Any] | None, chat: int) -> int:
    """The number of the message that carries a pressed button; 0 when it cannot be edited into another text: it is too
    old to be told, or has no text.
    """
    if message is None or not message.get("date") or not message.get("text") or message["chat"]["id"] != chat:
        return 0
    own = message.get("message_id")
    return int(own) if own is not None and is_number(own) else 0


def _edit(event: Event, message: dict[str, Any], offset: timedelta) -> Event | None:
    """What was written anew; None for what changes by itself: a live location on its way, a preview that came late."""
    text = _text(message.get("text") or message.get("caption") or "")
    if not text or not message.get("edit_date"):
        return None
    at = _sent_at(message["edit_date"], event.at, offset)
    try:
        edits = datetime.fromtimestamp(message["date"], UTC) + offset
    except (TypeError, ValueError, OverflowError, OSError):
        edits = at
    return replace(event, at=at, text=text, edits=edits)


def _answered(message: dict[str, Any]) -> str:
    """The text of the bot's message to which this one is a reply; empty when it is none, or one to somebody else."""
    before = message.get("reply_to_message")
    if not isinstance(before, dict) or not (before.get("from") or {}).get("is_bot"):
        return ""
    return _text(before.get("text") or before.get("caption") or "")


def number_of_update(update: Any) -> int | None:
    """The number of an update; None when it has none that can be kept."""
    number = update.get("update_id") if isinstance(update, dict) else None
    return number if is_number(number) else None


def person_of(update: dict[str, Any]) -> int | None:
    """Who sent an update, of whatever kind; None when nobody did."""
    people = (part["from"].get("id") for part in _parts(update) if isinstance(part.get("from"), dict))
    return next(filter(is_number, people), None)


def chat_of(update: dict[str, Any]) -> int | None:
    """The private chat that an update is about, though the rest of it cannot be read; None when there is none."""
    chats = (part["chat"] for part in _parts(update) if isinstance(part.get("chat"), dict))
    private = (chat.get("id") for chat in chats if chat.get("type") == "private")
    return next(filter(is_number, private), None) or (person_of(update) if "callback_query" in update else None)


def _parts(update: dict[str, Any]) -> Iterator[dict[str, Any]]:
    return (part for part in update.values() if isinstance(part, dict))


def _number(value: Any) -> int:
    if not is_number(value):
        raise Unreadable("not a number of a chat")
    return int(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise Unreadable("not a text")
    return entered(value)


def _sent_at(date: Any, arrived_at: datetime, offset: timedelta) -> datetime:
    """When a message was sent; one with a wrong date: when it arrived."""
    try:
        at = datetime.fromtimestamp(date, UTC) + offset
    except (TypeError, ValueError, OverflowError, OSError):
        return arrived_at
    return at if arrived_at - LONGEST_WAY <= at <= arrived_at else arrived_at


def _whose(message: dict[str, Any]) -> str:
    """Whose words they are, when not the sender's own. Before Bot API 7.0 a forward was told by other fields."""
    if any(message.get(field) for field in FORWARDED):
        return "forwarded"
    return "bot" if message.get("via_bot") else ""


def _kind(message: dict[str, Any]) -> str:
    if message.get("venue"):
        return "venue"
    location = message.get("location")
    if isinstance(location, dict) and location.get("live_period"):
        return "live"
    kind = next((kind for kind in ("text", "photo", "contact", "location") if message.get(kind)), "other")
    return "photo" if kind == "other" and _is_picture(message.get("document")) else kind


def _is_picture(document: dict[str, Any] | None) -> bool:
    """Whether a file is a photo that was sent in its full size."""
    return document is not None and str(document.get("mime_type", "")).startswith("image/")


def _photo(message: dict[str, Any]) -> str:
    document, file = message.get("document"), ""
    if sizes := message.get("photo"):
        file = _text(max(sizes, key=lambda size: size.get("width", 0))["file_id"])
    elif document and _is_picture(document):
        file = _text(document["file_id"])
    if len(file) > LONGEST_FILE:
        raise Unreadable("not the id of a file")
    return file


def _place(message: dict[str, Any]) -> tuple[float, float] | None:
    if not (location := message.get("location")):
        return None
    place = location["latitude"], location["longitude"]
    for degrees, most in zip(place, (90, 180), strict=True):
        if not isinstance(degrees, int | float) or isinstance(degrees, bool) or not -most <= degrees <= most:
            raise Unreadable("not a place on earth")
    return place
