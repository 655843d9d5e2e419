"""The times of a line: the hour of the visit, and the day and hour of the next one. A time that may be either, or the
note's own, is a doubt.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any, NamedTuple

from core.problems import Problem, Unsure
from core.typed.moment import Moment, moment_ahead, moment_past
from core.typed.pieces import IMPOSSIBLE, TIMES, Hour, Kind, Piece
from core.typed.tokens import Token
from core.typed.vocabulary import SINCE, UNTIL
from core.visits.outcomes import RULES, Outcome

NOON = time(12)
"""The hour of a visit of which only the day is said."""
FIRST_UNSAID, LAST_UNSAID = time(5), time(23)
"""Before and after these an appointment is made only when the part of the day is said as well: 02:00 dini hari."""
CLOCK = frozenset({Kind.HOUR, Kind.PART, Kind.ZONE})
AHEAD = frozenset({Kind.DAY, Kind.LATER, Kind.UNSAID, Kind.EITHER})
WEAK = frozenset({"today", "soon"})


class Doubt(NamedTuple):
    """Why a line is asked about, and what may be meant: changes to the visit as read, the likeliest first."""

    name: str
    values: dict[str, Any]
    changes: tuple[dict[str, Any], ...] = ()


@dataclass
class Schedule:
    """What was read. note: the pieces that belong to no time."""

    visited_at: datetime | None = None
    revisit_at: datetime | None = None
    note: list[Piece] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


@dataclass
class Run:
    """Pieces of time with nothing but marks between them. first, last: nothing of the note stands before it, behind."""

    pieces: list[Piece]
    first: bool
    last: bool = False


class Reading:
    """Reading the times of one line, seen from `now`."""

    def __init__(self, text: str, tokens: list[Token], outcome: Outcome, now: datetime) -> None:
        self.text, self.tokens, self.outcome, self.now = text, tokens, outcome, now
        self.revisit = RULES[outcome].revisit
        self.read = Schedule()

    def schedule(self, pieces: list[Piece]) -> Schedule:
        """The times among the pieces; Problem when one of them cannot be."""
        if not any(piece.kind in TIMES for piece in pieces):
            self.read.note = pieces
            return self.read
        if any(piece.kind is Kind.UNSAID and piece.value == IMPOSSIBLE for piece in pieces):
            raise Problem("when_not_understood")
        if self.outcome is not Outcome.APPOINTMENT:
            pieces = self._without_the_notes_own(pieces)
        for run in self._runs(pieces):
            past, ahead = _divided(run.pieces)
            if past:
                self._past(past, run)
            if ahead:
                self._rest(ahead, run, alone=not past)
        self.read.note.sort(key=lambda piece: piece.first)
        return self.read

    def typed(self, pieces: list[Piece]) -> str:
        """The text of some pieces."""
        return self.text[self.tokens[pieces[0].first].start : self.tokens[pieces[-1].last - 1].end][:40]

    def doubt(self, name: str, pieces: list[Piece], *changes: dict[str, Any], **values: Any) -> None:
        """These pieces are not certain; they stay in the note unless a change says something else."""
        self.read.doubts.append(Doubt(name, {"typed": self.typed(pieces), **values}, changes))

    def _without_the_notes_own(self, pieces: list[Piece]) -> list[Piece]:
        """Times behind `sejak` belong to the note; behind `sampai` or `kembali`, too, when no next visit is wanted."""
        binding = SINCE if self.revisit else SINCE | UNTIL
        kept: list[Piece] = []
        bound = False
        for piece in pieces:
            if piece.kind is Kind.WORD:
                bound = self.tokens[piece.first].said in binding
            elif bound and (piece.kind in TIMES or piece.kind is Kind.LOOSE):
                piece = piece._replace(kind=Kind.WORD)
            elif piece.kind not in (Kind.MARK, Kind.LOOSE):
                bound = False
            kept.append(piece)
        return kept

    def _runs(self, pieces: list[Piece]) -> list[Run]:
        """The times, each with its loose words; everything else is the note."""
        runs: list[Run] = []
        loose: list[Piece] = []
        open_run, noted = False, False
        for piece in pieces:
            if piece.kind in TIMES:
                if not open_run:
                    runs.append(Run([], not noted))
                runs[-1].pieces += [*loose, piece]
                loose, open_run = [], True
            elif piece.kind is Kind.LOOSE or (piece.kind in (Kind.MARK, Kind.POLITE) and open_run):
                loose.append(piece)
            else:
                self.read.note += [*loose, piece]
                noted = noted or piece.kind is not Kind.MARK or bool(loose)
                open_run = open_run and piece.kind is Kind.MARK
                loose = []
        if runs:
            runs[-1].last = open_run
        self.read.note += [piece for piece in loose if piece.kind is not Kind.MARK]
        return [run for run in runs if not self._weak(run)]

    def _weak(self, run: Run) -> bool:
        """Return whether a run is only `nanti`, `hari ini` or `tadi`: a word of the note, except in an appointment."""
        telling = [piece for piece in run.pieces if piece.kind in TIMES]
        weak = all(
            (piece.kind is Kind.DAY and piece.value.form in WEAK) or (piece.kind is Kind.PAST and piece.value == 0)
            for piece in telling
        )
        if weak:
            self.read.note += run.pieces
        return weak

    def _past(self, pieces: list[Piece], run: Run) -> None:
        """A time with `kemarin` or `tadi`, or the hour at the beginning: that of the visit."""
        at = moment_past(pieces, self.now, self.typed(pieces), NOON)
        if at > self.now:
            raise Problem("line_in_future", at=at)
        if self.read.visited_at is not None:
            raise Unsure("when_several", typed=self.typed(pieces))
        if run.first or self.outcome is Outcome.APPOINTMENT:
            self.read.visited_at = at
        else:
            self.doubt("line_time_in_note", pieces, {"visited_at": at})

    def _rest(self, pieces: list[Piece], run: Run, *, alone: bool) -> None:
        kinds = {piece.kind for piece in pieces} & TIMES
        if self.outcome is Outcome.APPOINTMENT:
            self._next(pieces)
        elif kinds <= CLOCK:
            self._clock(pieces, run, alone=alone)
        elif not self.revisit:
            self._of_a_final_outcome(pieces, run)
        else:
            self._day(pieces, _hour_before_a_day(pieces) if run.first and alone else 0)

    def _day(self, pieces: list[Piece], hour: int) -> None:
        """The next visit. hour: so many pieces at the beginning are an hour; that of this visit, if the day has one."""
        if not hour:
            self._next(pieces)
        elif _names_an_hour(pieces[hour:]):
            self._visited(pieces[:hour])
            self._next(pieces[hour:])
        else:
            self.doubt("line_hour_behind", pieces, *self._either_way(pieces)[-1:])

    def _clock(self, pieces: list[Piece], run: Run, *, alone: bool) -> None:
        """An hour or a part of the day without a day: at the beginning the hour of the visit."""
        kinds = {piece.kind for piece in pieces} & TIMES
        if Kind.HOUR in kinds:
            begins = any(piece.kind is Kind.HOUR and piece.value.begins for piece in pieces)
            if run.first and alone and not begins:
                self._visited(pieces)
            else:
                self.doubt("line_hour_behind", pieces, *(() if begins else self._either_way(pieces)))
        elif Kind.ZONE in kinds or run.first or (self.revisit and run.last):
            self.doubt("line_part_unclear", pieces, *self._either_way(pieces))
        else:
            self.read.note += pieces

    def _either_way(self, pieces: list[Piece]) -> list[dict[str, Any]]:
        """This visit, when the hour has passed; or the next one."""
        ways: list[dict[str, Any]] = []
        with suppress(Problem):
            at = moment_past(pieces, self.now, "")
            ways += [{"visited_at": at}] if at <= self.now and self.read.visited_at is None else []
        with suppress(Problem):
            ways += [{"revisit_at": moment_ahead(pieces, self.now, "").at}] if self.revisit else []
        return ways

    def _visited(self, pieces: list[Piece]) -> None:
        at = moment_past(pieces, self.now, self.typed(pieces))
        if self.read.visited_at is not None:
            raise Unsure("when_several", typed=self.typed(pieces))
        if at <= self.now:
            self.read.visited_at = at
            return
        self.doubt("line_in_future", pieces, *([{"revisit_at": at}] if self.revisit else []), at=at)

    def _next(self, pieces: list[Piece]) -> None:
        """The day and hour of the next visit."""
        typed = self.typed(pieces)
        if self.read.revisit_at is not None:
            raise Unsure("when_several", typed=typed)
        try:
            moment = moment_ahead(pieces, self.now, typed)
        except Unsure as unsure:
            changes = tuple({"revisit_at": at} for at in unsure.guesses)
            self.read.doubts.append(Doubt(unsure.words.key.removeprefix("problem."), {"typed": typed}, changes))
            return
        if moment.at <= self.now:
            raise Problem("when_past", at=moment.at)
        self.read.revisit_at = moment.at
        if is_night(moment):
            self.doubt("when_unsure", pieces, {})

    def _of_a_final_outcome(self, pieces: list[Piece], run: Run) -> None:
        """A day where no next visit is wanted: a date may be the note's own, anything else is not certain."""
        telling = [piece for piece in pieces if piece.kind in TIMES]
        own = not run.first and all(
            piece.kind is Kind.UNSAID or (piece.kind is Kind.DAY and piece.value.form == "date") for piece in telling
        )
        if not own:
            self.doubt("line_time_in_note", pieces, {})
        self.read.note += pieces


