"""Text as people and phones type it: what means nothing is taken out, and words are compared without their edges."""

from __future__ import annotations

import re
import unicodedata

from core.number_groups import MASK

BREAKS = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029;؛]")
"""What ends a line: every kind of new line, and semicolons."""
UNSEEN = frozenset({"Cf", "Me"})
"""Zero-width characters, marks of direction, soft hyphens; and the frame of a keycap emoji."""
VARIANTS = range(0xFE00, 0xFE10)
"""They choose between the pictures of an emoji."""
LONGEST_TEXT = 4096
"""Characters of a message (https://core.telegram.org/bots/api#sendmessage); nothing longer is looked at."""
LONGEST_TYPED = 300
"""Characters of what is typed behind a command, or as the answer to a question that wants a few words."""
EDGES = " \t,;.-–—*•·|/=_"
"""Punctuation that means nothing at the edge of a note."""


def clean(text: str) -> str:
    """Plain width, and nothing invisible. A raised number stays apart from the one before it: 4² is not 42.
    A number that is masked (core/masking.py) stays one word.
    """
    plain = unicodedata.normalize("NFKC", text if _is_plain(text) else "".join(map(_seen, text)))
    return MASK.sub(lambda found: found[0].replace("...", "…"), plain)


def bare(word: str) -> str:
    """A word without punctuation and pictures at its edges; empty when there is nothing else. A sign of reckoning
    (± ~ < +) is not taken off, for it says that the number beside it is not certain.
    """
    first, last = 0, len(word)
    while first < last and _is_edge(word[first]):
        first += 1
    while last > first and _is_edge(word[last - 1]):
        last -= 1
    kept = word[first:last]
    return kept if any(map(str.isalnum, kept)) else ""


def spoken(words: list[str]) -> list[str]:
    """The words from the first on that has a letter or a digit in it."""
    return next((words[at:] for at, word in enumerate(words) if bare(word)), [])


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isprintable()


def _seen(char: str) -> str:
    category = unicodedata.category(char)
    if category in UNSEEN or ord(char) in VARIANTS or (category == "Cc" and not char.isspace()):
        return ""
    return f" {char} " if category == "No" else char


def _is_edge(char: str) -> bool:
    return unicodedata.category(char)[0] == "P" or unicodedata.category(char) in ("So", "Sk", "Mn")
