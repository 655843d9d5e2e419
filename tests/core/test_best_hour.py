"""The best hour: not one tried in vain, one at which people are in, inside the fieldwork; and few data do not lie."""

from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.cases.best_hour import (
    HOURS,
    USUAL,
    Kind,
    KnownHours,
    Rate,
    apart,
    best_hour,
    kind_of,
    likely,
    suggest,
    was_met,
)
from core.cases.day_parts import FIRST_HOUR, LAST_HOUR, Part, part_of, slot_of
from core.visits.outcomes import AT_THE_DOOR, Outcome
from tests.people import WITA


def at(day: int, hour: float = 9) -> datetime:
    """An hour in Balikpapan in October 2022; the 20th is a Thursday, the 22nd a Saturday."""
    return datetime(2022, 10, day, tzinfo=WITA) + timedelta(hours=hour)


THURSDAY, LAST = at(20, 10), date(2022, 11, 14)
EVENINGS: dict[Kind, Rate] = {(False, Part.EVENING): Rate(200, 20), (False, Part.AFTERNOON): Rate(200, 150)}
WEEKENDS: dict[Kind, Rate] = {(True, part): Rate(99, 1) for part in Part}
CASES = [
    ("nothing is known", KnownHours(), THURSDAY, LAST, at(20, 19)),
    ("nothing was counted, the evening in vain", KnownHours((at(19, 19),)), THURSDAY, LAST, at(20, 16)),
    ("here the evening is bad", KnownHours(rates=EVENINGS), THURSDAY, LAST, at(20, 16)),
    (
        "a chance visit does not decide",
        KnownHours(rates={(False, Part.EVENING): Rate(1, 0)}),
        THURSDAY,
        LAST,
        at(20, 19),
    ),
    (
        "weekday parts are all in vain: the weekend",
        KnownHours(tuple(at(19, hour) for hour in (9, 13, 16, 19))),
        THURSDAY,
        LAST,
        at(22, 8.5),
    ),
    (
        "all is in vain: what was tried least",
        KnownHours((at(18, 19), *(at(day, hour) for day in (15, 19) for hour in (9, 13, 16, 19)))),
        THURSDAY,
        LAST,
        at(20, 16),
    ),
    ("after a pause", KnownHours(), at(23, 8), LAST, at(23, 8.5)),
    ("late in the evening: tomorrow", KnownHours(), at(20, 19.5), LAST, at(21, 19)),
    ("the last day", KnownHours((at(20, 19),)), at(20, 10), date(2022, 10, 20), at(20, 16)),
    ("the last hour of the last day", KnownHours(), at(20, 18.5), date(2022, 10, 20), at(20, 19)),
    ("nothing is left", KnownHours(), at(20, 19.5), date(2022, 10, 20), None),
    ("people are out on weekends", KnownHours(rates=WEEKENDS), at(22, 7), LAST, at(24, 19)),
]


