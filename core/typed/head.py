"""The head of a line: which household, and which outcome."""

from __future__ import annotations

import difflib
import re
from typing import NamedTuple

from core.outcomes import AT_THE_DOOR, RULES, Outcome
from core.problems import Problem
from core.typed.tokens import MARK, WORD, Token, tokens_of

PHRASES: dict[Outcome, tuple[str, ...]] = {
    Outcome.COMPLETE: ("selesai", "lengkap", "complete", "done"),
    Outcome.PARTIAL: ("selesai sebagian", "sebagian", "partial", "partly complete"),
    Outcome.APPOINTMENT: ("janji kunjungan ulang", "janji", "janjian", "appointment"),
    Outcome.NOBODY_HOME: ("tidak ada orang", "tdk ada orang", "tidak ada", "nobody home", "not home"),
    Outcome.AWAY: ("bepergian lama", "bepergian", "away for long", "away"),
    Outcome.REFUSED: ("menolak lunak", "menolak", "tolak", "refused", "refusal"),
    Outcome.REFUSED_HARD: ("menolak keras", "tolak keras", "refused firmly", "hard refusal"),
    Outcome.UNABLE: ("tidak bisa diwawancara", "tidak bisa", "unable to be interviewed", "unable"),
    Outcome.NO_ACCESS: ("akses ditutup", "no access"),
    Outcome.MOVED: ("pindah", "moved out", "moved"),
    Outcome.VACANT: ("rumah kosong", "kosong", "vacant house", "vacant"),
    Outcome.NO_DWELLING: ("bangunan tidak ada", "no such dwelling", "no dwelling"),
    Outcome.DECEASED: ("meninggal", "deceased"),
    Outcome.DUPLICATE: ("ganda", "duplicate"),
}
SPELLINGS = {phrase: outcome for outcome, phrases in PHRASES.items() for phrase in phrases}
SPELLINGS |= {RULES[outcome].code.casefold(): outcome for outcome in AT_THE_DOOR}
BEGIN_LONGER = frozenset(phrase.split()[0] for phrase in SPELLINGS if " " in phrase)
LONGEST_PHRASE = max(len(phrase.split()) for phrase in SPELLINGS)
LONGEST_WORD = 30
"""A longer word is none that was mistyped."""

START = re.compile(
    r"[\W_]*+(?:(?:lapor|laporan|report)\b[\W_]*+)?(?:(?:no|nomor|nomer|nr|rumah)(?![^\W\d_])[\W_]*+)?"
    r"(\d{1,5}+)(?!\d)\s*+(?:[.,:;=/|)\-–]++\s*+)?",
    re.IGNORECASE,
)
SUFFIXES = frozenset({Outcome.NO_ACCESS, Outcome.PARTIAL, Outcome.DECEASED, Outcome.UNABLE})
"""Their codes A, B, D and I, written onto the number, may as well be the letter of a house."""


class Head(NamedTuple):
    """The beginning of a line. at: the token behind it. glued: its outcome is a letter written onto the number."""

    no: int
    outcome: Outcome
    tokens: list[Token]
    at: int
    glued: bool


def number_at(text: str) -> tuple[int, int, int]:
    """The household's number, where it ends, and where the rest begins; Problem `line_without_number`."""
    found = START.match(text)
    if found is None:
        raise Problem("line_without_number")
    return int(found[1]), found.end(1), found.end()


def outcome_at(tokens: list[Token], at: int) -> tuple[Outcome, int] | None:
    """The outcome with the longest spelling that begins at a token, marks left out, and the token behind it."""
    while at < len(tokens) and tokens[at].kind == MARK:
        at += 1
    if at == len(tokens) or tokens[at].kind != WORD:
        return None
    said = tokens[at].said
    found = (SPELLINGS[said], at + 1) if said in SPELLINGS else None
    if said not in BEGIN_LONGER:
        return found
    spelled, words = said, 1
    for place in range(at + 1, min(at + 2 * LONGEST_PHRASE, len(tokens))):
        if tokens[place].kind == MARK:
            continue
        if tokens[place].kind != WORD or words == LONGEST_PHRASE:
            break
        spelled, words = f"{spelled} {tokens[place].said}", words + 1
        if spelled in SPELLINGS:
            found = SPELLINGS[spelled], place + 1
    return found


def read_head(text: str) -> Head:
    """The head of a cleaned line; Problem when it has no number, or no outcome: with the nearest, if one is near."""
    no, end, rest = number_at(text)
    tokens = tokens_of(text, rest)
    found = outcome_at(tokens, 0)
    if found is None:
        raise Problem("line_without_outcome")
    outcome, at = found
    letter = rest == end and at == 1 and len(tokens[0].said) == 1 and tokens[0].start == end
    return Head(no, outcome, tokens, at, letter)


def nearest_outcome(text: str) -> Problem:
    """What to say of a line whose outcome is not known."""
    _, _, rest = number_at(text)
    word = next((token.said for token in tokens_of(text[: rest + 2 * LONGEST_WORD], rest) if token.kind == WORD), "")
    near = difflib.get_close_matches(word, SPELLINGS, n=1, cutoff=0.7) if 2 < len(word) <= LONGEST_WORD else []
    if near:
        return Problem("line_outcome_near", typed=word[:20], near=near[0])
    return Problem("line_without_outcome")
