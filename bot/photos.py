"""Photos that were sent as evidence, shown once more to whoever checks what they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.details import ShowPhotos, Unshown
from core.outgoing import File, Message
from core.words import words
from db.reminders import people

if TYPE_CHECKING:
    from bot.carry import Carrier

MOST = 10
"""Photos shown at once: a chat takes about one a second."""


def show_photos(carrier: Carrier, command: ShowPhotos) -> Unshown:
    """Post the photos, each a message of its own; Telegram has them already, so that nothing is loaded up."""
    senders = people(carrier.work, [photo.officer for photo in command.photos])
    here = [photo for photo in command.photos if senders[photo.officer].bot == carrier.bot]
    for number, photo in enumerate(here[-MOST:]):
        about = words("review.photo_with_note", about=command.about, note=photo.text) if photo.text else command.about
        carrier.post(f"photo{number}", Message((about,), file=File("photo", known=photo.file)))
    return Unshown(len(command.photos) - len(here), max(0, len(here) - MOST))
