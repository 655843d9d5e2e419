"""Who says so: the question, and how information by proxy is told."""

from __future__ import annotations

from bot.flows.kit.evidence import ask_choice_or_photo
from bot.flows.kit.questions import Option, choose
from bot.flows.kit.script import Choice, Script
from core.visits.source import SOURCE_WORDS, Source
from core.words import words


def ask_source() -> Script[Source]:
    """Who says so, by one tap."""
    return (yield from choose("source", words("visit.who_says"), _options(), columns=2))


def ask_source_or_photo() -> Script[tuple[Source, str | None]]:
    """The same; a photo that is sent instead of an answer is taken, and the question put once more."""
    photo = yield from ask_choice_or_photo("source", words("visit.who_says"), _options())
    if isinstance(photo, Source):
        return photo, None
    again = words("visit.photo_taken_who_says")
    return (yield from choose("source_after_photo", again, _options(), columns=2)), photo


def _options() -> list[Option[Source]]:
    return [Option(Choice(each, words(f"source.button_{each}"), SOURCE_WORDS[each]), each) for each in Source]
