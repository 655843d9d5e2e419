"""How reminders of cases are told: an hour by itself, everything else in lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce

from core.cases.casework import CaseLine
from core.cases.ladder import StepName
from core.cases.reminders import Said
from core.people.person import Caller, Role
from core.visits.outcomes import Outcome
from core.words import Words, words
from wording.cases import line_words

LISTED, CROWDED = 15, 30
"""Cases of one kind that are told one by one, and how many of all kinds leave room for half of that."""
AT_THE_DOOR = (StepName.VISIT, StepName.HOUR)


@dataclass(frozen=True)
class Told:
    """What is said about a case. status: the outcome of the latest visit."""

    say: Said
    line: CaseLine
    status: Outcome | None


def reminders_words(told: Sequence[Told], me: Caller) -> list[Words]:
    """All that is said to somebody at once: hours first, then what is new, overdue, or overdue in the team."""
    most = LISTED if len(told) <= CROWDED else LISTED // 2
    together = _together(told, me)

    def lines_of(say: Said, line: Callable[[Told, Caller], Words]) -> list[Words]:
        some = [each for each in told if each.say is say and each not in together]
        left = [words("case.others", n=len(some) - most)] if len(some) > most else []
        return [line(each, me) for each in some[:most]] + left

    said = [*_together_words(together, most, me), *lines_of(Said.HOUR, _hour_words)]
    for say in (Said.NEW, Said.OVERDUE, Said.LINE):
        lines = lines_of(say, _line)
        if lines:
            said.append(words(f"reminder.{say}", cases=lines))
    return said


def _together(told: Sequence[Told], me: Caller) -> list[Told]:
    """Visits of one moment, when there are several: they are told in one list."""
    found = [each for each in told if each.say is Said.HOUR and me.role is Role.PPL and each.line.step in AT_THE_DOOR]
    return found if len(found) > 1 else []


def _together_words(together: Sequence[Told], most: int, me: Caller) -> list[Words]:
    """Several visits: a line each, and below what to type after them."""
    said = []
    for key, soon in (("revisit.reminder_many", False), ("revisit.reminder_soon_many", True)):
        some = [each for each in together if (me.at < each.line.due_at) is soon]
        if some:
            lines = [_visit(each, me) for each in some[:most]]
            left = [words("case.others", n=len(some) - most)] if len(some) > most else []
            reports = reduce(_beside, (words("talk.report_no", no=each.line.no) for each in some[:most]))
            said.append(words(key, lines=[*lines, *left], reports=reports))
    return said


def _beside(before: Words, more: Words) -> Words:
    return words("revisit.reports", before=before, more=more)


def _hour_words(told: Told, me: Caller) -> Words:
    """The hour of a visit, or of another step."""
    line = told.line
    if me.role is not Role.PPL or line.step not in AT_THE_DOOR:
        return words("reminder.step", line=line_words(line, me))
    key = "revisit.reminder_soon" if me.at < line.due_at else "revisit.reminder"
    return words(key, line=_visit(told, me), no=line.no, case=line.no)


def _line(told: Told, me: Caller) -> Words:
    line = told.line
    if told.say is Said.OVERDUE and me.role is Role.PPL and line.step in AT_THE_DOOR:
        return words("reminder.visit", line=_visit(told, me), no=line.no, case=line.no)
    return line_words(line, me)


def _visit(told: Told, me: Caller) -> Words:
    line = told.line
    return words(
        "revisit.line",
        at=line.due_at.astimezone(me.zone),
        no=line.no,
        head=line.head,
        address=line.address,
        outcome=words(f"outcome.{told.status}"),
    )
