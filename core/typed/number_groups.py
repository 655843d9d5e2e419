"""Groups of digits that stand side by side in a text, and those that are ordinary numbers of the work."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

MASK = re.compile(r"(?<![\d…])\d{4}(?:…|\.\.\.)(?:\d{4}|\d{2})(?![\d…])")
"""A number that is masked already."""
DIGITS = re.compile(r"[0-9]+")
HOUR = r"(?:[01]?\d|2[0-4])[:.][0-5]\d"
DATE = r"(?:[0-3]?\d[./-][01]?\d(?:[./-](?:(?:19|20)\d\d|\d\d))?|(?:19|20)\d\d-[01]?\d-[0-3]?\d)"
YEAR = r"(?:19|20)\d\d"
SMALL = r"[1-9]\d{0,2}"
ORDINARY = re.compile(
    rf"{SMALL}|{YEAR}|{SMALL}[-/]{SMALL}|{YEAR}[-/]{YEAR}|\d{{1,3}}/\d{{1,3}}|{HOUR}(?:-{HOUR})?|{DATE}(?:-{DATE})?"
    r"|(?!0)\d{1,3}(?:\.\d{3})+|\d{1,3}\.\d{5,11}|\d\d\.\d\d\.\d\d\.\d{4}"
)
"""A number of a household or a count, a year, a range, RT/RW, an hour, a date, a sum of money, degrees, the code that
the ministry of the interior gives to a village.
"""
LONGEST = 8
"""Groups of digits that an ordinary number may have: fewer, in fact, so that what is longer is none."""
APART = re.compile(r"[\s,;|&]")


@dataclass(frozen=True)
class Group:
    """Digits in one piece: their place in the text, what stands between the group before and this one (a new line,
    a comma, a blank, or the signs themselves; empty for the first), and whether a plus stands before it.
    """

    digits: str
    start: int
    end: int
    gap: str = ""
    plus: bool = False


def groups_of(text: str, taken: Sequence[tuple[int, int]] = ()) -> Iterator[list[Group]]:
    """The groups of a text, those together between which no letter stands; what is taken or masked is left out."""
    found: list[Group] = []
    out = sorted([*taken, *(each.span() for each in MASK.finditer(text))])
    before = 0
    for match in DIGITS.finditer(text):
        start, end = match.span()
        while out and out[0][1] <= start:
            before = -1
            out.pop(0)
        if out and out[0][0] <= start:
            continue
        between = text[before:start] if before >= 0 else "x"
        if found and any(map(str.isalnum, between)):
            yield found
            found = []
        found.append(Group(match[0], start, end, _gap(between) if found else "", text[start - 1 : start] == "+"))
        before = end
    if found:
        yield found


def is_ordinary(groups: Sequence[Group], first: int, end: int) -> bool:
    """Whether these groups are nothing but ordinary numbers, each as a whole, with blanks or commas between them."""
    lowest, highest = first - LONGEST, end + LONGEST
    while first > max(0, lowest) and not APART.match(groups[first].gap):
        first -= 1
    while end < min(len(groups), highest) and not APART.match(groups[end].gap):
        end += 1
    words: list[str] = []
    for group in groups[first:end]:
        if words and not APART.match(group.gap):
            words[-1] += group.gap + group.digits
        else:
            words.append(group.digits)
    return all(map(ORDINARY.fullmatch, words))


def _gap(between: str) -> str:
    """What stands between two groups, in short."""
    if found := APART.search(between):
        sign = "," if any(sign in between for sign in ",;؛") else " " if found[0].isspace() else found[0]
        return "\n" if len(f"{between}.".splitlines()) > 1 else sign
    return between[:3]
