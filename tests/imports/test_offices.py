"""CSV files as offices send them: titles, their own words, missing quotation marks, rows that are no data."""

from typing import Any

import pytest

from core.imports.columns import HOUSEHOLD_COLUMNS
from core.imports.files import File, read_households, read_officers
from core.imports.findings import MOST_FINDINGS, Finding, Findings, printable
from core.imports.header import Choice, chosen_columns
from tests.imports.conftest import refusal
from tests.imports.test_files import said

HEADER = "area,number,head,address,enumerator,kk\n"
AREA = "64710100010001"


def read(text: str, **choice: Any) -> File:
    return read_households(text.encode(), choice=Choice(**choice))


ROWS = [
    ("an unquoted comma", f"{AREA},1,Surya, S.E.,Jl. A 1,PPL-1,", "the row has 7 cells and the header 6"),
    ("such a comma before empty cells", f"{AREA},1,Surya, S.E.,Jl. A 1,,", "the row has 7 cells and the header 6"),
    ("a row of totals", "Jumlah,,2,,,", "looks like a row of totals: delete it"),
    ("a row of totals with a number", "TOTAL :,1,,,,", "looks like a row of totals: delete it"),
    ("the header once more", "Area,Number,Head,Address,Enumerator,KK", "the header stands here once more: delete"),
    (
        "a quotation mark that is missing",
        f'{AREA},1,Surya,"Jl. A 1,PPL-1,\n{AREA},2,Siti,Jl. A 2",PPL-1,',
        "cell 4 goes on over the next line, which looks like a row of its own",
    ),
    ("the numbers of the columns", "(1),(2),(3),(4),(5),(6)", "looks like the numbers of the columns: delete the row"),
    ("a delimiter behind", f"{AREA},1,Surya,Jl. A 1,PPL-1,,", "only end in delimiters, let the header end in as many"),
    ("a formula", f'{AREA},="003",Surya,Jl. A 1,PPL-1,', "number: '=\"003\"' is a formula"),
    ("a mark of thousands", f"{AREA},1.000,Surya,Jl. A 1,PPL-1,", "'1.000' is a number with a mark of thousands"),
]


@pytest.mark.parametrize(("row", "reason"), [one[1:] for one in ROWS], ids=[one[0] for one in ROWS])
def test_rows_that_are_refused(row: str, reason: str) -> None:
    (sentence,) = said(read(f"{HEADER}{row}\n{AREA},9,Togar,Jl. B 9,PPL-1,\n"))
    assert sentence.startswith("line 2") and reason in sentence


HEADERS = [
    ("marks of what must be filled", "Area*,NUMBER *,Head:,address,Enumerator*,kk"),
    ("a letter that is not seen", "\u200barea,number,head\u200b,address,enumerator,kk"),
    ("a bar", "area|number|head|address|enumerator|kk"),
    ("a bar, said first", "sep=|\narea|number|head|address|enumerator|kk"),
    ("empty columns on the right", "area,number,head,address,enumerator,kk,,,"),
]


@pytest.mark.parametrize("header", [one[1] for one in HEADERS], ids=[one[0] for one in HEADERS])
def test_headers_that_are_taken(header: str) -> None:
    row = f"{AREA},1,Surya,Jl. A 1,PPL-1,"
    file = read(f"{header}\n{row.replace(',', '|') if '|' in header else row}{',,,' * header.endswith(',,,')}\n")
    assert said(file) == []
    assert file.rows[0].values["enumerator"] == "PPL-1"
    assert file.table.unknown == []


def test_a_name_with_something_beside_it_is_suggested() -> None:
    (first, *_) = said(read("area,number,head,address (lengkap),kode_petugas\n"))
    assert "did you mean 'address (lengkap)'? Then add --columns" in first


def test_rows_that_stand_in_one_cell_each() -> None:
    data = "".join(f'"{line}"\n' for line in (HEADER.strip(), f"{AREA};1;Surya;Jl. A 1;PPL-1;"))
    (sentence,) = refusal(lambda: read(data))
    assert sentence.startswith("line 1: each row stands in one cell: split it into columns")


def test_the_encoding_is_named() -> None:
    (sentence,) = refusal(lambda: read_households(f"{HEADER}{AREA},1,Café".encode("cp1252")))
    assert sentence.startswith("line 2 holds the byte 0xE9, which is not UTF-8; the file is probably in a Windows code")


def test_a_line_break_inside_a_cell_is_told() -> None:
    file = read(f'{HEADER}{AREA},1,Surya,"Jl. A 1\nRT 002",PPL-1,\n')
    assert said(file) == []
    assert file.rows[0].values["address"] == "Jl. A 1 RT 002"
    assert file.table.notes == ["line 2 with a line break inside a cell: it was read as a blank"]


def test_a_file_that_was_cut_off_is_refused() -> None:
    (sentence,) = said(read(f"{HEADER}{AREA},1,Surya,Jl. A 1,PPL-1,\n{AREA},2,Siti,Jl. A"))
    assert sentence == "line 3: the file ends in the middle of this row: it was cut off"


