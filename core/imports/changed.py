"""Numbers of households and officers that a spreadsheet changed: 3/5 became 03-Mei, 003 became ="003", 1000 1.000."""

from __future__ import annotations

import re

MONTHS = (
    *("jan", "januari", "january", "feb", "februari", "february", "peb", "pebruari", "mar", "maret", "march"),
    *("apr", "april", "mei", "may", "jun", "juni", "june", "jul", "juli", "july", "agu", "agt", "ags", "agust"),
    *("agustus", "aug", "august", "sep", "sept", "september", "okt", "oktober", "oct", "october", "nov", "nop"),
    *("november", "nopember", "des", "desember", "dec", "december"),
)
_MONTH = "|".join(MONTHS)
_DAY_FIRST = rf"\d{{1,4}}[-/ .](?:{_MONTH})\.?(?:[-/ .]\d{{1,4}})?"
_MONTH_FIRST = rf"(?:{_MONTH})\.?[-/ .]\d{{1,4}}"
NAMED_DATE = re.compile(f"{_DAY_FIRST}|{_MONTH_FIRST}", re.IGNORECASE)
DATE = re.compile(r"(\d{1,4})([-/.])(\d{1,2})\2(\d{2}|\d{4})(?: \d{1,2}[:.]\d{2}(?:[:.]\d{2})?)?")
TIME = re.compile(r"\d{1,3}:\d{2}(?::\d{2})?(?: ?[AP]M)?", re.IGNORECASE)
GROUPED = re.compile(r"\d{1,3}(?:[.,' \u2019\u066c]\d{3})+(?:[.,\u066b]\d+)?")
POINT = re.compile(r"\d+[.,]")
ZEROS = re.compile(r"\d+[.,]\d*0")
AS_TEXT = "format the column as text and enter it again"


def changed(value: str) -> str:
    """What a number looks like that was written as another one, with what mends it; "" when nothing is odd about it."""
    if NAMED_DATE.fullmatch(value) or _is_date(value):
        return f"a date, which a spreadsheet makes of numbers like 3/5: {AS_TEXT}"
    if TIME.fullmatch(value):
        return f"an hour, which a spreadsheet makes of numbers like 3:05: {AS_TEXT}"
    if GROUPED.fullmatch(value):
        return "a number with a mark of thousands: write it without the mark"
    if POINT.fullmatch(value):
        return "a number with a point behind it: write it without the point"
    if ZEROS.fullmatch(value):
        return "a number with decimals: write it without them"
    if value[:1] in ("'", "+", "-", "#"):
        return f"not a number as it stands on a list: {AS_TEXT}"
    return ""


def _is_date(value: str) -> bool:
    found = DATE.fullmatch(value)
    if not found:
        return False
    first, second, third = int(found[1]), int(found[3]), int(found[4])
    if len(found[1]) == 4:
        return 1900 <= first <= 2100 and 1 <= second <= 12 and 1 <= third <= 31
    if len(found[1]) > 2:
        return False
    return (1 <= first <= 31 and 1 <= second <= 12) or (1 <= first <= 12 and 1 <= second <= 31)
