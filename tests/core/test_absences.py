"""Which days count as absent."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.people.absences import Days, absent_days, is_absent


def oct_(day: int) -> date:
    return date(2022, 10, day)


FIRST, LAST, TODAY = oct_(15), oct_(31), oct_(20)
COUNTED: list[tuple[str, list[Days], list[int]]] = [
    ("nobody is absent", [], []),
    ("ill since the 18th: up to today", [(oct_(18), None)], [18, 19, 20]),
    ("ill since today", [(oct_(20), None)], [20]),
    ("back on the 20th, ill since the 18th", [(oct_(18), oct_(19))], [18, 19]),
    ("a planned leave is known beforehand", [(oct_(25), oct_(27))], [25, 26, 27]),
    ("leave of one day", [(oct_(25), oct_(25))], [25]),
    ("leave across the end", [(oct_(30), date(2022, 11, 3))], [30, 31]),
    ("leave across the beginning", [(oct_(1), oct_(16))], [15, 16]),
    ("leave before the beginning", [(oct_(1), oct_(3))], []),
    ("ill and on leave: each day once", [(oct_(19), None), (oct_(20), oct_(22))], [19, 20, 21, 22]),
]


@pytest.mark.parametrize(("label", "absences", "days"), COUNTED, ids=[row[0] for row in COUNTED])
def test_absent_days(label: str, absences: list[Days], days: list[int]) -> None:
    assert absent_days(absences, FIRST, LAST, TODAY) == {oct_(day) for day in days}


DAYS = st.dates(date(2022, 10, 1), date(2022, 11, 30))
ABSENCES = st.lists(st.tuples(DAYS, DAYS | st.none()))


@given(ABSENCES, DAYS)
def test_up_to_today_both_ways_of_asking_agree(absences: list[Days], today: date) -> None:
    found = absent_days(absences, FIRST, today, today)
    assert found == {day for day in absent_days([(FIRST, today)], FIRST, today, today) if is_absent(absences, day)}
