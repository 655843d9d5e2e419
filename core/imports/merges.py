"""Merged cells: only the first cell of a range holds its value; the others are empty, and do not look so."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from core.imports.cells import Fault
from core.imports.findings import refuse
from core.imports.limits import MOST_COLUMNS

MERGE = re.compile(rb"mergeCell\s[^>]{0,100}?ref\s*=\s*[\"']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})[\"']")
ROW = re.compile(rb"<(?:\w{1,20}:)?row\b")
OVERLAP = 200
"""More bytes than one merged range takes."""
MOST_MERGED = 100_000
Range = tuple[int, int, int, int]


class Merged:
    """The merged ranges of a sheet, asked row after row. height: how many rows the sheet has."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        """Look a sheet through, quickly: the ranges stand behind its rows. Refused when there are too many."""
        self.begins: dict[int, list[Range]] = defaultdict(list)
        self.active: list[Range] = []
        self.height = 0
        self.next = 1
        before, count = b"", 0
        for piece in pieces:
            self.height += len(ROW.findall(piece))
            window = before + piece
            for found in MERGE.finditer(window) if b"mergeCell" in window else ():
                if found.end() <= len(before):
                    continue
                left, top, right, bottom = _place(found[1]), int(found[2]), _place(found[3]), int(found[4])
                self.begins[top].append((left, top, min(right, MOST_COLUMNS), bottom))
                if (count := count + 1) > MOST_MERGED:
                    raise refuse(f"the sheet has more than {MOST_MERGED:,} merged cells: unmerge them")
            before = window[-OVERLAP:]
        self.there = bool(self.begins)

    def fill(self, row: int, cells: list[Any]) -> None:
        """Put a Fault into each cell of a filled row that is empty because it is merged with another."""
        for begun in [top for top in range(self.next, row + 1) if top in self.begins]:
            self.active.extend(self.begins.pop(begun))
        self.next = row + 1
        self.active = [one for one in self.active if one[3] >= row]
        if len(self.active) > MOST_COLUMNS:
            raise refuse("the sheet has merged cells that lie over each other: unmerge them")
        if not cells:
            return
        for left, top, right, _ in self.active:
            for place in range(left, min(right + 1, MOST_COLUMNS)):
                if row > top or place > left:
                    _fault(cells, place, left, top)


def _fault(cells: list[Any], place: int, left: int, top: int) -> None:
    if place >= len(cells):
        cells.extend([""] * (place + 1 - len(cells)))
    if cells[place] == "":
        cells[place] = Fault(
            f"the cell is merged with {letters_of(left)}{top}, which alone has a value: unmerge the cells, fill each",
            blank=True,
        )


def _place(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1


def letters_of(place: int) -> str:
    """The letters of a column, by its place from 0."""
    letters = ""
    place += 1
    while place:
        place, letter = divmod(place - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters
