"""The head of a line about several households, a household's number in words, and a line without any number.

    7,8,9 T         7 T, 8 T and 9 T
    10-12 T         10 T, 11 T and 12 T
    dua belas S 4   12 S 4
    S 4             complete, four persons: of whom?
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from core.problems import Problem
from core.typed.head import BEFORE, outcome_at
from core.typed.lines import clean
from core.typed.numbers import TO, read_numbers, spans
from core.typed.pieces import Walk
from core.typed.tokens import NUMBER, tokens_of
from core.visits.outcomes import RULES, Outcome

MOST_AT_ONCE = 20
"""Households in one line."""
AND = r"(?:,|&|;|dan\b|and\b|serta\b)"
# A group that repeats is not made possessive: Python before 3.11.5, Debian's among them, misreads it.
BETWEEN = rf"\s*+(?:{AND}|{TO})\s*+(?:no\.?\s*+)?"
MANY = re.compile(rf"{BEFORE}((?:\d{{1,5}}+{BETWEEN})+\d{{1,5}}+)(?![\w/])[\s.:=]*+", re.IGNORECASE)
RANGE = re.compile(TO, re.IGNORECASE)
HEAD = 120
"""Characters among which the outcome stands."""


class Several(NamedTuple):
    """One report on several households. ranged: some of the numbers were not written themselves. rest: the line behind
    the numbers.
    """

    numbers: tuple[int, ...]
    outcome: Outcome
    rest: str
    ranged: bool

    @property
    def lines(self) -> list[str]:
        """A line for each household."""
        return [f"{no} {self.rest}" for no in self.numbers]

    def written(self, numbers: Sequence[int]) -> str:
        """The line for some of the households."""
        return f"{spans(numbers)} {self.rest}"

    @property
    def counts(self) -> bool:
        """Whether persons are counted, which are hardly the same number everywhere."""
        return RULES[self.outcome].counts


def read_several(line: str) -> Several | None:
    """A line about several households; None when it is about one, or none. Problem when they are too many."""
    text = clean(line)
    found = MANY.match(text)
    if found is None:
        return None
    rest = text[found.end() :]
    outcome = outcome_at(tokens_of(rest[:HEAD]), 0)
    if outcome is None:
        return None
    numbers = read_numbers(found[1]).numbers
    if len(numbers) > MOST_AT_ONCE:
        raise Problem("line_many", n=len(numbers), most=MOST_AT_ONCE)
    return Several(numbers, outcome[0], rest, bool(RANGE.search(found[1]))) if len(numbers) > 1 else None


def with_digits(text: str) -> str | None:
    """A line whose household's number is in words, with the number in digits; None when it is no such line."""
    found = re.match(BEFORE, text, re.IGNORECASE)
    start = found.end() if found else 0
    tokens = tokens_of(text[: start + HEAD], start)
    if not tokens or tokens[0].kind == NUMBER or tokens[0].said in ("a", "an"):
        return None
    number, size = Walk(tokens, 0).numeral(0)
    if not size or outcome_at(tokens, size) is None:
        return None
    return f"{number} {text[tokens[size - 1].end :].strip()}"


def lacks_number(text: str) -> bool:
    """Return whether a line begins with its outcome, and names no household."""
    return outcome_at(tokens_of(clean(text)[:HEAD]), 0) is not None
