"""Text as people and phones type it: what means nothing is taken out."""

from __future__ import annotations

import re
import unicodedata

from core.typed.number_groups import MASK

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


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isprintable()


def _seen(char: str) -> str:
    category = unicodedata.category(char)
    if category in UNSEEN or ord(char) in VARIANTS or (category == "Cc" and not char.isspace()):
        return ""
    return f" {char} " if category == "No" else char
