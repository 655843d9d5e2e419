"""The edge: the one place where text enters. Whatever people type, press or send passes `entered` before it is read,
stored, logged or said (bot/event.py calls it for each string of an event, `kept_of` for an update that is put aside).
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from typing import Any

import orjson

from core.masking import masked_values

MOST_READ = 8192
"""Characters; twice the longest message, so that whoever writes more is told that it is too much."""
MARKS = 30
"""Combining marks in a row; no language needs more: the limit of Unicode's Stream-Safe Text Format
(https://www.unicode.org/reports/tr15/#Stream_Safe_Text_Format). Long rows take the square of their length to sort.
"""
LONG_ROW = re.compile(rf"[^\x00-\x7f]{{{MARKS}}}")
"""No long row of marks without a long row of signs that are not ASCII."""
DEEPEST, MOST, LONGEST = 12, 100, 4096
"""Of an update that is put aside: levels, members of one level, and characters of one text that are kept."""
LARGEST = 64_000
"""Bytes of an update that is put aside; a larger one is kept as its number alone."""
BIGGEST = 2**63
"""Whole numbers from here on have no room in the database."""


def read_json(body: bytes) -> Any:
    """What Telegram sent; ValueError when it is no JSON. Half of a pair of surrogates is read, and taken out later."""
    try:
        return orjson.loads(body)
    except ValueError:
        try:
            return json.loads(body)
        except RecursionError:
            raise ValueError("nested too deep") from None


def entered(text: str) -> str:
    """The beginning of a text, longer than any message, without what PostgreSQL does not store (U+0000), what is no
    character (half of a pair of surrogates), and marks without end.
    """
    text = text[:MOST_READ]
    if "\0" in text:
        text = text.replace("\0", "")
    if text.isascii():
        return text
    text = text.encode("utf-8", "ignore").decode()
    return _without_rows_of_marks(text) if LONG_ROW.search(text) else text


def _without_rows_of_marks(text: str) -> str:
    row, kept = 0, []
    for char in text:
        row = row + 1 if unicodedata.combining(char) else 0
        if row <= MARKS:
            kept.append(char)
    return text if len(kept) == len(text) else "".join(kept)


def is_number(value: Any) -> bool:
    """Whether this is a whole number that has room in the database; True and False are none."""
    return isinstance(value, int) and not isinstance(value, bool) and -BIGGEST <= value < BIGGEST


def kept_of(update: dict[str, Any]) -> dict[str, Any]:
    """An update as it may be stored, whatever is in it: cleaned, without numbers of persons, and cut where it is too
    long or too deep.
    """
    kept: dict[str, Any] = masked_values(_kept(update, DEEPEST))
    return kept if len(orjson.dumps(kept)) <= LARGEST else {"update_id": kept.get("update_id")}


def _kept(value: Any, levels: int) -> Any:
    if isinstance(value, str):
        return entered(value[:LONGEST])
    if isinstance(value, bool) or value is None or is_number(value):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict) and levels:
        return {entered(str(key)[:LONGEST]): _kept(each, levels - 1) for key, each in [*value.items()][:MOST]}
    if isinstance(value, list) and levels:
        return [_kept(each, levels - 1) for each in value[:MOST]]
    return "…"
