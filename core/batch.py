"""Typed reports, for a bad signal: one visit a line, `number code [persons] [families] [hour] [kemarin] [note]`.

    12 S 4                 complete, four persons
    12 S 7 2kk             complete, seven persons of two families
    13 M sibuk             refused: busy
    14 T 08:30             nobody home at 08:30
    15 J besok 19:00       appointment tomorrow at 19:00
    16 menolak besok sore  words work as well as codes; a day ahead is the next try
    17 K kata tetangga     vacant, a neighbour says so (core/source.py)

This file is the grammar: what is read can be written (`write_line`) and read back to itself. What cannot be read with
certainty raises a Problem and is never guessed at.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from core.counts import people_of, without, write_people
from core.lines import BREAKS, EDGES, bare, clean, spoken
from core.outcomes import AT_THE_DOOR, RULES, Outcome
from core.problems import PROBLEMS, Problem
from core.source import Source, check_source, source_of
from core.when import DAYS_AHEAD, WEEKDAYS, read_days, read_when

LONGEST_NOTE = 300
LONGEST_WHEN = 5
"""Words that the day and hour of a next visit may have."""

PHRASES: dict[Outcome, tuple[str, ...]] = {
    Outcome.COMPLETE: ("selesai", "lengkap", "complete", "done"),
    Outcome.PARTIAL: ("selesai sebagian", "sebagian", "partial", "partly complete"),
    Outcome.APPOINTMENT: ("janji kunjungan ulang", "janji", "janjian", "appointment"),
    Outcome.NOBODY_HOME: ("tidak ada orang", "tdk ada orang", "tidak ada", "nobody home", "not home"),
    Outcome.AWAY: ("bepergian lama", "bepergian", "away for long", "away"),
    Outcome.REFUSED: ("menolak lunak", "menolak", "tolak", "refused", "refusal"),
    Outcome.REFUSED_HARD: ("menolak keras", "tolak keras", "refused firmly", "hard refusal"),
    Outcome.UNABLE: ("tidak bisa diwawancara", "tidak bisa", "unable to be interviewed", "unable"),
    Outcome.NO_ACCESS: ("akses ditutup", "no access"),
    Outcome.MOVED: ("pindah", "moved out", "moved"),
    Outcome.VACANT: ("rumah kosong", "kosong", "vacant house", "vacant"),
    Outcome.NO_DWELLING: ("bangunan tidak ada", "no such dwelling", "no dwelling"),
    Outcome.DECEASED: ("meninggal", "deceased"),
    Outcome.DUPLICATE: ("ganda", "duplicate"),
}
SPELLINGS = {phrase: outcome for outcome, phrases in PHRASES.items() for phrase in phrases}
SPELLINGS |= {RULES[outcome].code.casefold(): outcome for outcome in AT_THE_DOOR}

START = re.compile(r"[\W_]*(?:no|nomor|nr)?[\W_]*(\d{1,5})(?!\d)\s*(?:[.,:;=/|)\-–]+\s*)?", re.IGNORECASE)
CODE_AND_NUMBER = re.compile(r"([a-z]{1,2})(\d.*)", re.IGNORECASE)
HOUR = re.compile(r"(\d{1,2})[:.](\d{2})")
DAY_MONTH = re.compile(r"\d{1,2}/\d{1,2}")
ANOTHER = re.compile(r"^|[,/|+&]|\b(?:dan|and)\b", re.IGNORECASE)
"""Where in a note another report may begin."""
YESTERDAY = frozenset({"kemarin", "kmrn", "kemaren", "yesterday"})
NOON = time(12)
DAY_WORDS = frozenset(word.split()[0] for word in DAYS_AHEAD) | frozenset().union(*WEEKDAYS)


@dataclass(frozen=True)
class TypedVisit:
    """One line as understood. Hours are aware, on the area's clock; visited_at None: when the line was sent.

    families: how many the persons belong to; 0 when the line does not say, which means one.
    """

    no: int
    outcome: Outcome
    persons: int = 0
    visited_at: datetime | None = None
    revisit_at: datetime | None = None
    note: str = ""
    families: int = 0

    @property
    def source(self) -> Source:
        """Who says so: what the note says, so that a line that is written and read again says the same."""
        return source_of(self.outcome, self.note)


def lines_of(text: str) -> list[str]:
    """The lines of a message: ended by a new line, a semicolon, or a comma before the next report; no empty ones."""
    return [line.strip() for part in BREAKS.split(clean(text)) for line in _apart(part) if plain_words(line)]


def surely_typed(text: str, now: datetime) -> bool:
    """Whether nothing but reports can be meant, in the middle of a talk, too.

    One line must be a whole report. Of several at least half must begin like one: a mistyped line must not turn the
    others into the answer, say a note, that a question waits for.
    """
    lines = lines_of(text)
    if len(lines) == 1:
        return _reads(lines[0], now)
    return bool(lines) and 2 * sum(map(_begins, lines)) >= len(lines)


def any_typed(text: str) -> bool:
    """Whether somebody tries to report: some line begins with a number and an outcome, or the message with a number."""
    return clean(text).lstrip()[:1].isdecimal() or any_begun(text)


def any_begun(text: str) -> bool:
    """Whether some line begins like a report, with a number and an outcome."""
    return any(_begins(line) for line in lines_of(text))


def read_line(line: str, now: datetime) -> TypedVisit:
    """One line, seen from `now` (aware, on the area's clock); Problem when it is not certain what was meant."""
    no, words = _number(line)
    outcome, words = _outcome(words)
    rule = RULES[outcome]
    persons, families, words = people_of(words, YESTERDAY) if rule.counts else (0, 0, words)
    revisit_at = None
    if outcome is Outcome.APPOINTMENT:
        revisit_at, words = _appointment(words, now)
    visited_at, rest = _visited(words, now)
    hour_told = any(HOUR.fullmatch(bare(word)) for word in words[: len(words) - len(rest)])
    if rule.revisit and revisit_at is None:
        revisit_at, rest = _next_try(rest, now)
    note = " ".join(spoken(rest)).strip(EDGES)
    _check_note(note, outcome, now)
    if not hour_told:
        _check_end(note)
    visit = TypedVisit(no, outcome, persons, visited_at, revisit_at, note, families)
    check_source(outcome, visit.source)
    return visit


def write_line(visit: TypedVisit, now: datetime) -> str:
    """A visit as a line that reads back to itself when seen from the same `now`."""
    parts = [str(visit.no), RULES[visit.outcome].code]
    if RULES[visit.outcome].counts:
        parts.append(write_people(visit.persons, visit.families))
    ahead = f"{visit.revisit_at:%d/%m %H:%M}" if visit.revisit_at else ""
    if visit.outcome is Outcome.APPOINTMENT:
        parts.append(ahead)
    if visit.visited_at:
        parts.append(f"{visit.visited_at:%H:%M}")
        parts += ["kemarin"] if visit.visited_at.date() < now.date() else []
    parts.append(visit.note)
    if visit.outcome is not Outcome.APPOINTMENT:
        parts.append(ahead)
    return " ".join(part for part in parts if part)


def plain_words(text: str) -> list[str]:
    """The words of a text as they are compared: no case, no width, no punctuation."""
    return re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold())


