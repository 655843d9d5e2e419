"""The three files: the rules between the cells of one row, and between the rows of one file."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.areas import Scheme
from core.imports import cells
from core.imports.columns import AREA_COLUMNS, HOUSEHOLD_COLUMNS, OFFICER_COLUMNS
from core.imports.findings import Finding, Findings, counted
from core.imports.header import Choice, Names
from core.imports.office_words import AREA_WORDS, HOUSEHOLD_WORDS, OFFICER_WORDS
from core.imports.rows import Column, Progress, Row, Table, checked, silent
from core.imports.tables import open_table

ZEROS = re.compile(r"(?<!\d)0+(?=\d)")
DIGITS = re.compile(r"(\d+)")


AS_IT_IS = Choice()


@dataclass
class File:
    """A file that was checked by itself. findings is not empty when it may not be imported."""

    columns: Sequence[Column]
    table: Table
    rows: list[Row]

    @property
    def findings(self) -> Findings:
        """What is wrong, so far."""
        return self.table.findings

    def fault(self, row: Row, column: str, reason: str) -> None:
        """Add a finding about one cell."""
        self.table.findings.append(Finding(row.line, column, reason, row.sheet))

    def kept(self, row: Row) -> dict[str, Any]:
        """The values of the columns that the file has."""
        return {name: value for name, value in row.values.items() if self.table.has(name)}


def read_areas(
    data: bytes, scheme: Scheme = Scheme.BPS, progress: Progress = silent, choice: Choice = AS_IT_IS
) -> File:
    """Check a file of areas; Refused when it is no table."""
    dotted = scheme is Scheme.KEMENDAGRI
    columns = (Column("code", cells.dotted_code, blank=""), *AREA_COLUMNS[1:3]) if dotted else AREA_COLUMNS
    file = _read(data, columns, AREA_WORDS, progress, choice)
    _unique(file, "code", lambda values: values["code"])
    return file


def read_officers(data: bytes, progress: Progress = silent, choice: Choice = AS_IT_IS) -> File:
    """Check a file of officers, each row by itself; Refused when it is no table."""
    file = _read(data, OFFICER_COLUMNS, OFFICER_WORDS, progress, choice)
    _unique(file, "id", lambda values: values["id"])
    return file


def read_households(data: bytes, progress: Progress = silent, choice: Choice = AS_IT_IS) -> File:
    """Check a file of households (the prelist); Refused when it is no table."""
    file = _read(data, HOUSEHOLD_COLUMNS, HOUSEHOLD_WORDS, progress, choice)
    _unique(file, "number", household_key)
    _cards(file)
    if file.table.has("lat") != file.table.has("lon"):
        there, missing = ("lat", "lon") if file.table.has("lat") else ("lon", "lat")
        line = file.table.parts[0].header.line
        file.findings.append(Finding(line, missing, f"the column is missing, for there is a column {there}"))
    else:
        _both_or_none(file)
    return file


def household_key(values: dict[str, Any]) -> tuple[str, str] | None:
    """What makes a household the same one: its area, and its number without regard to case and leading zeros."""
    area, number = values["area"], values["number"]
    return (area, ZEROS.sub("", cells.digits(number)).casefold()) if area and number else None


def alike(officer: str) -> str:
    """What ids have in common that a person takes for one: PPL-0001, ppl-1, PPL_1."""
    return ZEROS.sub("", officer).casefold().replace("_", "-")


def natural(number: str) -> list[tuple[int, int, str]]:
    """A sorting key by which 2 comes before 10, and 10 before 10a."""
    parts = DIGITS.split(number.casefold())
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part]


def _read(
    data: bytes, columns: Sequence[Column], words: Mapping[str, Sequence[str]], progress: Progress, choice: Choice
) -> File:
    required = frozenset(column.name for column in columns if column.required)
    names = Names([column.name for column in columns], required, words, choice.columns)
    table = open_table(data, names, choice)
    rows = list(checked(table, columns, progress))
    if not rows and not table.findings:
        table.findings.append(Finding(0, "", "the file has a header and no rows"))
    return File(columns, table, rows)


def _unique(file: File, column: str, key_of: Callable[[dict[str, Any]], Hashable | None]) -> None:
    seen: dict[Hashable, Row] = {}
    for row in file.rows:
        key = key_of(row.values)
        if not key:
            continue
        first = seen.setdefault(key, row)
        if first is not row:
            where = Finding(first.line, "", "", first.sheet).places()
            file.fault(row, column, f"is the same as on {where}: each may be in the file once")


def _cards(file: File) -> None:
    """Note families with one family card: that happens, and it is a mistake more often."""
    seen: dict[str, Row] = {}
    twice = []
    for row in file.rows:
        if (card := row.values["kk"]) and seen.setdefault(card, row) is not row:
            twice.append((seen[card], row))
    if twice:
        first, second = twice[0]
        places = " and ".join(Finding(row.line, "", "", row.sheet).places() for row in (first, second))
        more = f", and {counted(len(twice) - 1, 'row')} more like it" if len(twice) > 1 else ""
        file.table.notes.append(f"{places}{more}: families with the same KK number")


def _both_or_none(file: File) -> None:
    halves = [row for row in file.rows if (row.values["lat"] is None) != (row.values["lon"] is None)]
    faulty = {(finding.sheet, finding.line, finding.column) for finding in file.findings} if halves else set()
    for row in halves:
        missing = "lat" if row.values["lat"] is None else "lon"
        if (row.sheet, row.line, missing) not in faulty:
            file.fault(row, missing, "is empty while the other coordinate is filled: fill both or none")
