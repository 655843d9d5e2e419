"""Receipt codes: what a family keeps to ask later whether it has been recorded.

Nine characters in three groups, `7KQ-2MD-XR5`: eight that say nothing about the family and one check character
(ISO 7064 hybrid system over thirty letters and digits without look-alikes; 31 is prime, so every single wrong
character and nearly every swap of neighbours is noticed).
"""

from __future__ import annotations

import hashlib
import hmac
import unicodedata

from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_37_36

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 9


def make_receipt(key: bytes, household: int, salt: int = 0) -> str:
    """The code of a household: the same each time, not to be guessed without the key.

    A clash with another household's code is solved by the next salt.
    """
    digest = hmac.new(key, f"receipt:{household}:{salt}".encode(), hashlib.sha256).digest()
    number, body = int.from_bytes(digest), ""
    for _ in range(LENGTH - 1):
        number, digit = divmod(number, len(ALPHABET))
        body += ALPHABET[digit]
    return body + str(mod_37_36.calc_check_digit(body, alphabet=ALPHABET))


def read_receipt(typed: str) -> str:
    """The code as stored, from however it was typed (case, spaces, dashes, wide letters).

    ValueError when the length, a character or the check character is wrong.
    """
    letters = "".join(c for c in unicodedata.normalize("NFKC", typed).upper() if c.isalnum())
    if len(letters) != LENGTH:
        raise ValueError(f"a receipt code has {LENGTH} letters and digits")
    try:
        return str(mod_37_36.validate(letters, alphabet=ALPHABET))
    except (ValidationError, ValueError):
        raise ValueError("that is not a receipt code") from None


def is_receipt(typed: str) -> bool:
    """Whether this is a receipt code, however it was typed."""
    try:
        return bool(read_receipt(typed))
    except ValueError:
        return False


def looks_like_receipt(typed: str) -> bool:
    """Whether somebody meant to type a code: nine letters and digits, with a digit or a dash, or a right code.

    One code in seventeen has letters only, and looks like any word when it is typed without dashes.
    """
    letters = [c for c in typed if c.isalnum()]
    if len(letters) != LENGTH or len(typed) >= 2 * LENGTH:
        return False
    return any(c.isdigit() or c == "-" for c in typed) or _is_right(typed)


def _is_right(typed: str) -> bool:
    try:
        return bool(read_receipt(typed))
    except ValueError:
        return False


def show_receipt(code: str) -> str:
    """The code as written on paper: three groups of three."""
    return "-".join(code[at : at + 3] for at in range(0, LENGTH, 3))
