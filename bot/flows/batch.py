"""Typed reports: many visits in one message, a verdict for each line in one reply."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.flows.kit import Script, do, look, say, visiting_hours
from bot.flows.kit.next_visit import last_day, usual_revisit
from bot.flows.kit.report import asked_words, figures_words, standing_words
from bot.flows.kit.source import source_words
from core.batch import TypedVisit, lines_of, plain_words, read_line
from core.face import Face
from core.outcomes import REASON_WORDS, RULES, Outcome, RefusalReason
from core.people import Caller
from core.problems import Problem
from core.standing import Effect
from core.visits import Receipt, RecordVisit, Report
from core.words import Value, Words, words
from core.workload import CurrentPeriod, FindHouseholds, ProgressOf

MOST_LINES = 40
IN_ORDER = 15
"""Of more lines than this, those that want something stand first: a message may be too short for all."""
SHOWN = 60


@dataclass(frozen=True)
class Verdict:
    """What became of one line: saved, known, asked or refused; and what is said about it."""

    kind: str
    said: Words


def report_typed(me: Caller, typed: str = "") -> Script[None]:
    """Report many visits at once; good lines are kept when others cannot be read."""
    lines = lines_of(typed)
    if not lines:
        yield from say(words("batch.how"))
        return
    last, verdicts = last_day(me, (yield from look(CurrentPeriod()))), []
    for line in lines[:MOST_LINES]:
        verdicts.append((yield from report_line(me, line, last)))
    progress = yield from look(ProgressOf(me.officer or "", me.today))
    if len(verdicts) > IN_ORDER:
        verdicts.sort(key=lambda verdict: verdict.kind in ("saved", "known"))
    kinds = [verdict.kind for verdict in verdicts]
    reply = words(
        "batch.reply",
        saved=kinds.count("saved"),
        known=kinds.count("known"),
        refused=kinds.count("refused"),
        asked=words("batch.asking", n=kinds.count("asked")) if "asked" in kinds else None,
        lines=[verdict.said for verdict in verdicts],
        figures=figures_words(progress),
    )
    if unread := lines[MOST_LINES:]:
        yield from say(words("batch.unread", n=len(unread), most=MOST_LINES, line=_shown(unread[0])))
    yield from say(reply)
    if set(kinds) == {"refused"}:
        yield from say(words("batch.how"))


def report_line(me: Caller, line: str, last: date) -> Script[Verdict]:
    """One line: recorded, or why not. last: the last day for a next try."""
    try:
        visit = read_line(line, me.local)
        found = yield from look(FindHouseholds(me.officer or "", str(visit.no)))
        if not found:
            raise Problem("no_such_household", typed=str(visit.no))
        household, report = found[0], report_of(visit, me, last)
    except Problem as problem:
        return Verdict("refused", words("batch.refused", line=_shown(line), why=problem.words))
    receipt = yield from do(RecordVisit(me, report, household.id, face=Face.LINE))
    return verdict_on(receipt, report, me)


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
    return Verdict("saved", saved_words(receipt, report, me))


def report_of(visit: TypedVisit, me: Caller, last: date) -> Report:
    """A line as a report: without a next try of its own, the usual one; Problem when nobody visits at that hour."""
    visited_at = visit.visited_at or me.local
    revisit = visit.revisit_at
    if RULES[visit.outcome].revisit and revisit is None:
        revisit = usual_revisit(me, visited_at, visit.outcome, last)
    elif revisit is not None and visit.outcome is not Outcome.APPOINTMENT:
        visiting_hours(revisit)
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
        source=source_words("batch.source", report.source),
        revisit=_next(receipt, me),
        code=words("batch.code", code=receipt.code) if receipt.code else None,
    )


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
