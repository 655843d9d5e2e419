"""Where a household stands: the table case by case, and the same end however reports are shuffled and repeated."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.visits.outcomes import AT_THE_DOOR, FINAL, RULES, Outcome
from core.visits.source import Source
from core.visits.standing import TABLE, Effect, Seen, Standing, State, effect_of, says, standing_of

NINE = datetime(2022, 10, 20, 9, tzinfo=UTC)
DONE, PARTLY, MOVED = Outcome.COMPLETE, Outcome.PARTIAL, Outcome.MOVED
OUT, REFUSED = Outcome.NOBODY_HOME, Outcome.REFUSED
GIVEN_UP = Outcome.REFUSED_FOR_GOOD


def seen(outcome: Outcome, minutes: float = 0, *, confirmed: bool = False, persons: int = 0, note: str = "") -> Seen:
    """A visit some minutes after nine."""
    at = NINE + timedelta(minutes=minutes)
    counted = RULES[outcome].counts
    revisit = at + timedelta(hours=5) if RULES[outcome].revisit else None
    people = (persons or 4, 1) if counted else (0, 0)
    return Seen(outcome, at, at.date(), *people, note=note, revisit_at=revisit, confirmed=confirmed)


def arrive(visits: list[Seen], new: Seen) -> tuple[Effect, Standing]:
    """What becomes of a report that arrives after the others, and where the household stands then."""
    kept = [replace(one, id=n) for n, one in enumerate(visits, start=1)]
    twin = [one for one in kept if one == new]
    after = standing_of([*kept, *([] if twin else [replace(new, id=len(kept) + 1)])])
    return effect_of(new, standing_of(kept), after), after


CASES: dict[str, tuple[list[Seen], Seen, Effect, Outcome]] = {
    "the first report": ([], seen(OUT), Effect.APPLY, OUT),
    "the first report settles": ([], seen(DONE), Effect.APPLY, DONE),
    "open, a newer one opens": ([seen(OUT)], seen(REFUSED, 60), Effect.APPLY, REFUSED),
    "open, a newer one settles": ([seen(OUT)], seen(DONE, 60), Effect.APPLY, DONE),
    "open, an older one opens": ([seen(OUT, 60)], seen(REFUSED), Effect.HISTORY, OUT),
    "open, an older one settles": ([seen(OUT, 60)], seen(DONE), Effect.ASK, DONE),
    "open and confirmed, an older one settles": (
        [seen(OUT, 60, confirmed=True)],
        seen(DONE),
        Effect.HISTORY,
        OUT,
    ),
    "settled, a newer one opens": ([seen(DONE)], seen(REFUSED, 60), Effect.ASK, DONE),
    "settled, a newer one opens on purpose": ([seen(DONE)], seen(REFUSED, 60, confirmed=True), Effect.APPLY, REFUSED),
    "settled, an older one opens": ([seen(DONE, 60)], seen(OUT), Effect.HISTORY, DONE),
    "settled, an older one opens on purpose": ([seen(DONE, 60)], seen(OUT, confirmed=True), Effect.HISTORY, DONE),
    "settled, a newer one says the same": ([seen(DONE)], seen(DONE, 60, persons=5), Effect.APPLY, DONE),
    "settled, an older one says the same": ([seen(DONE, 60)], seen(DONE, persons=5), Effect.HISTORY, DONE),
    "settled, a newer one settles otherwise": ([seen(DONE)], seen(MOVED, 60), Effect.ASK, DONE),
    "settled, a newer one settles otherwise on purpose": (
        [seen(DONE)],
        seen(MOVED, 60, confirmed=True),
        Effect.APPLY,
        MOVED,
    ),
    "settled, an older one settles otherwise": ([seen(DONE, 60)], seen(MOVED), Effect.ASK, MOVED),
    "settled on purpose, an older one settles otherwise": (
        [seen(DONE, 60, confirmed=True)],
        seen(MOVED),
        Effect.HISTORY,
        DONE,
    ),
    "both at one instant, told last what settles": ([seen(OUT)], seen(DONE), Effect.APPLY, DONE),
    "both at one instant, told first what settles": ([seen(DONE)], seen(OUT), Effect.ASK, DONE),
    "both at one instant, neither settles": ([seen(REFUSED)], seen(OUT), Effect.HISTORY, REFUSED),
    "three at one instant, told last what settles": ([seen(REFUSED), seen(OUT)], seen(DONE), Effect.APPLY, DONE),
    "three at one instant, one said again": ([seen(DONE), seen(OUT)], seen(DONE, persons=5), Effect.APPLY, DONE),
    "both at one instant, both settle": ([seen(MOVED)], seen(DONE), Effect.ASK, DONE),
    "given up, a newer one settles": ([seen(GIVEN_UP)], seen(DONE, 60), Effect.APPLY, DONE),
    "given up, an older one settles": ([seen(GIVEN_UP, 60)], seen(DONE), Effect.APPLY, DONE),
    "given up, a newer one opens": ([seen(GIVEN_UP)], seen(REFUSED, 60), Effect.ASK, GIVEN_UP),
    "given up, an older one opens": ([seen(GIVEN_UP, 60)], seen(REFUSED), Effect.HISTORY, GIVEN_UP),
    "settled, and given up by somebody who did not know": ([seen(DONE)], seen(GIVEN_UP, 60), Effect.HISTORY, DONE),
    "the same, to the letter": ([seen(OUT)], seen(OUT), Effect.KNOWN, OUT),
    "the same within half an hour": (
        [seen(OUT)],
        replace(seen(OUT, 30), revisit_at=seen(OUT).revisit_at),
        Effect.KNOWN,
        OUT,
    ),
    "the same within half an hour, to come back at another hour": ([seen(OUT)], seen(OUT, 30), Effect.APPLY, OUT),
    "settled the same way on the same day": ([seen(DONE)], seen(DONE, 8 * 60), Effect.KNOWN, DONE),
    "settled the same way on another day": ([seen(DONE)], seen(DONE, 24 * 60), Effect.APPLY, DONE),
    "a contradiction once more": ([seen(DONE), seen(REFUSED, 60)], seen(REFUSED, 70), Effect.ASK, DONE),
    "a contradiction, to the letter": ([seen(DONE), seen(REFUSED, 60)], seen(REFUSED, 60), Effect.ASK, DONE),
    "what stood is said again after a contradiction": (
        [seen(DONE), seen(REFUSED, 60)],
        seen(DONE, 90),
        Effect.APPLY,
        DONE,
    ),
}


@pytest.mark.parametrize(("visits", "new", "effect", "status"), CASES.values(), ids=CASES.keys())
def test_a_report_arrives(visits: list[Seen], new: Seen, effect: Effect, status: Outcome) -> None:
    became, after = arrive(visits, new)
    assert (became, after.status) == (effect, status)
    assert bool(after.waiting) is (effect is Effect.ASK)


@pytest.mark.parametrize("told", list(permutations([OUT, REFUSED])))
def test_three_at_one_instant_and_both_others_are_asked_about(told: tuple[Outcome, ...]) -> None:
    visits = [replace(seen(outcome), id=n) for n, outcome in enumerate([DONE, *told], start=1)]
    assert {one.outcome for one in standing_of(visits).waiting} == {OUT, REFUSED}
    early = [replace(one, id=4 - (one.id or 0)) for one in visits]
    assert standing_of(early).waiting == (), "told last, it decides"


@pytest.mark.parametrize(("one", "other"), list(product(AT_THE_DOOR, AT_THE_DOOR)))
@pytest.mark.parametrize("minutes", [-60, 60], ids=["older", "newer"])
def test_the_table_tells_what_becomes_of_every_report(one: Outcome, other: Outcome, minutes: int) -> None:
    stood = seen(one)
    new = seen(other, minutes, note="else it would be the same visit, told again")
    before = standing_of([stood])
    newer, older = TABLE[before.state, says(before, new)]
    assert arrive([stood], new)[0] is (newer if minutes > 0 else older)


@pytest.mark.parametrize(("one", "other"), list(product(Outcome, Outcome)))
def test_what_was_confirmed_decides_over_what_is_older(one: Outcome, other: Outcome) -> None:
    old, new = seen(one, note="a"), seen(other, 60, confirmed=True)
    assert arrive([old], new)[0] is Effect.APPLY
    assert arrive([new], old)[0] is Effect.HISTORY
    assert standing_of([new, old]).status is other


def test_the_table_is_whole() -> None:
    states = {standing_of([]).state, *(standing_of([seen(each)]).state for each in Outcome)}
    met = {
        (standing_of(v).state, says(standing_of(v), seen(o)))
        for v in [[], *([seen(e)] for e in Outcome)]
        for o in Outcome
    }
    assert states == set(State)
    assert met == set(TABLE)


VISITS: dict[str, tuple[list[Seen], int]] = {
    "one": ([seen(OUT)], 1),
    "told twice": ([seen(OUT), seen(OUT, 29)], 1),
    "told twice, half an hour apart": ([seen(OUT), seen(OUT, 30)], 1),
    "told three times in an hour": ([seen(OUT), seen(OUT, 25), seen(OUT, 50)], 1),
    "twice": ([seen(OUT), seen(OUT, 31)], 2),
    "another note": ([seen(OUT), seen(OUT, 5, note="tetangga")], 2),
    "another who says so": ([seen(OUT), replace(seen(OUT, 5), source=Source.NEIGHBOUR)], 2),
    "another number of persons": ([seen(DONE), seen(DONE, 5, persons=5)], 2),
    "another visit between": ([seen(OUT), seen(REFUSED, 5), seen(OUT, 10)], 3),
    "settled, told again in the evening": ([seen(DONE), seen(DONE, 9 * 60)], 1),
    "settled, told again the next day": ([seen(DONE), seen(DONE, 24 * 60)], 2),
    "a contradiction told twice": ([seen(DONE), seen(REFUSED, 60), seen(REFUSED, 70)], 2),
}


@pytest.mark.parametrize(("visits", "number"), VISITS.values(), ids=VISITS.keys())
def test_what_is_told_again_is_the_same_visit(visits: list[Seen], number: int) -> None:
    stands = standing_of(visits)
    assert stands.visits == number
    if number == 1:
        assert stands.status_at == visits[0].visited_at
        assert stands.revisit_at == visits[-1].revisit_at


def test_a_corrected_visit_counts_for_nothing() -> None:
    wrong = replace(seen(DONE, 60), corrected=True)
    assert standing_of([seen(OUT), wrong]) == standing_of([seen(OUT)])
    assert standing_of([wrong]) == Standing()


REPORTS = st.builds(
    seen,
    st.sampled_from([OUT, REFUSED, DONE, PARTLY, MOVED]) | st.sampled_from(Outcome),
    st.sampled_from([0, 0, 10, 25, 40, 60]) | st.integers(0, 3 * 24 * 60),
    confirmed=st.booleans(),
    persons=st.sampled_from([0, 4, 5]),
    note=st.sampled_from(["", "a"]),
)
SETS = st.lists(REPORTS, max_size=7)


@given(visits=SETS, data=st.data())
def test_any_order_and_any_repetition_end_in_the_same_standing(visits: list[Seen], data: st.DataObject) -> None:
    wrong = data.draw(st.sets(st.integers(0, 6)))
    kept = [replace(one, id=n) for n, one in enumerate(dict.fromkeys(visits))]
    kept = [replace(one, corrected=one.id in wrong) for one in kept]
    again = [replace(one, id=100 + n) for n, one in enumerate(kept) if data.draw(st.booleans())]
    shuffled = data.draw(st.permutations(kept + again))
    assert standing_of(shuffled) == standing_of(kept)
    assert standing_of(one for one in kept if not one.corrected) == standing_of(kept)


@given(st.lists(REPORTS, max_size=4))
def test_each_order_of_a_few(visits: list[Seen]) -> None:
    assert len({standing_of(order) for order in permutations(visits)}) <= 1


@given(SETS)
def test_a_standing_makes_sense(visits: list[Seen]) -> None:
    stands = standing_of(visits)
    assert (stands.status is None) is (not visits)
    assert (stands.settled_on is not None) is (stands.status in FINAL)
    assert stands.revisit_at is None or stands.state is State.OPEN
    assert stands.visits <= len(set(visits))
    assert not stands.asks or stands.state is State.SETTLED
    assert all(one.outcome is not stands.status and not one.confirmed for one in stands.asks)
    if stands.decider:
        assert all(one.place > stands.decider.place for one in stands.asks)
        later = [
            v for v in visits if v.place > stands.decider.place and not (RULES[v.outcome].closes and stands.settled_on)
        ]
        assert set(later) == set(stands.asks), "whatever is newer than what stands is asked about"


@given(visits=SETS, new=REPORTS)
def test_what_is_told_of_a_report_is_true(visits: list[Seen], new: Seen) -> None:
    before, (effect, after) = standing_of(visits), arrive(visits, new)
    match effect:
        case Effect.APPLY:
            assert after.decider == new
        case Effect.ASK:
            assert after.waiting
        case Effect.KNOWN:
            assert after.says_as(before)
        case _:
            assert effect is Effect.HISTORY
            assert (after.status, after.settled_on) == (before.status, before.settled_on) or after.decider != new
