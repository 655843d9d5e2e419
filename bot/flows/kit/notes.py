"""The note that the form wants with an outcome: a usual one by a button, anything else in words."""

from __future__ import annotations

from bot.flows.kit.questions import ask_text
from bot.flows.kit.script import Choice, Script
from core.notes import USUAL
from core.outcomes import Outcome
from core.words import words


def ask_note(outcome: Outcome) -> Script[str]:
    """The note, as it stands on the form: Indonesian when it came by a button."""
    usual = USUAL.get(outcome, {})
    choices = [Choice(f"{key}!", words(f"note.{key}"), also=(note,)) for key, note in usual.items()]
    said = yield from ask_text("note", words(f"visit.note_{outcome}"), choices)
    return usual.get(said.removesuffix("!"), said) if said.endswith("!") else said
