"""Updates as Telegram sends them, for the bot of the tests."""

from datetime import datetime
from typing import Any

FILE = {"file_id": "AgAD", "file_unique_id": "AQAD"}
SIZE = {"width": 90, "height": 60}
CONTENT: dict[str, dict[str, Any]] = {
    "photo": {"photo": [{**FILE, **SIZE}, {**FILE, "file_id": "LARGE", "width": 900, "height": 600}]},
    "contact": {"contact": {"phone_number": "+628123456789", "first_name": "Somebody"}},
    "location": {"location": {"latitude": -1.24, "longitude": 116.88}},
    "venue": {
        "location": {"latitude": -1.24, "longitude": 116.88},
        "venue": {
            "location": {"latitude": -1.24, "longitude": 116.88},
            "title": "Warung Bu Sri",
            "address": "Jl. Mangga",
        },
    },
    "live location": {"location": {"latitude": -1.24, "longitude": 116.88, "live_period": 900}},
    "sticker": {"sticker": {**FILE, "type": "regular", **SIZE, "is_animated": False, "is_video": False}},
    "picture file": {"document": {**FILE, "file_id": "FULL", "mime_type": "image/jpeg", "file_name": "rumah.jpg"}},
    "voice": {"voice": {**FILE, "duration": 3}},
    "file": {"document": {**FILE, "mime_type": "application/pdf", "file_name": "catatan.pdf"}},
}  # fmt: skip
"""What a message may hold instead of text."""


def person(chat: int, name: str) -> dict[str, Any]:
    """A user of Telegram."""
    return {"id": chat, "is_bot": False, "first_name": name}


def message(number: int, chat: int, name: str, sent_at: datetime, **content: Any) -> dict[str, Any]:
    """An update with a message of a private chat."""
    private = {"id": chat, "type": "private", "first_name": name}
    body = {"message_id": number, "date": int(sent_at.timestamp()), "chat": private, "from": person(chat, name)}
    return {"update_id": number, "message": {**body, **content}}


def edit(number: int, message: dict[str, Any], at: datetime, **content: Any) -> dict[str, Any]:
    """An update with a message as it reads after its writer has changed it."""
    return {"update_id": number, "edited_message": {**message, "edit_date": int(at.timestamp()), **content}}


def forwarded(at: datetime, by: str = "Somebody") -> dict[str, Any]:
    """What Telegram adds to a message that somebody else wrote."""
    return {"forward_origin": {"type": "hidden_user", "sender_user_name": by, "date": int(at.timestamp())}}


def answered(text: str) -> dict[str, Any]:
    """The bot's message to which another one is a reply, as it stands in that one."""
    return {"message_id": 1, "from": {"id": 1, "is_bot": True, "first_name": "Catat"}, "text": text}


def press(number: int, chat: int, name: str, data: str, shown: dict[str, Any] | None = None) -> dict[str, Any]:
    """An update with a press of a button. shown: the message that carries it; None when it is too old to be told."""
    query = {"id": f"press-{number}", "from": person(chat, name), "chat_instance": "1", "data": data}
    return {"update_id": number, "callback_query": {**query, **({"message": shown} if shown else {})}}


def shown(number: int, chat: int, name: str, sent_at: datetime, text: str) -> dict[str, Any]:
    """A message of the bot, as an update repeats it."""
    private = {"id": chat, "type": "private", "first_name": name}
    robot = {"id": 1, "is_bot": True, "first_name": "Catat"}
    return {"message_id": number, "date": int(sent_at.timestamp()), "chat": private, "from": robot, "text": text}


def blocking(number: int, chat: int, name: str, at: datetime, *, blocks: bool) -> dict[str, Any]:
    """An update that tells that a person has blocked the bot, or takes it back."""
    robot = {"id": 1, "is_bot": True, "first_name": "Catat"}
    old, new = ("member", "kicked") if blocks else ("kicked", "member")

    def member(status: str) -> dict[str, Any]:
        return {"user": robot, "status": status, **({"until_date": 0} if status == "kicked" else {})}

    change = {
        "chat": {"id": chat, "type": "private", "first_name": name},
        "from": person(chat, name),
        "date": int(at.timestamp()),
        "old_chat_member": member(old),
        "new_chat_member": member(new),
    }
    return {"update_id": number, "my_chat_member": change}
