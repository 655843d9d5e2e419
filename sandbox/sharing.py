"""What a phone sends besides words of its own: forwarded messages, albums, venues, moving places; and its edits."""

import secrets
import time
from typing import TYPE_CHECKING, Any

from sandbox import phones
from sandbox.files import sample_photo
from sandbox.html import units
from sandbox.refusals import PhoneRefusal
from sandbox.texts import detected

if TYPE_CHECKING:
    from sandbox.chats import Chat, Entry

Json = dict[str, Any]

ALBUM = range(2, 11)
LIVE = range(60, 86_401)
"""Seconds for which a place may be shared live (Bot API, Location)."""
EDITABLE_SECONDS = 48 * 3600
LONGEST_CAPTION = 1024
CONTENT = ("text", "entities", "photo", "document", "caption", "caption_entities", "location", "venue", "contact")
"""Fields of a message that go along when it is forwarded."""
NOT_NOW = "an edit needs a signal, and a bot that is not blocked"


def forward(chat: "Chat", source: "Entry") -> Json | None:
    """Forward a message that somebody in this sandbox sees: a new message that tells whose it was, and when."""
    message = source.message
    origin = message.get("forward_origin") or {
        "type": "user",
        "date": message["date"],
        "sender_user": message["from"],
    }
    content = {name: message[name] for name in CONTENT if name in message}
    return phones.send(chat, "forward", {**content, "forward_origin": origin})


def forward_text(chat: "Chat", name: str, text: str) -> Json | None:
    """Forward a line of somebody outside of this sandbox, who hides the own account."""
    if not text.strip() or units(text) > phones.LONGEST_TEXT:
        raise PhoneRefusal("a phone forwards texts of 1 to 4096 characters", 400)
    entities = detected(text)
    origin = {"type": "hidden_user", "date": int(time.time()), "sender_user_name": name}
    content = {"text": text, **({"entities": entities} if entities else {})}
    return phones.send(chat, "forward", {**content, "forward_origin": origin})


def send_album(chat: "Chat", number: int, caption: str) -> list[Json | None]:
    """Send so many photos at once: a message each, all of one group, the words under the first."""
    if number not in ALBUM:
        raise PhoneRefusal("an album has 2 to 10 photos", 400)
    group = str(secrets.randbelow(9 * 10**16) + 10**16)
    sent = []
    for at in range(number):
        sizes = [chat.bot.shelf.put(picture, "photos").photo_size() for picture in sample_photo()]
        words = {"caption": caption} if caption and not at else {}
        sent.append(phones.send(chat, "photo", {"photo": sizes, **words, "media_group_id": group}))
    return sent


def send_venue(chat: "Chat", location: Json, title: str, address: str) -> Json | None:
    """Send a place picked from the map; Telegram tells its location twice."""
    venue = {"location": location, "title": title, "address": address}
    return phones.send(chat, "venue", {"venue": venue, "location": location})


def send_place(chat: "Chat", location: Json) -> Json | None:
    """Send where the phone is, now or, with a live_period, from now on."""
    if "live_period" in location and location["live_period"] not in LIVE:
        raise PhoneRefusal("a place is shared live for 60 to 86400 seconds", 400)
    return phones.send(chat, "location", {"location": location})


def edit(chat: "Chat", message_id: int, text: str) -> Json:
    """Change the words of one's own message; the bot hears of it by an edited_message."""
    message = _own(chat, message_id).message
    field = "text" if "text" in message else "caption"
    if "forward_origin" in message or not ({"text", "photo", "document"} & message.keys()):
        raise PhoneRefusal("this message cannot be edited")
    if time.time() - message["date"] > EDITABLE_SECONDS:
        raise PhoneRefusal("a message can be edited for 48 hours")
    if not text.strip() or units(text) > (phones.LONGEST_TEXT if field == "text" else LONGEST_CAPTION):
        raise PhoneRefusal("the text is empty or too long", 400)
    if text.strip() == message.get(field):
        raise PhoneRefusal("nothing would change")
    entities = detected(text.strip()) if field == "text" else []
    fresh = {name: value for name, value in message.items() if name not in ("entities", "caption_entities")}
    more = {"entities": entities} if entities else {}
    return chat.person_changes(message_id, {**fresh, field: text.strip(), **more})


def move(chat: "Chat", message_id: int, latitude: float, longitude: float) -> Json:
    """The phone has moved while it shares its place."""
    message = _own(chat, message_id).message
    if "live_period" not in message.get("location", {}):
        raise PhoneRefusal("this place is not shared live")
    location = {**message["location"], "latitude": latitude, "longitude": longitude}
    return chat.person_changes(message_id, {**message, "location": location})


def _own(chat: "Chat", message_id: int) -> "Entry":
    if chat.blocked or not chat.phone.online:
        raise PhoneRefusal(NOT_NOW)
    entry = chat.entries.get(message_id)
    if entry is None or entry.from_bot:
        raise PhoneRefusal("no such message of this person", 404)
    return entry
