"""The picture of a course: one for whatever may have happened, the same twice, and true to what it was described by."""

import json
import re
from datetime import date, timedelta
from typing import Any

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from actions.course import described, read
from core.workload.targets import DAY, Course, Period, Progress, Status
from delivery.drawing import Picture, draw_course, picture_of
from delivery.fonts import REGULAR, font_file, width_of
from sandbox.files import image_size
from tests.people import PERIOD

TODAY = date(2022, 10, 20)
SUNDAYS = PERIOD.without(PERIOD.start + DAY * n for n in (1, 8, 15, 22, 29))
EVEN = {PERIOD.start + DAY * n: 8 for n in range(6)}
COURSES: list[tuple[str, Course, date]] = [
    ("safe", Course(PERIOD, 250, 60, EVEN), TODAY),
    ("at risk", Course(PERIOD, 250, 3, {PERIOD.start: 3}), TODAY),
    ("not started", Course(PERIOD, 60), TODAY),
    ("finished", Course(SUNDAYS, 48, 48, EVEN), TODAY),
    ("before the start", Course(PERIOD, 60), PERIOD.start - timedelta(days=9)),
    ("after the end", Course(PERIOD, 250, 60, EVEN | {PERIOD.end + DAY * 3: 5}), PERIOD.end + DAY * 9),
    ("a period of one day", Course(Period(TODAY, TODAY), 5, 1, {TODAY: 1}), TODAY),
    ("one household", Course(PERIOD, 1), TODAY),
    ("a long list", Course(PERIOD, 12_345, 12_345, {PERIOD.start: 12_345}), TODAY),
    ("absent all the time", Course(PERIOD.without(PERIOD.start + DAY * n for n in range(31)), 60), TODAY),
]


def drawn(of: dict[str, Any]) -> bytes:
    """The picture of a description that went through the database."""
    return draw_course(json.loads(json.dumps(of)))


TEXT = re.compile(r"<text x=\"([\d.]+)\" y=\"([\d.]+)\" font-size=\"([\d.]+)\" .*text-anchor=\"(\w+)\"([^>]*)>([^<]+)<")


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(("course", "today"), [c[1:] for c in COURSES], ids=[c[0] for c in COURSES])
def test_each_letter_has_its_glyph_and_each_text_its_room(course: Course, today: date, language: str) -> None:
    font = TTFont(font_file(REGULAR)).getBestCmap()
    texts = TEXT.findall(str(picture_of(Picture(course, today, language))))
    assert len(texts) > 6
    for x, y, size, place, more, said in texts:
        assert {ord(letter) for letter in said} <= set(font), said
        width = width_of(said, float(size), bold="bold" in more or "700" in more)
        left = float(x) - {"start": 0, "middle": width / 2, "end": width}[place]
        assert 0 <= left <= left + width <= 900 and 0 < float(y) < 900, said


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(("course", "today"), [c[1:] for c in COURSES], ids=[c[0] for c in COURSES])
def test_a_picture_for_a_phone(course: Course, today: date, language: str) -> None:
    png = drawn(described(course, today, language))
    assert image_size(png) == (900, 900)
    assert len(png) < 150_000


def test_each_status_and_day_has_its_own_picture_and_always_the_same() -> None:
    pictures = [drawn(described(course, today, "id")) for _, course, today in COURSES]
    assert len(set(pictures)) == len(pictures)
    assert drawn(described(COURSES[0][1], COURSES[0][2], "id")) == pictures[0]
    assert drawn(described(COURSES[0][1], COURSES[0][2], "en")) != pictures[0]


NUMBERS = st.dictionaries(st.dates(date(2022, 10, 10), date(2022, 11, 20)), st.integers(0, 30), max_size=20)
PERIODS = st.sets(st.dates(PERIOD.start, PERIOD.end), max_size=31).map(PERIOD.without)


@given(PERIODS, NUMBERS, st.integers(0, 40), st.dates(date(2022, 10, 1), date(2022, 12, 1)))
def test_a_description_is_read_back(period: Period, settled: dict[date, int], more: int, today: date) -> None:
    course = Course(period, sum(settled.values()) + more, len(settled), settled)
    assert read(json.loads(json.dumps(described(course, today, "en")))) == (course, today, "en")


@settings(max_examples=15, deadline=None)
@given(PERIODS, NUMBERS, st.integers(0, 40), st.dates(date(2022, 10, 1), date(2022, 12, 1)))
def test_whatever_happened_can_be_drawn(period: Period, settled: dict[date, int], more: int, today: date) -> None:
    course = Course(period, sum(settled.values()) + more, len(settled), settled)
    assert image_size(drawn(described(course, today, "id"))) == (900, 900)


@given(PERIODS, st.integers(1, 500), st.dates(PERIOD.start, PERIOD.end), st.integers(0, 500))
def test_the_risky_zone_is_the_rule_of_the_status(period: Period, total: int, today: date, done: int) -> None:
    from delivery.drawing import _still_safe

    picture = Picture(Course(period, total), today, "id")
    status = Progress(period, today, total, min(done, total), 0, 1).status
    if period.days_left(today) and done < total:
        assert (status is Status.AT_RISK) == (done < int(_still_safe(picture, today) + 1e-9))
