"""Evidence of what was done: a few words, or a photo with or without words under it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from bot.flows.kit.questions import Option, pick, read_text
from bot.flows.kit.script import Ask, Choice, Heard, Raw, Script, ask, do, say
from core.people.person import Caller
from core.problems import Problem
from core.visits.details import Photo, ShowPhotos
from core.words import Words, words

T = TypeVar("T")
PHOTO = "📷"
"""Stands before a photo's id in what is stored; the words under it follow in the next line."""
LONGEST_NOTE = 300
SEE_PHOTOS = Choice("photos", words("button.photos"), ("foto", "lihat foto", "photo", "photos"))
"""Shows what was photographed, to whoever looks at it."""


def ask_evidence(key: str, prompt: Words) -> Script[tuple[str, str | None]]:
    """Words, and the id of a photo or None."""
    return (yield from ask(Ask(key, prompt, _read, _value, any_words=True)))


def ask_choice_or_photo(key: str, prompt: Words, options: Sequence[Option[T]]) -> Script[T | str]:
    """One of the options, or the id of a photo that came instead."""
    offered = {option.choice.id: option.value for option in options}
    choices = [option.choice for option in options]

    def read(heard: Heard) -> Raw:
        if heard.kind == "photo" and heard.file:
            return f"{PHOTO}{heard.file}"
        picked = pick(heard, choices)
        if picked is None:
            raise Problem("button_outdated" if heard.kind == "press" else "choose_one")
        return picked.id

    def value(raw: Raw) -> T | str:
        said = str(raw)
        if said.startswith(PHOTO):
            return said.removeprefix(PHOTO)
        if said not in offered:
            raise Problem("choice_gone")
        return offered[said]

    return (yield from ask(Ask(key, prompt, read, value, choices, columns=2)))


def show_photos(me: Caller, photos: tuple[Photo, ...], about: Words) -> Script[None]:
    """Send photos to the caller, and say of how many that cannot be done."""
    unshown = yield from do(ShowPhotos(me, photos, about))
    if unshown.more:
        yield from say(words("evidence.more", n=unshown.more))
    if unshown.elsewhere:
        yield from say(words("evidence.elsewhere", n=unshown.elsewhere))


def _read(heard: Heard) -> Raw:
    if heard.kind == "photo" and heard.file:
        return f"{PHOTO}{heard.file}\n{' '.join(heard.text.split())[:LONGEST_NOTE]}"
    if heard.kind != "text":
        raise Problem("evidence_wanted")
    return read_text(heard, LONGEST_NOTE)


def _value(raw: Raw) -> tuple[str, str | None]:
    said = str(raw)
    if not said.startswith(PHOTO) or "\n" not in said:
        return said, None
    photo, _, note = said.removeprefix(PHOTO).partition("\n")
    return note, photo
