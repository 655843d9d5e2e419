"""XLSX workbooks: which sheets there are, and the rows of each; formulas give their stored values."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass

from core.imports.cells import Fault
from core.imports.findings import refuse
from core.imports.formats import BUILT_IN, Shape, shape_of
from core.imports.limits import LARGEST_SHEET, MOST_TEXTS
from core.imports.merges import Merged
from core.imports.sheet_rows import Line, SheetRows, bounded, unescaped
from core.imports.xml_parts import Archive, Elements, read_part

BOOK = "xl/workbook.xml"
LINKS = "xl/_rels/workbook.xml.rels"


@dataclass(frozen=True)
class Sheet:
    """A sheet with cells. part: where it is in the workbook."""

    name: str
    visible: bool
    part: str


class Workbook:
    """An open workbook."""

    def __init__(self, data: bytes) -> None:
        """Refused when it cannot be read."""
        self.archive = Archive(data)
        book, links, styles, texts = Book(), Links(), Styles(), Texts()
        read_part(self.archive, BOOK, book)
        read_part(self.archive, LINKS, links)
        for part, elements in ((links.only("styles"), styles), (links.only("sharedStrings"), texts)):
            if part:
                read_part(self.archive, part, elements)
        self.formats, self.texts = styles.shapes, texts.texts
        self.sheets = [
            Sheet(name, state == "visible", links.parts[link][1])
            for name, link, state in book.sheets
            if link in links.parts and links.parts[link][0] == "worksheet"
        ]

    def open(self, sheet: Sheet) -> tuple[SheetRows, Iterator[Line]]:
        """A sheet's reader, and its rows."""
        merged = Merged(self.archive.pieces(sheet.part, LARGEST_SHEET))
        rows = SheetRows(self.texts, self.formats, merged)
        return rows, rows.lines(self.archive.pieces(sheet.part, LARGEST_SHEET))


class Book(Elements):
    """The list of sheets: name, link, state."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[tuple[str, str, str]] = []

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """A sheet, perhaps."""
        if name == "sheet":
            link = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
            self.sheets.append((unescaped(attributes.get("name", "")), link, attributes.get("state", "visible")))


class Links(Elements):
    """Which part is meant by a link, and of what kind it is."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: dict[str, tuple[str, str]] = {}

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """A link, perhaps."""
        if name == "Relationship":
            kind = attributes.get("Type", "").rpartition("/")[2]
            target = attributes.get("Target", "").replace("\\", "/")
            part = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
            self.parts[attributes.get("Id", "")] = (kind, part)

    def only(self, kind: str) -> str | None:
        """The part of a kind of which there is one."""
        return next((part for found, part in self.parts.values() if found == kind), None)


class Styles(Elements):
    """Which styles of cells show something else than the number that is stored."""

    def __init__(self) -> None:
        super().__init__()
        self.formats = dict(BUILT_IN)
        self.shapes: dict[int, Shape] = {}
        self.style = -1

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """A format, or a style."""
        number = attributes.get("numFmtId", "")
        if name == "numFmt" and number.isdecimal():
            self.formats[int(number[:9])] = shape_of(attributes.get("formatCode", ""))
        elif name == "cellXfs":
            self.style = 0
        elif name == "xf" and self.style >= 0:
            if number.isdecimal() and (shape := self.formats.get(int(number[:9]))):
                self.shapes[self.style] = shape
            self.style += 1

    def end(self, name: str) -> None:
        """Styles of other things follow."""
        if name == "cellXfs":
            self.style = -1


class Texts(Elements):
    """The texts that cells share, without the hints for reading them (rPh)."""

    def __init__(self) -> None:
        super().__init__()
        self.parser.buffer_text = True
        self.texts: list[str | Fault] = []
        self.now: list[str] = []
        self.hint = False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """A text, or a part of one."""
        if name == "t" and not self.hint:
            self.listen(self.now.append)
        elif name == "rPh":
            self.hint = True

    def end(self, name: str) -> None:
        """A part ends, or the text."""
        if name == "t":
            self.listen(None)
        elif name == "rPh":
            self.hint = False
        elif name == "si":
            self.texts.append(bounded("".join(self.now)))
            self.now.clear()
            if len(self.texts) > MOST_TEXTS:
                raise refuse(f"the workbook has more than {MOST_TEXTS:,} texts: split it, by district for example")
