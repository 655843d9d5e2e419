"""Formats of a workbook's numbers: which of them show something else than the number that is stored."""

from __future__ import annotations

import re
from enum import Enum


class Form(Enum):
    """What a format makes of a number: a date or time, or digits among other letters (PPL-0007, 7%)."""

    DATE = "date"
    OTHER = "other"


Shape = Form | int
"""A form, or to how many digits a whole number is filled up with zeros (7 shows 0007)."""
BUILT_IN: dict[int, Shape | None] = {
    **dict.fromkeys((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)), Form.DATE),
    **dict.fromkeys((9, 10, 12, 13), Form.OTHER),
}
"""Formats that every workbook has by their numbers; 9 and 10 are percents, 12 and 13 fractions."""
SPACE = re.compile(r"_.|\*.|\[(?![hms]+\])[^\]]*\]", re.IGNORECASE)
"""Blanks of some width, colours, conditions."""
LITERAL = re.compile(r"\"([^\"]*)\"|\\(.)")
DATE_LETTER = re.compile(r"[dmyhs]", re.IGNORECASE)
DIGITS = re.compile(r"(?:[#0,.@()+E\s-]|General)*", re.IGNORECASE)
BETWEEN = re.compile(r"[\w\-/.]")
"""What makes something else of a number when it stands between its digits."""
ZEROS = re.compile(r"0{2,20}")


def shape_of(code: str) -> Shape | None:
    """The shape that a format gives to a number; None when it shows the number itself."""
    code = SPACE.sub("", code[:200])
    if DATE_LETTER.search(LITERAL.sub("", code)):
        return Form.DATE
    positive = code.split(";")[0]
    literals = "".join(quoted or escaped for quoted, escaped in LITERAL.findall(positive))
    digits = LITERAL.sub("", positive)
    if BETWEEN.search(literals) or "-" in digits[1:] or not DIGITS.fullmatch(digits):
        return Form.OTHER
    return len(digits.strip()) if ZEROS.fullmatch(digits.strip()) else None
