"""One line of typed reports: read and written. The grammar is told in core/typed/batch.py."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from core.problems import PROBLEMS, Problem, Unsure
from core.typed.counts import Count, check_people, count_at, write_people
from core.typed.head import PHRASES, SUFFIXES, Head, near_outcomes, number_at, outcome_at, read_head
from core.typed.lines import EDGES, clean
from core.typed.pieces import TIMES, Kind, Piece
from core.typed.recap import is_recap
from core.typed.remarks import (
    CODES,
    SPOKEN,
    another_report,
    doubts_beside,
    doubts_said,
    is_asked,
    note_doubts,
    note_of,
    second_outcome,
)
from core.typed.scan import pieces_of
from core.typed.schedule import FIRST_UNSAID, LAST_UNSAID, Doubt, Reading, Schedule, bare_hour
from core.typed.several import with_digits
from core.typed.tokens import Token, tokens_of
from core.typed.vocabulary import FAMILIES
from core.visits.outcomes import RULES, Outcome
from core.visits.source import Source, check_source, source_of

LONGEST_NOTE = 300
LONGEST_LINE = 1000
"""Characters of one line; a longer one has too long a note."""
QUOTED = re.compile(r'["“”„](.*)["“”]', re.DOTALL)


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


def read_line(line: str, now: datetime) -> TypedVisit:
    """One line, seen from `now` (aware, on the area's clock); Problem when it is not certain what was meant, and Unsure
    when there are good guesses: visits that may be meant, the likeliest first.
    """
    text = clean(line)
    if len(text) > LONGEST_LINE:
        raise Problem("text_too_long", limit=LONGEST_NOTE, length=len(text))
    if is_recap(text):
        raise Problem("line_recap")
    return _Line(text, now).read()


def write_line(visit: TypedVisit, now: datetime) -> str:
    """A visit as a line that reads back to itself when seen from the same `now`; the note in quotation marks when it
    would say more than a note.
    """
    plain = _written(visit, now, visit.note)
    try:
        same = not visit.note or _Line(plain, now, guessing=False).read() == visit
    except Problem:
        same = False
    return plain if same else _written(visit, now, f'"{visit.note}"')


def _written(visit: TypedVisit, now: datetime, note: str) -> str:
    parts = [str(visit.no), RULES[visit.outcome].code]
    if RULES[visit.outcome].counts:
        parts.append(write_people(visit.persons, visit.families))
    ahead, appointment = _written_ahead(visit.revisit_at), visit.outcome is Outcome.APPOINTMENT
    parts.append(ahead if appointment else "")
    if visit.visited_at:
        earlier = visit.visited_at.date() < now.date()
        parts.append("kemarin" if earlier else "tadi" if appointment else "")
        parts.append(f"{visit.visited_at:%H.%M}")
    parts += [note, "" if appointment else ahead]
    return " ".join(part for part in parts if part)


def _written_ahead(at: datetime | None) -> str:
    if at is None:
        return ""
    night = " dini hari" if at.time() < FIRST_UNSAID else " malam" if at.time() >= LAST_UNSAID else ""
    return f"{at:%d/%m %H.%M}{night}"


class _Line:
    """Reading one cleaned line. guessing: whether guesses are looked for when it is not certain."""

    def __init__(self, text: str, now: datetime, *, guessing: bool = True) -> None:
        self.text, self.now, self.guessing = text, now, guessing

    def read(self) -> TypedVisit:
        """The visit; Problem or Unsure as `read_line` raises it."""
        quoted = QUOTED.search(self.text)
        if quoted is not None:
            around = f"{self.text[: quoted.start()]} {self.text[quoted.end() :]}"
            try:
                return _Line(around, self.now, guessing=False)._read(" ".join(quoted[1].split()))
            except _NotOnlyAroundAQuote:
                pass
        return self._read()

    def _read(self, quoted: str | None = None) -> TypedVisit:
        anew = False
        head = self._head()
        count = self._count(head)
        pieces = pieces_of(head.tokens, count.at)
        bare = bare_hour(head.outcome, pieces)
        families, pieces = _families_behind(head, count, pieces)
        if any(piece.kind in TIMES for piece in pieces):
            read = Reading(self.text, head.tokens, head.outcome, self.now).schedule(pieces)
        else:
            read = Schedule(note=pieces)
        note, apart = note_of(self.text, head.tokens, read.note) if read.note else ("", False)
        if quoted is not None and note:
            raise _NotOnlyAroundAQuote
        persons = count.persons[0] if count.persons else 0
        visit = TypedVisit(
            head.no, head.outcome, persons, read.visited_at, read.revisit_at, quoted or note, families
        )
        doubts = read.doubts
        if bare is not None:
            doubts = [Doubt("line_number_unclear", {"typed": self._said(head.tokens, bare)}, ({},)), *doubts]
        if head.glued or not count.certain:
            doubts = [*_doubts_of_head(head, count), *doubts]
        if quoted is None:
            said_so = doubts_said(self.text, head.outcome, head.tokens[head.at :], note)
            anew = any("persons" in change for each in said_so for change in each.changes)
            doubts = said_so if anew else [*said_so, *doubts, *doubts_beside(head.tokens, pieces, read.note)]
        if note and quoted is None:
            asked = [piece for piece in read.note if is_asked(piece, read.note)]
            if asked and not anew:
                said = [(piece.kind, self._said(head.tokens, piece)) for piece in asked]
                doubts = [*doubts, *note_doubts(head.outcome, note, said)]
            self._check_single(head, read.note, visit, certain=not doubts)
        self._check(visit, doubts)
        if doubts:
            raise self._unsure(visit, doubts)
        if apart and _Line(write_line(visit, self.now), self.now, guessing=False).read() != visit:
            raise Problem("line_two_reports")
        return visit

    def _head(self) -> Head:
        try:
            head = read_head(self.text)
        except Problem as problem:
            if problem.code == PROBLEMS["line_without_number"]:
                raise self._spelled() or problem from None
            if problem.code != PROBLEMS["line_without_outcome"]:
                raise
            raise self._lettered() or self._near() or problem from None
        if head.glued and outcome_at(head.tokens, head.at) is not None:
            raise self._lettered() or Problem("line_letter", typed=self.text[:20])
        return head

    def _spelled(self) -> Unsure | None:
        """A household's number in words may be no number of a household; None when there is none."""
        line = with_digits(self.text)
        return Unsure.of("line_number_spelled", self._readings(line), {}) if line else None

    def _lettered(self) -> Unsure | None:
        """A number with a letter behind it, and an outcome: of household 12 or of 12A? None when it is no such line."""
        no, end, rest = number_at(self.text)
        tokens = tokens_of(self.text, end)
        letter = tokens[0] if rest == end and tokens else None
        if letter is None or len(letter.said) != 1 or not letter.said.isalpha() or outcome_at(tokens, 1) is None:
            return None
        typed = self.text[max(0, end - 5) : letter.end].strip()
        digits = {"l": "1", "i": "1", "o": "0"}.get(letter.said, "")
        numbers = [str(no), f"{no}{digits}"] if digits else [str(no)]
        guesses = self._readings(*(f"{each} {self.text[letter.end :]}" for each in numbers))
        return Unsure.of("line_letter", guesses, {"typed": typed})

    def _near(self) -> Unsure | None:
        """An outcome that is mistyped, or only hinted at; None when none is near."""
        near = near_outcomes(self.text)
        if not near:
            return None
        values = {"typed": near[0].typed[:20], "near": PHRASES[near[0].outcome][0]}
        return Unsure.of("line_outcome_near", self._readings(*(each.line for each in near)), values)

    def _readings(self, *lines: str) -> tuple[TypedVisit, ...]:
        """What these lines say, those left out that are not certain."""
        found: list[TypedVisit] = []
        for line in lines if self.guessing else ():
            try:
                found.append(_Line(line, self.now, guessing=False).read())
            except Problem:
                continue
        return tuple(found)

    def _count(self, head: Head) -> Count:
        if not RULES[head.outcome].counts:
            return Count((), 0, head.at, True)
        count = count_at(head.tokens, head.at)
        if not count.persons:
            raise Problem("line_without_persons")
        return count

    def _check_single(self, head: Head, pieces: Sequence[Piece], visit: TypedVisit, *, certain: bool) -> None:
        """Unsure when the note holds another report, or another outcome: either, or a note that only says so."""
        at, name = another_report(head.tokens, pieces), "line_two_reports"
        if at is None:
            at, name = second_outcome(head.tokens, pieces, head.outcome, self.text), "line_two_outcomes"
        if at is None:
            return
        start = head.tokens[at].start
        before, behind = self.text[:start].rstrip(EDGES + "+&"), self.text[start:]
        other = behind if name == "line_two_reports" else f"{head.no} {behind}"
        if name == "line_two_outcomes" and head.tokens[at].said not in CODES:
            whole = self.guessing and certain and _is_whole(visit, self.now)
            guesses = ((visit,) if whole else ()) + self._readings(other)
        else:
            guesses = self._readings(before.removesuffix(" dan").removesuffix(" and"), other)
        raise Unsure.of(name, guesses, {"typed": behind[:20]})

    def _said(self, tokens: Sequence[Token], piece: Piece) -> str:
        return self.text[tokens[piece.first].start : tokens[piece.last - 1].end][:20]

    def _check(self, visit: TypedVisit, doubts: list[Doubt]) -> None:
        """Problem when something is missing, or cannot be."""
        rule = RULES[visit.outcome]
        if visit.outcome is Outcome.APPOINTMENT and visit.revisit_at is None and not doubts:
            raise Problem("line_without_when")
        if rule.note and not SPOKEN.search(visit.note):
            raise Problem("line_without_note")
        if len(visit.note) > LONGEST_NOTE:
            raise Problem("text_too_long", limit=LONGEST_NOTE, length=len(visit.note))
        if rule.counts:
            check_people(visit.persons, visit.families)
        check_source(visit.outcome, visit.source)

    def _unsure(self, visit: TypedVisit, doubts: list[Doubt]) -> Unsure:
        """Return what is asked: the first doubt; with guesses when it is the only one."""
        first = doubts[0]
        guesses: list[TypedVisit] = []
        for change in first.changes if len(doubts) == 1 and self.guessing else ():
            guess = replace(visit, **change)
            guesses += [guess] if _is_whole(guess, self.now) else []
        if first.name == "line_number_unclear" and visit.outcome is Outcome.AWAY:
            guesses += self._readings(f"{visit.no} S {visit.note}")
        return Unsure.of(first.name, tuple(guesses), first.values)


class _NotOnlyAroundAQuote(Exception):
    """The quotation marks are part of a note."""


def _families_behind(head: Head, count: Count, pieces: list[Piece]) -> tuple[int, list[Piece]]:
    """How many families, when that stands behind the hour, before the first word of the note; the other pieces."""
    if not RULES[head.outcome].counts or count.families:
        return count.families, pieces
    for place, piece in enumerate(pieces):
        if piece.kind is Kind.PEOPLE and piece.value[1] in FAMILIES:
            return piece.value[0] or -1, [*pieces[:place], *pieces[place + 1 :]]
        if piece.kind is Kind.WORD:
            break
    return 0, pieces


def _doubts_of_head(head: Head, count: Count) -> list[Doubt]:
    doubts = []
    if head.glued and head.outcome in SUFFIXES:
        doubts.append(Doubt("line_letter", {"typed": f"{head.no}{head.tokens[0].said.upper()}"}, ({},)))
    if not count.certain:
        changes: tuple[dict[str, Any], ...] = tuple({"persons": persons} for persons in count.persons)
        doubts.append(Doubt("line_people_unclear", {"typed": _said_of(head.tokens, head.at, count.at)}, changes))
    return doubts


def _said_of(tokens: Sequence[Token], first: int, last: int) -> str:
    return " ".join(token.said for token in tokens[first:last])[:40]


def _is_whole(visit: TypedVisit, now: datetime) -> bool:
    """Return whether a guess has all that its outcome wants."""
    when = visit.revisit_at is not None or visit.outcome is not Outcome.APPOINTMENT
    return when and (visit.visited_at is None or visit.visited_at <= now) and visit.families <= visit.persons
