"""/lapor: report one visit. Which household, what happened, and what that calls for."""

from __future__ import annotations

from dataclasses import replace

from bot.flows.kit import Choice, Option, Script, ask_text, choose, do, look, say
from bot.flows.kit.household import pick_household
from bot.flows.kit.report import ask_outcome, follow_up, receipt_words
from core.outcomes import SPECIAL, Kind
from core.people import Caller
from core.visits import RecordVisit
from core.words import words
from core.workload import AreasOf, Household, NewHousehold

NEW, SPECIAL_NEW = Choice("new", words("visit.button_new")), Choice("special", words("visit.button_special"))


def report_visit(me: Caller, typed: str = "") -> Script[None]:
    """Report one visit: which household, what happened, when to come back."""
    household = yield from pick_household(me, typed, more=(NEW, SPECIAL_NEW))
    new = None
    if not isinstance(household, Household):
        new = yield from describe_new(me, special=household == SPECIAL_NEW.id)
        household = Household(0, 0, new.head, new.address)
    outcome, on_purpose = yield from ask_outcome(household)
    report = replace((yield from follow_up(me, household, outcome)), confirmed=on_purpose)
    receipt = yield from do(RecordVisit(me, report, household.id or None, new))
    yield from say(receipt_words(receipt, report, me))


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
