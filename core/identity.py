"""Family-card (KK) numbers: recognised again by a keyed hash, never stored (UU PDP 27/2022; docs: design, Data)."""

from __future__ import annotations

import hmac
import re

SEPARATORS = re.compile(r"[\s.\-]+")
KK_DIGITS = 16


def kk_key(secret_key: str) -> bytes:
    """The key for hashing KK numbers, derived from the deployment's secret: no other use shares it."""
    return hmac.digest(secret_key.encode(), b"catat: kk numbers", "sha256")


def normal_kk(number: str) -> str:
    """The 16 bare digits of a KK number as people write it; ValueError (without the number) when it is none."""
    digits = SEPARATORS.sub("", number)
    if not (digits.isascii() and digits.isdigit()):
        raise ValueError("holds something other than digits; a KK number has 16 digits")
    if len(digits) != KK_DIGITS:
        raise ValueError(f"has {len(digits)} digit{'s' if len(digits) != 1 else ''}; a KK number has 16")
    return digits


def kk_hash(key: bytes, number: str) -> str:
    """HMAC-SHA256 of a normalised KK number, as 64 hex digits; ValueError when it is no KK number."""
    return hmac.digest(key, normal_kk(number).encode(), "sha256").hex()
