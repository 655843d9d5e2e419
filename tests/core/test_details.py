"""Details: what is kept between two messages reads back to itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.visits.details import Detail, DetailKind, kilometres, read_detail, write_detail

DEGREES = st.floats(-180, 180, allow_nan=False)
DETAILS = (
    st.builds(Detail, st.just(DetailKind.NOTE), st.text(min_size=1, max_size=300))
    | st.builds(Detail, st.just(DetailKind.PHOTO), st.text(max_size=300), st.text(min_size=1, max_size=120))
    | st.builds(Detail, st.just(DetailKind.PLACE), lat=DEGREES, lon=DEGREES)
)


@given(DETAILS)
def test_what_is_written_reads_back_to_itself(detail: Detail) -> None:
    assert read_detail(write_detail(detail)) == detail


A_DEGREE = 111.19
"""Kilometres of a degree on a great circle: the earth's circumference, by its mean radius, divided by 360."""
DISTANCES = {
    "nowhere": ((-1.24, 116.88), (-1.24, 116.88), 0.0),
    "a degree to the north": ((-1.0, 117.0), (0.0, 117.0), A_DEGREE),
    "a degree to the east on the equator": ((0.0, 117.0), (0.0, 118.0), A_DEGREE),
    "a degree to the east where they are half as long": ((60.0, 10.0), (60.0, 11.0), A_DEGREE / 2),
    "Balikpapan to Jakarta": ((-1.27, 116.83), (-6.21, 106.85), 1236.0),
    "to the other side of the earth": ((0.0, 0.0), (0.0, 180.0), 180 * A_DEGREE),
}


@pytest.mark.parametrize(("one", "other", "far"), DISTANCES.values(), ids=DISTANCES.keys())
def test_how_far_two_places_are_apart(one: tuple[float, float], other: tuple[float, float], far: float) -> None:
    assert kilometres(one, other) == pytest.approx(far, rel=0.001)
