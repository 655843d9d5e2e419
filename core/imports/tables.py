"""A file opened as a table: a CSV, or those sheets of a workbook that have the header."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from core.imports.csv_file import CsvLines
from core.imports.findings import Finding, Findings, Refused, counted, named, refuse, shown
from core.imports.header import Choice, Header, Names, find_header, in_one_cell, suggestion, wrong_with
from core.imports.kinds import is_workbook
from core.imports.limits import LARGEST_FILE
from core.imports.rows import Part, Table
from core.imports.sheet_rows import SheetRows
from core.imports.workbook import Sheet, Workbook

EMPTY = "the first line must name the columns"


def open_table(data: bytes, names: Names, choice: Choice) -> Table:
    """Read a file's header, CSV or workbook by its content; Refused when it cannot be read as a table at all."""
    if len(data) > LARGEST_FILE:
        raise refuse(f"the file has more than {LARGEST_FILE // 1_000_000} MB: split it, by district for example")
    if not data.removeprefix(b"\xef\xbb\xbf").strip():
        raise refuse(f"the file is empty: {EMPTY}")
    table = _workbook(data, names, choice) if is_workbook(data) else _csv(data, names, choice)
    header = table.parts[0].header
    if hint := in_one_cell(header, names.known):
        raise refuse(hint, header.line)
    for part in table.parts:
        for column, reason in wrong_with(part.header, names):
            table.findings.append(Finding(part.header.line, column, reason, part.sheet if table.several else ""))
        if part.header.above:
            where = f" of sheet {shown(part.sheet)}" if table.several else ""
            table.notes.append(f"{counted(part.header.above, 'row')} above the header{where} not read")
    table.unknown = list(dict.fromkeys(name for part in table.parts for name in part.header.unknown))
    for column in names.columns:
        missing = column not in header.places and column not in names.required
        if missing and (hint := suggestion(column, header, names)):
            table.notes.append(f"There is no column {column}{hint}")
    return table


def _csv(data: bytes, names: Names, choice: Choice) -> Table:
    if choice.sheet is not None:
        raise refuse("--sheet names a sheet of a workbook, and this is a CSV file")
    findings, broken = Findings(), list[int]()
    opened = find_header(CsvLines(data, names.known, findings, broken).read(), names)
    if opened is None:
        raise Refused(findings) if findings else refuse(f"the file is empty: {EMPTY}")

    def look() -> list[str]:
        if not broken:
            return []
        more = f", and {len(broken) - 1:,} more rows," if len(broken) > 1 else ""
        return [f"line {broken[0]}{more} with a line break inside a cell: it was read as a blank"]

    return Table([Part("", *opened)], data.count(b"\n") + 1, findings, look=look)


def _workbook(data: bytes, names: Names, choice: Choice) -> Table:
    book = Workbook(data)
    opened = [
        (sheet, rows, found)
        for sheet in _asked(book, choice)
        for rows, lines in [book.open(sheet)]
        if (found := find_header(lines, names)) is not None
    ]
    if not opened:
        hidden = [sheet.name for sheet in book.sheets if not sheet.visible]
        more = f"; hidden, and not read: {named(hidden)}" if hidden and choice.sheet is None else ""
        raise refuse(f"the workbook is empty: {EMPTY.replace('line', 'row')}{more}")
    whole = [one for one in opened if names.required <= one[2][0].places.keys()]
    taken = whole or [max(opened, key=lambda one: len(one[2][0].places))]
    _same_columns([(sheet.name, found[0]) for sheet, _, found in taken])
    parts = [Part(sheet.name, *found) for sheet, _, found in taken]
    height = sum(rows.merged.height for _, rows, _ in taken)
    table = Table(parts, max(height, 1), look=_seen([(sheet.name, rows) for sheet, rows, _ in taken], parts))
    read = {sheet.name for sheet, _, _ in taken}
    for state, visible in (("", True), (", since they are hidden", False)):
        left = [sheet.name for sheet in book.sheets if sheet.visible is visible and sheet.name not in read]
        if left and choice.sheet is None:
            table.notes.append(f"Sheets not read{state}: {named(left)}")
    return table


def _asked(book: Workbook, choice: Choice) -> list[Sheet]:
    if choice.sheet is None:
        return [sheet for sheet in book.sheets if sheet.visible]
    asked = [sheet for sheet in book.sheets if sheet.name.strip().casefold() == choice.sheet.strip().casefold()]
    if not asked:
        there = named(sheet.name for sheet in book.sheets)
        raise refuse(f"there is no sheet {shown(choice.sheet)}; there are: {there}")
    return asked


def _same_columns(headers: list[tuple[str, Header]]) -> None:
    """Refuse sheets of which one has a column that another has not: what is not there would be left as it is."""
    first, header = headers[0]
    for name, other in headers[1:]:
        if differing := header.places.keys() ^ other.places.keys():
            which = f"sheets {shown(first)} and {shown(name)} have different columns ({', '.join(sorted(differing))})"
            raise refuse(f"{which}: import them one by one, with --sheet")


def _seen(sheets: list[tuple[str, SheetRows]], parts: list[Part]) -> Callable[[], list[str]]:
    """Return what is told of hidden rows and columns, once the sheets were read."""

    def look() -> list[str]:
        return list(_hidden(sheets, parts))

    return look


def _hidden(sheets: list[tuple[str, SheetRows]], parts: list[Part]) -> Iterator[str]:
    for (name, rows), part in zip(sheets, parts, strict=True):
        if rows.hidden_rows:
            yield f"{counted(rows.hidden_rows, 'hidden row')} of sheet {shown(name)} read like the others"
        hidden = [column for column, place in part.header.places.items() if place in rows.hidden_columns]
        if hidden:
            yield f"Hidden columns of sheet {shown(name)} read like the others: {', '.join(hidden)}"


