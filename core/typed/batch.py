"""Typed reports, for a bad signal: one visit a line, `number code [persons] [families] [hour] [kemarin] [note]`.

    12 S 4                 complete, four persons
    12 S 7 2kk             complete, seven persons of two families
    13 M sibuk             refused: busy
    14 T 08:30             nobody home at 08:30
    15 J besok 19:00       appointment tomorrow at 19:00
    16 menolak besok sore  words work as well as codes; a day ahead is the next try
    17 K kata tetangga     vacant, a neighbour says so (core/visits/source.py)
    17 K "pemilik pindah"  a note in quotation marks is a note, whatever it says

What is read can be written (`write_line`) and read back to itself. What cannot be read raises a Problem; what is read
in part, an Unsure with the visits that may be meant. Nothing that has a meaning of its own is left in a note unasked.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime

from core.problems import PROBLEMS, Problem
from core.typed.head import GREETING, near_outcomes, number_at, outcome_at
from core.typed.head import PHRASES as PHRASES
from core.typed.head import SPELLINGS as SPELLINGS
from core.typed.line import LONGEST_LINE
from core.typed.line import LONGEST_NOTE as LONGEST_NOTE
from core.typed.line import TypedVisit as TypedVisit
from core.typed.line import read_line as read_line
from core.typed.line import write_line as write_line
from core.typed.lines import BREAKS, clean
from core.typed.recap import is_recap
from core.typed.several import lacks_number as lacks_number
from core.typed.several import read_several as read_several
from core.typed.several import with_digits
from core.typed.tokens import tokens_of
from core.visits.outcomes import Outcome

NUMBERED = re.compile(r"\s*(\d{1,2})\s*[.)]\s+(?=\d)")
"""The number of a line in a list, with the number of a household behind it."""
COURTESY = re.compile(
    rf"[\W_]*+(?:(?:{GREETING}|wassalam|makasih|terima|kasih|trims|tks|thx|thanks|thank|you|ya|yth|hari)\b[\W_]*+)+",
    re.IGNORECASE,
)
"""A line of nothing but a greeting or thanks, which is no report."""
HEAD = 120
"""Characters behind a number among which its outcome stands."""
SURE_ENOUGH = frozenset(
    PROBLEMS[name]
    for name in (
        "complete_by_proxy", "line_hour_behind", "line_part_unclear", "line_time_in_note", "line_people_unclear",
        "line_number_in_note", "line_not_sure", "when_unsure", "when_which_day", "when_several", "line_many",
    )
)  # fmt: skip
"""Problems of a line that is a report beyond doubt, though not yet a certain one."""


def lines_of(text: str) -> list[str]:
    """The lines of a message: ended by a new line, a semicolon, or a comma before the next report; no empty ones."""
    parts = [part for part in BREAKS.split(clean(text)) if plain_words(part)]
    parts = _without_their_numbers([part for part in parts if not COURTESY.fullmatch(part.strip())] or parts)
    return [line.strip() for part in parts for line in _apart(part) if plain_words(line)]


def _without_their_numbers(lines: list[str]) -> list[str]:
    """The lines of a numbered list without their numbers: `1. 12 S 4` and `2. 13 M`. Only when they count from one, and
    each is a report behind its number.
    """
    found = [NUMBERED.match(line) for line in lines]
    counted = [int(match[1]) for match in found if match]
    if len(counted) < 2 or counted != list(range(1, len(counted) + 1)):
        return lines
    rest = [line[match.end() :] if match else line for line, match in zip(lines, found, strict=True)]
    return rest if all(_begins(each) for each, match in zip(rest, found, strict=True) if match) else lines


def surely_typed(text: str, now: datetime) -> bool:
    """Return whether nothing but reports can be meant, in the middle of a talk, too.

    One line must be a whole report. Of several at least half must begin like one: a mistyped line must not turn the
    others into the answer, say a note, that a question waits for.
    """
    lines = lines_of(text)
    if len(lines) == 1:
        return _reads(lines[0], now)
    return bool(lines) and 2 * sum(map(_begins, lines)) >= len(lines)


def nearly_typed(text: str) -> bool:
    """Return whether reports were meant, though there may be a fault in each: they begin like one, or with a number and
    something like "complete".
    """
    lines = lines_of(text)
    return bool(lines) and 2 * sum(_begins(line) or _nearly_complete(line) for line in lines) >= len(lines)


def surely_without_number(text: str, now: datetime) -> bool:
    """Return whether a text is one whole report, but for the household's number: S 4."""
    lines = lines_of(text)
    return len(lines) == 1 and lacks_number(lines[0]) and _reads(f"1 {lines[0]}", now)


def any_typed(text: str) -> bool:
    """Whether somebody tries to report: some line begins with a number and an outcome, or the message with a number;
    or it is a recap, which is no report.
    """
    begun = clean(text).lstrip()[:1].isdecimal() or any_begun(text) or is_recap(text)
    return begun or any(with_digits(line) for line in lines_of(text))


def any_begun(text: str) -> bool:
    """Return whether some line begins like a report, with a number and an outcome."""
    return any(_begins(line) for line in lines_of(text))


def plain_words(text: str) -> list[str]:
    """The words of a text as they are compared: no case, no width, no punctuation."""
    return re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold())


def _reads(line: str, now: datetime) -> bool:
    """Whether a line is a whole report, or one on several households, though something of it is to be asked about."""
    try:
        several = read_several(line)
        read_line(several.lines[0] if several else line, now)
    except Problem as problem:
        return problem.code in SURE_ENOUGH
    return True


def _begins(line: str) -> bool:
    """Return whether a line begins with a number and an outcome."""
    text = clean(line[:LONGEST_LINE])
    try:
        rest = number_at(text)[2]
    except Problem:
        return False
    return outcome_at(tokens_of(text[: rest + HEAD], rest), 0) is not None or _is_of_several(text)


def _is_of_several(text: str) -> bool:
    try:
        return read_several(text) is not None
    except Problem:
        return True


def _nearly_complete(line: str) -> bool:
    """Return whether a line begins with a number and something like "complete", and says how many: 66 seleai 4."""
    try:
        near = near_outcomes(clean(line[:LONGEST_LINE]))
    except Problem:
        return False
    return any(each.outcome is Outcome.COMPLETE for each in near) and any(map(str.isdecimal, line.split()[2:]))


def _apart(part: str) -> list[str]:
    """The reports between commas; the part as it is when something between them does not begin like a report, or when
    it is a recap.
    """
    if "," not in part or is_recap(part):
        return [part]
    pieces = [piece for piece in part.split(",") if plain_words(piece)]
    return pieces if len(pieces) > 1 and all(map(_begins, pieces)) else [part]
