"""Photos that were sent as evidence, shown once more to whoever checks what they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.render import CAPTION_LIMIT, shorten
from bot.texts import sentence, show
from core.details import ShowPhotos, Unshown
from db.reminders import people

if TYPE_CHECKING:
    from bot.carry import Carrier

MOST = 10
"""Photos shown at once: a chat takes about one a second."""


def show_photos(carrier: Carrier, command: ShowPhotos) -> Unshown:
    """Post the photos, each a message of its own; Telegram has them already, so that nothing is loaded up."""
    senders = people(carrier.work, [photo.officer for photo in command.photos])
    here = [photo for photo in command.photos if senders[photo.officer].bot == carrier.bot]
    language = command.caller.language
    about = sentence(command.about, language)
    for number, photo in enumerate(here[-MOST:]):
        caption = f"{about}\n{show(photo.text, language)}" if photo.text else about
        params = {"photo": photo.file, "caption": shorten(caption, CAPTION_LIMIT), "parse_mode": "HTML"}
        carrier.post(carrier.chat, f"photo{number}", "sendPhoto", {"chat_id": carrier.chat, **params})
    return Unshown(len(command.photos) - len(here), max(0, len(here) - MOST))
