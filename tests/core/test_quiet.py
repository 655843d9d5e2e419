"""Quiet hours across midnight and on the clocks of three zones."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.people.quiet import Quiet
from core.problems import Problem
from tests.people import WITA

NIGHT, NAP = Quiet(time(21), time(6)), Quiet(time(13), time(14, 30))
ENDS = [
    ("before the night", NIGHT, "20:59", None),
    ("as it begins", NIGHT, "21:00", "2022-10-21 06:00"),
    ("before midnight", NIGHT, "23:59", "2022-10-21 06:00"),
    ("at midnight", NIGHT, "00:00", "2022-10-20 06:00"),
    ("before it ends", NIGHT, "05:59", "2022-10-20 06:00"),
    ("as it ends", NIGHT, "06:00", None),
    ("at noon", NIGHT, "12:00", None),
    ("before the nap", NAP, "12:59", None),
    ("in the nap", NAP, "13:00", "2022-10-20 14:30"),
    ("as the nap ends", NAP, "14:30", None),
    ("the night, for the nap", NAP, "02:00", None),
]
BEGIN = datetime(2022, 1, 1, tzinfo=UTC)
ZONES = st.sampled_from([ZoneInfo("Asia/Jakarta"), WITA, ZoneInfo("Asia/Jayapura")])
HOURS = st.builds(time, st.integers(0, 23), st.integers(0, 59))
SPANS = st.tuples(HOURS, HOURS).filter(lambda both: both[0] != both[1]).map(lambda both: Quiet(*both))
INSTANTS = st.integers(0, 3 * 365 * 24 * 60).map(lambda minutes: BEGIN + timedelta(minutes=minutes))


@pytest.mark.parametrize(("label", "quiet", "hour", "ends"), ENDS, ids=[row[0] for row in ENDS])
def test_when_they_end(label: str, quiet: Quiet, hour: str, ends: str | None) -> None:
    end = quiet.end_of(datetime.fromisoformat(f"2022-10-20 {hour}").replace(tzinfo=WITA))
    assert (f"{end:%Y-%m-%d %H:%M}" if end else None) == ends


def test_an_hour_alone_is_no_span() -> None:
    with pytest.raises(Problem) as refused:
        Quiet(time(21), time(21))
    assert refused.value.words.key == "problem.hours_equal"


@given(SPANS, INSTANTS, ZONES)
def test_the_end_is_the_next_time_the_clock_shows_it(quiet: Quiet, now: datetime, zone: ZoneInfo) -> None:
    local = now.astimezone(zone)
    end = quiet.end_of(local)
    if end is None:
        assert not quiet.holds(local.time())
        return
    assert timedelta(0) < end - local <= timedelta(days=1)
    assert end.time() == quiet.end
    assert quiet.end_of(end) is None, "what is held back leaves when it was told to"


@given(SPANS, INSTANTS, ZONES)
def test_all_the_time_until_the_end_is_quiet(quiet: Quiet, now: datetime, zone: ZoneInfo) -> None:
    local = now.astimezone(zone)
    end = quiet.end_of(local)
    if end is not None:
        between = local + (end - local) / 2
        assert quiet.end_of(between) == end


@given(SPANS, HOURS)
def test_an_hour_is_quiet_in_a_span_or_in_the_rest_of_the_day(quiet: Quiet, hour: time) -> None:
    assert quiet.holds(hour) != Quiet(quiet.end, quiet.start).holds(hour)
