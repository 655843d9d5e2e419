"""Cells of workbooks by how they are written: formats that show another number, and values of several kinds."""

import io
import zipfile

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from core.imports.files import read_households
from core.imports.findings import Refused
from core.imports.formats import Form, Shape, shape_of
from tests.imports.conftest import refusal
from tests.imports.test_files import said
from tests.imports.test_limits import packed, sheet_of
from tests.imports.test_workbooks import book

FORMATS: list[tuple[str, Shape | None]] = [
    ("General", None),
    ("0", None),
    ("#,##0.00;-#,##0.00", None),
    ("0.000000", None),
    ('0.00"°"', None),
    ("0.00E+00", None),
    ("[Red]0", None),
    ('_(* #,##0_);_(* \\(#,##0\\);_(* "-"_);_(@_)', None),
    ("@", None),
    ("0000", 4),
    ("00\\ 00\\ 000", 7),
    ('"PPL-"0000', Form.OTHER),
    ("\\P\\P\\L0", Form.OTHER),
    ("000-000", Form.OTHER),
    ("##\\.##\\.###", Form.OTHER),
    ("0%", Form.OTHER),
    ("# ?/?", Form.OTHER),
    ("64000", Form.OTHER),
    ("[$-421]dd\\ mmmm\\ yyyy", Form.DATE),
    ("[h]:mm", Form.DATE),
]


@pytest.mark.parametrize(("code", "shape"), FORMATS)
def test_what_a_format_shows(code: str, shape: Shape | None) -> None:
    assert shape_of(code) == shape


SHOWN = [
    ("zeros in front", 7, "0000", "0007", ""),
    ("a mark of thousands", 1000, "#,##0", "1000", ""),
    ("letters in front", 7, '"PPL-"0000', None, "the cell holds 7 and its format shows something else"),
    ("a percent", 1, "0%", None, "the cell holds 1 and its format shows something else"),
    ("a fraction", 0.5, "# ?/?", None, "the cell holds 0.5 and its format shows something else"),
]


@pytest.mark.parametrize(
    ("number", "code", "read", "reason"), [one[1:] for one in SHOWN], ids=[one[0] for one in SHOWN]
)
def test_a_number_is_what_its_cell_shows(number: float, code: str, read: str | None, reason: str) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["64710100010001", "2", "Slamet", "Jl. Mangga 2", number])
        sheet["E3"].number_format = code

    file = read_households(book(fill))
    assert file.rows[1].values["enumerator"] == read
    assert [sentence.split(": ", 1)[1].startswith(reason) for sentence in said(file)] == [True] * (read is None)


CELLS = [
    ("a value and more behind it", '<c><v>9</v><extLst><ext><x:v xmlns:x="u">5</x:v></ext></extLst></c>', "9"),
    ("a text in pieces", '<c t="inlineStr"><is><r><t>1</t></r><r><t xml:space="preserve">2 </t></r></is></c>', "12"),
    ("two values", "<c><v>9</v><v>5</v></c>", None),
    ("a value and a text", '<c t="inlineStr"><v>9</v><is><t>5</t></is></c>', None),
    ("a number as Python writes it", "<c><v>1_0</v></c>", None),
    ("a kind that there is not", '<c t="zzz"><v>5</v></c>', None),
]


def refused(data: bytes) -> str:
    """What is wrong first, whether a file is refused at once or row by row."""
    try:
        return said(read_households(data))[0]
    except Refused as refusal:
        return str(refusal.findings[0])


@pytest.mark.parametrize(("cell", "number"), [one[1:] for one in CELLS], ids=[one[0] for one in CELLS])
def test_a_cell_has_one_value(cell: str, number: str | None) -> None:
    texts = (f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in ("64710100010001", "Siti", "Jl. 1"))
    area, head, address = texts
    data = packed(sheet_of(f"<row>{area}{cell}{head}{address}</row>"))
    if number is None:
        assert refused(data).startswith(("line 2: the workbook is damaged", "line 2, number: the cell holds"))
    else:
        assert read_households(data).rows[0].values["number"] == number


def test_cells_beside_the_table_are_told_in_a_workbooks_words() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["H2"] = "cek lagi"

    (sentence,) = said(read_households(book(fill)))
    assert sentence.endswith("the header 5: empty the cells on the right, or give their columns a name")


def test_a_part_that_is_there_twice_is_refused() -> None:
    made = io.BytesIO(book(lambda sheet: None))
    with zipfile.ZipFile(made, "a") as archive:
        archive.writestr("XL/worksheets/sheet1.xml", b"<worksheet/>")
    (sentence,) = refusal(lambda: read_households(made.getvalue()))
    assert "is damaged" in sentence
