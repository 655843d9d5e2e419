"""What became of each line of typed reports, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from core.people.person import Caller
from core.visits.report import Receipt, Report
from core.visits.standing import Effect
from core.words import Value, Words, words
from wording.receipts import asked_words, changed, standing_words
from wording.source import source_words

SHOWN = 60
SHOWN_NOTE = 40


@dataclass(frozen=True)
class Meant:
    """A line that may be meant. title: what its button says instead of the line."""

    line: str
    title: Words | None = None


@dataclass(frozen=True)
class Verdict:
    """What became of one line: saved, known, asked or refused; and what is said about it. offers: lines that may be
    meant instead. household: the one that was reported, 0 when none was.
    """

    kind: str
    said: Words
    offers: tuple[Meant, ...] = ()
    household: int = 0


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


def shown(line: str) -> str:
    """A line as it is repeated: its beginning, when it is long."""
    return line if len(line) <= SHOWN else line[:SHOWN] + "…"


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
