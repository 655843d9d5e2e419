"""Typed reports: many visits in one message, a verdict for each line in one reply."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.flows.kit import Script, do, look, say, visiting_hours
from core.batch import TypedVisit, lines_of, plain_words, read_line
from core.outcomes import FINAL, REASON_WORDS, RULES, Outcome, RefusalReason
from core.people import Caller
from core.problems import Problem
from core.visits import Receipt, RecordVisit, Report, hours_to_offer
from core.words import Bar, Words, words
from core.workload import FindHouseholds, Household, ProgressOf

MOST_LINES = 40
SHOWN = 60
SAME_VISIT = timedelta(minutes=30)
"""The same outcome reported again within this time is the same visit, not another one."""


@dataclass(frozen=True)
class Verdict:
    """What became of one line: saved, known or refused; and what is said about it."""

    kind: str
    said: Words


def report_typed(me: Caller, typed: str = "") -> Script[None]:
    """Report many visits at once; good lines are kept when others cannot be read."""
    lines = lines_of(typed)[:MOST_LINES]
    if not lines:
        yield from say(words("batch.how"))
        return
    verdicts = []
    for line in lines:
        verdicts.append((yield from report_line(me, line)))
    progress = yield from look(ProgressOf(me.officer or "", me.today))
    kinds = [verdict.kind for verdict in verdicts]
    reply = words(
        "batch.reply",
        saved=kinds.count("saved"),
        known=kinds.count("known"),
        refused=kinds.count("refused"),
        lines=[verdict.said for verdict in verdicts],
        today=progress.done_today,
        target=progress.target,
        bar=Bar(progress.done_today, progress.target),
        done=progress.done,
        total=progress.total,
    )
    yield from say(reply)
    if "saved" not in kinds and "known" not in kinds:
        yield from say(words("batch.how"))


def report_line(me: Caller, line: str) -> Script[Verdict]:
    """One line: recorded, or why not."""
    shown = line if len(line) <= SHOWN else line[:SHOWN] + "…"
    try:
        visit = read_line(line, me.local)
        found = yield from look(FindHouseholds(me.officer or "", str(visit.no)))
        if not found:
            raise Problem("no_such_household", typed=str(visit.no))
        household, report = found[0], report_of(visit, me)
        if is_known(household, report, me):
            outcome = words(f"outcome.{report.outcome}")
            return Verdict("known", words("batch.known", no=household.no, head=household.head, outcome=outcome))
        refuse_settled(household, report)
    except Problem as problem:
        return Verdict("refused", words("batch.refused", line=shown, why=problem.words))
    receipt = yield from do(RecordVisit(me, report, household.id))
    return Verdict("saved", saved_words(receipt, report, me))


def report_of(visit: TypedVisit, me: Caller) -> Report:
    """A line as a report: without a next try of its own, the usual one; Problem when nobody visits at that hour."""
    visited_at = visit.visited_at or me.local
    revisit = visit.revisit_at
    if RULES[visit.outcome].revisit and revisit is None:
        revisit = hours_to_offer(me.local, visit.outcome)[0]
    elif revisit is not None and visit.outcome is not Outcome.APPOINTMENT:
        visiting_hours(revisit)
    reason = reason_of(visit.note) if RULES[visit.outcome].reason else ""
    return Report(visit.outcome, visited_at, visit.persons, visit.note, reason, revisit, visit.families)


def reason_of(note: str) -> str:
    """The reason that a note of a refusal names."""
    said = " ".join(plain_words(note))
    for reason, spellings in REASON_WORDS.items():
        if any(f" {spelling} " in f" {said} " for spelling in spellings):
            return reason
    return RefusalReason.OTHER


def is_known(household: Household, report: Report, me: Caller) -> bool:
    """Whether this visit is what the household's status says already."""
    if household.status is not report.outcome or household.status_at is None or household.persons != report.persons:
        return False
    if report.outcome in FINAL:
        return household.settled_on == report.visited_at.astimezone(me.zone).date()
    return abs(household.status_at - report.visited_at) < SAME_VISIT


def refuse_settled(household: Household, report: Report) -> None:
    """A settled household is not changed by a line that says otherwise: that is asked for on purpose."""
    if household.status in FINAL and household.status is not report.outcome and household.settled_on:
        outcome = words(f"outcome.{household.status}")
        raise Problem("line_settled", outcome=outcome, day=household.settled_on, no=household.no)


def saved_words(receipt: Receipt, report: Report, me: Caller) -> Words:
    """One saved line."""
    household, revisit = receipt.household, report.revisit_at
    return words(
        "batch.saved",
        no=household.no,
        head=household.head,
        outcome=words(f"outcome.{report.outcome}"),
        persons=people_words(report),
        revisit=words("batch.revisit", at=revisit.astimezone(me.zone)) if revisit else None,
        code=words("batch.code", code=receipt.code) if receipt.code else None,
    )


def people_words(report: Report) -> Words | None:
    """How many were counted; families only when there are several."""
    if report.families > 1:
        return words("batch.families", n=report.persons, families=report.families)
    return words("batch.persons", n=report.persons) if report.persons else None
