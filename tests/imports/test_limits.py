"""Files made to cost memory or time: each is refused by one sentence, in a process that may take little of both."""

import io
import os
import resource
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

MEMORY = 400_000_000
"""Bytes of address space; an ordinary import of a small file takes half of it."""
SECONDS = 20
"""Of processor time."""
PROGRAM = """
import sys
from core.imports.files import read_households
from core.imports.findings import Refused
try:
    file = read_households(open(sys.argv[1], "rb").read())
    print(len(file.rows), *map(str, list(file.findings)[:3]), sep="\\n")
except Refused as refused:
    print(*map(str, refused.findings[:3]), sep="\\n")
"""
HEADER = b"area,number,head,address\n"
NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
BOOK = f'<workbook {NAMESPACE} xmlns:r="{LINK}"><sheets><sheet name="One" sheetId="1" r:id="a"/></sheets></workbook>'
LINKS = (
    f'<Relationships><Relationship Id="a" Type="{LINK}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="b" Type="{LINK}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
)
NAMES = "".join(f'<c r="{at}1" t="inlineStr"><is><t>{name}</t></is></c>' for at, name in
                zip("ABCD", ("area", "number", "head", "address"), strict=True))
FIRST = f'<row r="1">{NAMES}</row>'


def packed(sheet: Iterator[bytes], texts: Iterable[bytes] = (b"<sst/>",)) -> bytes:
    """A workbook of one sheet, whose XML comes in pieces."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/workbook.xml", BOOK)
        book.writestr("xl/_rels/workbook.xml.rels", LINKS)
        for name, pieces in (("xl/sharedStrings.xml", texts), ("xl/worksheets/sheet1.xml", sheet)):
            with book.open(name, "w", force_zip64=True) as part:
                for piece in pieces:
                    part.write(piece)
    return out.getvalue()


def sheet_of(rows: str, times: int = 1, before: str = FIRST) -> Iterator[bytes]:
    """A sheet with these rows, again and again."""
    yield f"<worksheet {NAMESPACE}><sheetData>{before}".encode()
    for _ in range(times):
        yield rows.encode()
    yield b"</sheetData></worksheet>"


def liar() -> bytes:
    """A part of 500 MB that says it has 90 bytes, with the checksum of these 90."""
    data = bytearray(packed(sheet_of(" " * 1_000_000, 501, f'<row r="1">{NAMES}</row>')))
    begun = b"".join(sheet_of("", 1))[:90]
    at = data.rindex(b"PK\x01\x02")
    data[at + 16 : at + 20] = zlib.crc32(begun).to_bytes(4, "little")
    data[at + 24 : at + 28] = (90).to_bytes(4, "little")
    return bytes(data)


def row(number: int, cell: str) -> str:
    return f'<row r="{number}"><c r="{cell}"><v>1</v></c></row>'


HOSTILE: list[tuple[str, Callable[[], bytes], str]] = [
    ("a line without an end", lambda: b"a" * 50_000_000, "line 1: the line has more than 100,000 characters"),
    ("a row without an end", lambda: HEADER + b"a," * 25_000_000, "line 2: the line has more than 100,000 characters"),
    ("a quotation mark that stays open", lambda: HEADER + b'"' + b"64,1,x,y\n" * 2_000_000, "is never closed"),
    ("many open quotation marks", lambda: HEADER + b'64,1,x,"y"z\n' * 200_000, "a closing quotation mark"),
    ("twenty thousand equal columns", lambda: b",".join([b"area"] * 19_000) + b"\n64\n", "19,000 columns; at most 256"),
    ("many columns", lambda: HEADER[:-1] + b",x" * 300 + b"\n", "304 columns; at most 256 are read"),
    ("bad cells in every row", lambda: HEADER + b"6,,,\n" * 100_000, "line 2, area: '6' has 1 digit"),
    ("too many rows", lambda: HEADER + b"".join(map(b"64710100010001,%d,x,y\n".__mod__, range(500_001))), "500,000"),
    ("a large file", lambda: HEADER + b"\n" * 100_000_000, "the file has more than 100 MB: split it"),
    ("a zip bomb of a sheet", lambda: packed(sheet_of(" " * 1_000_000, 501)), "more than 500 MB in one part"),
    ("a bomb of texts", lambda: packed(sheet_of(""), [b"<sst>", *[b"<si/>" * 100_000] * 50]), "4,000,000 texts"),
    ("a part that lies about its size", liar, "is damaged"),
    ("elements inside elements", lambda: packed(sheet_of("<a>" * 100_000, 100)), "is damaged"),
    ("an attribute without an end", lambda: packed(sheet_of("x" * 1_000_000, 40, '<row r="')), "is damaged"),
    ("entities", lambda: packed(iter([b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>'])), "is damaged"),
    ("an encoding of no kind", lambda: packed(iter([b'<?xml version="1.0" encoding="hex"?><a/>'])), "is damaged"),
    ("another encoding", lambda: packed(iter([b'<?xml version="1.0" encoding="utf-7"?><a/>'])), "is damaged"),
    ("the last cell there is", lambda: packed(sheet_of(row(1_048_576, "XFD1048576"))), "'XFD1048576' lies outside"),
    ("the last row there is", lambda: packed(sheet_of(row(1_048_576, "A1048576"))), "line 1048576"),
    ("rows that go backwards", lambda: packed(sheet_of(row(9, "A9") + row(3, "A3"))), "is damaged"),
    ("a column of no letters", lambda: packed(sheet_of(row(2, "ÄÖ2"))), "is damaged"),
    ("a text that is not there", lambda: packed(sheet_of('<row><c t="s"><v>7</v></c></row>')), "is damaged"),
    (
        "one long text in many cells",
        lambda: packed(
            sheet_of('<row><c t="s"><v>0</v></c><c t="s"><v>0</v></c></row>' * 1_000, 10),
            [b"<sst><si><t>", b"x" * 900_000, b"</t></si></sst>"],
        ),
        "has 900,000 characters; at most 1,000",
    ),
    (
        "merged ranges over everything",
        lambda: packed(sheet_of("", 1, "</sheetData>" + '<mergeCell ref="A1:XFD1048576"/>' * 200_000 + "<sheetData>")),
        "more than 100,000 merged cells",
    ),
]


@pytest.mark.slow
@pytest.mark.parametrize(("make", "reason"), [one[1:] for one in HOSTILE], ids=[one[0] for one in HOSTILE])
def test_hostile_files_cost_little(tmp_path: Path, make: Callable[[], bytes], reason: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(make())

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))

    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, path], capture_output=True, text=True, preexec_fn=limit, env=dict(os.environ)
    )
    assert (done.returncode, reason in done.stdout) == (0, True), done.stdout[:500] + done.stderr[-500:]