def _reads(line: str, now: datetime) -> bool:
    """Whether a line is a whole report, though its hour may stand in the wrong place, or a neighbour gave it."""
    try:
        read_line(line, now)
    except Problem as problem:
        return problem.code in (PROBLEMS["line_hour_behind"], PROBLEMS["complete_by_proxy"])
    return True


def _begins(line: str) -> bool:
    try:
        _, words = _number(line)
        _outcome(words)
    except Problem:
        return False
    return True


def _apart(part: str) -> list[str]:
    """The reports between commas; the part as it is when something between them does not begin like a report."""
    pieces = [piece for piece in part.split(",") if plain_words(piece)]
    return pieces if len(pieces) > 1 and all(map(_begins, pieces)) else [part]


def _check_note(note: str, outcome: Outcome, now: datetime) -> None:
    """Problem when the note is missing or too long, or holds what was certainly not meant as a note."""
    rule = RULES[outcome]
    if rule.note and not plain_words(note):
        raise Problem("line_without_note")
    if len(note) > LONGEST_NOTE:
        raise Problem("text_too_long", limit=LONGEST_NOTE, length=len(note))
    if plain_words(note) and not any(map(str.isalpha, note)) and (rule.counts or not rule.note):
        raise Problem("line_number_unclear", typed=note[:20])
    if any(_reads(note[found.end() :], now) for found in ANOTHER.finditer(note)):
        raise Problem("line_two_reports")


