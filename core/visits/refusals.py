"""Why a family refused: the usual reason that its words name."""

from __future__ import annotations

from core.typed.batch import plain_words
from core.visits.outcomes import REASON_WORDS, RefusalReason

NOT = ("tidak", "tdk", "bukan", "gak", "nggak", "not")


def reason_of(said: str) -> RefusalReason:
    """The usual reason that words name and do not deny ("tidak sibuk"); `other` when there is none."""
    heard = f" {' '.join(plain_words(said))} "
    for reason, spellings in REASON_WORDS.items():
        for spelling in spellings:
            if f" {spelling} " in heard and not any(f" {no} {spelling} " in heard for no in NOT):
                return reason
    return RefusalReason.OTHER
