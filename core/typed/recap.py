"""Recaps: how many of each outcome there were ("15 selesai, 3 menolak, 2 tidak ada orang"). That is no report."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.typed.head import SPELLINGS
from core.visits.outcomes import RULES

COUNTED_WORDS = r"(?:\s*(?:kk|rt|rumah(?: tangga)?|keluarga|orang|households?|families))?"
OUTCOME = "|".join(sorted(map(re.escape, SPELLINGS), key=len, reverse=True))
PIECE = re.compile(
    rf"(\d{{1,4}}){COUNTED_WORDS}\s*({OUTCOME})|({OUTCOME})\s*[:=]?\s*(\d{{1,4}}){COUNTED_WORDS}", re.IGNORECASE
)
BETWEEN = re.compile(r"\s*(?:[,;/+&]|\b(?:dan|and)\b)\s*", re.I)
SUM = re.compile(r"^\s*(?:(?:total|jumlah|rekap|hari ini|today|recap|sum)\b[\s:,=]*)+", re.I)
LONGEST = 300
"""Characters of a recap; there are no more than fourteen outcomes."""


def is_recap(text: str) -> bool:
    """Return whether a text counts outcomes: at least two, separated, nothing else said, and no person.

    Codes alone (`3 M, 2 T`) are reports, unless a count of complete ones is among them.
    """
    if len(text) > LONGEST or "\n" in text or not BETWEEN.search(text):
        return False
    pieces = BETWEEN.split(SUM.sub("", text).strip(" ."))
    if len(pieces) < 2:
        return False
    found = [PIECE.fullmatch(piece.strip()) for piece in pieces]
    if not all(found):
        return False
    said = [(match[2] or match[3]).casefold() for match in found if match]
    numbers_first = all(match and match[2] for match in found)
    return not numbers_first or all(len(word) > 2 for word in said) or _counts(said)


def are_recaps(lines: Sequence[str]) -> bool:
    """Whether the lines of one message are a recap, one outcome a line: none says more, and the complete ones name no
    persons.
    """
    found = [PIECE.fullmatch(line.strip(" .")) for line in lines]
    said = [(match[2] or match[3]).casefold() for match in found if match]
    return len(said) == len(lines) > 1 and _counts(said)


def _counts(said: Sequence[str]) -> bool:
    return any(RULES[SPELLINGS[word]].counts for word in said)


