"""The daily target, with the figures of the field (docs: 250 households in 31 days, 15 October to 14 November 2022)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.workload.targets import Course, Period, Progress, Status, pace, period_of
from tests.people import PERIOD

DAY = timedelta(days=1)
SUNDAYS = frozenset(PERIOD.start + DAY * n for n in (1, 8, 15, 22, 29))
WITHOUT_SUNDAYS = Period(PERIOD.start, PERIOD.end, SUNDAYS)
LAST_TWO_OFF = PERIOD.without([date(2022, 11, 13), date(2022, 11, 14)])
SATURDAY, SUNDAY, MONDAY = date(2022, 10, 22), date(2022, 10, 23), date(2022, 10, 24)

DAYS_LEFT = [
    ("a week before", PERIOD, date(2022, 10, 8), 31),
    ("the first day", PERIOD, date(2022, 10, 15), 31),
    ("the second day", PERIOD, date(2022, 10, 16), 30),
    ("the last day", PERIOD, date(2022, 11, 14), 1),
    ("the day after", PERIOD, date(2022, 11, 15), 0),
    ("a year after", PERIOD, date(2023, 11, 15), 0),
    ("before a period with five Sundays", WITHOUT_SUNDAYS, date(2022, 10, 8), 26),
    ("a Saturday, with four Sundays to come", WITHOUT_SUNDAYS, SATURDAY, 20),
    ("the Sunday after it", WITHOUT_SUNDAYS, SUNDAY, 19),
    ("the Monday after that", WITHOUT_SUNDAYS, MONDAY, 19),
    ("the last day that is worked", LAST_TWO_OFF, date(2022, 11, 12), 1),
    ("the first of two days off at the end", LAST_TWO_OFF, date(2022, 11, 13), 0),
    ("days off outside the period", PERIOD.without([date(2022, 10, 1), date(2022, 12, 1)]), date(2022, 10, 15), 31),
]
PACES = [
    ("250 in 31 days are 8.06 a day, so nine", 250, 31, 9),
    ("248 in 31 days are exactly eight", 248, 31, 8),
    ("one is left, with a month to go", 1, 31, 1),
    ("nothing is left", 0, 31, 0),
    ("the last day: everything", 17, 1, 17),
    ("after the end: everything", 17, 0, 17),
]
TARGETS = [
    ("the first morning", PERIOD, "10-15", 0, 0, 9),
    ("before the start: that of the first day", PERIOD, "10-10", 0, 0, 9),
    ("the first morning, with Sundays off", WITHOUT_SUNDAYS, "10-15", 0, 0, 10),
    ("a Sunday off", WITHOUT_SUNDAYS, "10-23", 60, 0, 0),
    ("a Sunday off on which some were done", WITHOUT_SUNDAYS, "10-23", 65, 5, 0),
    ("the Monday after it", WITHOUT_SUNDAYS, "10-24", 65, 0, 10),
    ("in the middle of a day", PERIOD, "10-22", 65, 5, 8),
    ("the last day", PERIOD, "11-14", 230, 0, 20),
    ("the last day worked, with two off after it", LAST_TWO_OFF, "11-12", 230, 0, 20),
    ("a day off at the end", LAST_TWO_OFF, "11-14", 230, 0, 0),
    ("after the end: all that is open", PERIOD, "11-15", 230, 0, 20),
    ("all is done", PERIOD, "11-01", 250, 0, 0),
    ("the last ones were done today", PERIOD, "11-01", 250, 3, 1),
]
EXPECTED = [
    ("before the start", PERIOD, "10-14", 0),
    ("the first evening", PERIOD, "10-15", 8),
    ("the sixth evening", PERIOD, "10-20", 48),
    ("the last evening", PERIOD, "11-14", 250),
    ("after it", PERIOD, "11-20", 250),
    ("the evening before a day off", WITHOUT_SUNDAYS, "10-22", 67),
    ("the evening of the day off", WITHOUT_SUNDAYS, "10-23", 67),
]
STATUSES = [
    ("the first day: nothing yet", "10-15", 0, 0, Status.SAFE),
    ("the first day: visited, nothing done", "10-15", 0, 4, Status.SAFE),
    ("the second day: still nothing", "10-16", 0, 0, Status.NOT_STARTED),
    ("the second day: visited, nothing done", "10-16", 0, 4, Status.SAFE),
    ("the third day: visited, nothing done", "10-17", 0, 4, Status.AT_RISK),
    ("the third day: the first day's share", "10-17", 9, 9, Status.SAFE),
    ("the sixth day: the plan of the evening before yesterday", "10-20", 32, 40, Status.SAFE),
    ("the sixth day: one less", "10-20", 31, 40, Status.AT_RISK),
    ("week one at 24 % (Situbondo): ahead of an even pace", "10-22", 60, 70, Status.SAFE),
    ("the last day: two days of work are left", "11-14", 233, 240, Status.SAFE),
    ("the last day: more is left", "11-14", 232, 240, Status.AT_RISK),
    ("after the end: one is open", "11-15", 249, 250, Status.AT_RISK),
    ("after the end: nobody ever went", "11-15", 0, 0, Status.NOT_STARTED),
    ("all is done", "11-01", 250, 250, Status.FINISHED),
]


def on(day: str) -> date:
    return date.fromisoformat(f"2022-{day}")


@pytest.mark.parametrize(("period", "today", "left"), [c[1:] for c in DAYS_LEFT], ids=[c[0] for c in DAYS_LEFT])
def test_days_left(period: Period, today: date, left: int) -> None:
    assert period.days_left(today) == left


@pytest.mark.parametrize(("remaining", "days", "expected"), [c[1:] for c in PACES], ids=[c[0] for c in PACES])
def test_pace(remaining: int, days: int, expected: int) -> None:
    assert pace(remaining, days) == expected


@pytest.mark.parametrize(
    ("period", "day", "done", "today", "target"), [c[1:] for c in TARGETS], ids=[c[0] for c in TARGETS]
)
def test_target(period: Period, day: str, done: int, today: int, target: int) -> None:
    assert Progress(period, on(day), 250, done, today).target == target


@pytest.mark.parametrize(("period", "day", "expected"), [c[1:] for c in EXPECTED], ids=[c[0] for c in EXPECTED])
def test_expected(period: Period, day: str, expected: int) -> None:
    assert Progress(period, on(day), 250, 0).expected == expected


@pytest.mark.parametrize(("day", "done", "visited", "status"), [c[1:] for c in STATUSES], ids=[c[0] for c in STATUSES])
def test_status(day: str, done: int, visited: int, status: Status) -> None:
    assert Progress(PERIOD, on(day), 250, done, 0, visited).status is status


def test_the_status_of_the_absent() -> None:
    """Days of absence are not expected of anybody; with none left to work, what is open is at risk."""
    ill = PERIOD.without(PERIOD.start + DAY * n for n in range(31))
    assert Progress(ill, on("10-20"), 250, 0).status is Status.AT_RISK
    assert Progress(ill, on("10-20"), 250, 0).expected == 0
    week = PERIOD.without(PERIOD.start + DAY * n for n in range(7))
    assert Progress(week, on("10-21"), 250, 0).status is Status.SAFE
    assert Progress(week, on("10-22"), 250, 0).status is Status.SAFE
    assert Progress(week, on("10-23"), 250, 0).status is Status.NOT_STARTED


def test_ten_a_day_end_on_day_25() -> None:
    """Situbondo set ten a day (4 % of 250), which leaves six days for revisits and checking."""
    done, day = 0, PERIOD.start
    while done < 250:
        assert Progress(PERIOD, day, 250, done).target <= 10
        done, day = done + 10, day + DAY
    assert PERIOD.days_left(day) == 6


def test_a_week_behind_raises_the_target() -> None:
    """After week one at 24 % (Situbondo) instead of 28 %, 190 are left for 24 days: eight a day."""
    assert Progress(PERIOD, PERIOD.start + DAY * 7, 250, 60).target == 8


def test_a_period_does_not_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        Period(date(2022, 10, 15), date(2022, 10, 14))


OFF = [
    ("none", "", set()),
    ("blanks only", " , ", set()),
    ("a weekday", "minggu", SUNDAYS),
    ("in English, with capitals and blanks", " Sunday ,", SUNDAYS),
    ("its other name", "ahad", SUNDAYS),
    ("a date", "2022-11-08", {date(2022, 11, 8)}),
    ("both", "minggu,2022-11-08", SUNDAYS | {date(2022, 11, 8)}),
    ("a date that is such a weekday", "sunday,2022-10-23", SUNDAYS),
]
WRONG = [
    ("a day of the month", "8", "what is '8'"),
    ("another order", "08-11-2022", "what is '08-11-2022'"),
    ("no separator", "sabtu minggu", "what is 'sabtu minggu'"),
    ("another year", "2023-11-08", "no day of the fieldwork"),
    ("every day", "senin,selasa,rabu,kamis,jumat,sabtu,minggu", "leaves no day"),
]


@pytest.mark.parametrize(("written", "days"), [c[1:] for c in OFF], ids=[c[0] for c in OFF])
def test_days_off_are_read(written: str, days: set[date]) -> None:
    assert period_of(PERIOD.start, PERIOD.end, written).off == days


@pytest.mark.parametrize(("written", "why"), [c[1:] for c in WRONG], ids=[c[0] for c in WRONG])
def test_days_off_that_cannot_be(written: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        period_of(PERIOD.start, PERIOD.end, written)


SHORT = [
    ("the first day: there was none before", {}, "10-15", None),
    ("nothing on the first day", {}, "10-16", ("10-15", 9)),
    ("two less than the target", {"10-15": 7}, "10-16", ("10-15", 2)),
    ("exactly the target", {"10-15": 9}, "10-16", None),
    ("more than the target", {"10-15": 12}, "10-16", None),
    ("on Monday, of the Saturday before", {"10-15": 60, "10-22": 6}, "10-24", ("10-22", 4)),
    ("on Sunday, of the Saturday before", {"10-15": 60, "10-22": 6}, "10-23", ("10-22", 4)),
    ("some were done on the day off", {"10-15": 60, "10-22": 6, "10-23": 3}, "10-24", ("10-22", 1)),
    ("all were done on the day off", {"10-15": 60, "10-22": 6, "10-23": 4}, "10-24", None),
    ("what was done today is no help", {"10-15": 60, "10-22": 6, "10-24": 9}, "10-24", ("10-22", 4)),
]


@pytest.mark.parametrize(("settled", "today", "short"), [c[1:] for c in SHORT], ids=[c[0] for c in SHORT])
def test_shortfall(settled: dict[str, int], today: str, short: tuple[str, int] | None) -> None:
    period = WITHOUT_SUNDAYS if "10-22" in settled else PERIOD
    course = Course(period, 250, settled={on(day): number for day, number in settled.items()})
    assert course.shortfall(on(today)) == ((on(short[0]), short[1]) if short else None)


LISTS = st.integers(0, 2000).flatmap(lambda total: st.tuples(st.just(total), st.integers(0, total)))
DAYS = st.dates(date(2022, 10, 1), date(2022, 12, 1))
PERIODS = st.sets(st.dates(PERIOD.start, PERIOD.end), max_size=30).map(PERIOD.without)
ORDER = [Status.NOT_STARTED, Status.AT_RISK, Status.SAFE, Status.FINISHED]


@given(PERIODS, LISTS, DAYS, st.data())
def test_the_target_does_not_move_while_the_day_is_worked(
    period: Period, counts: tuple[int, int], today: date, data: st.DataObject
) -> None:
    total, before = counts
    morning = Progress(period, today, total, before)
    today_done = data.draw(st.integers(0, total - before))
    later = Progress(period, today, total, before + today_done, today_done)
    assert later.target == morning.target
    assert later.remaining + later.done == total


@given(PERIODS, LISTS, st.integers(0, 30))
def test_who_keeps_the_pace_ends_in_time(period: Period, counts: tuple[int, int], start: int) -> None:
    total, done = counts
    days = [PERIOD.start + DAY * n for n in range(start, 31)]
    targets = []
    for day in days:
        targets.append(Progress(period, day, total, done).target)
        done += targets[-1]
    assert done == total or not any(map(period.is_worked, days))
    assert not any(target for day, target in zip(days, targets, strict=True) if not period.is_worked(day))


@given(PERIODS, LISTS, DAYS, st.integers(0, 60), st.integers(0, 500))
def test_time_alone_never_betters_a_status_and_work_never_worsens_it(
    period: Period, counts: tuple[int, int], today: date, days: int, more: int
) -> None:
    total, done = counts
    now = Progress(period, today, total, done, 0, done)
    later = Progress(period, today + DAY * days, total, done, 0, done)
    better = Progress(period, today, total, min(total, done + more), 0, min(total, done + more))
    assert ORDER.index(later.status) <= ORDER.index(now.status) <= ORDER.index(better.status)


@given(PERIODS, LISTS, DAYS)
def test_who_is_where_an_even_pace_would_be_is_safe(period: Period, counts: tuple[int, int], today: date) -> None:
    total, _ = counts
    done = Progress(period, today, total, 0).expected
    status = Progress(period, today, total, done, 0, total).status
    assert status in (Status.SAFE, Status.FINISHED) or not period.days_left(today)


POSSIBLE = [
    ("an even pace", 250, 0, "10-15", True),
    ("thirty a day are the most", 60, 0, "11-13", True),
    ("more than thirty a day", 61, 0, "11-13", False),
    ("the last day with 209 left", 250, 41, "11-14", False),
    ("the last day with all done", 250, 250, "11-14", True),
    ("after the last day", 250, 249, "11-15", False),
]


@pytest.mark.parametrize("case", POSSIBLE, ids=[c[0] for c in POSSIBLE])
def test_what_one_person_can_do(case: tuple[str, int, int, str, bool]) -> None:
    _, total, done, today, possible = case
    assert Progress(PERIOD, on(today), total, done).is_possible is possible