def _check_end(note: str) -> None:
    """Problem when a note ends with an hour: that of the visit, of the next try, or the note's own?"""
    words = note.split()
    if words and bare(words[-1]).casefold() in YESTERDAY:
        words = words[:-1]
    if words and HOUR.fullmatch(bare(words[-1])):
        raise Problem("line_hour_behind", typed=bare(words[-1]))


def _number(line: str) -> tuple[int, list[str]]:
    text = clean(line)
    found = START.match(text)
    if found is None:
        raise Problem("line_without_number")
    return int(found[1]), text[found.end() :].rstrip(EDGES).split()


def _outcome(words: list[str]) -> tuple[Outcome, list[str]]:
    """The longest spelling that the words begin with."""
    words = spoken(words)
    compact = CODE_AND_NUMBER.fullmatch(words[0]) if words else None
    if compact and compact[1].casefold() in SPELLINGS:
        return SPELLINGS[compact[1].casefold()], [compact[2], *words[1:]]
    for length in range(min(3, len(words)), 0, -1):
        spelled = " ".join(plain_words(" ".join(words[:length])))
        if spelled in SPELLINGS:
            return SPELLINGS[spelled], spoken(words[length:])
    typed = " ".join(plain_words(" ".join(words[:1])))
    near = difflib.get_close_matches(typed, SPELLINGS, n=1, cutoff=0.7) if len(typed) > 2 else []
    raise Problem("line_outcome_near", typed=typed[:20], near=near[0]) if near else Problem("line_without_outcome")


def _appointment(words: list[str], now: datetime) -> tuple[datetime, list[str]]:
    """The longest beginning of the words that names an hour to come."""
    for length in range(min(LONGEST_WHEN, len(words)), 0, -1):
        try:
            at = read_when(_bare(words[:length]), now)
        except Problem:
            continue
        if at <= now:
            raise Problem("when_past", at=at)
        return at, words[length:]
    raise Problem("line_without_when")


def _next_try(words: list[str], now: datetime) -> tuple[datetime | None, list[str]]:
    """A day and hour at the end of the words ("sibuk besok sore"): when to try again."""
    for at, word in enumerate(map(bare, words)):
        if word.casefold() in DAY_WORDS or DAY_MONTH.fullmatch(word):
            try:
                when = read_when(_bare(words[at:]), now)
            except Problem:
                _check_hour(_bare(words[at:]), now)
                continue
            if when > now:
                return when, words[:at]
    return None, words


def _check_hour(typed: str, now: datetime) -> None:
    """Problem when a day to come is named without an hour: the next try must not be set on another day instead."""
    try:
        day, more = read_days(typed, now.date())
    except Problem:
        return
    if day > now.date() and more is None:
        raise Problem("line_without_hour", typed=typed[:20])


def _bare(words: list[str]) -> str:
    return " ".join(filter(None, map(bare, words)))


def _visited(words: list[str], now: datetime) -> tuple[datetime | None, list[str]]:
    """The hour of the visit and `kemarin`, in either order, at the beginning of the words."""
    hour: time | None = None
    yesterday = False
    while words := without(frozenset(), words):
        found = HOUR.fullmatch(bare(words[0]))
        if found and hour is None:
            if int(found[1]) > 23 or int(found[2]) > 59:
                raise Problem("when_not_understood")
            hour = time(int(found[1]), int(found[2]))
        elif bare(words[0]).casefold() in YESTERDAY and not yesterday:
            yesterday = True
        else:
            break
        words = words[1:]
    if hour is None and not yesterday:
        return None, words
    day = now.date() - timedelta(days=1) if yesterday else now.date()
    at = datetime.combine(day, hour or NOON, now.tzinfo)
    if at > now:
        raise Problem("line_in_future", at=at)
    return at, words
