"""Several household numbers in one line, as people type them: "12, 14-18", "12 14 15", "no 12 dan 14 s/d 18"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from core.problems import Problem
from core.typed.number_groups import MASK

MOST_NUMBERS = 400
"""Numbers in one line; a workload has about 250."""
TO = r"(?:-|–|—|~|\.{2,}|s/d|s\.d\.?|sd|sampai dengan|sampai|hingga|to|until|through)"
BLANK = r"[^\S\n]*"
READ = re.compile(rf"(?<!\w)(\d{{1,5}}){BLANK}{TO}{BLANK}(?:no\.?{BLANK})?(\d{{1,5}})(?!\w)|(?<!\w)(\d{{1,5}})(?!\w)")
"""A range, which ends on its line (a list may begin its lines with dashes), or a number."""
EMPTY = frozenset({"no", "nomor", "nomer", "nr", "number", "numbers", "dan", "dgn", "serta", "and", "also"})
"""Words between the numbers that mean nothing of their own."""


@dataclass(frozen=True)
class Numbers:
    """What was read: the numbers in their order, each once, and the words that are neither number nor filler."""

    numbers: tuple[int, ...]
    unread: tuple[str, ...] = ()


def read_numbers(text: str) -> Numbers:
    """Numbers and ranges of a line; Problem `too_many_numbers` when a range is longer than anybody's list.

    A number that is masked (core/masking.py) is none, and no range.
    """
    normal = MASK.sub(" x ", unicodedata.normalize("NFKC", text).casefold())
    found: dict[int, None] = {}
    unread: list[str] = []
    at = 0
    for match in READ.finditer(normal):
        unread += _words(normal[at : match.start()])
        at = match.end()
        first, last, single = match.groups()
        low, high = sorted((int(first or single), int(last or single)))
        if high - low >= MOST_NUMBERS or len(found) + high - low >= MOST_NUMBERS:
            raise Problem("too_many_numbers", most=MOST_NUMBERS)
        found.update(dict.fromkeys(range(low, high + 1)))
    return Numbers(tuple(found), (*unread, *_words(normal[at:])))


def spans(numbers: Iterable[int]) -> str:
    """Numbers as a person writes them: 12, 14–18."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs)


def _words(text: str) -> list[str]:
    return [word for word in re.findall(r"\w+", text) if word not in EMPTY]
