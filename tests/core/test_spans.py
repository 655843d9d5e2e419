"""Days and hours from one to another as people type them, seen from Thursday 20 October 2022."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.problems import Problem
from core.typed.when import read_days, read_hours

TODAY = date(2022, 10, 20)

ONE_DAY = [
    ("besok", "2022-10-21"),
    ("Besok", "2022-10-21"),
    ("lusa", "2022-10-22"),
    ("hari ini", "2022-10-20"),
    ("tomorrow", "2022-10-21"),
    ("senin", "2022-10-24"),
    ("hari senin", "2022-10-24"),
    ("hari minggu", "2022-10-23"),
    ("25/10", "2022-10-25"),
    ("25-10", "2022-10-25"),
    ("25/10/2022", "2022-10-25"),
    ("tgl 25 oktober", "2022-10-25"),
    ("25 okt 2022", "2022-10-25"),
    ("25", "2022-10-25"),
    ("tanggal 5", "2022-11-05"),
    ("cuti besok", "2022-10-21"),
]
SPANS = [
    ("25/10 - 27/10", "2022-10-25", "2022-10-27"),
    ("25/10-27/10", "2022-10-25", "2022-10-27"),
    ("25/10–27/10", "2022-10-25", "2022-10-27"),
    ("25-27 okt", "2022-10-25", "2022-10-27"),
    ("25 - 27/10", "2022-10-25", "2022-10-27"),
    ("25/10 - 27", "2022-10-25", "2022-10-27"),
    ("30/10 - 2", "2022-10-30", "2022-11-02"),
    ("30 - 2/11", "2022-10-30", "2022-11-02"),
    ("25-27", "2022-10-25", "2022-10-27"),
    ("5-7", "2022-11-05", "2022-11-07"),
    ("1-3/11", "2022-11-01", "2022-11-03"),
    ("30/10-2/11", "2022-10-30", "2022-11-02"),
    ("25 okt - 3 nov", "2022-10-25", "2022-11-03"),
    ("tanggal 25 s.d. 27 oktober", "2022-10-25", "2022-10-27"),
    ("dari 25 sampai dengan 27 oktober", "2022-10-25", "2022-10-27"),
    ("25 s/d 27 oktober", "2022-10-25", "2022-10-27"),
    ("besok sampai senin", "2022-10-21", "2022-10-24"),
    ("senin-rabu", "2022-10-24", "2022-10-26"),
    ("rabu sampai selasa", "2022-10-26", "2022-11-01"),
    ("from 25/10 to 27/10", "2022-10-25", "2022-10-27"),
    ("tomorrow until friday", "2022-10-21", "2022-10-21"),
    ("hari ini - besok", "2022-10-20", "2022-10-21"),
    ("3 hari", "2022-10-20", "2022-10-22"),
    ("3 hr", "2022-10-20", "2022-10-22"),
    ("bsk smp jumat", "2022-10-21", "2022-10-21"),
    ("besok 3 hari", "2022-10-21", "2022-10-23"),
    ("selama 3 hari mulai senin", "2022-10-24", "2022-10-26"),
    ("2 days", "2022-10-20", "2022-10-21"),
    ("27 des - 3 jan", "2022-12-27", "2023-01-03"),
]
NO_DAYS = [
    "",
    "-",
    "🏖",
    "kapan-kapan",
    "a-b",
    "0 hari",
    "31/2",
    "1/13",
    "besok 10:00",
    "minggu depan",
    "25/10 kalau sempat",
    "-" * 5000,
]
TURNED = ["27/10-25/10", "25/10 - hari ini", "besok sampai hari ini"]


@pytest.mark.parametrize(("typed", "day"), ONE_DAY, ids=[row[0] for row in ONE_DAY])
def test_one_day_is_read(typed: str, day: str) -> None:
    assert read_days(typed, TODAY) == (date.fromisoformat(day), None)


@pytest.mark.parametrize(("typed", "first", "last"), SPANS, ids=[row[0] for row in SPANS])
def test_a_span_of_days_is_read(typed: str, first: str, last: str) -> None:
    assert read_days(typed, TODAY) == (date.fromisoformat(first), date.fromisoformat(last))


def test_a_number_of_days_begins_where_it_is_told_to() -> None:
    monday = date(2022, 10, 24)
    assert read_days("3 hari", TODAY, begins=monday) == (monday, date(2022, 10, 26))


@pytest.mark.parametrize("typed", NO_DAYS, ids=[typed[:12] or "nothing" for typed in NO_DAYS])
def test_other_words_are_no_days(typed: str) -> None:
    with pytest.raises(Problem) as refused:
        read_days(typed, TODAY)
    assert refused.value.words.key == "problem.days_not_understood"


@pytest.mark.parametrize("typed", TURNED)
def test_a_last_day_before_the_first_is_told(typed: str) -> None:
    with pytest.raises(Problem) as refused:
        read_days(typed, TODAY)
    assert refused.value.words.key == "problem.days_turned"


HOURS = [
    ("21:00-06:00", "21:00", "06:00"),
    ("21.00 s.d. 06.00", "21:00", "06:00"),
    ("21.00 s/d 06.00", "21:00", "06:00"),
    ("21-6", "21:00", "06:00"),
    ("20 – 07", "20:00", "07:00"),
    ("20:00 sampai dengan 07:00", "20:00", "07:00"),
    ("jam 21 sampai jam 6", "21:00", "06:00"),
    ("dari jam 9 malam sampai jam 6 pagi", "21:00", "06:00"),
    ("9 malam - 6 pagi", "21:00", "06:00"),
    ("9pm-6am", "21:00", "06:00"),
    ("from 9pm to 6am", "21:00", "06:00"),
    ("12 malam - 5 pagi", "00:00", "05:00"),
    ("12am-6am", "00:00", "06:00"),
    ("24-6", "00:00", "06:00"),
    ("2100-0600", "21:00", "06:00"),
    ("8-12 siang", "08:00", "12:00"),
    ("22.30-05.15 WITA", "22:30", "05:15"),
    ("malam sampai pagi", "19:00", "09:00"),
]
NO_HOURS = ["", "21", "21 6", "-5", "5-", "1-2-3", "25-6", "21:75-6", "besok 21-6", "malam", "🌙", "9" * 5000]


@pytest.mark.parametrize(("typed", "first", "last"), HOURS, ids=[row[0] for row in HOURS])
def test_a_span_of_hours_is_read(typed: str, first: str, last: str) -> None:
    assert read_hours(typed) == (time.fromisoformat(first), time.fromisoformat(last))


@pytest.mark.parametrize("typed", NO_HOURS, ids=[typed[:12] or "nothing" for typed in NO_HOURS])
def test_other_words_are_no_hours(typed: str) -> None:
    with pytest.raises(Problem) as refused:
        read_hours(typed)
    assert refused.value.words.key == "problem.hours_not_understood"


@given(st.integers(0, 60), st.integers(0, 60), st.sampled_from([" - ", "-", " sampai ", " s/d ", " to "]))
def test_days_are_read_as_they_are_written(ahead: int, more: int, between: str) -> None:
    first = TODAY + timedelta(days=ahead)
    last = first + timedelta(days=more)
    assert read_days(f"{first:%d/%m}{between}{last:%d/%m}", TODAY) == (first, last)


@given(st.times(), st.times())
def test_hours_are_read_as_they_are_written(first: time, last: time) -> None:
    first, last = first.replace(second=0, microsecond=0), last.replace(second=0, microsecond=0)
    assert read_hours(f"{first:%H:%M}-{last:%H:%M}") == (first, last)


@given(st.text(max_size=60) | st.text("0123456789:./- apmbesokluhriint", max_size=30))
def test_no_text_breaks_them(typed: str) -> None:
    for read in (lambda: read_days(typed, TODAY), lambda: read_hours(typed)):
        try:
            read()
        except Problem:
            continue
