"""Sharing households out: everybody's work even, the way short, an SLS together, and nobody's order matters."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.workload.assigning import FAR, SLACK, Lot, Spot, Taker, assign, level, metres, nearest, way
from tests.soak import examples

LEVELS = {
    "one fills the lowest": ((4, 10, 20), 1, 5),
    "up to the next": ((4, 10, 20), 6, 10),
    "two together": ((4, 10, 20), 8, 11),
    "rounded up": ((4, 10, 20), 9, 12),
    "all": ((4, 10, 20), 26, 20),
    "above all": ((4, 10, 20), 29, 21),
    "nobody had anything": ((0, 0), 5, 3),
    "one alone": ((7,), 5, 12),
}


@pytest.mark.parametrize(("lefts", "more", "height"), LEVELS.values(), ids=LEVELS.keys())
def test_the_even_level(lefts: tuple[int, ...], more: int, height: int) -> None:
    assert level(lefts, more) == height


HERE = Spot("64710100010001", -1.25, 116.88)
WAYS = {
    "the same place": (HERE, 0),
    "a hundredth of a degree north": (Spot("64710100010002", -1.24, 116.88), 1_113),
    "east, where degrees are a little shorter": (Spot("64710100010002", -1.25, 116.89), 1_113),
    "unknown, in the same SLS": (Spot("64710100010001"), 100),
    "unknown, in the same village": (Spot("64710100010009"), 1_000),
    "unknown, in the same sub-district": (Spot("64710100020001"), 5_000),
    "unknown, in the same regency": (Spot("64710200010001"), 20_000),
    "unknown, elsewhere": (Spot("64720100010001"), FAR),
}


@pytest.mark.parametrize(("there", "far"), WAYS.values(), ids=WAYS.keys())
def test_how_far(there: Spot, far: int) -> None:
    assert metres(HERE, there) == pytest.approx(far, abs=1)


def test_near_is_better_when_the_work_is_even_anyhow() -> None:
    east, west = Spot("64710100010001", -1.25, 116.80), Spot("64710100010002", -1.25, 116.90)
    lots = [Lot(east, tuple(range(10))), Lot(west, tuple(range(10, 20)))]
    takers = [Taker("W", 0, (Spot("1", -1.25, 116.91),)), Taker("E", 0, (Spot("2", -1.25, 116.79),))]
    assert assign(lots, takers) == {"E": tuple(range(10)), "W": tuple(range(10, 20))}
    assert way(lots, takers[0], range(10, 20)) == pytest.approx(1_113, abs=2)
    assert way(lots, Taker("X", 0, (Spot("64719900010001"),)), range(10)) is None


def test_far_is_worse_than_a_little_more_work_and_better_than_much_more() -> None:
    lot, near, far = Lot(HERE, (1,)), (Spot("1", -1.25, 116.88),), (Spot("2", -1.25, 117.1),)
    assert assign([lot], [Taker("near", SLACK), Taker("far", 0, far)]) == {"far": (1,)}, "nothing is known of near"
    assert assign([lot], [Taker("near", SLACK, near), Taker("far", 0, far)]) == {"near": (1,)}
    assert assign([lot], [Taker("near", SLACK + 2, near), Taker("far", 0, far)]) == {"far": (1,)}


def test_equal_people_in_equal_places_get_equal_shares() -> None:
    got = assign([Lot(HERE, tuple(range(13)))], [Taker(str(each), 0, (HERE,)) for each in range(4)])
    assert sorted(map(len, got.values())) == [3, 3, 3, 4]


def test_nothing_and_nobody() -> None:
    assert assign([], [Taker("A", 3)]) == {}
    assert assign([Lot(HERE, ())], [Taker("A", 3)]) == {}
    with pytest.raises(ValueError, match="nobody"):
        assign([Lot(HERE, (1,))], [])


spots = st.builds(
    Spot,
    st.integers(1, 40).map(lambda number: f"6471010001{number:04d}"),
    st.none() | st.floats(-1.3, -1.2),
    st.none() | st.floats(116.8, 116.9),
)


@st.composite
def tasks(draw: st.DrawFn) -> tuple[list[Lot], list[Taker]]:
    """Lots of an SLS each, and people, in any order."""
    sizes = draw(st.lists(st.integers(1, 30), min_size=1, max_size=8))
    ends = [sum(sizes[:count]) for count in range(len(sizes) + 1)]
    lots = [
        Lot(Spot(f"64710100010{at:03d}", *draw(st.tuples(st.floats(-1.3, -1.2), st.floats(116.8, 116.9)))), some)
        for at, some in enumerate(tuple(range(*pair)) for pair in pairwise(ends))
    ]
    lefts = draw(st.lists(st.integers(0, 120), min_size=1, max_size=6))
    takers = [
        Taker(f"PPL-{at}", left, tuple(draw(st.lists(spots, max_size=3, unique_by=lambda spot: spot.area))))
        for at, left in enumerate(lefts)
    ]
    return draw(st.permutations(lots)), draw(st.permutations(takers))


@settings(max_examples=examples(150), deadline=None)
@given(tasks())
def test_whatever_there_is_to_share_out(task: tuple[list[Lot], list[Taker]]) -> None:
    lots, takers = task
    got = assign(lots, takers)
    assert sorted(each for some in got.values() for each in some) == sorted(
        each for lot in lots for each in lot.households
    ), "each household once"
    height = level((taker.left for taker in takers), sum(len(lot.households) for lot in lots))
    for taker in takers:
        then = taker.left + len(got.get(taker.officer, ()))
        assert then <= max(taker.left, height + SLACK)
        assert then >= height - 1 - SLACK
    pieces = sum(bool(set(some) & set(lot.households)) for some in got.values() for lot in lots)
    assert pieces <= len(lots) + len(takers) - 1, "an SLS stays together as far as it can"
    assert assign(lots[::-1], takers[::-1]) == got, "the order does not matter"


@settings(max_examples=examples(100), deadline=None)
@given(tasks())
def test_an_sls_is_cut_into_stretches_of_the_street(task: tuple[list[Lot], list[Taker]]) -> None:
    lots, takers = task
    for some in assign(lots, takers).values():
        for lot in lots:
            mine = [at for at, household in enumerate(lot.households) if household in some]
            assert not mine or mine == list(range(mine[0], mine[-1] + 1))


def seconds_of(lots: list[Lot], takers: list[Taker]) -> float:
    """Processor seconds, the least of some."""
    tries = []
    for _ in range(5):
        begun = time.thread_time()
        assign(lots, takers)
        tries.append(time.thread_time() - begun)
    return min(tries)


def test_a_whole_list_of_somebody_who_stopped_takes_little_more_than_a_part_of_it() -> None:
    lots = [
        Lot(Spot(f"6471010001{at:04d}", -1.25 + at / 1000, 116.88), tuple(range(at * 25, at * 25 + 25)))
        for at in range(10)
    ]
    takers = [Taker(f"PPL-{at}", 40 * at, (Spot(f"6471010002{at:04d}", -1.26, 116.88 + at / 500),)) for at in range(4)]
    got = assign(lots, takers)  # networkx is loaded by now
    assert seconds_of(lots, takers) < 50 * seconds_of(lots[:1], takers)
    assert sum(map(len, got.values())) == 250
    assert nearest(lots[0], takers[0]) == pytest.approx(1_113, abs=2)
