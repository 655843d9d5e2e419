"""One cell at a time: what a spreadsheet or a CSV holds, read as the text or number that was meant.

Every reader raises ValueError with a reason that says what was found and what is wanted.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from core.areas import BPS_LENGTHS, Scheme, level_of, zone
from core.identity import normal_kk
from core.imports.changed import changed
from core.imports.findings import SHOWN, counted, shown
from core.imports.limits import LONGEST_CELL
from core.masking import is_card, masked

EXACT = 2**53
"""Up to here a spreadsheet's number holds every whole number; beyond it digits are lost."""
EXCEL_DIGITS = 15
"""A spreadsheet keeps so many digits of a number; what stood behind them is 0."""
SCIENTIFIC = re.compile(r"[+-]?\d+(?:[.,]\d+[eE][+-]?|[eE][+-])\d+")
WHOLE = re.compile(r"(\d+)\.0")
ERRORS = re.compile(r"#(?:N/A|[A-Z][A-Z0-9/_]*[!?])|#{3,}|Err:\d+")
ODD = frozenset("=#E+-0123456789")
"""How a cell begins that may be a formula, an error, or a number that lost digits."""
DEGREES = re.compile(r"[+-]?[0-9]{1,3}(?:[.,][0-9]{1,20})?")
OFFICER_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,31}")
DOTTED = re.compile(r"\d+(?:[.,/-]\d+)+")
PHONE = re.compile(r"\+?\d{8,15}")
NO_KK = frozenset(("1234567890123456", "0123456789012345", "9876543210987654"))
INVISIBLE = dict.fromkeys(
    map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u061c\u202a\u202b\u202c\u2066\u2067\u2068\u2069")
)
"""Left out: joiners, soft hyphens, and the marks of direction that telephones copy with names and numbers."""
DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212\ufe63\uff0d"), "-")
TEXT_MARK = re.compile(r"['\u2018\u2019`](?=\w)")
"""What makes a text of a number in a spreadsheet, and comes along when it is copied."""

NUMBER_LOST = "the cell is a number and may have lost digits: format the column as text and enter it again"


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell of a workbook that does not hold for certain what it shows, and why. blank: nothing is stored in it."""

    reason: str
    blank: bool = False


def text(cell: Any) -> str:
    """The text of a cell, trimmed, inner runs of blanks (also non-breaking ones) made one; "" when empty."""
    if isinstance(cell, str):
        return _plain(cell)
    if isinstance(cell, Fault):
        raise ValueError(cell.reason)
    if isinstance(cell, bool):
        raise ValueError(f"the cell is the logical value {str(cell).upper()}: format the column as text")
    if isinstance(cell, int | float):
        return _number(cell)
    if isinstance(cell, date | datetime | time | timedelta):
        raise ValueError(f"the cell is a date or time ({cell}): format the column as text and enter it again")
    raise ValueError(f"the cell holds a {type(cell).__name__}: text is wanted")


def _plain(cell: str) -> str:
    if len(cell) > LONGEST_CELL:
        raise ValueError(f"has {len(cell):,} characters; at most {LONGEST_CELL:,} are read")
    value = " ".join(cell.split())
    if not value.isascii():
        value = " ".join(unicodedata.normalize("NFC", value.translate(INVISIBLE)).split())
    if "\ufffd" in value:
        raise ValueError("holds \ufffd in place of a letter that was lost: save the file anew as CSV UTF-8, or as XLSX")
    if not value.isprintable():
        bad = next(letter for letter in value if not letter.isprintable())
        raise ValueError(f"holds the invisible character U+{ord(bad):04X}: remove it")
    if value[:1] in ODD and not value.isdecimal():
        _odd(value)
    return value


def _odd(value: str) -> None:
    """Refuse what a spreadsheet left in place of a text."""
    if value.startswith("="):
        raise ValueError(f"{shown(value)} is a formula: write its value, and format the column as text")
    if "E" in value.upper() and SCIENTIFIC.fullmatch(value):
        raise ValueError(f"{value!r} is a number that lost digits: format the column as text and enter it again")
    if value[0] in "#E" and ERRORS.fullmatch(value):
        raise ValueError(f"the cell holds the error {value}: mend the formula")


def _number(cell: float) -> str:
    if cell == int(cell):
        return str(_certain(int(cell)))
    return repr(cell)


def _certain(number: int) -> int:
    """A whole number of a spreadsheet; ValueError when it may have lost digits."""
    if abs(number) > EXACT or (abs(number) >= 10**EXCEL_DIGITS and number % 10 == 0):
        raise ValueError(NUMBER_LOST)
    return number


def digits(value: str) -> str:
    """A text with the digits of other scripts (wide, Arabic) as 0 to 9, and other dashes as -."""
    if value.isascii():
        return value
    value = value.translate(DASHES)
    return "".join(str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in value)


def figures(cell: Any) -> str:
    """The text of a cell that may be a number; "" when it is a dash.

    12.0, as programs write 12, is 12 again (see Column.number), and so is '12.
    """
    value = digits(text(cell))
    if not value[:1].isalnum():
        value = "" if value == "-" else TEXT_MARK.sub("", value, count=1) if TEXT_MARK.match(value) else value
    if value.endswith(".0") and (match := WHOLE.fullmatch(value)):
        return str(_certain(int(match[1]))) if len(match[1]) > EXCEL_DIGITS else match[1]
    return value


def as_written(cell: Any) -> str:
    """A household's number or an officer's id; ValueError when a spreadsheet may have made something else of it."""
    if isinstance(cell, float) and cell != int(cell):
        raise ValueError(f"the cell is the number {cell!r}: format the column as text and enter it again")
    value = figures(cell)
    if not value.isdecimal() and (what := changed(value)):
        raise ValueError(f"{shown(value)} is {what}")
    return value


def words(limit: int) -> Callable[[Any], str]:
    """A reader of free text of at most so many characters; numbers of persons in it are masked."""

    def read(cell: Any) -> str:
        value = masked(text(cell))
        if len(value) > limit:
            raise ValueError(f"has {len(value)} characters; at most {limit} are kept")
        return value

    return read


def code(cell: Any) -> str:
    """A BPS area code of any level."""
    return _code("".join(figures(cell).split()), Scheme.BPS)


def dotted_code(cell: Any) -> str:
    """A Kemendagri area code of any level, with its dots."""
    return _code(digits(text(cell)), Scheme.KEMENDAGRI)


def any_code(cell: Any) -> str:
    """An area code of either scheme: the dots tell which."""
    value = "".join(figures(cell).split())
    return _code(value, scheme_of(value))


def scheme_of(code: str) -> Scheme:
    """The scheme of a code in a column that takes both; a province's two digits are read as BPS."""
    return Scheme.KEMENDAGRI if "." in code else Scheme.BPS


