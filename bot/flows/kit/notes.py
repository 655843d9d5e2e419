"""The note that the form wants with an outcome: a usual one by a button, anything else in words; and who says so."""

from __future__ import annotations

from bot.flows.kit.questions import read_text_or_choice
from bot.flows.kit.script import Ask, Choice, Heard, Raw, Script, ask
from bot.flows.kit.source import ask_source
from core.visits.notes import USUAL
from core.visits.outcomes import Outcome
from core.visits.source import Source, is_asked, source_of
from core.words import words

UNSEEN = "\n"
"""Stored behind a note that was written without a signal: a further question would not be seen in time, and the next
report would drop this one. No note has a second line.
"""


def ask_note(outcome: Outcome) -> Script[tuple[str, Source]]:
    """The note, as it stands on the form (Indonesian when it came by a button), and who says so.

    That is asked only where it matters and the note does not say it.
    """
    usual = USUAL.get(outcome, {})
    choices = [Choice(f"{key}!", words(f"note.{key}"), also=(note,)) for key, note in usual.items()]

    def read(heard: Heard) -> Raw:
        return read_text_or_choice(heard, choices) + UNSEEN * heard.late

    said = yield from ask(Ask("note", words(f"visit.note_{outcome}"), read, str, choices, any_words=True))
    unseen, said = said.endswith(UNSEEN), said.removesuffix(UNSEEN)
    note = usual.get(said.removesuffix("!"), said) if said.endswith("!") else said
    if is_asked(outcome, note) and not unseen:
        return note, (yield from ask_source())
    return note, source_of(outcome, note)
