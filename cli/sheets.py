"""Files that a command writes for the office: for their owner alone, and harmless in a spreadsheet."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from cli.settings import SettingsError
from db.engine.sqlite import OWNERS_ALONE

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet takes a cell that begins so for a formula, and works it out."""


def write_private(path: Path, content: bytes) -> None:
    """Write a file that nobody else can read; SettingsError when that cannot be done."""
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNERS_ALONE)
        with os.fdopen(file, "wb") as out:
            os.fchmod(out.fileno(), OWNERS_ALONE)
            out.write(content)
    except OSError as error:
        raise SettingsError(f"{path} cannot be written ({error.strerror})") from None


def write_rows(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a CSV file that spreadsheets open as UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    write_private(path, out.getvalue().encode("utf-8-sig"))


def harmless(cell: str) -> str:
    """The cell with an apostrophe in front where a spreadsheet would work it out."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
