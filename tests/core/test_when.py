"""Hours as people type them, seen from Thursday 20 October 2022, 09:00 in Balikpapan."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.problems import Problem
from core.typed.when import read_when
from tests.people import WITA

NOW = datetime(2022, 10, 20, 9, 0, tzinfo=WITA)

READ = [
    # an hour alone means its next coming
    ("16:00", "2022-10-20 16:00"),
    ("16.00", "2022-10-20 16:00"),
    ("jam 4", "2022-10-20 16:00"),
    ("08:00", "2022-10-21 08:00"),
    ("09:00", "2022-10-21 09:00"),
    ("9pm", "2022-10-20 21:00"),
    ("at 4pm", "2022-10-20 16:00"),
    ("12pm", "2022-10-20 12:00"),
    ("pukul 19.30 WITA", "2022-10-20 19:30"),
    ("00:00", "2022-10-21 00:00"),
    # a part of the day
    ("sore", "2022-10-20 16:00"),
    ("pagi", "2022-10-21 09:00"),
    ("nanti malam", "2022-10-20 19:00"),
    ("nanti sore", "2022-10-20 16:00"),
    ("tonight", "2022-10-20 19:00"),
    ("jam 4 sore", "2022-10-20 16:00"),
    ("jam 7 malam", "2022-10-20 19:00"),
    ("siang jam 11", "2022-10-20 11:00"),
    ("jam 1 siang", "2022-10-20 13:00"),
    # a day ahead
    ("besok 19:00", "2022-10-21 19:00"),
    ("Besok Pagi", "2022-10-21 09:00"),
    ("BESOK   jam   7   malam", "2022-10-21 19:00"),
    ("bsk 10.15", "2022-10-21 10:15"),
    ("lusa 10:00", "2022-10-22 10:00"),
    ("besok lusa 10:00", "2022-10-22 10:00"),
    ("tomorrow 7pm", "2022-10-21 19:00"),
    ("hari ini 20:00", "2022-10-20 20:00"),
    ("today 08:00", "2022-10-20 08:00"),
    ("19:00 besok", "2022-10-21 19:00"),
    # of two hours that may be meant the one that does not lie ahead is not: now is 09:00
    ("hari ini jam 9", "2022-10-20 21:00"),
    # a day of the week is the next one, never today
    ("sabtu pagi", "2022-10-22 09:00"),
    ("hari sabtu jam 10", "2022-10-22 10:00"),
    ("jum'at 14:00", "2022-10-21 14:00"),
    ("monday afternoon", "2022-10-24 15:00"),
    ("next wednesday at 10", "2022-10-26 10:00"),
    ("minggu depan hari senin 10:00", "2022-10-24 10:00"),
    ("dua minggu lagi jam 10", "2022-11-03 10:00"),
    ("besok 2059", "2022-10-21 20:59"),
    # a date
    ("november 3rd 10:00", "2022-11-03 10:00"),
    ("nov 3 10:00", "2022-11-03 10:00"),
    ("25/10 08.30", "2022-10-25 08:30"),
    ("25-10 08:30", "2022-10-25 08:30"),
    ("25 okt 8:30", "2022-10-25 08:30"),
    ("25 oktober 8:30", "2022-10-25 08:30"),
    ("tanggal 1 november sore", "2022-11-01 16:00"),
    ("3 nov 9am", "2022-11-03 09:00"),
    ("8:30 25 oct", "2022-10-25 08:30"),
    # a date just past has passed; one far back is next year's
    ("19/10 10:00", "2022-10-19 10:00"),
    ("30/9 10:00", "2022-09-30 10:00"),
    ("23/4 10:00", "2022-04-23 10:00"),
    ("22/4 10:00", "2023-04-22 10:00"),
    ("5 jan 10:00", "2023-01-05 10:00"),
    # digits of other scripts
    ("１６：００", "2022-10-20 16:00"),
    ("١٦:٠٠", "2022-10-20 16:00"),
]

REFUSED = {
    "nothing": "",
    "an emoji": "🕐",
    "a day without an hour": "besok",
    "a date without an hour": "25/10",
    "words": "kalau sempat",
    "an hour and more words": "besok 10:00 kalau sempat",
    "two hours": "10:00 11:00",
    "next week, which day?": "minggu depan jam 9",
    "two days": "besok lusa sabtu 10:00",
    "an hour that does not exist": "25:00",
    "minutes that do not exist": "10:75",
    "a date that does not exist": "31/2 10:00",
    "a month that does not exist": "1/13 10:00",
    "a negative hour": "-5",
    "a fraction of an hour": "16:0",
    "a huge number": "99999999",
    "four digits that are no hour": "besok 1060",
    "four digits that are a year": "besok 2022",
    "yesterday": "kemarin 10:00",
    "so many hours: from now, or the hour?": "2 jam",
    "so many days": "2 hari",
    "so many minutes": "20 menit",
    "5,000 characters": "besok " * 833,
}


@pytest.mark.parametrize(("typed", "expected"), READ, ids=[typed for typed, _ in READ])
def test_an_hour_is_read(typed: str, expected: str) -> None:
    assert f"{read_when(typed, NOW):%Y-%m-%d %H:%M}" == expected


@pytest.mark.parametrize("typed", REFUSED.values(), ids=REFUSED.keys())
def test_anything_else_is_refused_rather_than_guessed(typed: str) -> None:
    with pytest.raises(Problem) as refused:
        read_when(typed, NOW)
    assert refused.value.words.key == "problem.when_not_understood"


@given(st.text(max_size=60) | st.text("0123456789:./- apmbesoklus", max_size=30))
def test_no_text_breaks_it(typed: str) -> None:
    try:
        at = read_when(typed, NOW)
    except Problem:
        return
    assert at.tzinfo is WITA


@given(st.integers(0, 23), st.integers(0, 59), st.integers(0, 6 * 24 * 60))
def test_an_hour_alone_is_always_within_a_day(hour: int, minute: int, later: int) -> None:
    now = NOW + timedelta(minutes=later)
    at = read_when(f"{hour:02}:{minute:02}", now)
    assert timedelta(0) < at - now <= timedelta(days=1)
    assert (at.hour, at.minute) == (hour, minute)


def test_a_leap_day_is_refused_in_other_years() -> None:
    with pytest.raises(Problem, match="when_not_understood"):
        read_when("29/2 10:00", NOW)
    assert read_when("29/2 10:00", datetime(2024, 2, 1, 9, tzinfo=WITA)).day == 29