@pytest.mark.parametrize(
    ("numbers", "lines"),
    [
        (["1.0", "2.0", "10.0"], []),
        (["1.0", "2", "10.0"], [2, 4]),
        (["1", "2", "1.0"], [4, 4]),
    ],
    ids=["all by a program", "some", "one, which would be another household"],
)
def test_a_point_zero_is_dropped_where_all_numbers_have_one(numbers: list[str], lines: list[int]) -> None:
    file = read(HEADER + "".join(f"{AREA},{number},Surya,Jl. A 1,PPL-1,\n" for number in numbers))
    assert sorted(finding.line for finding in file.findings) == lines
    assert [row.values["number"] for row in file.rows] == [number.removesuffix(".0") for number in numbers]


def test_wide_and_arabic_digits_are_the_same_household() -> None:
    file = read(f"{HEADER}{AREA},12,Surya,Jl. A 1,PPL-1,\n{AREA},１２,Siti,Jl. A 2,PPL-1,\n")
    assert said(file) == ["line 3, number: is the same as on line 2: each may be in the file once"]


def test_families_with_one_card_are_told() -> None:
    row = "64710100010001,{},Surya,Jl. A 1,PPL-1,6471991003000002\n"
    file = read(HEADER + "".join(row.format(number) for number in (1, 2, 3)))
    assert said(file) == []
    assert file.table.notes == ["line 2 and line 3, and 1 row more like it: families with the same KK number"]


def test_titles_above_the_header_are_passed_over() -> None:
    file = read(f'"DAFTAR KELUARGA, RT 001",,,,,\nKota Balikpapan,,,,,\n\n{HEADER}{AREA},1,Surya,Jl. A 1,PPL-1,\n')
    assert said(file) == []
    assert [row.line for row in file.rows] == [5]
    assert file.table.notes == ["2 rows above the header not read"]


OFFICE = "DAFTAR KELUARGA;;;;\nKode SLS;No. Urut;Nama KK;Alamat;PCL\n64710100010001;1;Surya, S.E.;Jl. A 1;PPL-1\n"


def test_words_of_offices_are_suggested() -> None:
    found = "found are: Kode SLS, No. Urut, Nama KK, Alamat, PCL"
    assert said(read(OFFICE))[:2] == [
        f"line 2, {ours}: the column is missing; {found}; did you mean '{theirs}'? "
        f'Then add --columns "{ours}={theirs}"'
        for ours, theirs in (("area", "Kode SLS"), ("number", "No. Urut"))
    ]


def test_and_taken_when_they_are_named() -> None:
    pairs = ["area=Kode SLS, number=no. urut,head=NAMA KK", "address=Alamat"]
    columns = chosen_columns(pairs, [column.name for column in HOUSEHOLD_COLUMNS])
    file = read(OFFICE, columns=columns)
    assert said(file) == []
    assert file.rows[0].values["head"] == "Surya, S.E."
    assert file.table.unknown == ["PCL"]
    assert file.table.notes == [
        "1 row above the header not read",
        "There is no column enumerator; did you mean 'PCL'? Then add --columns \"enumerator=PCL\"",
    ]


@pytest.mark.parametrize("word", ["kode", "nama", "peran", "KSK", "Koordinator", "no", "Jabatan", "Wilayah Kerja"])
def test_each_word_of_an_officers_list_is_known(word: str) -> None:
    file = read_officers(f"{word},x\n1,2\n".encode())
    assert any(f"did you mean '{word}'?" in sentence for sentence in [*said(file), *file.table.notes])


@pytest.mark.parametrize(
    ("pair", "reason"),
    [
        ("area=A,area=B", "names the column area twice: 'A' and 'B'"),
        ("area=Kode,number=KODE", "'KODE' cannot be both area and number"),
        ("rumah=No", "OURS is one of area, number"),
        ("area", "wanted is OURS=THEIRS"),
        ("area=", "is OURS=THEIRS"),
    ],
)
def test_columns_are_named_rightly_or_refused(pair: str, reason: str) -> None:
    (sentence,) = refusal(lambda: chosen_columns([pair], ["area", "number"]))
    assert reason in sentence


def test_a_column_of_ours_that_means_another_in_the_file() -> None:
    file = read(f"area,number,KK,address\n{AREA},1,Surya,Jl. A 1\n", columns={"head": "KK"})
    assert said(file) == []
    assert (file.rows[0].values["head"], file.rows[0].values["kk"]) == ("Surya", None)


def test_a_named_column_that_is_not_there() -> None:
    sentences = said(read(f"{HEADER}{AREA},1,Surya,Jl. A 1,PPL-1,\n", columns={"kk": "No KK"}))
    assert "kk: there is no column 'No KK', as --columns says; found are: area" in sentences[0]


def test_findings_are_counted_by_kind_and_kept_in_bounds() -> None:
    findings = Findings()
    for line in range(5_000):
        findings.append(Finding(line, "enumerator", f"'PPL-{line}' is not in the database"))
        findings.append(Finding(line, "head", "is empty" + "x" * (line % 2_000)))
    assert len(findings) == 10_000
    assert len(findings.kept) < 2 * MOST_FINDINGS
    assert findings.counts["enumerator", " is not in the database"] == 5_000


def test_nothing_of_a_file_steers_the_terminal() -> None:
    data = "area\x1b[2J,number\x07,\u202ehead,x\x9b31m\n1,2,3,4\n"
    for sentence in said(read(data)):
        assert sentence == printable(sentence)
    assert printable("\x1b]0;owned\x07\n") == "\\x1b]0;owned\\x07\\n"
