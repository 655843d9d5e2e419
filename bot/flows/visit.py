"""/lapor: report one visit. Which household, what happened, and what that calls for."""

from __future__ import annotations

from bot.flows.kit import Choice, Script, then
from bot.flows.kit.family import pick_special, report_family
from bot.flows.kit.household import pick_household
from bot.flows.kit.report import report_household
from core.people.person import Caller
from core.typed.batch import any_begun
from core.visits.outcomes import Kind
from core.words import words
from core.workload.households import Household

NEW, SPECIAL = Choice("new", words("visit.button_new")), Choice("special", words("visit.button_special"))


def report_visit(me: Caller, typed: str = "") -> Script[None]:
    """Report one visit: which household, what happened, when to come back. Typed lines behind the command are read as
    such.
    """
    if any_begun(typed):
        yield from then("ketik", typed)
        return
    household = yield from pick_household(me, typed, more=(NEW, SPECIAL))
    if isinstance(household, Household):
        yield from report_household(me, household)
    else:
        kind = (yield from pick_special()) if household == SPECIAL.id else Kind.NEW
        yield from report_family(me, kind)
