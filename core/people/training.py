"""Training: the same service with a made-up list, marked everywhere and counted nowhere, and a guided first day.

The ten steps of that day are done by what really happened: what was reported and what was looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from core.likeness import number_of
from core.people.person import Caller
from core.requests import Command, Query
from core.visits.outcomes import Outcome
from core.visits.report import RecordVisit
from core.workload.households import FindHouseholds, NextHouseholds, ProgressOf, RevisitsOf
from core.workload.targets import Period

LIST = "~latihan"
"""Ends the id of a training list; no officer's own id holds a tilde (core/imports/cells.py)."""
AHEAD = timedelta(days=7)
"""So far ahead every weekday and every next try lies inside the training, and the target is a few families a day."""
FIRST_DAYS = timedelta(days=3)
"""So long into the fieldwork leaders are told who has not passed."""
TYPED_AT_ONCE = 3
A_WORD = re.compile(r"[^\W\d_]{3}")
PASSED = "passed"
"""Kept beside the steps when all were done, and kept when the list is made anew."""


class Step(StrEnum):
    """The steps of the guided first day, in the order in which they are proposed."""

    TARGET = "target"
    COMPLETE = "complete"
    NOBODY_HOME = "nobody_home"
    APPOINTMENT = "appointment"
    REFUSED = "refused"
    PARTIAL = "partial"
    BATCH = "batch"
    SEARCH = "search"
    NEW_FAMILY = "new_family"
    REVISITS = "revisits"


OF_OUTCOMES = {
    Outcome.COMPLETE: Step.COMPLETE,
    Outcome.NOBODY_HOME: Step.NOBODY_HOME,
    Outcome.APPOINTMENT: Step.APPOINTMENT,
    Outcome.REFUSED: Step.REFUSED,
    Outcome.REFUSED_HARD: Step.REFUSED,
    Outcome.PARTIAL: Step.PARTIAL,
}
"""The steps that are a report with this outcome, and with what it calls for: persons, note, reason, next try."""


OF_THE_LIST = frozenset(Step) - {Step.TARGET, Step.NEW_FAMILY, Step.REVISITS}
"""Steps that are done with households which nobody has reported yet."""


def list_of(officer: str) -> str:
    """The id under which an officer's training list is kept."""
    return officer + LIST


def training_period(today: date) -> Period:
    """The days of a training campaign: it may come before the fieldwork, and never ends."""
    return Period(today, today + AHEAD)


def tells_leaders(period: Period, today: date) -> bool:
    """Return whether leaders are told who has not passed: before the fieldwork and on its first days."""
    return today < period.start + FIRST_DAYS


def steps_in(looked: Sequence[tuple[Query[Any], Any]], done: Sequence[Command[Any]]) -> set[Step]:
    """The steps that one message did. looked: what was looked up, each with its answer; done: what was carried out."""
    reports = [command for command in done if isinstance(command, RecordVisit)]
    if len(reports) >= TYPED_AT_ONCE:
        return {Step.BATCH}
    steps = {OF_OUTCOMES[report.report.outcome] for report in reports if report.report.outcome in OF_OUTCOMES}
    if any(report.new for report in reports):
        steps.add(Step.NEW_FAMILY)
    if reports and any(_by_name(query, answer) for query, answer in looked):
        steps.add(Step.SEARCH)
    return steps if done else set(_looked_at(looked))


def _looked_at(looked: Sequence[tuple[Query[Any], Any]]) -> Iterator[Step]:
    if {ProgressOf, NextHouseholds} <= {type(query) for query, _ in looked}:
        yield Step.TARGET
    if any(isinstance(query, RevisitsOf) and revisits for query, revisits in looked):
        yield Step.REVISITS


def _by_name(query: Query[Any], answer: Any) -> bool:
    """Return whether households were found by a part of the name or of the address, and not by their number."""
    if not isinstance(query, FindHouseholds) or not A_WORD.search(query.text):
        return False
    return number_of(query.text) is None and bool(answer)


@dataclass(frozen=True)
class Trained:
    """How many of a leader's enumerators have passed, and the names of those who have not."""

    passed: int
    missing: tuple[str, ...]

    @property
    def total(self) -> int:
        """All enumerators below the leader."""
        return self.passed + len(self.missing)


@dataclass(frozen=True)
class StepsDone(Query[frozenset[str]]):
    """The steps that an officer (in person) has done, and PASSED when all were done once."""

    officer: str


@dataclass(frozen=True)
class StartTraining(Command[bool]):
    """Start training in this chat; make the list if there is none. Return whether a waiting talk was dropped."""

    caller: Caller


@dataclass(frozen=True)
class LeaveTraining(Command[bool]):
    """End training in this chat: the real list is used again. Return whether a waiting talk was dropped."""

    caller: Caller


@dataclass(frozen=True)
class RestartTraining(Command[bool]):
    """Delete the training list with all its history, and train with a new one; likewise."""

    caller: Caller
