"""Details: what is kept between two messages reads back to itself."""

from hypothesis import given
from hypothesis import strategies as st

from core.details import Detail, DetailKind, read_detail, write_detail

DEGREES = st.floats(-180, 180, allow_nan=False)
DETAILS = (
    st.builds(Detail, st.just(DetailKind.NOTE), st.text(min_size=1, max_size=300))
    | st.builds(Detail, st.just(DetailKind.PHOTO), st.text(max_size=300), st.text(min_size=1, max_size=120))
    | st.builds(Detail, st.just(DetailKind.PLACE), lat=DEGREES, lon=DEGREES)
)


@given(DETAILS)
def test_what_is_written_reads_back_to_itself(detail: Detail) -> None:
    assert read_detail(write_detail(detail)) == detail
