"""Typed reports: many visits in one message, a verdict for each line in one reply."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.flows.kit import Offer, Script, do, look, say
from bot.flows.kit.next_visit import check_hour, usual_revisit
from bot.flows.kit.onward import next_door
from bot.flows.kit.report import say_progress
from bot.flows.kit.verdict import Meant, Verdict, shown, verdict_on
from core.face import Face
from core.people.person import Caller
from core.problems import PROBLEMS, Problem, Unsure
from core.typed.batch import TypedVisit, lacks_number, lines_of, read_line, read_several, write_line
from core.typed.numbers import spans
from core.typed.recap import are_recaps
from core.typed.several import Several
from core.visits.outcomes import RULES, Outcome
from core.visits.refusals import reason_of
from core.visits.report import RecordVisit, Report, last_day
from core.words import Words, words
from core.workload.households import (
    CurrentPeriod,
    FindHouseholds,
    Household,
    HouseholdsNumbered,
    NextHouseholds,
)
from core.workload.targets import Period

KINDS = ("saved", "known", "refused", "asked")
MOST_LINES = 40
IN_ORDER = 15
"""Of more lines than this, those that want something stand first: a message may be too short for all."""
MOST_OFFERS = 8
"""Buttons with good guesses under one reply."""
GUESSES_LAST = timedelta(days=2)
"""How long a button with a good guess is good for."""
MAY_BE = 3
"""Households that are offered for a line which names none."""


def report_typed(me: Caller, typed: str = "", *, sure: bool = False) -> Script[None]:
    """Report many visits at once; good lines are kept when others cannot be read. sure: it was asked about before."""
    lines = lines_of(typed)
    if not lines or are_recaps(lines):
        yield from say(words("problem.line_recap" if lines else "batch.how"))
        return
    period, verdicts, at = (yield from look(CurrentPeriod())), list[Verdict](), 0
    while at < len(lines) and len(verdicts) < MOST_LINES:
        verdicts += yield from report_line(me, lines[at], period, sure=sure)
        at += 1
    kinds = [verdict.kind for verdict in verdicts]
    if unread := lines[at:]:
        yield from say(words("batch.unread", n=len(unread), most=MOST_LINES, line=shown(unread[0])))
    reported = [verdict.household for verdict in verdicts if verdict.household]
    onward = (yield from next_door(me, reported)) if reported else []
    yield from say(_reply(verdicts), [*_offers(verdicts, me), *onward])
    if verdicts[1:] or "saved" in kinds:
        yield from say_progress(me)
    if set(kinds) == {"refused"}:
        yield from say(words("batch.help"))


def _reply(verdicts: list[Verdict]) -> Words:
    """One line for one line; of several, how many became what, and what wants something first when they are many."""
    if len(verdicts) == 1:
        return verdicts[0].said
    if len(verdicts) > IN_ORDER:
        verdicts.sort(key=lambda verdict: verdict.kind in ("saved", "known"))
    counts = _counts([verdict.kind for verdict in verdicts])
    return words("batch.reply", counts=counts, lines=[verdict.said for verdict in verdicts])


def _offers(verdicts: Sequence[Verdict], me: Caller) -> list[Offer]:
    """A button for each line that may be meant; a lone one just says yes."""
    sent = base_36(int(me.at.timestamp()) // 60)
    meant = [each for verdict in verdicts for each in verdict.offers]
    if len(verdicts) == len(meant) == 1 and not meant[0].title:
        return [Offer("maksud", f"{sent} {meant[0].line}", words("batch.button_yes"))]
    return [Offer("maksud", f"{sent} {each.line}", each.title or each.line) for each in meant[:MOST_OFFERS]]


def report_meant(me: Caller, typed: str = "") -> Script[None]:
    """A good guess was tapped: the line is read as it would have been when the guess was made.

    That is not long ago: hours of a line without one would be those of a day that nobody has in mind any more, and who
    writes the button's words by hand would choose the day.
    """
    sent, _, line = typed.partition(" ")
    try:
        then = datetime.fromtimestamp(int(sent, 36) * 60, UTC)
    except (ValueError, OverflowError, OSError):
        raise Problem("button_outdated") from None
    if me.at - then > GUESSES_LAST:
        raise Problem("button_outdated")
    yield from report_typed(replace(me, at=min(then, me.at)), line, sure=True)


def base_36(number: int) -> str:
    """A number in few characters, as `int(text, 36)` reads it."""
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits or "0"


def _counts(kinds: Sequence[str]) -> Words:
    """How many lines became what; of what did not happen nothing is said."""
    told = [words(f"batch.n_{kind}", n=kinds.count(kind)) for kind in KINDS if kind in kinds]
    counts = told[0]
    for each in told[1:]:
        counts = words("batch.and", counts=counts, more=each)
    return counts


def report_line(me: Caller, line: str, period: Period, *, sure: bool) -> Script[list[Verdict]]:
    """One line: recorded, or why not; understood in part, it is asked about. A line about several households has a
    verdict for each.
    """
    try:
        several = read_several(line)
        if several is None:
            return [(yield from _report_one(me, line, period))]
        doubted = None if sure else (yield from _doubted(several, line, me))
        if doubted is not None:
            return [doubted]
    except Problem as problem:
        return [Verdict("refused", words("batch.refused", line=shown(line), why=problem.words))]
    verdicts = []
    for each in several.lines:
        verdicts.append((yield from _report_one(me, each, period)))
    return verdicts


def _doubted(several: Several, line: str, me: Caller) -> Script[Verdict | None]:
    """A line about several households is asked about when persons are counted, for they are hardly the same number
    everywhere, and when its range is not all on the list.
    """
    if several.counts:
        return _asking(line, Problem("line_many_counted"), [Meant(several.written(several.numbers))])
    if not several.ranged:
        return None
    listed = {each.no for each in (yield from look(HouseholdsNumbered(me.officer or "", several.numbers)))}
    known = [no for no in several.numbers if no in listed]
    unknown = [no for no in several.numbers if no not in known]
    if not unknown:
        return None
    problem = Problem("line_range_unknown", which=spans(unknown))
    return _asking(line, problem, [Meant(several.written(known))] if known else [])


def _report_one(me: Caller, line: str, period: Period) -> Script[Verdict]:
    try:
        visit = read_line(line, me.local)
        found = yield from look(FindHouseholds(me.officer or "", str(visit.no)))
        if not found:
            raise Problem("no_such_household", typed=str(visit.no))
        household, report = found[0], (yield from report_of(visit, found[0], me, period))
    except Unsure as unsure:
        return _asking(line, unsure, [Meant(write_line(guess, me.local)) for guess in unsure.guesses[:2]])
    except Problem as problem:
        if problem.code == PROBLEMS["line_without_number"] and lacks_number(line):
            return _asking(line, Problem("line_whose"), (yield from _of_the_next(me, line)))
        return Verdict("refused", words("batch.refused", line=shown(line), why=problem.words))
    receipt = yield from do(RecordVisit(me, report, household.id, face=Face.LINE))
    return replace(verdict_on(receipt, report, me), household=household.id)


def _of_the_next(me: Caller, line: str) -> Script[list[Meant]]:
    """A line without a number, as it would be for the households to visit next."""
    soon = yield from look(NextHouseholds(me.officer or "", me.at, MAY_BE))
    return [Meant(f"{each.no} {line}", words("household.button", no=each.no, head=each.head)) for each in soon]


def _asking(line: str, why: Problem, meant: Sequence[Meant]) -> Verdict:
    """A line that is understood in part, with the lines that may be meant: to be tapped, or copied."""
    told, asked = [each.line for each in meant if not each.title], None
    if told:
        asked = words("batch.meant_either" if told[1:] else "batch.meant", line=told[0], other=told[-1])
    said = words("batch.unsure", line=shown(line), why=why.words, meant=asked)
    return Verdict("asked", said, tuple(meant))


def report_of(visit: TypedVisit, household: Household, me: Caller, period: Period) -> Script[Report]:
    """A line as a report: without a next try of its own, the usual one; Problem when an hour will not do."""
    visited_at = visit.visited_at or me.local
    if visited_at.date() < min(period.start, me.today):
        raise Problem("hour_before_period", at=visited_at, start=period.start)
    reason = reason_of(visit.note) if RULES[visit.outcome].reason else ""
    said = (visit.persons, visit.note, reason, visit.revisit_at, visit.families)
    report = Report(visit.outcome, visited_at, *said, source=visit.source)
    if report.revisit_at is not None:
        check_hour(report.revisit_at, me, period, asked_for=visit.outcome is Outcome.APPOINTMENT)
    elif RULES[visit.outcome].revisit:
        return replace(report, revisit_at=(yield from usual_revisit(me, household, report, last_day(me, period))))
    return report
