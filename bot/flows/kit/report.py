"""What is asked about one visit, whichever talk it belongs to, and what is said when it is saved."""

from __future__ import annotations

from dataclasses import replace

from bot.flows.kit.next_visit import ask_revisit, next_words
from bot.flows.kit.notes import ask_note
from bot.flows.kit.onward import next_door
from bot.flows.kit.outcome import FROM_MANY, AtTheDoor, ask_outcome
from bot.flows.kit.people import count_families, count_people
from bot.flows.kit.refusal import ask_reason
from bot.flows.kit.reviewed import tell_returned
from bot.flows.kit.script import Script, about, do, say, then
from bot.flows.kit.source import source_words
from bot.flows.kit.twin import ask_twin
from core.outcomes import RULES, Outcome
from core.people import Caller
from core.source import Source
from core.standing import Effect, Seen
from core.targets import Progress
from core.visits import Receipt, RecordVisit, Report
from core.words import Share, Value, Words, words
from core.workload import Household, NewHousehold

OF_A_BUILDING = (Outcome.NO_ACCESS, Outcome.MOVED, Outcome.VACANT, Outcome.NO_DWELLING)
"""Outcomes of which a photo or the place says more than words."""


def report_household(me: Caller, household: Household, new: NewHousehold | None = None) -> Script[None]:
    """What happened, what that calls for, and saving it. new: the family is put on the list by this report."""
    yield from tell_returned(me, household)
    said = yield from ask_outcome(me, household)
    if said.line or said.another:
        yield from (then("ketik", f"{household.no} {said.line}") if said.line else then("lapor", str(said.another)))
        return
    name = words(f"outcome.{said.outcome}")
    if household.no:
        yield from about(words("visit.about", no=household.no, head=household.head, outcome=name))
    else:
        yield from about(words("visit.about_new", head=household.head, outcome=name))
    people = (yield from count_said(said)) if RULES[said.outcome].counts else (0, 0)
    report = replace((yield from follow_up(me, household, said.outcome, people)), confirmed=said.on_purpose)
    receipt = yield from do(RecordVisit(me, report, household.id or None, new))
    onward = yield from next_door(me, [receipt.household.id])
    yield from say(receipt_words(receipt, report, me), onward)
    yield from say_progress(receipt.progress)


def count_said(said: AtTheDoor) -> Script[tuple[int, int]]:
    """Persons and families as they were said together with the outcome; what is missing is asked."""
    if said.several:
        return (yield from count_families())
    if said.persons:
        return said.persons, said.families
    if said.families:
        return (yield from count_families(said.families))
    return (yield from count_people(FROM_MANY if said.many else 1))


def follow_up(me: Caller, household: Household, outcome: Outcome, people: tuple[int, int] = (0, 0)) -> Script[Report]:
    """What the outcome calls for: a note and who says so, a reason, an hour to come back. people: persons and families,
    as they were counted.
    """
    rule, note, reason, revisit = RULES[outcome], "", "", None
    persons, families = people
    source = Source.SELF
    if rule.reason:
        reason, note = yield from ask_reason()
    if outcome is Outcome.DUPLICATE:
        note = yield from ask_twin(me, household)
    elif rule.note:
        note, source = yield from ask_note(outcome)
    if rule.revisit:
        revisit = yield from ask_revisit(me, household, outcome)
    return Report(outcome, me.at, persons, note, reason, revisit, families, source=source)


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


def say_progress(progress: Progress) -> Script[None]:
    """One line under the reply to a report: what is done today and in all, nothing of what is zero. A day off has no
    target.
    """
    today, target, done, total = progress.done_today, progress.target, progress.done, progress.total
    if today and target:
        share = Share(today, target)
        yield from say(words("visit.figures", today=today, target=target, share=share, done=done, total=total))
    elif today:
        yield from say(words("visit.figures_no_target", today=today, done=done, total=total))
    elif done:
        yield from say(words("visit.figures_all", done=done, total=total))


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
