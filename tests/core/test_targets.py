"""The daily target, with the figures of the field (docs: 250 households in 31 days, 15 October to 14 November 2022)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.targets import Period, Progress, pace
from tests.people import PERIOD

DAYS_LEFT = [
    ("a week before", date(2022, 10, 8), 31),
    ("the first day", date(2022, 10, 15), 31),
    ("the second day", date(2022, 10, 16), 30),
    ("the last day", date(2022, 11, 14), 1),
    ("the day after", date(2022, 11, 15), 0),
    ("a year after", date(2023, 11, 15), 0),
]
PACES = [
    ("250 in 31 days are 8.06 a day, so nine", 250, 31, 9),
    ("248 in 31 days are exactly eight", 248, 31, 8),
    ("one is left, with a month to go", 1, 31, 1),
    ("nothing is left", 0, 31, 0),
    ("the last day: everything", 17, 1, 17),
    ("after the end: everything", 17, 0, 17),
]


@pytest.mark.parametrize(("label", "today", "left"), DAYS_LEFT, ids=[row[0] for row in DAYS_LEFT])
def test_days_left(label: str, today: date, left: int) -> None:
    assert PERIOD.days_left(today) == left


@pytest.mark.parametrize(("label", "remaining", "days", "expected"), PACES, ids=[row[0] for row in PACES])
def test_pace(label: str, remaining: int, days: int, expected: int) -> None:
    assert pace(remaining, days) == expected


def test_ten_a_day_end_on_day_25() -> None:
    """Situbondo set ten a day (4 % of 250), which leaves six days for revisits and checking."""
    done, day = 0, PERIOD.start
    while done < 250:
        assert Progress.on(PERIOD, day, total=250, done=done, done_today=0).target <= 10
        done, day = done + 10, day + timedelta(days=1)
    assert PERIOD.days_left(day) == 6


def test_a_week_behind_raises_the_target() -> None:
    """After week one at 24 % (Situbondo) instead of 28 %, 190 are left for 24 days: eight a day."""
    today = PERIOD.start + timedelta(days=7)
    assert Progress.on(PERIOD, today, total=250, done=60, done_today=0).target == 8


def test_a_period_does_not_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        Period(date(2022, 10, 15), date(2022, 10, 14))


LISTS = st.integers(0, 2000).flatmap(lambda total: st.tuples(st.just(total), st.integers(0, total)))
DAYS = st.dates(date(2022, 10, 1), date(2022, 12, 1))


@given(LISTS, DAYS, st.data())
def test_the_target_does_not_move_while_the_day_is_worked(
    counts: tuple[int, int], today: date, data: st.DataObject
) -> None:
    total, before = counts
    morning = Progress.on(PERIOD, today, total=total, done=before, done_today=0)
    today_done = data.draw(st.integers(0, total - before))
    later = Progress.on(PERIOD, today, total=total, done=before + today_done, done_today=today_done)
    assert later.target == morning.target
    assert later.remaining + later.done == total


@given(LISTS, st.integers(0, 30))
def test_who_keeps_the_pace_ends_in_time(counts: tuple[int, int], start: int) -> None:
    total, done = counts
    for day in range(start, 31):
        today = PERIOD.start + timedelta(days=day)
        done += Progress.on(PERIOD, today, total=total, done=done, done_today=0).target
    assert done == total
