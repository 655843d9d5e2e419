"""Hours that have been: what is typed, and what is meant by it on a Thursday at 16:20."""

import contextlib
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.problems import Problem
from core.typed.past import read_past
from tests.people import WITA

NOW = datetime(2022, 10, 20, 16, 20, tzinfo=WITA)

UNDERSTOOD = {
    "08:15": "20 08:15",
    "8.15": "20 08:15",
    "jam 8": "20 08:00",
    "pukul 09.30": "20 09:30",
    "16:20": "20 16:20",
    "00:01": "20 00:01",
    "tadi pagi": "20 09:00",
    "tadi jam 10": "20 10:00",
    "hari ini 10:00": "20 10:00",
    "jam 2 siang": "20 14:00",
    "kemarin 16:30": "19 16:30",
    "16.30 kemarin": "19 16:30",
    "kemarin sore": "19 16:00",
    "Kemarin Jam 9": "19 09:00",
    "kemarin dulu 09:00": "18 09:00",
    "yesterday 4pm": "19 16:00",
    "rabu 08:30": "19 08:30",
    "jumat 08:30": "14 08:30",
    "kamis 10:00": "20 10:00",
    "kamis 17:00": "13 17:00",
    "17/10 08:30": "17 08:30",
    "17 okt 08.30": "17 08:30",
}


@pytest.mark.parametrize(("typed", "meant"), UNDERSTOOD.items(), ids=UNDERSTOOD.keys())
def test_understood(typed: str, meant: str) -> None:
    assert f"{read_past(typed, NOW):%d %H:%M}" == meant


REFUSED = {
    "16:21": "hour_to_come",
    "besok 08:00": "hour_to_come",
    "25/10 08:00": "hour_to_come",
    "kemarin": "hour_not_understood",
    "kamis": "hour_not_understood",
    "25:00": "hour_not_understood",
    "empat": "hour_not_understood",
    "08:15 ramah": "hour_not_understood",
    "2 jam": "hour_not_understood",
    "": "hour_not_understood",
    "31/2 08:00": "hour_not_understood",
}


@pytest.mark.parametrize(("typed", "problem"), REFUSED.items(), ids=REFUSED.keys())
def test_refused(typed: str, problem: str) -> None:
    with pytest.raises(Problem) as refused:
        read_past(typed, NOW)
    assert refused.value.words.key == f"problem.{problem}"


@given(st.text(max_size=30) | st.from_regex(r"\A(kemarin|tadi|kamis|20/10)? ?\d{1,2}[:.]\d{2}\Z"))
def test_never_ahead(typed: str) -> None:
    with contextlib.suppress(Problem):
        assert read_past(typed, NOW) <= NOW
