"""How names and addresses are compared: forgiving about order, abbreviations, titles and spelling.

Two questions are answered. Searching: does a household fit what was typed, or nearly? Before a new family is put on the
list: is it like one that is there already? Everything is letters and numbers; a number must be the same number, while
a word may be misspelt.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from core.typed.lines import LONGEST_TYPED

NUMBER = re.compile(r"\W*(?:(?:no|nomor|nomer|nr|number)\W*)?(\d{1,5})\W*", re.IGNORECASE)
NAMED = re.compile(
    r"(?:^[\W_]{0,3}|(?<!\w)(?:no|nomor|nomer|nr|number|rumah|house|household)[\W_]{0,3})(\d{1,5})(?![\w/])",
    re.IGNORECASE,
)
MOST_NAMED = 4
PART = re.compile(r"[^\W\d_]+|\d+")
SHORT = {
    "jalan": "jl", "jln": "jl", "gang": "gg", "gng": "gg", "blok": "blk", "perumahan": "perum", "kompleks": "komp",
    "komplek": "komp", "haji": "h", "hajjah": "hj", "hajah": "hj", "street": "jl", "alley": "gg",
    "moh": "muhammad", "muh": "muhammad", "mohammad": "muhammad", "mohamad": "muhammad", "muhamad": "muhammad",
    "mochamad": "muhammad", "mochammad": "muhammad",
}  # fmt: skip
"""Words and abbreviations that mean the same, each with the one they are compared as."""
OLD_SPELLING = (("oe", "u"), ("dj", "j"), ("tj", "c"))
DOUBLE = re.compile(r"(.)\1+")
EMPTY = frozenset({"no", "nomor", "nomer", "nr", "number"})
TITLES = frozenset(
    {"pak", "bapak", "bpk", "bu", "ibu", "h", "hj", "alm", "almh", "almarhum", "almarhumah", "mr", "mrs"}
)
"""How somebody is called in front of the name; it tells nobody apart."""

LONGEST_NUMBER = 20
"""Digits; a longer one is compared as it is written, for Python reads no number of some thousands of digits."""
ENOUGH = 0.72
"""Two words at least this like each other (0 to 1) may be the same one, misspelt: riyadi and riadi."""
SUGGESTED = 0.6
"""What a household has to reach to be suggested when nothing fits: most of the words."""
SAME_NAME, SAME_ADDRESS = 0.8, 0.9
BOTH_ALIKE = 0.6
"""A family may be one on the list: by name alone, by address alone, or by both a little."""


def number_of(text: str) -> int | None:
    """A household's number, when a text names that and nothing else: "12", "no. 12", "nomor 12"."""
    found = NUMBER.fullmatch(unicodedata.normalize("NFKC", text)) if len(text) <= LONGEST_TYPED else None
    return int(found[1]) if found else None


def numbers_named(text: str) -> list[int]:
    """The household numbers that a sentence may name, a few at most: those at its beginning or behind "no" or "rumah".

    A guess, only good to ask about: it may be the number of an address.
    """
    found = (int(named) for named in NAMED.findall(unicodedata.normalize("NFKC", text)))
    return list(dict.fromkeys(found))[:MOST_NAMED]


@lru_cache(maxsize=20_000)
def parts(text: str) -> tuple[str, ...]:
    """The words and numbers of a text as they are compared; numbers without leading zeros."""
    short = [_compared(part) for part in PART.findall(_without_marks(text).casefold())]
    return tuple(part for part in short if part not in EMPTY) or tuple(short)


def fits(typed: Sequence[str], there: Sequence[str], *, inside: bool = False) -> bool:
    """Whether every part that was typed is there, in any order: a number as it is, a word as the beginning of one.

    inside: letters in the middle of a word are enough.
    """
    return bool(typed) and all(_held(part, there, inside) for part in _named(typed))


def nearness(typed: Sequence[str], there: Sequence[str]) -> float:
    """How much of what was typed is there (0 to 1), a misspelt word counting less."""
    wanted = _named(typed)
    return sum(max((_alike(part, other) for other in there), default=0.0) for part in wanted) / max(1, len(wanted))


def same_family(head: str, address: str, other_head: str, other_address: str) -> float:
    """How likely two descriptions are of one family: 0 when they are not, else more for the likelier."""
    name = _overlap(_named(parts(head)), _named(parts(other_head)))
    place = _overlap(parts(address), parts(other_address))
    if name >= SAME_NAME or place >= SAME_ADDRESS or min(name, place) >= BOTH_ALIKE:
        return name + place
    return 0.0


def _named(typed: Iterable[str]) -> tuple[str, ...]:
    all_of_it = tuple(typed)
    return tuple(part for part in all_of_it if part not in TITLES) or all_of_it


def _without_marks(text: str) -> str:
    """Text without accents, and in the plain form of each letter."""
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


@lru_cache(maxsize=20_000)
def _compared(part: str) -> str:
    """A number without leading zeros; a word in one spelling for all: Soeharto as Suharto, Djoko as Joko, Yohannes as
    Yohanes.
    """
    if part.isdecimal():
        return str(int(part)) if len(part) <= LONGEST_NUMBER else part
    word = SHORT.get(part, part)
    for old, new in OLD_SPELLING:
        word = word.replace(old, new)
    return DOUBLE.sub(r"\1", word)


def _held(part: str, there: Sequence[str], inside: bool) -> bool:
    if part.isdecimal():
        return part in there
    return any(part in other if inside else other.startswith(part) for other in there)


def _overlap(some: Sequence[str], others: Sequence[str]) -> float:
    """How much of the shorter of two is found in the other (0 to 1); nothing when their numbers differ."""
    numbers, other_numbers = ({part for part in each if part.isdecimal()} for each in (some, others))
    if numbers and other_numbers and not numbers & other_numbers:
        return 0.0
    short, long = sorted((some, others), key=len)
    if not short:
        return 0.0
    return sum(max(_alike(part, other) for other in long) for part in short) / len(short)


@lru_cache(maxsize=20_000)
def _alike(part: str, other: str) -> float:
    """1 for the same part, 0 for a number or a word that differs, the likeness of a word that may be misspelt."""
    if part == other:
        return 1.0
    if part.isdecimal() or other.isdecimal() or min(len(part), len(other)) < 3:
        return 0.0
    if other.startswith(part):
        return 0.95
    pair = SequenceMatcher(None, part, other, autojunk=False)
    if pair.real_quick_ratio() < ENOUGH or pair.quick_ratio() < ENOUGH:
        return 0.0
    ratio = pair.ratio()
    return ratio if ratio >= ENOUGH else 0.0
