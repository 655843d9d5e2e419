"""Receipt codes: what a family keeps to ask later whether it has been recorded.

Nine characters in three groups, `7KQ-2MD-XR5`: eight that say nothing about the family and one check character
(ISO 7064 hybrid system over thirty letters and digits without look-alikes; 31 is prime, so every single wrong
character and nearly every swap of neighbours is noticed).
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 9
LONGEST_TYPED = 40
"""Characters of a code with whatever stands between and around its letters."""
GROUP = re.compile(r"[^\W_]+")
WORD_AND_NUMBER = re.compile(r"[^\W\d_]+\d{1,4}|\d+")
"""A word with a number behind it, or a number: an address, a telephone number, a day."""


def make_receipt(key: bytes, household: int, salt: int = 0) -> str:
    """The code of a household: the same each time, not to be guessed without the key.

    A clash with another household's code is solved by the next salt.
    """
    digest = hmac.new(key, f"receipt:{household}:{salt}".encode(), hashlib.sha256).digest()
    number, body = int.from_bytes(digest), ""
    for _ in range(LENGTH - 1):
        number, digit = divmod(number, len(ALPHABET))
        body += ALPHABET[digit]
    return body + ALPHABET[(1 - _doubled(_checksum(body))) % len(ALPHABET)]


def read_receipt(typed: str) -> str:
    """The code as stored, from however it was typed (case, spaces, dashes, wide letters).

    ValueError when the length, a character or the check character is wrong.
    """
    if len(typed) > LONGEST_TYPED:
        raise ValueError("a receipt code is short")
    letters = "".join(c for c in unicodedata.normalize("NFKC", typed).upper() if c.isalnum())
    if len(letters) != LENGTH:
        raise ValueError(f"a receipt code has {LENGTH} letters and digits")
    if not set(letters) <= set(ALPHABET) or _checksum(letters) != 1:
        raise ValueError("that is not a receipt code")
    return letters


def _checksum(letters: str) -> int:
    """The sum of ISO 7064's hybrid system; 1 for a code with its check character."""
    total = len(ALPHABET) // 2
    for letter in letters:
        total = (_doubled(total) + ALPHABET.index(letter)) % len(ALPHABET)
    return total


def _doubled(total: int) -> int:
    return (total or len(ALPHABET)) * 2 % (len(ALPHABET) + 1)


def is_receipt(typed: str) -> bool:
    """Return whether this is a receipt code, however it was typed."""
    try:
        return bool(read_receipt(typed))
    except ValueError:
        return False


def looks_like_receipt(typed: str) -> bool:
    """Whether somebody meant to type a code: a right one, one of that shape, or one letter too short or too long.

    One code in seventeen has letters only, and looks like any word when it is typed without dashes.
    """
    groups = _groups(typed)
    letters = "".join(groups)
    if len(groups) == 1 and WORD_AND_NUMBER.fullmatch(letters) is None and _is_mixed(letters):
        return abs(len(letters) - LENGTH) <= 1
    if [len(group) for group in groups] == [3, 3, 3] and (_is_mixed(letters) or "-" in typed):
        return True
    return _is_dashed(typed) or (is_receipt(typed) and (_is_mixed(letters) or len(groups) in (1, 3)))


def surely_receipt(typed: str) -> bool:
    """Whether nothing but a code can be meant: a right one in one word or in three groups of three, or three groups
    between dashes. An officer's "Blok C 27 S 4" has nine letters and digits, too.
    """
    sizes = [len(group) for group in _groups(typed)]
    return _is_dashed(typed) or (sizes in ([LENGTH], [3, 3, 3]) and is_receipt(typed))


def _groups(typed: str) -> list[str]:
    return GROUP.findall(unicodedata.normalize("NFKC", typed)) if len(typed) <= LONGEST_TYPED else []


def _is_mixed(letters: str) -> bool:
    return any(map(str.isdigit, letters)) and any(map(str.isalpha, letters))


def _is_dashed(typed: str) -> bool:
    """Whether it is written as on paper, in three groups between dashes, though a letter may be too few or too many."""
    groups = _groups(typed)
    letters = "".join(groups)
    near = len(groups) == 3 and abs(len(letters) - LENGTH) <= 1 and all(2 <= len(group) <= 4 for group in groups)
    return near and _is_mixed(letters) and typed.count("-") == 2 and " " not in typed.strip()


def show_receipt(code: str) -> str:
    """The code as written on paper: three groups of three."""
    return "-".join(code[at : at + 3] for at in range(0, LENGTH, 3))
