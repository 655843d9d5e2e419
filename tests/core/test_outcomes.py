"""The rules of the outcomes agree with the form and each other."""

from datetime import date, datetime, time

import pytest

from core.cases.day_parts import in_visiting_hours
from core.visits.outcomes import FINAL, RECORDED, RULES, Group, Outcome

DAY = date(2022, 10, 20)


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
    assert in_visiting_hours(datetime.combine(DAY, hour)) is may  # the family's own clock needs no zone here
