"""Cells of an XLSX sheet whose formula failed (#N/A): the reader hands them out as empty, which they are not."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator

SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*?\bid=\"([^\"]+)\"")
RELATION = re.compile(rb"<Relationship\s[^>]*>")
TARGET = re.compile(rb"\bTarget=\"([^\"]+)\"")
IDENTITY = re.compile(rb"\bId=\"([^\"]+)\"")
CELL = re.compile(
    rb"<c\s+r=\"([A-Z]{1,3})(\d{1,7})\"[^>]*?\bt=\"e\"[^>]*>(?:<f[^>]*/>|<f.*?</f>)?<v>([^<]{1,20})</v>", re.DOTALL
)
PIECE = 1 << 20
OVERLAP = 1 << 10
"""More than the XML of one cell with its formula is long, as a rule."""

Place = tuple[int, int]


def error_cells(data: bytes, index: int) -> dict[Place, str]:
    """Row (from 1), column (from 0) and error of each failed cell in the workbook's sheet at index (from 0)."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            name = _part(archive, index)
            return dict(_found(archive, name)) if name else {}
    except (zipfile.BadZipFile, KeyError):  # an old XLS, or not as Excel writes it
        return {}


def _part(archive: zipfile.ZipFile, index: int) -> str | None:
    sheets = SHEET.findall(archive.read("xl/workbook.xml").replace(b"'", b'"'))
    targets = {}
    for relation in RELATION.findall(archive.read("xl/_rels/workbook.xml.rels").replace(b"'", b'"')):
        identity, target = IDENTITY.search(relation), TARGET.search(relation)
        if identity and target:
            targets[identity[1]] = target[1].decode()
    if index >= len(sheets) or sheets[index] not in targets:
        return None
    return posixpath.normpath(posixpath.join("/xl", targets[sheets[index]])).lstrip("/")


def _found(archive: zipfile.ZipFile, name: str) -> Iterator[tuple[Place, str]]:
    before = b""
    with archive.open(name) as part:
        while piece := part.read(PIECE):
            window = before + piece
            if b't="e"' in window:
                for column, row, error in CELL.findall(window):
                    yield (int(row), _column(column)), error.decode(errors="replace")
            before = window[-OVERLAP:]


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1
