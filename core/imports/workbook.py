"""XLSX workbooks: the first sheet that begins with the wanted header; formulas give their stored values."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum

from core.imports.error_cells import Place, error_cells
from core.imports.findings import refuse

MARKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How a workbook begins: XLSX, and the older XLS."""


def is_workbook(data: bytes) -> bool:
    """Whether the content is a workbook, whatever the file is called."""
    return data.startswith(MARKS)


def sheet_of(data: bytes, required: frozenset[str]) -> tuple[str, int, Iterator[tuple[int, list[Any]]]]:
    """The sheet's name, its last row, and each row with its number in the sheet (1 is the topmost).

    Taken is the first sheet whose first filled row names all required columns, else the first filled sheet.
    """
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        kinds = [sheet.typ for sheet in workbook.sheets_metadata]
        places = [place for place, kind in enumerate(kinds) if kind is SheetTypeEnum.WorkSheet]
        sheets = {place: sheet for place in places if (sheet := workbook.get_sheet_by_index(place)).end}
    except PasswordError:
        raise refuse("the workbook is protected by a password: save it without one") from None
    except CalamineError as error:
        raise refuse(f"the workbook cannot be read ({error}): save it again as XLSX or as CSV UTF-8") from None
    if not sheets:
        raise refuse("the workbook is empty: the first row must name the columns")
    place = next((place for place, sheet in sheets.items() if required <= header_of(sheet)), min(sheets))
    taken = sheets[place]
    height = taken.end[0] + 1 if taken.end else 0
    return taken.name, height, _lines(taken, error_cells(data, place))


def _lines(sheet: CalamineSheet, errors: dict[Place, str]) -> Iterator[tuple[int, list[Any]]]:
    by_row: dict[int, list[tuple[int, str]]] = {}
    for (row, column), error in errors.items():
        by_row.setdefault(row, []).append((column, error))
    left = sheet.start[1] if sheet.start else 0
    for line, cells in enumerate(sheet.iter_rows(), start=1):
        for column, error in by_row.get(line, ()):
            cells[column - left] = error
        yield line, cells


def header_of(sheet: CalamineSheet) -> set[str]:
    """The cells of the first filled row, as names of columns."""
    for row in sheet.iter_rows():
        if any(cell != "" for cell in row):
            return {str(cell).strip().casefold() for cell in row}
    return set()
