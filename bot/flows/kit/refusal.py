"""The question why a family refused."""

from __future__ import annotations

from bot.flows.kit.questions import ask_text, read_text_or_choice
from bot.flows.kit.script import Ask, Choice, Heard, Raw, Script, ask
from core.problems import Problem
from core.visits.outcomes import REASON_WORDS, RefusalReason
from core.visits.refusals import reason_of
from core.words import words

FEWEST = 3
"""Letters that a reason has."""


def ask_reason() -> Script[tuple[RefusalReason, str]]:
    """Why a family refused, and its words: the usual reasons are an offer, any words do.

    Words that name a usual reason count for it, others for `other`; either way they are kept as the note.
    """
    usual = tuple(Choice(reason, words(f"reason.{reason}"), REASON_WORDS[reason]) for reason in RefusalReason)

    def read(heard: Heard) -> Raw:
        said = read_text_or_choice(heard, usual)
        if sum(map(str.isalpha, said)) < FEWEST:
            raise Problem("reason_wanted")
        return said

    said: str = yield from ask(Ask("reason", words("visit.why_refused"), read, str, usual))
    if said == RefusalReason.OTHER:
        return RefusalReason.OTHER, (yield from ask_text("note", words("visit.which_reason")))
    return (RefusalReason(said), "") if said in set(RefusalReason) else (reason_of(said), said)
