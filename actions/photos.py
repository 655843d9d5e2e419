"""Photos that were sent as evidence, shown once more to whoever checks what they are about."""

from __future__ import annotations

from actions.actor import Actor
from core.outgoing import File, Message
from core.visits.details import ShowPhotos, Unshown
from core.words import words
from db.cases.reminders import people

MOST = 10
"""Photos shown at once: a chat takes about one a second."""


def show_photos(actor: Actor, command: ShowPhotos) -> Unshown:
    """Post the photos, each a message of its own; Telegram has them already, so that nothing is loaded up."""
    bot, _ = actor.own_chat
    senders = people(actor.work, [photo.officer for photo in command.photos])
    here = [photo for photo in command.photos if senders[photo.officer].bot == bot]
    for number, photo in enumerate(here[-MOST:]):
        about = words("review.photo_with_note", about=command.about, note=photo.text) if photo.text else command.about
        actor.post(f"photo{number}", Message((about,), file=File("photo", known=photo.file)))
    return Unshown(len(command.photos) - len(here), max(0, len(here) - MOST))
