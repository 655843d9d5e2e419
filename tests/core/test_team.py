"""A parent's figures are the sum of its children's, always."""

from dataclasses import fields

from hypothesis import given
from hypothesis import strategies as st

from core.workload.team import TeamRow, total

NUMBERS = [field.name for field in fields(TeamRow) if field.name not in ("name", "phone")]
ROWS = st.lists(
    st.builds(TeamRow, st.just("x"), st.just("0811"), *[st.integers(0, 1000)] * len(NUMBERS)), max_size=8
)


@given(ROWS)
def test_every_figure_is_added_up(rows: list[TeamRow]) -> None:
    summed = total(rows, "all")
    for name in NUMBERS:
        assert getattr(summed, name) == sum(getattr(row, name) for row in rows), name
    assert summed.name == "all"
