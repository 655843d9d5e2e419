"""How cases are told: a line in a list, and the file of one with its history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from core.cases.best_hour import suggest
from core.cases.case import ActKind
from core.cases.casework import Acted, CaseFile, CaseLine, CaseList, CaseOverview, Tried
from core.cases.day_parts import FIRST_HOUR
from core.cases.deadlines import COOL_DOWN, polite
from core.cases.ladder import StepName
from core.people.person import Caller, Role
from core.visits.outcomes import Outcome, RefusalReason
from core.visits.report import last_day
from core.words import Words, words
from core.workload.targets import Period
from wording.giving import ago_words
from wording.letters import noted_words
from wording.next_visit import best_words
from wording.source import with_source

LATEST = 8
"""Visits and acts of a case that are told, the latest ones."""


def list_words(cases: CaseList, me: Caller) -> Words:
    """All cases of a list, a line each."""
    lines = [line_words(each, me) for each in cases.cases]
    if cases.others > 0:
        lines.append(words("case.others", n=cases.others))
    return words("case.list", cases=lines)


def line_words(line: CaseLine, me: Caller) -> Words:
    """One case: which household, which step, who until when."""
    return words(
        "case.line_overdue" if line.due_at <= me.at else "case.line",
        household=household_words(line, me),
        step=step_words(line),
        who=who_words(line),
        due=line.due_at.astimezone(me.zone),
        command=command_of(line, me),
    )


def household_words(line: CaseLine, me: Caller) -> Words:
    """Which household; to a leader also on whose list."""
    if me.role is Role.PPL:
        return words("case.household", no=line.no, head=line.head)
    if line.no is None:
        return words("case.nobodys_household", head=line.head)
    return words("case.team_household", no=line.no, head=line.head, name=line.enumerator)


def step_words(line: CaseLine) -> Words:
    """The step, and how often it was tried in vain."""
    step = words(f"step.{line.step}")
    return words("case.step_tried", step=step, n=line.tries) if line.tries else step


def who_words(line: CaseLine) -> Words | str:
    """Who has the case."""
    return words("case.you") if line.mine else line.owner or line.enumerator


def command_of(line: CaseLine, me: Caller) -> Words:
    """What opens a case, tapped as a whole: an enumerator's number, or for leaders the case's own."""
    return words("case.link", about=line.no if me.role is Role.PPL else f"K{line.household}")


def overview_words(overview: CaseOverview, now: datetime) -> list[Words]:
    """What a leader's summary says of open cases: how many on which step, and since when the oldest is open."""
    if overview.oldest is None:
        return []
    counts: Words | None = None
    for step in (each for each in StepName if each in overview.steps):
        more = words("case.count", step=words(f"step.{step}"), number=overview.steps[step])
        counts = words("case.counts", counts=counts, more=more) if counts else more
    line = words(
        "case.overview",
        n=sum(overview.steps.values()),
        yours=words("case.yours", number=overview.mine) if overview.mine else None,
        counts=counts,
        ago=ago_words(overview.oldest, now),
    )
    return [line]


def file_words(file: CaseFile, period: Period, me: Caller) -> Words:
    """A case: where it stands, what is to be done, what was tried, and the hour that is suggested."""
    line, case = file.line, file.case
    step = words(f"step.{case.step.name}")
    return words(
        "case.file",
        household=household_words(line, me),
        address=line.address,
        ladder=words(f"ladder.{case.ladder}"),
        step=words("case.step_of", step=step, tries=case.tries, wanted=case.wanted) if case.wanted > 1 else step,
        who=who_words(line),
        due=case.due_at.astimezone(me.zone),
        since=case.begun_at.astimezone(me.zone),
        todo=_todo(file, me),
        history=_history(file, me),
        best=_suggestion(file, period, me),
    )


def _todo(file: CaseFile, me: Caller) -> Words:
    """What is to be done on this step, or for whom it waits."""
    line, step = file.line, file.case.step
    if not file.may:
        return words("todo.waits", who=who_words(line))
    if step.at_the_door and line.owner:
        return words("todo.other_person")
    if me.role is Role.PPL and (step.at_the_door or step.owner is not Role.PPL):
        name = step.name if step.at_the_door else StepName.VISIT
        return words("case.report", todo=words(f"todo.{name}"), no=line.no)
    return words(f"todo.{step.name}")


def _history(file: CaseFile, me: Caller) -> list[Words]:
    told = [(each.at, _tried_words(each, me)) for each in file.tried]
    told += [(each.at, _acted_words(each, me)) for each in file.acted]
    told.sort(key=lambda each: each[0])
    return [said for _, said in told[-LATEST:]]


def _suggestion(file: CaseFile, period: Period, me: Caller) -> Words | None:
    """The best hour, on a step that is a visit."""
    if file.case.step.owner is not Role.PPL or file.case.step.name is StepName.HOUR or not file.may:
        return None
    best = suggest(file.known, from_when(file, period, me), last_day(me, period), file.line.no)
    return best_words(best) if best else None


def from_when(file: CaseFile, period: Period, me: Caller) -> datetime:
    """From when on the next visit may be: in an hour; after a hard refusal when its pause is over."""
    latest, soon = file.tried[-1] if file.tried else None, polite(me.local + timedelta(hours=1))
    if latest is None or latest.outcome is not Outcome.REFUSED_HARD:
        return soon
    cooled = min(last_day(me, period), latest.at.astimezone(me.zone).date() + COOL_DOWN)
    return max(soon, datetime.combine(cooled, FIRST_HOUR, me.zone))


def _tried_words(tried: Tried, me: Caller) -> Words:
    outcome = words(f"outcome.{tried.outcome}")
    line = words("case.tried", at=tried.at.astimezone(me.zone), outcome=outcome, name=tried.name)
    line = with_source(line, tried.source)
    note = tried.note or (words(f"reason.{tried.reason}") if tried.reason in set(RefusalReason) else None)
    return words("case.with_note", line=line, note=note) if note else line


def _acted_words(acted: Acted, me: Caller) -> Words:
    line = words(
        f"acted.{acted.kind}",
        at=acted.at.astimezone(me.zone),
        step=words(f"step.{acted.step}"),
        name=acted.name,
        receiver=acted.receiver,
        due=acted.due_at.astimezone(me.zone) if acted.due_at else None,
    )
    if acted.kind is ActKind.LETTER:
        return words("case.with_note", line=line, note=noted_words(acted.note))
    if acted.photo:
        line = words("case.with_photo", line=line)
    line = with_source(line, acted.source)
    return words("case.with_note", line=line, note=acted.note) if acted.note else line


def done_kinds(file: CaseFile) -> Sequence[ActKind]:
    """What may be done, in the order in which it is offered."""
    return [kind for kind in ActKind if kind in file.may]
