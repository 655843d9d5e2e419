"""Files as offices send them: encodings, delimiters, headers, broken rows, workbooks."""

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest

from core.areas import Scheme
from core.imports.files import File, natural, read_areas, read_households
from tests.imports.conftest import refusal

PLAIN = 'Code, NAME ,Timezone\n64,"Kalimantan; ""Timur""",\n'


def workbook(*sheets: list[list[Any]]) -> bytes:
    """An XLSX with these sheets, called One, Two, ..."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in zip(("One", "Two", "Three"), sheets, strict=False):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def said(file: File) -> list[str]:
    return [str(finding) for finding in file.findings]


@pytest.mark.parametrize(
    "data",
    [
        PLAIN.encode(),
        PLAIN.encode("utf-8-sig"),
        PLAIN.encode("utf-16"),
        PLAIN.replace("\n", "\r\n").encode(),
        PLAIN.replace("\n", "\r").encode(),
        PLAIN.replace(",", "\t").encode(),
        PLAIN.replace(",", ";").encode(),
        b"sep=;\n" + PLAIN.replace(",", ";").encode(),
        b"\n\n" + PLAIN.encode() + b",,\n\n",
        workbook([["Code", " NAME ", "Timezone"], [64, 'Kalimantan; "Timur"', None]]),
    ],
    ids=["utf-8", "bom", "utf-16", "crlf", "cr", "tab", "semicolon", "sep=", "empty lines", "xlsx"],
)
def test_the_same_table_in_every_dress(data: bytes) -> None:
    file = read_areas(data)
    assert not file.findings
    assert [row.values["name"] for row in file.rows] == ['Kalimantan; "Timur"']
    assert [row.values["code"] for row in file.rows] == ["64"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "the file is empty"),
        (b" \r\n\n", "the file is empty"),
        (b"\xef\xbb\xbf", "the file is empty"),
        ("code,name\n64,Ren\xe9\n".encode("cp1252"), "line 2 holds the byte 0xE9, which is not UTF-8"),
        ("code,name\n64,Kaltim\n".encode("utf-16-le"), "looks like UTF-16 without its mark"),
        (b"PK\x03\x04 nonsense", "the workbook cannot be read"),
        (workbook([], []), "the workbook is empty"),
    ],
    ids=["empty", "blank", "only a mark", "cp1252", "utf-16 without mark", "no workbook", "empty workbook"],
)
def test_no_table_at_all_is_one_clear_sentence(data: bytes, reason: str) -> None:
    (sentence,) = refusal(lambda: read_areas(data))
    assert reason in sentence


@pytest.mark.parametrize(
    ("text", "findings"),
    [
        ("code,name\n", ["the file has a header and no rows"]),
        (
            "code,nama\n64,x\n",
            [
                "line 1, name: the column is missing; found are: code, nama; did you mean 'nama'? "
                'Then add --columns "name=nama"'
            ],
        ),
        ("code,name,Code\n64,x,64\n", ["line 1, code: the column is there twice (places 1 and 3)"]),
        ("code,name\n64,\n", ["line 2, name: is empty and must be filled"]),
        (
            "code,name\n64,x\n64,y\n64,z\n",
            [
                "line 3, code: is the same as on line 2: each may be in the file once",
                "line 4, code: is the same as on line 2: each may be in the file once",
            ],
        ),
        (
            "code,name\n64,x,y\n63,z,,\n",
            [
                "line 2: the row has 3 cells and the header 2: put a text with a delimiter into quotation marks",
                "line 3: the row has 4 cells and the header 2: put a text with a delimiter into quotation marks; "
                    "if rows only end in delimiters, let the header end in as many",
            ],
        ),
        (
            'code,name\n64,"a\nb"\n\n6,"c\nd"\n6471,"e"f\n7,g\n',
            [
                'line 7: text goes on after a closing quotation mark ("): a quotation mark inside a text is '
                'written twice ("")',
                "line 5, code: '6' has 1 digit; a BPS code has 2, 4, 7, 10, 14 or 16",
                "line 8, code: '7' has 1 digit; a BPS code has 2, 4, 7, 10, 14 or 16",
            ],
        ),
    ],
    ids=["header only", "missing column", "twice", "empty cell", "repeated", "too many cells", "physical lines"],
)
def test_every_fault_of_a_file_with_its_line(text: str, findings: list[str]) -> None:
    assert sorted(said(read_areas(text.encode()))) == sorted(findings)


@pytest.mark.parametrize(
    ("text", "reason"),
    [(",,\n,,\n", "the file is empty"), ('"a"b\n', "text goes on after a closing quotation mark")],
    ids=["separators only", "one broken row"],
)
def test_a_file_in_which_no_row_can_be_read(text: str, reason: str) -> None:
    (sentence,) = refusal(lambda: read_areas(text.encode()))
    assert reason in sentence


def test_a_quotation_mark_that_is_never_closed_is_named_where_it_opens() -> None:
    text = 'code,name\n64,x\n6471,"y\n' + "63,z\n" * 40_000
    assert 'line 3: a quotation mark (") opens here and is never closed' in said(read_areas(text.encode()))[0]


def test_all_bad_columns_of_a_row_are_named() -> None:
    text = "area,number,head,address,kk,lat,lon\n64,,x,y,123,100,\n"
    assert [finding.column for finding in read_households(text.encode()).findings] == ["area", "number", "kk", "lat"]


@pytest.mark.parametrize("place", ["1.0,", ",116.8"])
def test_half_a_coordinate_is_refused(place: str) -> None:
    text = f"area,number,head,address,lat,lon\n64710100010001,1,x,y,{place}\n"
    (sentence,) = said(read_households(text.encode()))
    assert "is empty while the other coordinate is filled" in sentence


def test_a_household_is_the_same_with_and_without_leading_zeros() -> None:
    text = "area,number,head,address\n64710100010001,001,x,y\n64710100010001,1,x,y\n"
    assert said(read_households(text.encode())) == [
        "line 3, number: is the same as on line 2: each may be in the file once"
    ]


def test_a_shifted_row_does_not_show_a_family_card() -> None:
    text = "area,number,head,address,enumerator,lat,lon\n64710100010001,1,x,y,6471051003040002 7,6471051003040002,\n"
    assert not any("6471051003040002" in sentence for sentence in said(read_households(text.encode())))


def test_the_first_sheet_with_the_header_is_taken_and_named() -> None:
    data = workbook([["Catatan"], ["64"]], [[], [None, "name", "code", "luas"], [], [None, "Kaltim", 64, 3]])
    file = read_areas(data)
    assert (file.table.sheet, file.table.unknown) == ("Two", ["luas"])
    assert [(row.line, row.values["code"]) for row in file.rows] == [(4, "64")]


def test_a_failed_formula_is_not_an_empty_cell() -> None:
    book = openpyxl.Workbook()
    book.active.append(["code", "name", "timezone"])
    book.active.append([64, "Kaltim", "#N/A"])
    out = io.BytesIO()
    book.save(out)
    assert said(read_areas(out.getvalue())) == ["line 2, timezone: the cell holds the error #N/A: mend the formula"]


def test_kemendagri_codes_have_dots() -> None:
    text = b"code;name\n64.71.01.1001;Klandasan\n6471;Balikpapan\n"
    (sentence,) = said(read_areas(text, Scheme.KEMENDAGRI))
    assert "line 3, code: '6471' is not a Kemendagri code" in sentence


@pytest.mark.parametrize("read", [str.upper, str.title, lambda name: f"  {name}\u00a0"])
def test_header_names_in_any_case(read: Callable[[str], str]) -> None:
    file = read_areas(f"{read('name')},{read('code')}\nKaltim,64\n".encode())
    assert not file.findings


def test_natural_order() -> None:
    assert sorted(["10", "2", "10a", "1b", "A1", "1"], key=natural) == ["1", "1b", "2", "10", "10a", "A1"]