@pytest.mark.parametrize(("known", "first", "last", "best"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_the_best_hour(known: KnownHours, first: datetime, last: date, best: datetime | None) -> None:
    assert best_hour(known, first, last) == best


HOURS_TRIED = st.lists(
    st.builds(at, st.integers(10, 20), st.sampled_from([8.0, 9.5, 11.0, 14.9, 15.0, 17.5, 18.0, 20.9])), max_size=12
)
RATES = st.dictionaries(
    st.tuples(st.booleans(), st.sampled_from(Part)),
    st.integers(0, 500).flatmap(lambda tried: st.builds(Rate, st.just(tried), st.integers(0, tried))),
)


@given(HOURS_TRIED, RATES, st.integers(0, 23), st.integers(0, 10))
def test_it_lies_in_hours_of_visiting_and_avoids_what_was_in_vain(
    tried: list[datetime], rates: dict[Kind, Rate], hour: int, days: int
) -> None:
    known, first = KnownHours(tuple(tried), rates), at(20, hour)
    last = first.date() + timedelta(days=days)
    best = best_hour(known, first, last)
    if best is None:
        assert days == 0 and hour >= HOURS[Part.EVENING].hour
        return
    assert first <= best and best.date() <= last
    assert FIRST_HOUR <= best.time() <= LAST_HOUR
    vain = {kind_of(each) for each in tried}
    ahead = [first.date() + timedelta(days=n) for n in range(min(days, 6) + 1)]
    hours = [datetime.combine(day, hour, WITA) for day in ahead for hour in HOURS.values()]
    if any(kind_of(each) not in vain for each in hours if each >= first):
        assert kind_of(best) not in vain


@given(RATES)
def test_a_share_lies_between_what_is_usual_and_what_was_counted(rates: dict[Kind, Rate]) -> None:
    for kind, usual in USUAL.items():
        rate = rates.get(kind, Rate())
        share = rate.met / rate.tried if rate.tried else usual
        assert min(share, usual) - 1e-9 <= likely(KnownHours(rates=rates), kind) <= max(share, usual) + 1e-9


def test_why() -> None:
    known = KnownHours((at(18, 9), at(19, 9), at(19, 13)), EVENINGS, "RT 001")
    best = suggest(known, THURSDAY, LAST)
    assert best is not None
    assert (best.at, best.vain, best.percent, best.place) == (at(20, 16), (Part.MORNING, 2), 75, "RT 001")


def test_too_little_is_told_as_usual() -> None:
    best = suggest(KnownHours(rates={(False, Part.EVENING): Rate(9, 9)}, place="RT 001"), THURSDAY, LAST)
    assert best is not None and best.percent is None


PARTS = [("07:59", "morning"), ("08:00", "morning"), ("10:59", "morning"), ("11:00", "midday"), ("15:00", "afternoon"),
         ("17:59", "afternoon"), ("18:00", "evening"), ("21:00", "evening"), ("23:59", "evening")]  # fmt: skip


@pytest.mark.parametrize(("hour", "part"), PARTS)
def test_parts_of_the_day(hour: str, part: str) -> None:
    local = datetime.fromisoformat(f"2022-10-20T{hour}").replace(tzinfo=WITA)
    assert part_of(local.time()) == part
    assert slot_of(local) == (date(2022, 10, 20), part)


def test_who_was_met() -> None:
    met = {outcome for outcome in Outcome if was_met(outcome)}
    out = {outcome for outcome in Outcome if was_met(outcome) is False}
    assert out == {Outcome.NOBODY_HOME, Outcome.AWAY, Outcome.NO_ACCESS}
    assert Outcome.REFUSED in met and Outcome.COMPLETE in met and Outcome.VACANT not in met
    assert met | out <= set(AT_THE_DOOR)


EVENING = datetime(2022, 10, 20, 19, 0, tzinfo=WITA)
APART = {
    "the first": (EVENING, EVENING - timedelta(hours=9), 1, "19:00"),
    "its neighbour": (EVENING, EVENING - timedelta(hours=9), 2, "19:20"),
    "the last of the evening": (EVENING, EVENING - timedelta(hours=9), 6, "20:40"),
    "one more begins the evening": (EVENING, EVENING - timedelta(hours=9), 7, "18:00"),
    "the tenth again": (EVENING, EVENING - timedelta(hours=9), 10, "19:00"),
    "what is over is left out": (EVENING, EVENING - timedelta(minutes=10), 7, "19:00"),
    "the morning": (EVENING.replace(hour=8, minute=30), EVENING - timedelta(days=1), 9, "08:10"),
    "the end of visiting": (EVENING.replace(hour=20, minute=50), EVENING.replace(hour=20, minute=45), 3, "20:50"),
}


@pytest.mark.parametrize("name", APART)
def test_neighbours_get_hours_of_their_own(name: str) -> None:
    at, first, number, expected = APART[name]
    assert f"{apart(at, first, number):%H:%M}" == expected


def test_of_nine_in_a_row_three_are_in_an_hour() -> None:
    for begin in (1, 5, 240):
        found = [apart(EVENING, EVENING - timedelta(hours=9), begin + n) for n in range(9)]
        assert Counter(each.hour for each in found if each) == {18: 3, 19: 3, 20: 3}


TAKEN = {
    "nine apart: the next that is free": ([at(20, 19)], 10, "19:20"),
    "asked for by a family, a minute before": ([at(20, 18.99)], 1, "19:00"),
    "asked for by a family, some minutes later": ([at(20, 19.2)], 1, "19:20"),
    "three asked for the same hour": ([at(20, 19)] * 3, 1, "20:00"),
    "round to the beginning": ([at(20, 20.67), at(20, 20.5), at(20, 20)], 6, "18:00"),
    "on another day": ([at(21, 19)], 1, "19:00"),
}


@pytest.mark.parametrize("name", TAKEN)
def test_an_hour_that_is_taken_is_not_given_away_again(name: str) -> None:
    taken, number, expected = TAKEN[name]
    assert f"{apart(EVENING, THURSDAY, number, taken):%H:%M}" == expected


def test_where_an_evening_is_full_another_part_of_a_day_is_meant() -> None:
    evening = tuple(at(20, 18) + timedelta(minutes=20) * n for n in range(9))
    best = suggest(KnownHours(taken=evening), THURSDAY, LAST, 1)
    assert best is not None and (best.at, best.kind) == (at(21, 19), (False, Part.EVENING))
    assert apart(EVENING, THURSDAY, 1, evening) is None


def test_where_all_is_full_the_best_hour_stays() -> None:
    taken = tuple(at(20, 8) + timedelta(minutes=20) * n for n in range(40))
    best = suggest(KnownHours(taken=taken), THURSDAY, THURSDAY.date(), 1)
    assert best is not None and best.at == at(20, 19)


@given(st.permutations([*range(1, 37, 9), *range(2, 40)]), st.lists(st.integers(0, 24 * 7), max_size=30))
def test_at_most_three_an_hour_in_whatever_order_reports_come(numbers: list[int], asked_for: list[int]) -> None:
    families = [at(20, 18) + timedelta(hours=hour / 7) for hour in asked_for]
    given_away: dict[int, datetime] = {}
    for number in numbers:
        others = (*families, *(hour for no, hour in given_away.items() if no != number))
        best = suggest(KnownHours(taken=others), THURSDAY, LAST, number)
        assert best is not None
        given_away[number] = best.at
        again = suggest(KnownHours(taken=others), THURSDAY, LAST, number)
        assert again == best, "told again, it is the same"
    an_hour = Counter(each.replace(minute=0) for each in families)
    suggested = Counter(each.replace(minute=0) for each in given_away.values())
    assert all(n + an_hour[hour] <= 3 for hour, n in suggested.items())
