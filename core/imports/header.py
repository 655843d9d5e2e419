"""The row that names the columns: found below titles, and understood by its own words or by those of `--columns`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any

from core.imports.cells import INVISIBLE, Fault
from core.imports.findings import named, refuse, shown
from core.imports.limits import HEADER_WITHIN, MOST_COLUMNS

Line = tuple[int, list[Any]]
PAIRS = re.compile(r",(?=\s*\w+\s*=)")
"""Between two pairs of `--columns`; other commas belong to a name."""
ASIDE = re.compile(r"\([^()]*\)|[\W_]")
"""What stands in a name beside its words."""


@dataclass(frozen=True)
class Choice:
    """What the person at the terminal says about a file. columns: how the file calls some of our columns."""

    sheet: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Names:
    """What a file's columns may be called. words: what offices call them, for suggestions, by our name."""

    columns: Sequence[str]
    required: frozenset[str]
    words: Mapping[str, Sequence[str]]
    chosen: Mapping[str, str] = field(default_factory=dict)

    @property
    def known(self) -> frozenset[str]:
        """The names as they stand in a header, in lower case."""
        called = {column: folded(self.chosen.get(column, column)) for column in self.columns}
        return frozenset(called.values())

    def column(self, name: str) -> str | None:
        """Our column of this name in a header, or None; what --columns says goes before our own names."""
        for column, theirs in self.chosen.items():
            if folded(theirs) == name:
                return column
        return next((mine for mine in self.columns if mine not in self.chosen and folded(mine) == name), None)

    def meant(self, name: str) -> list[str]:
        """The columns that offices call so."""
        word = " ".join(ASIDE.sub(" ", name).split())
        return [column for column, words in self.words.items() if word == column or word in words]


@dataclass(frozen=True)
class Header:
    """A header. places: of our columns. cells: how many the row has, with empty ones. above: filled rows above it."""

    line: int
    names: list[str]
    places: dict[str, int]
    unknown: list[str]
    cells: int
    above: int

    @property
    def width(self) -> int:
        """The place behind the last column that has a name."""
        return max((place for place, name in enumerate(self.names, start=1) if name), default=0)


def folded(name: str) -> str:
    """A name without regard to case, blanks, and marks around it (`Nama*`, `Nama:`)."""
    return " ".join(name.translate(INVISIBLE).split()).strip("*: ").casefold()


def chosen_columns(pairs: Sequence[str], columns: Sequence[str]) -> dict[str, str]:
    """`--columns area=Kode SLS,head=Nama KK` as a dictionary; Refused when it names a column that there is not."""
    chosen: dict[str, str] = {}
    for pair in chain.from_iterable(PAIRS.split(each) for each in pairs):
        column, found, name = (part.strip() for part in pair.partition("="))
        if not found or not name or column not in columns:
            raise refuse(f"--columns {shown(pair)}: wanted is OURS=THEIRS, where OURS is one of {', '.join(columns)}")
        if chosen.setdefault(column, name) != name:
            raise refuse(f"--columns names the column {column} twice: {shown(chosen[column])} and {shown(name)}")
        for other, theirs in chosen.items():
            if other != column and folded(theirs) == folded(name):
                raise refuse(f"--columns: {shown(name)} cannot be both {other} and {column}")
    return chosen


def find_header(lines: Iterator[Line], names: Names) -> tuple[Header, Iterator[Line]] | None:
    """The header and the rows below it: the first row that names all required columns, else the one that says most.

    None when there is no filled row at all.
    """
    first = list(islice((line for line in lines if filled(line[1])), HEADER_WITHIN))
    if not first:
        return None
    headers = [_header(line, place, names) for place, line in enumerate(first)]
    whole = (header for header in headers if names.required <= header.places.keys())
    best = next(whole, None) or max(headers, key=lambda header: (_says(header, names), -header.above))
    return best, chain(first[best.above + 1 :], lines)


def _says(header: Header, names: Names) -> int:
    return 2 * len(header.places) + sum(bool(names.meant(folded(name))) for name in header.unknown)


def _header(line: Line, above: int, names: Names) -> Header:
    number, cells = line
    if len(cells) > MOST_COLUMNS and any(cells[MOST_COLUMNS:]):
        raise refuse(f"the row has {len(cells):,} columns; at most {MOST_COLUMNS} are read", number)
    called = ["" if isinstance(cell, Fault) else " ".join(str(cell).translate(INVISIBLE).split()) for cell in cells]
    places: dict[str, int] = {}
    unknown = []
    for place, name in enumerate(called):
        column = names.column(folded(name)) if name else None
        if column:
            places.setdefault(column, place)
        elif name:
            unknown.append(name)
    return Header(number, called, places, unknown, len(cells), above)


def wrong_with(header: Header, names: Names) -> Iterator[tuple[str, str]]:
    """Return what is wrong with a header: column and reason."""
    for column, place in header.places.items():
        own = folded(header.names[place])
        same = [str(at) for at, name in enumerate(header.names, start=1) if folded(name) == own]
        if len(same) > 1:
            yield column, f"the column is there {_times(len(same))} (places {' and '.join(same[:10])})"
    found = named(name for name in header.names if name)
    for column in names.columns:
        if column in header.places:
            continue
        if column in names.chosen:
            yield column, f"there is no column {shown(names.chosen[column])}, as --columns says; found are: {found}"
        elif column in names.required:
            yield column, f"the column is missing; found are: {found}{suggestion(column, header, names)}"


def in_one_cell(header: Header, known: frozenset[str]) -> str:
    """What to do when all names of a header stand in one cell; "" when they do not."""
    filled_names = [name for name in header.names if name]
    words = {folded(word) for word in re.split(r"[,;|\t]", filled_names[0])} if len(filled_names) == 1 else set()
    if len(words & known) < 2:
        return ""
    return "each row stands in one cell: split it into columns (Data, Text to Columns), or send the file it came from"


def suggestion(column: str, header: Header, names: Names) -> str:
    """Which of the header's words may mean a column that is not there; "" when none does."""
    words = [word for word in header.unknown if column in names.meant(folded(word))]
    if not words:
        return ""
    meant = " or ".join(shown(word) for word in words[:3])
    return f'; did you mean {meant}? Then add --columns "{column}={shown(words[0])[1:-1]}"'


def _times(number: int) -> str:
    return "twice" if number == 2 else f"{number:,} times"


def filled(cells: list[Any]) -> bool:
    """Return whether a row holds anything at all."""
    return any(cell.strip() if isinstance(cell, str) else not _blank(cell) for cell in cells)


def _blank(cell: Any) -> bool:
    return isinstance(cell, Fault) and cell.blank