def bare_hour(outcome: Outcome, pieces: list[Piece]) -> Piece | None:
    """A number right behind the day of an appointment that has no hour, made an hour, to be asked about: besok 4."""
    kinds = [piece.kind for piece in pieces]
    if outcome is not Outcome.APPOINTMENT or kinds[:2] != [Kind.DAY, Kind.NUMBER] or Kind.HOUR in kinds:
        return None
    number = pieces[1].value
    if number > 23:
        return None
    pieces[1] = pieces[1]._replace(kind=Kind.HOUR, value=Hour(number, 0, number > 12))
    return pieces[1]


def is_night(moment: Moment) -> bool:
    """Return whether nobody is visited at this hour unless it was said on purpose."""
    return not moment.told and not FIRST_UNSAID <= moment.at.time() < LAST_UNSAID


def _divided(pieces: list[Piece]) -> tuple[list[Piece], list[Piece]]:
    """The pieces of a run that belong to `kemarin` or `tadi`, and the others."""
    place = next((at for at, piece in enumerate(pieces) if piece.kind is Kind.PAST), None)
    if place is None:
        return [], pieces
    last = place + 1
    while last < len(pieces) and pieces[last].kind not in AHEAD:
        last += 1
    taken = {piece.kind for piece in pieces[place + 1 : last]} & CLOCK
    first = place
    while first and Kind.HOUR not in taken and pieces[first - 1].kind not in AHEAD | taken:
        first -= 1
        taken |= {pieces[first].kind} & CLOCK
    return pieces[first:last], [*pieces[:first], *pieces[last:]]


def _hour_before_a_day(pieces: list[Piece]) -> int:
    """Return how many pieces before the day are an hour; 0: none is."""
    day = next((at for at, piece in enumerate(pieces) if piece.kind in AHEAD), 0)
    if pieces[0].kind is Kind.LOOSE and not _names_an_hour(pieces[day:]):  # "pukul 16.00 hari senin" is one time
        return 0
    return day if any(piece.kind is Kind.HOUR for piece in pieces[:day]) else 0


def _names_an_hour(pieces: list[Piece]) -> bool:
    """Return whether an hour is said, or a part of the day, be it in the name of a day: malam minggu."""
    clock = (Kind.HOUR, Kind.PART, Kind.LATER)
    return any(piece.kind in clock or (piece.kind is Kind.DAY and piece.value.part) for piece in pieces)
