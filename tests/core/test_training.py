"""Which steps of the first day a message does."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from core.areas import Level, level_of
from core.imports.cells import officer_id
from core.people.training import Step, list_of, steps_in, tells_leaders, training_period
from core.sample.practice import practice_areas, practice_list
from core.visits.outcomes import Kind, Outcome
from core.visits.report import RecordVisit, Report
from core.workload.households import FindHouseholds, Household, NewHousehold, NextHouseholds, ProgressOf, RevisitsOf
from tests.people import MORNING, PERIOD, ani

ME = replace(ani(), officer=list_of("PPL-0001"), trains="PPL-0001")
DURIAN = Household(2, 2, "Pak Durian", "Gang Latihan No. 2, RT 001")
LATER = MORNING + timedelta(days=1)

PROGRESS = (ProgressOf("x", ME.today), object())
NEXT = (NextHouseholds("x", MORNING, 3), [])
REVISITS = (RevisitsOf("x", MORNING), [DURIAN])
NO_REVISITS = (RevisitsOf("x", MORNING), [])


def found(text: str, *households: Household) -> tuple[Any, Any]:
    return FindHouseholds("x", text), list(households)


def report(outcome: Outcome, new: NewHousehold | None = None) -> RecordVisit:
    return RecordVisit(ME, Report(outcome, MORNING, revisit_at=LATER), None if new else 2, new)


COMPLETE, NOBODY, MOVED = report(Outcome.COMPLETE), report(Outcome.NOBODY_HOME), report(Outcome.MOVED)
NEW = report(Outcome.MOVED, NewHousehold(Kind.NEW, "Mr Fig", "the jetty", "00000000000001"))

CASES: list[tuple[str, Sequence[Any], Sequence[Any], set[Step]]] = [
    ("nothing", [], [], set()),
    ("the target", [PROGRESS, NEXT], [], {Step.TARGET}),
    ("only what comes next, as /lapor asks", [NEXT], [], set()),
    ("only the progress, as typed lines ask", [PROGRESS], [], set()),
    ("revisits", [REVISITS], [], {Step.REVISITS}),
    ("no revisits", [NO_REVISITS], [], set()),
    ("the target is looked at after a report", [PROGRESS, NEXT], [MOVED], set()),
    ("complete", [found("2", DURIAN)], [COMPLETE], {Step.COMPLETE}),
    ("nobody home", [], [NOBODY], {Step.NOBODY_HOME}),
    ("appointment", [], [report(Outcome.APPOINTMENT)], {Step.APPOINTMENT}),
    ("refused", [], [report(Outcome.REFUSED)], {Step.REFUSED}),
    ("refused firmly", [], [report(Outcome.REFUSED_HARD)], {Step.REFUSED}),
    ("partial", [], [report(Outcome.PARTIAL)], {Step.PARTIAL}),
    ("an outcome without a step", [], [MOVED], set()),
    ("two reports are two steps", [], [COMPLETE, NOBODY], {Step.COMPLETE, Step.NOBODY_HOME}),
    ("three are a batch and nothing else", [], [COMPLETE, NOBODY, NEW], {Step.BATCH}),
    ("found by name", [found("durian", DURIAN)], [MOVED], {Step.SEARCH}),
    ("found by name and complete", [found(" DURIAN ", DURIAN)], [COMPLETE], {Step.SEARCH, Step.COMPLETE}),
    ("found by address", [found("latihan", DURIAN)], [MOVED], {Step.SEARCH}),
    ("found by number", [found("No. 2", DURIAN)], [MOVED], set()),
    ("found, and not reported", [found("durian", DURIAN)], [], set()),
    ("not found", [found("durian")], [MOVED], set()),
    ("a new family", [], [NEW], {Step.NEW_FAMILY}),
]


@pytest.mark.parametrize(("label", "looked", "done", "steps"), CASES, ids=[case[0] for case in CASES])
def test_steps(label: str, looked: Sequence[Any], done: Sequence[Any], steps: set[Step]) -> None:
    assert steps_in(looked, done) == steps


def test_the_days_of_training_leave_room_for_every_next_try() -> None:
    period = training_period(ME.today)
    assert all(period.start <= ME.today + timedelta(days=ahead) <= period.end for ahead in range(8))


@pytest.mark.parametrize(
    ("day", "told"),
    [(date(2022, 9, 1), True), (date(2022, 10, 15), True), (date(2022, 10, 17), True), (date(2022, 10, 18), False)],
)
def test_leaders_are_told_before_and_on_the_first_days(day: date, told: bool) -> None:
    assert tells_leaders(PERIOD, day) is told


def test_the_list_is_made_up() -> None:
    households, areas = list(practice_list("PPL-0001")), practice_areas("PPL-0001")
    assert [no for no, *_ in households] == list(range(1, len(households) + 1))
    assert len({head for _, head, *_ in households}) == len(households)
    assert {area for *_, area in households} == set(areas)
    assert all(level_of(code) is Level.SLS and code.startswith("00") for code in areas), "no province has the code 00"
    assert not set(areas) & set(practice_areas("PPL-0002"))


def test_no_officer_can_be_imported_under_the_id_of_a_list() -> None:
    with pytest.raises(ValueError, match="not an officer id"):
        officer_id(list_of("PPL-0001"))
