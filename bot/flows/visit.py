"""/lapor: report one visit. Which household, what happened, and what that calls for."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.flows.kit import Choice, Option, Script, ask_number, ask_text, ask_when, choose, do, look, say, visiting_hours
from bot.flows.kit.household import pick_household
from core.batch import MOST_PERSONS, PHRASES
from core.outcomes import FINAL, REASON_WORDS, RULES, SPECIAL, Kind, Outcome, RefusalReason
from core.people import Caller
from core.problems import Problem
from core.visits import COOL_DOWN, Receipt, RecordVisit, Report, hours_to_offer
from core.words import Bar, Words, words
from core.workload import AreasOf, CurrentPeriod, Household, NewHousehold

NEW, SPECIAL_NEW = Choice("new", words("visit.button_new")), Choice("special", words("visit.button_special"))


def report_visit(me: Caller, typed: str = "") -> Script[None]:
    """Report one visit: which household, what happened, when to come back."""
    household = yield from pick_household(me, typed, more=(NEW, SPECIAL_NEW))
    new = None
    if not isinstance(household, Household):
        new = yield from describe_new(me, special=household == SPECIAL_NEW.id)
        household = Household(0, 0, new.head, new.address)
    outcome = yield from choose("outcome", _what_happened(household, me), _outcomes(), columns=2)
    report = yield from follow_up(me, outcome)
    receipt = yield from do(RecordVisit(me, report, household.id or None, new))
    yield from say(receipt_words(receipt, report, me))


def follow_up(me: Caller, outcome: Outcome) -> Script[Report]:
    """What the outcome calls for: persons, a note, a reason, an hour to come back."""
    rule, persons, note, reason, revisit = RULES[outcome], 0, "", "", None
    if rule.counts:
        persons = yield from ask_number("persons", words("visit.how_many"), 1, MOST_PERSONS, range(1, 9))
    if rule.reason:
        reason = yield from choose("reason", words("visit.why_refused"), [_reason(r) for r in RefusalReason])
        if reason == RefusalReason.OTHER:
            note = yield from ask_text("note", words("visit.which_reason"))
    if rule.note:
        note = yield from ask_text("note", words(f"visit.note_{outcome}"))
    if rule.revisit:
        revisit = yield from ask_revisit(me, outcome)
    return Report(outcome, me.at, persons, note, reason, revisit)


def ask_revisit(me: Caller, outcome: Outcome) -> Script[datetime]:
    """When to come back: at an hour of visiting, unless the family asked, and before the fieldwork ends.

    A hard refusal earns a pause, as far as the fieldwork leaves room for one.
    """
    period = yield from look(CurrentPeriod())
    last = max(period.end, me.today + timedelta(days=1))
    cooled = min(last, me.today + COOL_DOWN)

    def check(at: datetime) -> None:
        if outcome is not Outcome.APPOINTMENT:
            visiting_hours(at)
        if outcome is Outcome.REFUSED_HARD and at.date() < cooled:
            raise Problem("when_too_soon", at=at, first=cooled)
        if at.date() > last:
            raise Problem("when_after_period", at=at, end=period.end)

    hours = [at for at in hours_to_offer(me.local, outcome) if at.date() <= last]
    return (yield from ask_when("revisit", words(f"visit.revisit_{outcome}"), me, hours, check))


def describe_new(me: Caller, *, special: bool) -> Script[NewHousehold]:
    """A family that is not on the list: who, where, and of which kind."""
    kind = Kind.NEW
    if special:
        kind = yield from choose(
            "kind", words("new.which_kind"), [Option(Choice(k, words(f"kind.{k}")), k) for k in SPECIAL]
        )
    head = yield from ask_text("head", words("new.whose"), limit=120)
    address = yield from ask_text("address", words("new.where"), limit=200)
    areas = yield from look(AreasOf(me.officer or ""))
    if len(areas) == 1:
        return NewHousehold(kind, head, address, areas[0][0])
    options = [Option(Choice(code, name, also=(code,)), code) for code, name in areas]
    area = yield from choose("area", words("new.which_area"), options)
    return NewHousehold(kind, head, address, area)


def receipt_words(receipt: Receipt, report: Report, me: Caller) -> Words:
    """What the enumerator keeps of a report: the household, what was understood, and the new progress."""
    progress, detail = receipt.progress, []
    if report.persons:
        detail.append(words("visit.saved_persons", n=report.persons))
    if report.revisit_at:
        detail.append(words("visit.saved_revisit", at=report.revisit_at.astimezone(me.zone)))
    if receipt.code:
        detail.append(words("visit.saved_code", code=receipt.code))
    return words(
        "visit.saved",
        no=receipt.household.no,
        head=receipt.household.head,
        outcome=words(f"outcome.{report.outcome}"),
        detail=detail,
        today=progress.done_today,
        target=progress.target,
        bar=Bar(progress.done_today, progress.target),
        done=progress.done,
        total=progress.total,
    )


def _what_happened(household: Household, me: Caller) -> Words:
    asked = words("visit.what_happened", no=household.no, head=household.head, address=household.address)
    if not household.no:
        return words("visit.what_happened_new", head=household.head)
    if household.status in FINAL and household.settled_on:
        before = words(f"outcome.{household.status}")
        return words("visit.already", asked=asked, outcome=before, day=household.settled_on)
    return asked


def _outcomes() -> list[Option[Outcome]]:
    return [
        Option(Choice(outcome, words(f"outcome.{outcome}"), (rule.code, *PHRASES[outcome])), outcome)
        for outcome, rule in RULES.items()
    ]


def _reason(reason: RefusalReason) -> Option[str]:
    return Option(Choice(reason, words(f"reason.{reason}"), REASON_WORDS[reason]), reason)
