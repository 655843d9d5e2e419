"""Files to send: an outbox message describes a file, and its bytes are made right before the call.

So the outbox stays small, and a message that is tried again has its file made again. Where python-telegram-bot has an
InputFile, the call of a message (channels/telegram/render.py) holds what core/outgoing.py says of its file:

    "photo": {"file": "capaian.png", "make": "course", "of": {...}}        for sendPhoto
    "document": {"file": "data-saya.json", "make": "text", "of": {"text": "..."}}   for sendDocument

make: a name of MAKERS. A text in the same place is the file_id of a file that Telegram has already.

A maker runs in a thread of its own, one file at a time. No ordinary message waits for it. What cannot be made is a dead
message with its reason (delivery/sender.py).
"""

from __future__ import annotations

import asyncio
import mimetypes
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

FIELDS = {"sendPhoto": "photo", "sendDocument": "document"}
"""The methods that carry a file, and the parameter it stands in."""
UNKNOWN_KIND = "application/octet-stream"


class Unmade(Exception):
    """A file that cannot be made; the message says which and why, without what was to stand in it."""


@dataclass(frozen=True)
class Upload:
    """A file as it leaves."""

    name: str
    kind: str
    content: bytes


def text_file(of: dict[str, Any]) -> bytes:
    """A file of text, whatever its ending: `of` holds it as "text"."""
    return str(of["text"]).encode()


def course_file(of: dict[str, Any]) -> bytes:
    """The picture of a course. What draws it is loaded with the first."""
    from delivery.drawing import draw_course

    return draw_course(of)


def letter_file(of: dict[str, Any]) -> bytes:
    """A letter for help. What writes it is loaded with the first."""
    from delivery.paper import make_letter

    return make_letter(of)


MAKERS: dict[str, Callable[[dict[str, Any]], bytes]] = {
    "text": text_file,
    "course": course_file,
    "letter": letter_file,
}
"""The maker of each kind of file."""
_AT_WORK = ThreadPoolExecutor(1, "uploads")


def upload(described: dict[str, Any]) -> Upload:
    """The file that is described; Unmade when its maker is unknown or fails."""
    name, make = described.get("file", "file"), described.get("make")
    maker = MAKERS.get(str(make))
    if maker is None:
        raise Unmade(f"nobody makes {make!r}")
    try:
        content = maker(described["of"])
    except Exception as error:  # the message is dead; its description stays for whoever looks
        raise Unmade(f"{make!r} could not be made: {type(error).__name__}") from error
    return Upload(name, mimetypes.guess_type(name)[0] or UNKNOWN_KIND, content)


async def with_file(method: str, params: dict[str, Any]) -> dict[str, Any]:
    """The parameters with the file that they describe; as they are when they describe none. Unmade as above."""
    field = FIELDS.get(method, "")
    described = params.get(field)
    if not isinstance(described, dict):
        return params
    made = await asyncio.get_running_loop().run_in_executor(_AT_WORK, upload, described)
    return {**params, field: made}
