"""Tokens: a text cut once into numbers, hours, dates, words and marks, each with its place in the text."""

from __future__ import annotations

import re
from typing import NamedTuple

from core.typed.number_groups import MASK

NUMBER, CLOCK, PAIR, DATE, WORD, MARK = "number", "clock", "pair", "date", "word", "mark"

TOKEN = re.compile(
    rf"(?P<masked>{MASK.pattern})|"
    r"(?P<date>\d{4}-\d{1,2}-\d{1,2}(?!\d)|\d{1,2}(?P<sep>[./-])\d{1,2}(?P=sep)(?:\d{4}|\d{2})(?![\d.:/-]\d|\d))"
    r"|(?P<clock>\d{1,2}[:.]\d{2}(?![\d:.]?\d))"
    r"|(?P<pair>\d{1,2}[-–—/⁄]\d{1,2}(?!\d|[:./–—-]\d))"
    r"|(?P<number>\d+)"
    r"|(?P<word>(?!(?:jam|tgl|pkl|gang|blok|blk)2)[^\W\d_]{3,}2(?![\d:./])|[^\W\d_]+(?:['’‘`´ʼ][^\W\d_]+)*)"
    r"|(?P<mark>\S)",
    re.IGNORECASE,
)
"""A word of three letters and more with a 2 behind it is said twice: anak2, kira2."""
APOSTROPHES = re.compile(r"['’‘`´ʼ2]")
DIGITS = re.compile(r"\d+")
MOST_DIGITS = 6
"""Longer numbers count as one that nothing reaches."""
BEYOND = 10**MOST_DIGITS


class Token(NamedTuple):
    """A piece of text that is not cut further. said: as it is compared, no case, no apostrophes. start, end: where it
    stands. numbers: those in it. glued: nothing stands between it and the token before.
    """

    kind: str
    said: str
    start: int
    end: int
    numbers: tuple[int, ...]
    glued: bool


def tokens_of(text: str, start: int = 0) -> list[Token]:
    """The tokens of a text (as core/typed/lines.py cleans it) from a place on; what is no blank is in one of them."""
    found: list[Token] = []
    before = -1
    for match in TOKEN.finditer(text, start):
        kind, first, last = match.lastgroup or MARK, match.start(), match.end()
        said = match[0].casefold()
        numbers: tuple[int, ...] = ()
        if kind in ("sep", "masked"):  # a number that was masked where it came in is a word
            kind = DATE if kind == "sep" else WORD
        if kind == WORD:
            said = said if said.isalpha() else APOSTROPHES.sub("", said)
        elif kind != MARK:
            numbers = tuple(_number(digits) for digits in DIGITS.findall(said))
        found.append(Token(kind, said, first, last, numbers, first == before))
        before = last
    return found


def _number(digits: str) -> int:
    return int(digits) if len(digits) <= MOST_DIGITS else BEYOND
