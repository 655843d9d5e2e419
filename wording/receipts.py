"""What the enumerator keeps of a report, and how a household stands after it."""

from __future__ import annotations

from core.people.person import Caller
from core.visits.outcomes import Outcome
from core.visits.report import Receipt, Report
from core.visits.standing import Effect, Seen
from core.words import Share, Value, Words, words
from core.workload.households import Household
from core.workload.targets import Progress
from wording.next_visit import next_words
from wording.source import source_words

OF_A_BUILDING = (Outcome.NO_ACCESS, Outcome.MOVED, Outcome.VACANT, Outcome.NO_DWELLING)
"""Outcomes of which a photo or the place says more than words."""


def receipt_words(receipt: Receipt, report: Report, me: Caller) -> Words:
    """What the enumerator keeps of a report: the household, and what was understood."""
    household = receipt.household
    if receipt.effect is Effect.ASK:
        return asked_words(receipt, report, me)
    outcome = words(f"outcome.{report.outcome}")
    if receipt.effect is Effect.HISTORY:
        stands = standing_words(household, me)
        no, head = household.no, household.head
        return words("visit.history", no=no, head=head, outcome=outcome, stands=stands)
    said: dict[str, Value] = {"no": household.no, "head": household.head, "outcome": outcome}
    if receipt.was:
        return words("visit.changed", detail=_detail(receipt, report, me), **changed(receipt.was, report), **said)
    return words("visit.saved", detail=[*_people(report), *_detail(receipt, report, me)], **said)


def changed(was: tuple[int, int], report: Report) -> dict[str, Value]:
    """How many were counted before, and now; families only when there were or are several."""
    before, now = (words("visit.persons", n=persons) for persons in (was[0], report.persons))
    if max(was[1], report.enumerated) == 1:
        return {"was": was[0], "now": now}
    both = (before, was[1]), (now, report.enumerated)
    before, now = (words("visit.persons_families", persons=persons, n=families) for persons, families in both)
    return {"was": before, "now": now}


def progress_words(progress: Progress) -> list[Words]:
    """One line under the reply to a report: what is done today and in all, nothing of what is zero. A day off has no
    target.
    """
    today, target, done, total = progress.done_today, progress.target, progress.done, progress.total
    if today and target:
        share = Share(today, target)
        return [words("visit.figures", today=today, target=target, share=share, done=done, total=total)]
    if today:
        return [words("visit.figures_no_target", today=today, done=done, total=total)]
    return [words("visit.figures_all", done=done, total=total)] if done else []


def asked_words(receipt: Receipt, report: Report, me: Caller) -> Words:
    """The report contradicts what stands, or what stands now contradicts another one."""
    mine = [one for one in receipt.asks if (one.outcome, one.visited_at) == (report.outcome, report.visited_at)]
    return contradiction_words(receipt.household, (mine or receipt.asks)[0], me)


def contradiction_words(household: Household, other: Seen, me: Caller) -> Words:
    """What stands, the report that waits, and how one says which is right."""
    return words(
        "visit.contradicts",
        no=household.no,
        head=household.head,
        stands=standing_words(household, me),
        outcome=words(f"outcome.{other.outcome}"),
        at=other.visited_at.astimezone(me.zone),
    )


def standing_words(household: Household, me: Caller) -> Words:
    """How a household stands: the outcome, and the hour of the visit that decided."""
    if household.status is None or household.status_at is None:
        return words("visit.not_visited")
    outcome = words(f"outcome.{household.status}")
    return words("visit.stands", outcome=outcome, at=household.status_at.astimezone(me.zone))


def _people(report: Report) -> list[Words]:
    if report.families > 1:
        return [words("visit.saved_families", n=report.persons, families=report.families)]
    return [words("visit.saved_persons", n=report.persons)] if report.persons else []


def _detail(receipt: Receipt, report: Report, me: Caller) -> list[Words]:
    detail = []
    if by_proxy := source_words("visit.saved_source", report.source):
        detail.append(by_proxy)
    if following := next_words(receipt.next, receipt.household.no, me):
        detail.append(following)
    if receipt.code:
        detail.append(words("visit.saved_code", code=receipt.code))
    if report.outcome in OF_A_BUILDING:
        detail.append(words("visit.add_detail"))
    return detail
