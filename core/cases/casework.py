"""Casework: the cases of an officer as they are listed and looked at, and what may be done about one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from core.cases.best_hour import KnownHours
from core.cases.case import Act, ActKind, Case
from core.cases.ladder import LadderName, StepName
from core.people.person import Caller, Role
from core.requests import Command, Query
from core.visits.details import Photo
from core.visits.outcomes import Outcome
from core.visits.report import NextStep
from core.visits.source import Source


@dataclass(frozen=True)
class CaseLine:
    """A case in a list. no: the household's number on its list, None on nobody's; enumerator: whose list that is.

    owner: the name of who has it, when that is not the enumerator; mine: the caller has it.
    """

    household: int
    no: int | None
    head: str
    address: str
    enumerator: str
    ladder: LadderName
    step: StepName
    tries: int
    owner: str
    mine: bool
    begun_at: datetime
    due_at: datetime


@dataclass(frozen=True)
class CaseList:
    """Cases by urgency: one's own, and of a team those that are overdue. others: how many more are open."""

    cases: tuple[CaseLine, ...]
    others: int = 0


@dataclass(frozen=True)
class CasesOf(Query[CaseList]):
    """The open cases of this officer as they stand at an instant."""

    officer: str
    role: Role
    now: datetime
    limit: int = 12


@dataclass(frozen=True)
class CaseOverview:
    """The open cases below a leader: how many stand on each step, the earliest, and how many the leader has."""

    steps: Mapping[StepName, int]
    oldest: datetime | None = None
    mine: int = 0


@dataclass(frozen=True)
class CasesBelow(Query[CaseOverview]):
    """The open cases of everybody below a leader, and the leader's own."""

    leader: str


@dataclass(frozen=True)
class FindCases(Query[list[CaseLine]]):
    """Open cases by a household's number, "K" and the case's own number, or a part of the head's name."""

    officer: str
    role: Role
    text: str
    limit: int = 8


@dataclass(frozen=True)
class Tried:
    """A visit of a case, by the name of who made it. reason: a RefusalReason, or empty. source: who says so."""

    outcome: Outcome
    at: datetime
    name: str
    note: str = ""
    reason: str = ""
    source: Source = Source.SELF


@dataclass(frozen=True)
class Acted:
    """Something that was done about a case, by the names of who did it and of who got it. photo: what came along,
    if anything did. source: who says so.
    """

    kind: ActKind
    step: StepName
    at: datetime
    name: str
    note: str = ""
    receiver: str = ""
    due_at: datetime | None = None
    photo: Photo | None = None
    source: Source = Source.SELF


@dataclass(frozen=True)
class Person:
    """Somebody a case can be handed to."""

    officer: str
    name: str
    role: Role
    absent: bool = False


@dataclass(frozen=True)
class CaseFile:
    """A case with its history, and what the caller may do about it (nothing: it is in higher hands).

    known: what is known of the household's hours. above: the next in line; below: enumerators it may be handed to,
    the one whose list it is on first. last: until which day an hour may be said.
    """

    line: CaseLine
    case: Case
    tried: tuple[Tried, ...]
    acted: tuple[Acted, ...]
    may: frozenset[ActKind]
    known: KnownHours
    above: Person | None = None
    below: tuple[Person, ...] = ()


@dataclass(frozen=True)
class CaseFileOf(Query[CaseFile | None]):
    """The case of a household; None when it has none, or is none of the caller's business."""

    caller: Caller
    household: int


@dataclass(frozen=True)
class After:
    """What an act led to. next: None when the case is closed. before, no, head: on whose list the household was, its
    number there, and its head. to: the name of whose list it is on now, empty when that did not change.
    """

    next: NextStep | None
    before: str | None
    no: int | None
    head: str
    to: str = ""


@dataclass(frozen=True)
class ActOnCase(Command[After]):
    """Do something about a case. Problem `case_gone` when it is not where the act says any more, or when the caller may
    not do that (any more).
    """

    caller: Caller
    household: int
    act: Act


def may_act(case: Case, caller: Role, *, held: bool, over: bool) -> frozenset[ActKind]:
    """What somebody who has a case, or stands above whoever has it, may do about it.

    held: a leader has it; over: the fieldwork is. A visit of an enumerator is done by reporting it. Giving a household
    up is for leaders alone, on the steps that close, and on any step when the fieldwork is over.
    """
    may = {ActKind.MOVED, ActKind.HANDED}
    if not case.last and (held or not case.step.at_the_door):
        may.add(ActKind.DONE)
    if caller is not Role.PPL and (case.step.closes or over):
        may.add(ActKind.CLOSED)
    return frozenset(may)
