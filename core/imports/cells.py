"""One cell at a time: what a spreadsheet or a CSV holds, read as the text or number that was meant.

Every reader raises ValueError with a reason that says what was found and what is wanted.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from core.areas import BPS_LENGTHS, Scheme, level_of, zone
from core.identity import normal_kk
from core.imports.findings import SHOWN, counted, shown

EXACT = 2**53
"""Up to here a spreadsheet's number holds every whole number; beyond it digits are lost."""
EXCEL_DIGITS = 15
SCIENTIFIC = re.compile(r"[+-]?\d+([.,]\d+)?[eE]\+\d+")
WHOLE = re.compile(r"(\d+)\.0+")
ERRORS = re.compile(r"#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!)")
OFFICER_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,31}")
PHONE = re.compile(r"\+?\d{8,15}")
INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))

NUMBER_LOST = "the cell is a number and lost digits: format the column as text and enter it again"


def text(cell: Any) -> str:
    """The text of a cell, trimmed, inner runs of blanks (also non-breaking ones) made one; "" when empty."""
    if isinstance(cell, str):
        return _plain(cell)
    if isinstance(cell, bool):
        raise ValueError(f"the cell is the logical value {str(cell).upper()}: format the column as text")
    if isinstance(cell, int | float):
        return _number(cell)
    if isinstance(cell, date | datetime | time | timedelta):
        raise ValueError(f"the cell is a date or time ({cell}): format the column as text and enter it again")
    raise ValueError(f"the cell holds a {type(cell).__name__}: text is wanted")


def _plain(cell: str) -> str:
    value = " ".join(cell.split())
    if not value.isascii():
        value = " ".join(unicodedata.normalize("NFC", value.translate(INVISIBLE)).split())
    if not value.isprintable():
        bad = next(letter for letter in value if not letter.isprintable())
        raise ValueError(f"holds the invisible character U+{ord(bad):04X}: remove it")
    if SCIENTIFIC.fullmatch(value):
        raise ValueError(f"{value!r} is a number that lost digits: format the column as text and enter it again")
    if ERRORS.fullmatch(value):
        raise ValueError(f"the cell holds the error {value}: mend the formula")
    return value


def _number(cell: float) -> str:
    if cell == int(cell):
        if abs(cell) > EXACT:
            raise ValueError(NUMBER_LOST)
        return str(int(cell))
    return repr(cell)


def whole(value: str) -> str:
    """Digits that a program wrote as 12.0 read as 12 again; ValueError beyond what such a number can hold."""
    if match := WHOLE.fullmatch(value):
        if int(match[1]) > EXACT:
            raise ValueError(NUMBER_LOST)
        return match[1]
    return value


def words(limit: int) -> Callable[[Any], str]:
    """A reader of free text of at most so many characters."""

    def read(cell: Any) -> str:
        value = text(cell)
        if len(value) > limit:
            raise ValueError(f"has {len(value)} characters; at most {limit} are kept")
        return value

    return read


def code(cell: Any) -> str:
    """A BPS area code of any level."""
    return _code(whole(text(cell)), Scheme.BPS)


def dotted_code(cell: Any) -> str:
    """A Kemendagri area code of any level, with its dots."""
    return _code(text(cell), Scheme.KEMENDAGRI)


def any_code(cell: Any) -> str:
    """An area code of either scheme: the dots tell which."""
    value = whole(text(cell))
    return _code(value, scheme_of(value))


def scheme_of(code: str) -> Scheme:
    """The scheme of a code in a column that takes both; a province's two digits are read as BPS."""
    return Scheme.KEMENDAGRI if "." in code else Scheme.BPS


@lru_cache(maxsize=100_000)
def _code(value: str, scheme: Scheme) -> str:
    if len(value) > SHOWN:
        raise ValueError(f"{shown(value)} is not an area code")
    if value and scheme is Scheme.BPS and value.isascii() and value.isdigit() and len(value) not in BPS_LENGTHS:
        raise ValueError(f"{value!r} has {counted(len(value), 'digit')}; a BPS code has 2, 4, 7, 10, 14 or 16")
    if value:
        level_of(value, scheme)
    return value


@lru_cache(maxsize=1_000)
def timezone(cell: Any) -> str | None:
    """An IANA time zone, or None when the cell is empty."""
    value = text(cell)
    if value:
        zone(value)
    return value or None


def officer_id(cell: Any) -> str | None:
    """An officer's id, or None when the cell is empty."""
    value = whole(text(cell))
    if value and not OFFICER_ID.fullmatch(value):
        raise ValueError(f"{shown(value)} is not an officer id: 1 to 32 letters, digits and . _ / - (PPL-0001)")
    return value or None


def phone(cell: Any) -> str | None:
    """A phone number without blanks and dashes; a mobile number that lost its first 0 gets it back."""
    value = re.sub(r"[\s().\-]", "", whole(text(cell)))
    if value and not PHONE.fullmatch(value):
        raise ValueError("is not a phone number: 8 to 15 digits, with or without a leading +")
    return f"0{value}" if value.startswith("8") else value or None


def kk(cell: Any) -> str | None:
    """The 16 digits of a KK number, or None; no reason ever shows the number itself."""
    if isinstance(cell, float | int) and (abs(cell) > EXACT or (cell >= 10**EXCEL_DIGITS and cell % 10 == 0)):
        raise ValueError("the cell is a number and may have lost its 16th digit: format the column as text")
    try:
        value = whole(text(cell))
    except ValueError as reason:
        if SCIENTIFIC.fullmatch(str(cell).strip()):
            raise ValueError("is a number that lost digits: format the column as text") from None
        raise reason
    return normal_kk(value) if value else None


def degrees(limit: float) -> Callable[[Any], float | None]:
    """A reader of a coordinate between -limit and limit degrees; a decimal comma is read as a point."""

    def read(cell: Any) -> float | None:
        value = cell if isinstance(cell, float) else text(cell)
        if value == "":
            return None
        try:
            number = float(value.replace(",", ".") if isinstance(value, str) else value)
        except ValueError:
            raise ValueError(f"{shown(str(value))} is not a number of degrees") from None
        if not -limit <= number <= limit:
            raise ValueError(f"{shown(str(value))} is outside -{limit:g} to {limit:g} degrees")
        return number

    return read
