"""Workbooks as offices make them: formulas, merged and hidden cells, several sheets, other programs."""

import io
from collections.abc import Callable
from datetime import date, time
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from core.imports.files import File, read_households
from core.imports.header import Choice
from tests.imports.conftest import refusal
from tests.imports.test_files import said

HEADER = ["area", "number", "head", "address", "enumerator"]
GOOD = ["64710100010001", "1", "Siti", "Jl. Mangga 1", "PPL-1"]


def book(fill: Callable[[Worksheet], None], *more: tuple[str, str, list[list[Any]]]) -> bytes:
    """A workbook whose first sheet is filled by a function; more: name, state and rows of other sheets."""
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "RT 1"
    sheet.append(HEADER)
    sheet.append(GOOD)
    fill(sheet)
    for name, state, rows in more:
        other = made.create_sheet(name)
        other.sheet_state = state
        for row in rows:
            other.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def second(number: Any = "2", head: Any = "Slamet", enumerator: Any = "PPL-1") -> Callable[[Worksheet], None]:
    """A second row with these cells."""
    return lambda sheet: sheet.append(["64710100010001", number, head, "Jl. Mangga 2", enumerator])


def merged(*ranges: str) -> Callable[[Worksheet], None]:
    def fill(sheet: Worksheet) -> None:
        second(enumerator=None)(sheet)
        for cells in ranges:
            sheet.merge_cells(cells)

    return fill


CELLS = [
    ("a formula without its value", second(enumerator="=VLOOKUP(A2,B:C,2)"), "enumerator: the cell is a formula whose"),
    ("a failed formula", second(enumerator="#N/A"), "enumerator: the cell holds the error #N/A: mend the formula"),
    ("a new error", second(enumerator="#REF!"), "enumerator: the cell holds the error #REF!"),
    ("a merged enumerator", merged("E2:E3"), "enumerator: the cell is merged with E2, which alone has a value"),
    ("merged side by side", merged("D3:E3"), "enumerator: the cell is merged with D3"),
    ("a logical value", second(enumerator=True), "enumerator: the cell is the logical value TRUE"),
    ("a date as a number", second(date(2022, 3, 5)), "number: the cell is a date or time (2022-03-05 00:00:00)"),
    ("an hour as a number", second(time(3, 5)), "number: the cell is a date or time"),
    ("half a household", second(1.5), "number: the cell is the number 1.5"),
    ("a control character", second(head="Sla\u202emet"), "head: holds the invisible character U+202E"),
]


@pytest.mark.parametrize(("fill", "reason"), [one[1:] for one in CELLS], ids=[one[0] for one in CELLS])
def test_cells_that_do_not_hold_what_they_show(fill: Callable[[Worksheet], None], reason: str) -> None:
    (sentence,) = said(read_households(book(fill)))
    assert sentence.startswith(f"line 3, {reason}")


def rows(file: File) -> list[tuple[str, int, str]]:
    assert said(file) == []
    return [(row.sheet, row.line, row.values["head"]) for row in file.rows]


ROW = ["64710100010001", "9", "Togar", "Jl. Ulin 9", "PPL-2"]


def test_all_visible_sheets_with_the_header_are_read_and_the_others_are_named() -> None:
    data = book(
        lambda sheet: None,
        ("RT 2", "visible", [["DAFTAR KELUARGA"], [], HEADER[::-1], ROW[::-1]]),
        ("Rekap", "visible", [["Jumlah", 2]]),
        ("Lama", "hidden", [HEADER, ROW]),
        ("Arsip", "veryHidden", [HEADER, ROW]),
    )
    file = read_households(data)
    assert rows(file) == [("RT 1", 2, "Siti"), ("RT 2", 4, "Togar")]
    assert file.table.notes == [
        "Sheets not read: Rekap",
        "Sheets not read, since they are hidden: Lama, Arsip",
        "1 row above the header of sheet 'RT 2' not read",
    ]
    assert rows(read_households(data, choice=Choice(sheet="lama"))) == [("", 2, "Togar")]
    assert "there is no sheet 'RT 3'; there are: RT 1, RT 2" in refusal(
        lambda: read_households(data, choice=Choice(sheet="RT 3"))
    )[0]


def test_a_hidden_first_sheet_is_not_read() -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.sheet_state = "hidden"

    assert rows(read_households(book(hide, ("RT 2", "visible", [HEADER, ROW])))) == [("", 2, "Togar")]


def test_a_family_in_two_sheets_is_named_by_both() -> None:
    (sentence,) = said(read_households(book(lambda sheet: None, ("RT 2", "visible", [HEADER, GOOD]))))
    assert sentence == (
        "sheet 'RT 2', line 2, number: is the same as on sheet 'RT 1', line 2: each may be in the file once"
    )


def test_sheets_of_different_columns_are_imported_one_by_one() -> None:
    data = book(lambda sheet: None, ("RT 2", "visible", [HEADER[:4], ROW[:4]]))
    (sentence,) = refusal(lambda: read_households(data))
    assert "sheets 'RT 1' and 'RT 2' have different columns (enumerator): import them one by one" in sentence


def test_what_is_hidden_inside_a_sheet_is_read_and_told() -> None:
    def hide(sheet: Worksheet) -> None:
        second()(sheet)
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["E"].hidden = True

    file = read_households(book(hide))
    assert len(rows(file)) == 2
    assert file.table.notes == [
        "1 hidden row of sheet 'RT 1' read like the others",
        "Hidden columns of sheet 'RT 1' read like the others: enumerator",
    ]


def test_a_column_of_another_width_is_not_hidden() -> None:
    def widen(sheet: Worksheet) -> None:
        sheet.column_dimensions["E"].width = 40

    assert read_households(book(widen)).table.notes == []


def test_of_sheets_that_lack_columns_the_nearest_is_looked_at() -> None:
    data = book(lambda sheet: sheet.delete_cols(2), ("RT 2", "visible", [HEADER[2:4], ROW[2:4]]))
    assert said(read_households(data))[0] == (
        "line 1, number: the column is missing; found are: area, head, address, enumerator"
    )


def test_a_blank_row_in_a_merged_range_and_a_formula_that_gives_nothing_are_blank() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.merge_cells("A4:A6")
        sheet.merge_cells("H1:H9")

    assert len(rows(read_households(book(fill)))) == 1


OTHERS = [
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "is an old workbook (XLS): open it in a spreadsheet program"),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
        "the workbook is protected by a password: save it without one",
    ),
    (b"%PDF-1.7 ...", "the file is a PDF: wanted is a table"),
    (b"\n <html><table><tr><td>area</td></tr></table></html>", "is a web page or XML, whatever it is called"),
    (b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>', "is a web page or XML, whatever it is called"),
]


@pytest.mark.parametrize(("data", "reason"), OTHERS, ids=["xls", "password", "pdf", "html", "xml"])
def test_other_kinds_get_a_clear_sentence(data: bytes, reason: str) -> None:
    (sentence,) = refusal(lambda: read_households(data))
    assert reason in sentence


def test_a_workbook_of_which_one_part_is_protected() -> None:
    """Every entry of a zip says for itself whether it is encrypted: the first bit of its flags."""
    data = bytearray(book(lambda sheet: None))
    last = data.rindex(b"PK\x01\x02")
    data[last + 8] |= 1
    (sentence,) = refusal(lambda: read_households(bytes(data)))
    assert "is protected by a password" in sentence
