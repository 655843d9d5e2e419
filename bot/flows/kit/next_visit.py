"""When to come back, with the best hour suggested."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.flows.kit.questions import ask_when, visiting_hours
from bot.flows.kit.script import Script, look
from core.cases.best_hour import HoursTaken, KnownHours, KnownHoursOf, Suggestion, is_full, suggest
from core.cases.day_parts import FIRST_HOUR
from core.cases.deadlines import COOL_DOWN, polite
from core.people.person import Caller
from core.problems import Problem
from core.visits.outcomes import Outcome
from core.visits.report import Report, hours_to_offer, last_day
from core.words import words
from core.workload.households import CurrentPeriod, Household
from core.workload.targets import Period
from wording.next_visit import best_words

OFFERED = 6


def ask_revisit(me: Caller, household: Household, outcome: Outcome) -> Script[datetime]:
    """When to come back to a household: at an hour of visiting, unless the family asked, and before the fieldwork ends.

    A hard refusal earns a pause, as far as the fieldwork leaves room for one.
    """
    period = yield from look(CurrentPeriod())
    known = yield from look(KnownHoursOf(household.id, me.officer or ""))
    last = last_day(me, period)

    cooled = min(last, me.today + COOL_DOWN) if outcome is Outcome.REFUSED_HARD else None

    def check(at: datetime) -> None:
        check_hour(at, me, period, asked_for=outcome is Outcome.APPOINTMENT, first=cooled)

    hours = [at for at in hours_to_offer(me.local, outcome) if at.date() <= last]
    prompt = words(f"visit.revisit_{outcome}")
    if outcome is not Outcome.APPOINTMENT:
        best = suggest(with_this_visit(known, me), first_hour(me, outcome, last), last, household.no)
        if best is not None:
            hours = with_hours(best, [at for at in hours if not is_full(at, known.taken)])
            prompt = words("best.asked", asked=prompt, best=best_words(best))
    return (yield from ask_when("revisit", prompt, me, hours, check))


def check_hour(at: datetime, me: Caller, period: Period, *, asked_for: bool, first: date | None = None) -> None:
    """The one check of an hour to come, in a line, in a talk and for a case: at an hour of visiting unless the family
    asked for it, and in the fieldwork. first: the earliest day.
    """
    if not asked_for:
        visiting_hours(at)
    if first is not None and at.date() < first:
        raise Problem("when_too_soon", at=at, first=first)
    if at.date() > last_day(me, period):
        raise Problem("when_after_period", at=at, end=period.end)


def with_hours(best: Suggestion | None, hours: Sequence[datetime]) -> list[datetime]:
    """The hours on offer, the suggested one first."""
    first = [best.at] if best else []
    return [*first, *(at for at in hours if at not in first)][:OFFERED]


def first_hour(me: Caller, outcome: Outcome, last: date) -> datetime:
    """From when on the next visit may be: in an hour; after a hard refusal some days later, if there are any."""
    if outcome is Outcome.REFUSED_HARD:
        return datetime.combine(min(last, me.today + COOL_DOWN), FIRST_HOUR, me.zone)
    return polite(me.local + timedelta(hours=1))


def with_this_visit(known: KnownHours, me: Caller) -> KnownHours:
    """What is known, and that this very hour is in vain."""
    return replace(known, vain=(*known.vain, me.local))


def usual_revisit(me: Caller, household: Household, report: Report, last: date) -> Script[datetime | None]:
    """The next visit when nobody says an hour: from the report and what else the enumerator is to visit, so that not
    all families are promised the same evening. What was counted in the area is left out: it changes from hour to hour,
    and a report told again is to say the same.
    """
    taken = yield from look(HoursTaken(me.officer or "", household.id))
    known = KnownHours((report.visited_at.astimezone(me.zone),), taken=taken)
    best = suggest(known, first_hour(me, report.outcome, last), last, household.no)
    return best.at if best else None
