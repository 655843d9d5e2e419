"""Review: who may make what of a report, and the state that follows from the checks in whatever order they are read."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.people.person import LEADERS, Role
from core.review.states import (
    APPROVED,
    RETURNED,
    TABLE,
    Again,
    Check,
    Level,
    State,
    always_checked,
    decided,
    in_sample,
    level_of,
    may_decide,
    read_rule,
    state_of,
)
from core.visits.outcomes import Kind, Outcome
from core.visits.source import Source

PML, OFFICE = Level.SUPERVISOR, Level.OFFICE
MAY = {
    "a new report, by the supervisor": (PML, State.COMPLETED, "approve return"),
    "a new report, by the office": (OFFICE, State.COMPLETED, "approve return"),
    "the supervisor thinks again of an approval": (PML, State.APPROVED, "return"),
    "the supervisor thinks again of a return": (PML, State.RETURNED, "approve"),
    "what the office approved, by the supervisor": (PML, State.APPROVED_BY_OFFICE, ""),
    "what the office returned, by the supervisor": (PML, State.RETURNED_BY_OFFICE, ""),
    "the office confirms or reopens": (OFFICE, State.APPROVED, "approve return"),
    "the office takes a supervisor's return back": (OFFICE, State.RETURNED, "approve"),
    "the office reopens what it approved": (OFFICE, State.APPROVED_BY_OFFICE, "return"),
    "the office takes its own return back": (OFFICE, State.RETURNED_BY_OFFICE, "approve"),
}


@pytest.mark.parametrize(("level", "state", "words"), MAY.values(), ids=MAY.keys())
def test_who_may_decide(level: Level, state: State, words: str) -> None:
    assert {word for word in ("approve", "return") if may_decide(level, state, approve=word == "approve")} == set(
        words.split()
    )


def test_the_table_is_whole() -> None:
    assert {(level, state) for level, state, _ in MAY.values()} == set(TABLE) == set(product(Level, State))
    assert {role: level_of(role) for role in LEADERS} == {Role.PML: PML, Role.KOSEKA: OFFICE, Role.BPS: OFFICE}
    made = {decided(level, approve=approve) for level in Level for approve in (True, False)}
    assert made == APPROVED | RETURNED == set(State) - {State.COMPLETED}


REPORT, EARLIER, SAID_AGAIN = 7, 3, 9
STANDS: dict[str, tuple[list[Check], int, State, Again | None]] = {
    "never checked": ([], 0, State.COMPLETED, None),
    "never checked, told twice": ([], SAID_AGAIN, State.COMPLETED, None),
    "approved": ([Check(1, REPORT, REPORT, State.APPROVED)], 0, State.APPROVED, None),
    "approved, told again": ([Check(1, REPORT, REPORT, State.APPROVED)], SAID_AGAIN, State.APPROVED, None),
    "returned": ([Check(1, REPORT, REPORT, State.RETURNED)], 0, State.RETURNED, None),
    "returned, told twice before": ([Check(1, REPORT, SAID_AGAIN, State.RETURNED)], SAID_AGAIN, State.RETURNED, None),
    "returned, told again": (
        [Check(1, REPORT, REPORT, State.RETURNED)],
        SAID_AGAIN,
        State.COMPLETED,
        Again.FIXED,
    ),
    "returned, and another report instead": ([Check(1, EARLIER, 5, State.RETURNED)], 0, State.COMPLETED, Again.FIXED),
    "approved, and another report instead": ([Check(1, EARLIER, 5, State.APPROVED)], 0, State.COMPLETED, Again.CHANGED),
    "returned, and the return taken back": (
        [Check(1, REPORT, REPORT, State.RETURNED), Check(2, REPORT, REPORT, State.APPROVED)],
        0,
        State.APPROVED,
        None,
    ),
    "approved and reopened": (
        [Check(1, REPORT, REPORT, State.APPROVED), Check(2, REPORT, REPORT, State.RETURNED_BY_OFFICE)],
        0,
        State.RETURNED_BY_OFFICE,
        None,
    ),
    "mended and approved": (
        [Check(1, EARLIER, 5, State.RETURNED), Check(2, REPORT, REPORT, State.APPROVED)],
        0,
        State.APPROVED,
        None,
    ),
    "approved, replaced, returned, and the first one again": (
        [Check(1, REPORT, REPORT, State.APPROVED), Check(2, 8, 8, State.RETURNED)],
        0,
        State.COMPLETED,
        Again.FIXED,
    ),
}


@pytest.mark.parametrize(("checks", "said_again", "state", "again"), STANDS.values(), ids=STANDS.keys())
def test_the_state_of_a_report(checks: list[Check], said_again: int, state: State, again: Again | None) -> None:
    assert state_of(REPORT, checks, said_again) == (state, again)


CHECKS = st.builds(
    Check, st.integers(1, 50), st.integers(1, 9), st.integers(1, 12), st.sampled_from(sorted(APPROVED | RETURNED))
)

SHUFFLED = st.lists(CHECKS, unique_by=lambda check: check.id).flatmap(
    lambda some: st.tuples(st.just(some), st.permutations(some))
)


@given(SHUFFLED)
def test_the_order_of_reading_does_not_matter(both: tuple[list[Check], list[Check]]) -> None:
    for report, again in product(range(1, 10), (0, 6, 12)):
        assert state_of(report, both[0], again) == state_of(report, [*both[1], *both[0]], again)


ALWAYS = {
    "an ordinary family": (Outcome.COMPLETE, Kind.PRELIST, 4, False),
    "a big family": (Outcome.COMPLETE, Kind.PRELIST, 13, True),
    "as many as are usual": (Outcome.COMPLETE, Kind.PRELIST, 12, False),
    "refused for good": (Outcome.REFUSED_FOR_GOOD, Kind.PRELIST, 0, True),
    "a duplicate": (Outcome.DUPLICATE, Kind.PRELIST, 0, True),
    "moved out": (Outcome.MOVED, Kind.PRELIST, 0, False),
    "a family found in the field": (Outcome.COMPLETE, Kind.NEW, 4, True),
    "a special family": (Outcome.COMPLETE, Kind.SHIP_CREW, 1, True),
}


@pytest.mark.parametrize(("outcome", "kind", "persons", "checked"), ALWAYS.values(), ids=ALWAYS.keys())
def test_what_is_checked_in_any_case(outcome: Outcome, kind: Kind, persons: int, checked: bool) -> None:
    assert always_checked(outcome, kind, persons) is checked


@pytest.mark.parametrize("source", Source)
def test_what_was_said_by_proxy_is_checked_in_any_case(source: Source) -> None:
    for outcome in (Outcome.MOVED, Outcome.PARTIAL, Outcome.NEVER_MET):
        assert always_checked(outcome, Kind.PRELIST, 3, source) is (source is not Source.SELF)


@pytest.mark.parametrize("percent", [0, 1, 20, 50, 99, 100])
def test_a_sample_is_as_large_as_it_says_and_the_same_for_everybody(percent: int) -> None:
    chosen = [visit for visit in range(1, 10_001) if in_sample(visit, percent)]
    assert abs(len(chosen) - 100 * percent) <= 100
    assert chosen == [visit for visit in range(1, 10_001) if in_sample(visit, percent)]
    assert set(chosen) <= {visit for visit in range(1, 10_001) if in_sample(visit, min(100, percent + 1))}


RULES = {"all": 100, " ALL ": 100, "sample 20%": 20, "sample 5": 5, "sample 0%": 0, "Sample 100 %": 100}


@pytest.mark.parametrize(("text", "percent"), RULES.items())
def test_the_rule_of_the_setting(text: str, percent: int) -> None:
    assert read_rule(text) == percent


@pytest.mark.parametrize("text", ["", "20%", "sample", "sample all", "sample 101%", "sample -1", "all 20%"])
def test_another_rule_is_refused_in_words(text: str) -> None:
    with pytest.raises(ValueError, match="sample 20%"):
        read_rule(text)