@lru_cache(maxsize=100_000)
def _code(value: str, scheme: Scheme) -> str:
    if len(value) > SHOWN:
        raise ValueError(f"{shown(value)} is not an area code")
    if scheme is Scheme.BPS and not value.isalnum() and DOTTED.fullmatch(value):
        raise ValueError(f"{value!r} is not a BPS code (2, 4, 7, 10, 14 or 16 digits): write digits alone")
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


@lru_cache(maxsize=10_000, typed=True)
def officer_id(cell: Any) -> str | None:
    """An officer's id, or None when the cell is empty."""
    value = as_written(cell)
    if value and not OFFICER_ID.fullmatch(value):
        raise ValueError(f"{shown(value)} is not an officer id: 1 to 32 letters, digits and . _ / - (PPL-0001)")
    return no_card(value) or None


def no_card(value: str) -> str:
    """The id or number in a cell; ValueError when it is a NIK or KK, which nothing may be named by."""
    if is_card("".join(filter(str.isdecimal, value))):
        raise ValueError("is a NIK or KK, which is never stored: give another number")
    return value


def phone(cell: Any) -> str | None:
    """A phone number without blanks and dashes; a mobile number that lost its first 0 gets it back."""
    value = re.sub(r"[\s().\-]", "", figures(cell))
    if value and not PHONE.fullmatch(value):
        raise ValueError("is not a phone number: 8 to 15 digits, with or without a leading +")
    return f"0{value}" if value.startswith("8") else value or None


def kk(cell: Any) -> str | None:
    """The 16 digits of a KK number, or None; no reason ever shows the number itself."""
    try:
        value = figures(cell)
    except ValueError as reason:
        if SCIENTIFIC.fullmatch(str(cell).strip()):
            raise ValueError("is a number that lost digits: format the column as text") from None
        raise reason
    return _possible(normal_kk(value)) if value else None


def _possible(number: str) -> str:
    """A KK number that a family may have; placeholders would make one family of many."""
    if not "11" <= number[:2] <= "97" or number.endswith("0000") or len(set(number)) == 1 or number in NO_KK:
        raise ValueError("is no family's number but a placeholder: leave it empty when it is not known")
    return number


def degrees(cell: Any) -> float | None:
    """A coordinate in degrees, or None when the cell is empty; a decimal comma is read as a point."""
    if isinstance(cell, float):
        return cell
    value = cell if isinstance(cell, str) and DEGREES.fullmatch(cell) else figures(cell)
    if value and not DEGREES.fullmatch(value):
        raise ValueError(f"{shown(value)} is not a number of degrees, like -1.2379")
    return float(value.replace(",", ".")) if value else None
