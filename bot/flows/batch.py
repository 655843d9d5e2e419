"""Typed reports: many visits in one message, a verdict for each line in one reply."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.flows.kit import Offer, Script, do, look, say
from bot.flows.kit.next_visit import check_hour, last_day, usual_revisit
from bot.flows.kit.report import asked_words, changed, figures_words, standing_words
from bot.flows.kit.source import source_words
from core.batch import TypedVisit, lines_of, plain_words, read_line, write_line
from core.face import Face
from core.outcomes import REASON_WORDS, RULES, Outcome, RefusalReason
from core.people import Caller
from core.problems import Problem, Unsure
from core.standing import Effect
from core.targets import Period
from core.typed.recap import are_recaps
from core.visits import Receipt, RecordVisit, Report
from core.words import Value, Words, words
from core.workload import CurrentPeriod, FindHouseholds, ProgressOf

KINDS = ("saved", "known", "refused", "asked")
MOST_LINES = 40
IN_ORDER = 15
"""Of more lines than this, those that want something stand first: a message may be too short for all."""
SHOWN = 60
SHOWN_NOTE = 40
MOST_OFFERS = 8
"""Buttons with good guesses under one reply."""


@dataclass(frozen=True)
class Verdict:
    """What became of one line: saved, known, asked or refused; and what is said about it. offers: lines that may be
    meant instead.
    """

    kind: str
    said: Words
    offers: tuple[str, ...] = ()


def report_typed(me: Caller, typed: str = "") -> Script[None]:
    """Report many visits at once; good lines are kept when others cannot be read."""
    lines = lines_of(typed)
    if not lines or are_recaps(lines):
        yield from say(words("problem.line_recap" if lines else "batch.how"))
        return
    period, verdicts = (yield from look(CurrentPeriod())), []
    for line in lines[:MOST_LINES]:
        verdicts.append((yield from report_line(me, line, period)))
    progress = yield from look(ProgressOf(me.officer or "", me.today))
    if len(verdicts) > IN_ORDER:
        verdicts.sort(key=lambda verdict: verdict.kind in ("saved", "known"))
    reply = words(
        "batch.reply",
        counts=_counts([verdict.kind for verdict in verdicts]),
        lines=[verdict.said for verdict in verdicts],
        figures=figures_words(progress),
    )
    if unread := lines[MOST_LINES:]:
        yield from say(words("batch.unread", n=len(unread), most=MOST_LINES, line=_shown(unread[0])))
    sent = base_36(int(me.at.timestamp()) // 60)
    offers = [Offer("maksud", f"{sent} {line}", line) for verdict in verdicts for line in verdict.offers]
    yield from say(reply, offers[:MOST_OFFERS])
    if {verdict.kind for verdict in verdicts} == {"refused"}:
        yield from say(words("batch.how"))


def report_meant(me: Caller, typed: str = "") -> Script[None]:
    """A good guess was tapped: the line is read as it would have been when the guess was made."""
    sent, _, line = typed.partition(" ")
    try:
        then = datetime.fromtimestamp(int(sent, 36) * 60, UTC)
    except (ValueError, OverflowError, OSError):
        raise Problem("button_outdated") from None
    yield from report_typed(replace(me, at=min(then, me.at)), line)


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


def report_line(me: Caller, line: str, period: Period) -> Script[Verdict]:
    """One line: recorded, or why not; understood in part, it is asked about."""
    try:
        visit = read_line(line, me.local)
        found = yield from look(FindHouseholds(me.officer or "", str(visit.no)))
        if not found:
            raise Problem("no_such_household", typed=str(visit.no))
        household, report = found[0], report_of(visit, me, period)
    except Unsure as unsure:
        return _asking(line, unsure, me)
    except Problem as problem:
        return Verdict("refused", words("batch.refused", line=_shown(line), why=problem.words))
    receipt = yield from do(RecordVisit(me, report, household.id, face=Face.LINE))
    return verdict_on(receipt, report, me)


def _asking(line: str, unsure: Unsure, me: Caller) -> Verdict:
    """A line that is understood in part, with the lines that may be meant: to be tapped, or copied."""
    meant = tuple(write_line(guess, me.local) for guess in unsure.guesses[:2])
    asked = None
    if meant:
        asked = words("batch.meant_either" if meant[1:] else "batch.meant", line=meant[0], other=meant[-1])
    return Verdict("asked", words("batch.unsure", line=_shown(line), why=unsure.words, meant=asked), meant)


def _shown(line: str) -> str:
    return line if len(line) <= SHOWN else line[:SHOWN] + "…"


def verdict_on(receipt: Receipt, report: Report, me: Caller) -> Verdict:
    """What became of a report; whatever it is, the line is kept."""
    household = receipt.household
    names: dict[str, Value] = {
        "no": household.no,
        "head": household.head,
        "outcome": words(f"outcome.{report.outcome}"),
    }
    match receipt.effect:
        case Effect.KNOWN:
            return Verdict("known", words("batch.known", **names))
        case Effect.CORRECTED:
            return Verdict("known", words("batch.corrected", **names))
        case Effect.HISTORY:
            at = report.visited_at.astimezone(me.zone)
            return Verdict("saved", words("batch.history", at=at, stands=standing_words(household, me), **names))
        case Effect.ASK:
            return Verdict("asked", asked_words(receipt, report, me))
    return Verdict("saved", changed_words(receipt, report, me) if receipt.was else saved_words(receipt, report, me))


def report_of(visit: TypedVisit, me: Caller, period: Period) -> Report:
    """A line as a report: without a next try of its own, the usual one; Problem when an hour will not do."""
    visited_at = visit.visited_at or me.local
    if visited_at.date() < min(period.start, me.today):
        raise Problem("hour_before_period", at=visited_at, start=period.start)
    revisit = visit.revisit_at
    if revisit is not None:
        check_hour(revisit, me, period, asked_for=visit.outcome is Outcome.APPOINTMENT)
    elif RULES[visit.outcome].revisit:
        revisit = usual_revisit(me, visited_at, visit.outcome, last_day(me, period))
    reason = reason_of(visit.note) if RULES[visit.outcome].reason else ""
    return Report(
        visit.outcome, visited_at, visit.persons, visit.note, reason, revisit, visit.families, source=visit.source
    )


def reason_of(note: str) -> str:
    """The reason that a note of a refusal names."""
    said = " ".join(plain_words(note))
    for reason, spellings in REASON_WORDS.items():
        if any(f" {spelling} " in f" {said} " for spelling in spellings):
            return reason
    return RefusalReason.OTHER


def saved_words(receipt: Receipt, report: Report, me: Caller) -> Words:
    """One saved line."""
    household = receipt.household
    return words(
        "batch.saved",
        no=household.no,
        head=household.head,
        outcome=words(f"outcome.{report.outcome}"),
        persons=people_words(report),
        note=words("batch.note", note=_shortened(report.note)) if report.note else None,
        visited=_visited(report, me),
        source=source_words("batch.source", report.source),
        revisit=_next(receipt, me),
        code=words("batch.code", code=receipt.code) if receipt.code else None,
    )


def changed_words(receipt: Receipt, report: Report, me: Caller) -> Words:
    """One saved line that changes how many were counted: it may have been meant for another household."""
    household = receipt.household
    return words(
        "batch.changed",
        no=household.no,
        head=household.head,
        note=words("batch.note", note=_shortened(report.note)) if report.note else None,
        visited=_visited(report, me),
        source=source_words("batch.source", report.source),
        code=words("batch.code", code=receipt.code) if receipt.code else None,
        **changed(receipt.was or (0, 0), report),
    )


def _shortened(note: str) -> str:
    return note if len(note) <= SHOWN_NOTE else note[: SHOWN_NOTE - 1] + "…"


def _visited(report: Report, me: Caller) -> Words | None:
    """The hour of the visit, when it is not that of the message."""
    at = report.visited_at.astimezone(me.zone)
    return words("batch.visited", at=at) if me.local - at >= timedelta(minutes=1) else None


def _next(receipt: Receipt, me: Caller) -> Words | None:
    """The next visit or step, or whose the case is now."""
    if receipt.next is None:
        return None
    if receipt.next.name:
        return words("batch.case", name=receipt.next.name)
    case = receipt.next.case
    at = case.due_at.astimezone(me.zone)
    if not case.step.at_the_door:
        return words("batch.revisit_step", at=at, step=words(f"step.{case.step.name}"))
    return words("batch.revisit", at=at)


def people_words(report: Report) -> Words | None:
    """How many were counted; families only when there are several."""
    if report.families > 1:
        return words("batch.families", n=report.persons, families=report.families)
    return words("batch.persons", n=report.persons) if report.persons else None
