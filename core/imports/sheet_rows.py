"""The rows of one sheet of a workbook, as they are stored: read piece by piece, and nothing that is there is left out.

What a cell does not hold for certain is handed out as a Fault: formulas without a stored value, errors, dates, and the
cells of a merged range that only look as if they were filled.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from core.imports.cells import EXCEL_DIGITS, Fault
from core.imports.changed import AS_TEXT
from core.imports.findings import printable, refuse
from core.imports.formats import Form, Shape
from core.imports.limits import DEEPEST, LONGEST_CELL, MOST_COLUMNS
from core.imports.merges import Merged
from core.imports.xml_parts import DAMAGED, Elements

LAST_ROW = 1_048_576
DIGITS = "0123456789"
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
NO_VALUE = Fault(
    "the cell is a formula whose value is not stored: open the file in a spreadsheet program, and save it there"
)
ZERO_DAY = datetime(1899, 12, 30)  # noqa: DTZ001  (a spreadsheet's days have no zone)
Line = tuple[int, list[Any]]


class SheetRows(Elements):
    """Hears a sheet. rows: those that are complete and not handed out yet; hidden_columns: places, from 0."""

    def __init__(self, texts: list[str | Fault], formats: Mapping[int, Shape], merged: Merged) -> None:
        super().__init__()
        self.texts, self.formats, self.merged = texts, formats, merged
        self.parser.buffer_text = True
        self.rows: list[Line] = []
        self.hidden_columns: set[int] = set()
        self.hidden_rows = 0
        self.row = 0
        self.hidden = False
        self.cells: list[Any] = []
        self.place = -1
        self.inside = 0
        self.cell: dict[str, str] | None = None
        self.value: list[str] = []
        self.formula = self.stored = self.inline = False
        self.columns: dict[str, int] = {}

    def lines(self, pieces: Iterator[bytes]) -> Iterator[Line]:
        """Each row that holds anything, with its number (1 is the topmost); Refused as soon as something is wrong."""
        for _ in self.feed(pieces):
            yield from self.rows
            self.rows.clear()

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        self.heard += 1
        self.depth += 1
        if self.depth > DEEPEST:
            raise refuse(DAMAGED)
        if ":" in name:
            name = name.rpartition(":")[2]
        if name == "c":
            self.cell, self.inside = attributes, self.depth + 1
            self.formula = self.stored = self.inline = False
        elif self.cell is not None:
            if name in ("v", "is") and self.depth == self.inside:
                self._one_value(name)
            elif name == "t" and self.inline:
                self.parser.CharacterDataHandler = self.value.append
            elif name == "f":
                self.formula = True
            elif name == "rPh":
                self.cell["t"] = "phonetic"
        elif name == "row":
            self._row(attributes)
        elif name == "col" and attributes.get("hidden") in ("1", "true"):
            first, last = (number_of(attributes.get(end, ""), MOST_COLUMNS) for end in ("min", "max"))
            self.hidden_columns.update(range(first - 1, last))

    def _end(self, name: str) -> None:
        self.heard += 1
        self.depth -= 1
        if ":" in name:
            name = name.rpartition(":")[2]
        if name in ("v", "t"):
            self.parser.CharacterDataHandler = None
        elif name == "c" and self.cell is not None:
            self._cell(self.cell)
            self.cell = None
            self.value.clear()
        elif name == "row":
            if self.merged.there:
                self.merged.fill(self.row, self.cells)
            if self.cells:
                self.hidden_rows += self.hidden
                self.rows.append((self.row, self.cells))
        elif name == "is":
            self.inline = False

    def _one_value(self, name: str) -> None:
        if self.stored:
            raise refuse(DAMAGED, self.row)
        self.stored, self.inline = True, name == "is"
        if name == "v":
            self.parser.CharacterDataHandler = self.value.append

    def _row(self, attributes: dict[str, str]) -> None:
        number = number_of(attributes.get("r", str(self.row + 1)), LAST_ROW + 1)
        if not self.row < number <= LAST_ROW:
            raise refuse(DAMAGED)
        self.row, self.place, self.cells = number, -1, []
        self.hidden = attributes.get("hidden") in ("1", "true")

    def _cell(self, cell: dict[str, str]) -> None:
        place = self._place(cell.get("r"))
        value = self._value(cell.get("t", "n"), cell.get("s"))
        if value == "":
            return
        if place >= MOST_COLUMNS:
            where = f"the cell {cell.get('r', '')[:12]!a} lies outside of a table"
            raise refuse(f"{where}: at most {MOST_COLUMNS} columns are read", self.row)
        if missing := place - len(self.cells):
            self.cells.extend([""] * missing)
        self.cells.append(value)

    def _place(self, reference: str | None) -> int:
        if reference is None:
            self.place += 1
            return self.place
        letters = reference.rstrip(DIGITS)
        place = self.columns.get(letters)
        if place is None:
            place = self.columns[letters] = place_of(letters)
        if place <= self.place or reference[len(letters) :] != str(self.row):
            raise refuse(DAMAGED)
        self.place = place
        return place

    def _value(self, kind: str, style: str | None) -> Any:
        text = "".join(self.value)
        if kind == "s":
            return self.texts[number_of(text, len(self.texts) + 1, first=0)] if text else ""
        if self.formula and not text and not (kind == "str" and self.stored):
            return NO_VALUE
        if kind in ("str", "inlineStr"):
            return bounded(text)
        if not text:
            return ""
        return self._number(text, style) if kind == "n" else KINDS.get(kind, _unknown)(text)

    def _number(self, text: str, style: str | None) -> Any:
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if not math.isfinite(number) or "_" in text or not text.isascii():
            return _unknown(text)
        if style and self.formats and style.isdecimal() and (shape := self.formats.get(int(style))):
            return shaped(number, shape)
        return number


def _unknown(text: str) -> Fault:
    return Fault(f"the cell holds {printable(text[:20])!r} where a number is stored: enter it again")


KINDS: dict[str, Callable[[str], Any]] = {
    "b": lambda text: text == "1",
    "e": lambda text: Fault(f"the cell holds the error {printable(text[:20])}: mend the formula"),
    "d": lambda text: Fault(f"the cell is a date or time ({printable(text[:20])}): {AS_TEXT}"),
    "phonetic": lambda text: Fault("the cell holds a text with hints for its reading: enter it again without them"),
}


def shaped(number: float, shape: Shape) -> Any:
    """Return what a number shows in a cell with such a format; a Fault when that is not what is stored."""
    if shape is Form.DATE:
        return day_of(number)
    if shape is Form.OTHER:
        return Fault(f"the cell holds {number:g} and its format shows something else: {AS_TEXT}")
    if number != int(number) or not 0 <= number < 10**EXCEL_DIGITS:
        return number
    return f"{int(number):0{shape}d}"


def day_of(number: float) -> datetime | Fault:
    """The date or time that a number means in a cell that is formatted as one."""
    try:
        return ZERO_DAY + timedelta(days=number)
    except OverflowError:
        return Fault(f"the cell is a date or time: {AS_TEXT}")


def bounded(text: str) -> str | Fault:
    """A text as it was meant; a Fault when nobody reads one of its length."""
    if len(text) > LONGEST_CELL:
        return Fault(f"has {len(text):,} characters; at most {LONGEST_CELL:,} are read")
    return unescaped(text)


def unescaped(text: str) -> str:
    """A text without the _x000D_ that XLSX writes for letters that XML cannot hold."""
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def number_of(text: str, most: int, first: int = 1) -> int:
    """A whole number of a workbook's own making, cut to `most`; Refused when it is none, or out of a list's range."""
    if not (text.isascii() and text.isdigit()) or len(text) > 10:
        raise refuse(DAMAGED)
    number = int(text)
    if first == 0 and number >= most - 1:
        raise refuse(DAMAGED)
    return min(number, most)


def place_of(letters: str) -> int:
    """The place of a column, from 0, by its letters; Refused beyond XFD."""
    if not (letters.isascii() and letters.isupper() and letters.isalpha()) or len(letters) > 3:
        raise refuse(DAMAGED)
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
