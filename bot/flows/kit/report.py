"""What is asked about one visit, whichever talk it belongs to, and what is said when it is saved."""

from __future__ import annotations

from dataclasses import replace

from bot.flows.kit.next_visit import ask_revisit
from bot.flows.kit.notes import ask_note
from bot.flows.kit.onward import next_door
from bot.flows.kit.outcome import FROM_MANY, AtTheDoor, ask_outcome
from bot.flows.kit.people import count_families, count_people
from bot.flows.kit.refusal import ask_reason
from bot.flows.kit.returned import tell_returned
from bot.flows.kit.script import Script, about, do, look, say, then
from bot.flows.kit.twin import ask_twin
from core.people.person import Caller
from core.visits.outcomes import RULES, Outcome
from core.visits.report import RecordVisit, Report
from core.visits.source import Source
from core.words import words
from core.workload.households import Household, NewHousehold, ProgressOf
from wording.receipts import progress_words, receipt_words


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
    yield from say_progress(me)


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


def say_progress(me: Caller) -> Script[None]:
    """Say what is done today and in all."""
    progress = yield from look(ProgressOf(me.officer or "", me.today))
    for line in progress_words(progress):
        yield from say(line)
