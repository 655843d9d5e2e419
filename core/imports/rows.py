"""A file as rows with named columns, and the check of every cell before anything else is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.imports.findings import Finding, Findings, counted, refuse
from core.imports.header import Header, filled, folded
from core.imports.limits import LONGEST_CELL, MOST_ROWS

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""
TOTALS = ("jumlah", "total", "subtotal", "sub total", "grand total", "rekap")


def silent(_what: str, _done: int, _of: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True)
class Column:
    """A column of a kind of file: how its cells are read. required: the column must be there and be filled.

    number: its cells are digits or names, and `1.0` among them may be 1 or not.
    """

    name: str
    read: Callable[[Any], Any]
    required: bool = True
    blank: Any = None
    number: bool = False


@dataclass
class Part:
    """A sheet, or a whole CSV file (sheet is ""): its header, and the rows below it."""

    sheet: str
    header: Header
    lines: Iterator[tuple[int, list[Any]]]


@dataclass
class Table:
    """An open file. height: about how many rows it has. several: rows are named by their sheet, too.

    notes: what the person should know, though nothing is wrong. look: says at the end what was seen on the way.
    """

    parts: list[Part]
    height: int
    findings: Findings = field(default_factory=Findings)
    notes: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    look: Callable[[], list[str]] = list

    def has(self, column: str) -> bool:
        """Return whether the file has this column: a column that it does not have says nothing."""
        return column in self.parts[0].header.places

    @property
    def sheet(self) -> str | None:
        """The names of the sheets that are read, or None in a CSV file."""
        return ", ".join(part.sheet for part in self.parts) or None

    @property
    def several(self) -> bool:
        """Whether several sheets are read."""
        return len(self.parts) > 1


@dataclass(frozen=True, slots=True)
class Row:
    """A row that was checked: its physical line, its values by column (blank where the cell was wrong), its sheet."""

    line: int
    values: dict[str, Any]
    sheet: str = ""


def checked(table: Table, columns: Sequence[Column], progress: Progress) -> Iterator[Row]:
    """Each filled row with its values; a cell that is wrong becomes a finding and the column's blank value."""
    present = [column for column in columns if table.has(column.name)]
    absent = {column.name: column.blank for column in columns if not table.has(column.name)}
    count = 0
    for part in table.parts:
        check = Check(part, part.sheet if table.several else "", present, table.findings)
        for line, cells in part.lines:
            if not filled(cells):
                continue
            count += 1
            if count % 5_000 == 0:
                progress("checking", min(count, table.height), table.height)
            if count > MOST_ROWS:
                raise refuse(f"the file has more than {MOST_ROWS:,} rows: split it, by district for example")
            values = check.values(line, cells)
            if values is not None:
                yield Row(line, {**absent, **values} if absent else values, check.sheet)
        check.tell_numbers()
    progress("checking", table.height, table.height)
    table.notes.extend(table.look())


@dataclass
class Check:
    """The check of one part's rows. whole: columns in which plain whole numbers were seen; pointed: lines of `1.0`."""

    part: Part
    sheet: str
    columns: list[Column]
    findings: Findings
    whole: set[str] = field(default_factory=set)
    pointed: dict[str, list[tuple[int, str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        places, self.width = self.part.header.places, self.part.header.width
        self.placed = [(column, places[column.name]) for column in self.columns]
        self.numbers = [(column.name, places[column.name]) for column in self.columns if column.number]

    def values(self, line: int, cells: list[Any]) -> dict[str, Any] | None:
        """The values of one row; None when the row as a whole is none."""
        if len(cells) > self.width and (filled(cells[self.width :]) or self._longer(cells)):
            self._add(line, "", self._too_long(cells))
            return None
        values: dict[str, Any] = {}
        wrong: list[tuple[str, str]] = []
        for column, place in self.placed:
            value = column.blank
            try:
                value = column.read(cells[place] if place < len(cells) else "")
                if column.required and not value:
                    raise ValueError("is empty and must be filled")
            except ValueError as reason:
                wrong.append((column.name, str(reason)))
                value = column.blank
            values[column.name] = value
        self._see_numbers(line, cells)
        if wrong:
            return self._complain(line, cells, wrong, values)
        return values

    def tell_numbers(self) -> None:
        """`1.0` is 1 where a program wrote all numbers of the column so; among others it is a finding."""
        for name, lines in self.pointed.items():
            for line, cell in lines if name in self.whole else ():
                self._add(line, name, f"{cell!r} stands among whole numbers: write {cell[:-2]!r} if that is meant")

    def _longer(self, cells: list[Any]) -> bool:
        """Return whether a row of a CSV file has more cells than the header has, with its empty ones."""
        return not self.part.sheet and len(cells) > self.part.header.cells

    def _too_long(self, cells: list[Any]) -> str:
        reason = f"the row has {counted(len(cells), 'cell')} and the header {self.width}"
        if self.part.sheet:
            return f"{reason}: empty the cells on the right, or give their columns a name"
        reason = f"{reason}: put a text with a delimiter into quotation marks"
        if filled(cells[self.width :]):
            return reason
        return f"{reason}; if rows only end in delimiters, let the header end in as many"

    def _see_numbers(self, line: int, cells: list[Any]) -> None:
        for name, place in self.numbers:
            cell = cells[place] if place < len(cells) else ""
            if not isinstance(cell, str) or cell.isdecimal():
                self.whole.add(name)
            elif cell.endswith(".0") and cell[:-2].isdecimal():
                self.pointed.setdefault(name, []).append((line, cell))

    def _complain(
        self, line: int, cells: list[Any], wrong: list[tuple[str, str]], values: dict[str, Any]
    ) -> dict[str, Any] | None:
        """Add what is wrong with a row; one finding for a row that is none of the office's data."""
        texts = [folded(cell[:LONGEST_CELL]) if isinstance(cell, str) else "" for cell in cells]
        names = [folded(name) for name in self.part.header.names]
        if texts[: len(names)] == names[: len(texts)]:
            self._add(line, "", "the header stands here once more: delete the row")
            return None
        if [text.strip("()") for text in texts[: len(names)]] == [str(at) for at in range(1, len(names) + 1)]:
            self._add(line, "", "looks like the numbers of the columns: delete the row")
            return None
        first = next(filter(None, texts), "")
        if first.rstrip(" :") in TOTALS:
            self._add(line, "", "looks like a row of totals: delete it")
            return None
        for column, reason in wrong:
            self._add(line, column, reason)
        return values

    def _add(self, line: int, column: str, reason: str) -> None:
        self.findings.append(Finding(line, column, reason, self.sheet))
