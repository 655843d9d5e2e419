"""A file as rows with named columns, and the check of every cell before anything else is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.imports.csv_file import lines_of
from core.imports.findings import Finding, counted, refuse
from core.imports.workbook import is_workbook, sheet_of

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is."""


def silent(_what: str, _done: int, _of: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True)
class Column:
    """A column of a kind of file: how its cells are read. required: the column must be there and be filled."""

    name: str
    read: Callable[[Any], Any]
    required: bool = True
    blank: Any = None


@dataclass
class Table:
    """An open file. lines gives (physical line, cells); header and places are set once the header is read."""

    lines: Iterator[tuple[int, list[Any]]]
    height: int
    sheet: str | None = None
    findings: list[Finding] = field(default_factory=list)
    places: dict[str, int] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    header_line: int = 0
    width: int = 0

    def has(self, column: str) -> bool:
        """Whether the file has this column: a column that it does not have says nothing."""
        return column in self.places


def open_table(data: bytes, columns: Sequence[Column]) -> Table:
    """Read a file's header, CSV or workbook by its content; Refused when it cannot be read as a table at all."""
    known = frozenset(column.name for column in columns)
    required = frozenset(column.name for column in columns if column.required)
    if not data.strip():
        raise refuse("the file is empty: the first line must name the columns")
    if is_workbook(data):
        sheet, height, lines = sheet_of(data, required)
        table = Table(lines, height, sheet)
    else:
        findings: list[Finding] = []
        table = Table(lines_of(data, known, findings), data.count(b"\n") + 1, None, findings)
    _read_header(table, columns)
    return table


def _read_header(table: Table, columns: Sequence[Column]) -> None:
    line, cells = next(((line, cells) for line, cells in table.lines if filled(cells)), (0, []))
    if not line:
        raise refuse("the file is empty: the first line must name the columns")
    known = {column.name for column in columns}
    names = [" ".join(str(cell).replace("\ufeff", "").split()) for cell in cells]
    table.header_line = line
    table.width = max(place for place, name in enumerate(names, start=1) if name)
    for place, name in enumerate(names):
        folded = name.casefold()
        if folded in table.places:
            table.findings.append(Finding(line, folded, f"the column is there twice (places {_two(names, folded)})"))
        elif folded in known:
            table.places[folded] = place
        elif name:
            table.unknown.append(name)
    for column in columns:
        if column.required and column.name not in table.places:
            found = ", ".join(name for name in names if name)
            table.findings.append(Finding(line, column.name, f"the column is missing; found are: {found}"))


def _two(names: list[str], name: str) -> str:
    places = [str(place) for place, other in enumerate(names, start=1) if other.casefold() == name]
    return " and ".join(places)


def filled(cells: list[Any]) -> bool:
    """Whether a row holds anything at all."""
    return any(not isinstance(cell, str) or cell.strip() for cell in cells)


def checked(table: Table, columns: Sequence[Column], progress: Progress) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each filled row with its values; a cell that is wrong becomes a finding and the column's blank value."""
    present = [column for column in columns if table.has(column.name)]
    absent = {column.name: column.blank for column in columns if not table.has(column.name)}
    for line, cells in table.lines:
        if line % 5_000 == 0:
            progress("checking", line, table.height)
        if not filled(cells):
            continue
        if len(cells) > table.width and filled(cells[table.width :]):
            reason = f"the row has {counted(len(cells), 'cell')} and the header {table.width}"
            table.findings.append(Finding(line, "", f"{reason}: put a text with a delimiter into quotation marks"))
            continue
        yield line, {**absent, **_values(table, line, cells, present)}
    progress("checking", table.height, table.height)


def _values(table: Table, line: int, cells: list[Any], columns: list[Column]) -> dict[str, Any]:
    values = {}
    for column in columns:
        place = table.places[column.name]
        value = column.blank
        try:
            value = column.read(cells[place] if place < len(cells) else "")
            if column.required and not value:
                raise ValueError("is empty and must be filled")
        except ValueError as reason:
            table.findings.append(Finding(line, column.name, str(reason)))
            value = column.blank
        values[column.name] = value
    return values
