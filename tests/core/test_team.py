"""A parent's figures are the sum of its children's, always."""

from dataclasses import fields

from hypothesis import given
from hypothesis import strategies as st

from core.team import TeamRow, total

ROWS = st.lists(st.builds(TeamRow, st.just("x"), *[st.integers(0, 1000)] * (len(fields(TeamRow)) - 1)), max_size=8)


@given(ROWS)
def test_every_figure_is_added_up(rows: list[TeamRow]) -> None:
    summed = total(rows, "all")
    for field in fields(TeamRow)[1:]:
        assert getattr(summed, field.name) == sum(getattr(row, field.name) for row in rows), field.name
    assert summed.name == "all"
