"""The rules of the outcomes agree with the form and each other; the later visit wins, whatever came first."""

from datetime import UTC, datetime, time, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.outcomes import FINAL, RECORDED, RULES, Group, Outcome
from core.visits import in_visiting_hours, outranks

START = datetime(2022, 10, 20, tzinfo=UTC)
VISITS = st.tuples(st.integers(0, 3).map(lambda hours: START + timedelta(hours=hours)), st.sampled_from(Outcome))


def decider(visits: list[tuple[datetime, Outcome]]) -> tuple[datetime | None, Outcome | None]:
    """The visit that decides after these have arrived in this order."""
    at: datetime | None = None
    outcome: Outcome | None = None
    for one in visits:
        if outranks(*one, at, outcome):
            at, outcome = one
    return at, outcome


@given(st.lists(VISITS, min_size=1, max_size=5))
def test_the_order_of_arrival_never_matters(visits: list[tuple[datetime, Outcome]]) -> None:
    assert len({decider(list(order) + list(order[:2])) for order in permutations(visits)}) == 1
    at, _ = decider(visits)
    assert at == max(one[0] for one in visits)


def test_every_outcome_has_a_rule_with_its_own_letters() -> None:
    assert set(RULES) == set(Outcome)
    assert len({rule.code for rule in RULES.values()}) == len(RULES)


@pytest.mark.parametrize("outcome", Outcome)
def test_a_rule_agrees_with_itself(outcome: Outcome) -> None:
    rule = RULES[outcome]
    assert rule.final is not rule.revisit, "what settles a household needs no revisit, and what does not needs one"
    assert rule.counts is (outcome in RECORDED)
    assert (outcome in FINAL) is rule.final
    assert rule.r205 is None or rule.final
    assert rule.note or rule.r205 in (None, 1), "R205 2 to 5 need a note"
    assert (rule.group is Group.NOT_ELIGIBLE) is (rule.r205 == 5 or outcome is Outcome.DUPLICATE)


@pytest.mark.parametrize(
    ("hour", "may"),
    [
        (time(7, 59, 59), False),
        (time(8, 0), True),
        (time(12, 0), True),
        (time(21, 0), True),
        (time(21, 0, 1), False),
        (time(22, 0), False),
        (time(0, 0), False),
    ],
)
def test_visiting_hours(hour: time, may: bool) -> None:
    assert in_visiting_hours(datetime.combine(START.date(), hour)) is may  # the family's own clock needs no zone here
