"""The suggested hour of a visit and why, and what comes next for a household that is still open."""

from __future__ import annotations

from core.cases.best_hour import Suggestion
from core.cases.ladder import StepName
from core.people.person import Caller
from core.visits.report import NextStep
from core.words import Words, words


def best_words(best: Suggestion) -> Words:
    """The suggested hour and why, in one line."""
    weekend, part = best.kind
    kind = words(f"part.{'weekend' if weekend else 'weekday'}_{part}")
    why = words("best.usual", kind=kind)
    if best.percent is not None:
        place = best.place or words("best.everywhere")
        why = words("best.counted", place=place, kind=kind, percent=best.percent)
    if best.vain is not None:
        tried, n = best.vain
        why = words("best.tried", part=words(f"part.{tried}"), n=n, why=why)
    return words("best.hour", at=best.at, why=why)


def next_words(after: NextStep | None, no: int, me: Caller) -> Words | None:
    """What comes next: an hour that will be reminded of, a step to be done, or whose the case is now."""
    if after is None:
        return None
    case = after.case
    step, due = words(f"step.{case.step.name}"), case.due_at.astimezone(me.zone)
    if after.name:
        return words("case.now_with", name=after.name, step=step, due=due)
    if not case.step.at_the_door:
        return words("case.next_step", step=step, due=due, reminded=reminded_words(me), no=no)
    if case.tries and case.step.name is StepName.VISIT:
        return words("case.next_try", due=due, reminded=reminded_words(me), tries=case.tries, wanted=case.wanted)
    return words("visit.saved_revisit", at=due, reminded=reminded_words(me))


def reminded_words(me: Caller) -> Words:
    """Whether an hour will be reminded of: in training nothing is."""
    return words("visit.not_reminded" if me.training else "visit.reminded")
