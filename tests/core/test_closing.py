"""Closing: what becomes of a household however it stands, whose turn it is, and the note that is made of visits."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.cases.case import case_of
from core.cases.closing import Fate, OpenOne, asked, begins_at, fate_of, note_of, tries_of, turn_on
from core.cases.deadlines import Ground, end_of
from core.cases.ladder import LadderName, Ladders, StepName
from core.visits.outcomes import AT_THE_DOOR, FINAL, RULES, Outcome
from core.visits.standing import Seen, State, standing_of
from core.workload.targets import Period
from tests.people import WITA

LAST = date(2022, 11, 14)
MORNING = begins_at(LAST, WITA)
GROUND = Ground(Ladders(), end_of(LAST, "Asia/Makassar"), "PPL-0001")
HOUR = timedelta(hours=1)
OUT, NO, NEVER, LATER = Outcome.NOBODY_HOME, Outcome.REFUSED, Outcome.REFUSED_HARD, Outcome.APPOINTMENT
REFUSED, MET, CLOSES = Outcome.REFUSED_FOR_GOOD, Outcome.NEVER_MET, Fate.CLOSES


def on(day: int, hour: float = 9) -> datetime:
    """An hour of November in Balikpapan."""
    return datetime(2022, 11, day, int(hour), int(hour % 1 * 60), tzinfo=WITA)


def seen(outcome: Outcome, at: datetime, again: datetime | None = None) -> Seen:
    revisit = (again or at + timedelta(days=1)) if RULES[outcome].revisit else None
    return Seen(outcome, at, at.date(), int(RULES[outcome].counts), revisit_at=revisit, officer="PPL-0001")


def one_of(visits: list[Seen], kept_at: datetime | None = None) -> OpenOne:
    """A household as it stands after visits."""
    standing, case = standing_of(visits), case_of(visits, [], GROUND)
    stands = OpenOne(1, 4, "Jefri", "PPL-0001", "Ani", WITA, standing.status, standing.status_at, standing.visits)
    if case is not None:
        stands = replace(stands, ladder=case.ladder, step=case.step.name, begun_at=case.begun_at)
        stands = replace(stands, since=case.since, due_at=case.due_at)
    return replace(stands, kept_at=kept_at)


CASES: dict[str, tuple[list[Seen], datetime | None, datetime, Fate, Outcome | None]] = {
    "nobody was ever there": ([], None, MORNING, Fate.NOT_VISITED, None),
    "nobody was ever there, a week later": ([], None, on(21), Fate.NOT_VISITED, None),
    "refused": ([seen(NO, on(10))], None, MORNING, CLOSES, REFUSED),
    "refused firmly": ([seen(NEVER, on(10))], None, on(15), CLOSES, REFUSED),
    "refused, then nobody home": ([seen(NO, on(10)), seen(OUT, on(11))], None, MORNING, CLOSES, REFUSED),
    "nobody home, then refused": ([seen(OUT, on(10)), seen(NO, on(11))], None, MORNING, CLOSES, REFUSED),
    "nobody home": ([seen(OUT, on(10))], None, MORNING, CLOSES, MET),
    "nobody home four times": ([seen(OUT, on(7 + n)) for n in range(4)], None, MORNING, CLOSES, MET),
    "an appointment that was missed": ([seen(LATER, on(10), on(12, 19))], None, MORNING, CLOSES, MET),
    "an appointment, then nobody home": ([seen(LATER, on(10)), seen(OUT, on(11))], None, MORNING, CLOSES, MET),
    "refused, then a missed appointment": ([seen(NO, on(9)), seen(LATER, on(10))], None, MORNING, CLOSES, MET),
    "an appointment for this evening": ([seen(LATER, on(10), on(14, 19))], None, MORNING, Fate.TO_COME, MET),
    "the evening has come": ([seen(LATER, on(10), on(14, 19))], None, on(14, 19), CLOSES, MET),
    "a visit planned for today": ([seen(OUT, on(13), on(14, 16))], None, MORNING, Fate.TO_COME, MET),
    "the visit was in vain": ([seen(OUT, on(13), on(14, 16)), seen(OUT, on(14, 16))], None, on(15), CLOSES, MET),
    "kept open today": ([seen(NO, on(10))], on(14, 9), on(14, 20), Fate.KEPT, REFUSED),
    "kept open yesterday": ([seen(NO, on(10))], on(14, 9), on(15, 8), CLOSES, REFUSED),
    "kept open, then in vain today": ([seen(NO, on(10)), seen(NO, on(14, 10))], on(14, 9), on(14, 20), CLOSES, REFUSED),
    "in vain, then kept open": ([seen(NO, on(10)), seen(NO, on(14, 9))], on(14, 10), on(14, 20), Fate.KEPT, REFUSED),
    "kept open, then in vain": ([seen(NO, on(10)), seen(NO, on(14, 10))], on(14, 9), on(15), CLOSES, REFUSED),
}  # fmt: skip


@pytest.mark.parametrize(("visits", "kept_at", "now", "fate", "becomes"), CASES.values(), ids=CASES)
def test_what_becomes_of_a_household(
    visits: list[Seen], kept_at: datetime | None, now: datetime, fate: Fate, becomes: Outcome | None
) -> None:
    one = one_of(visits, kept_at)
    assert (fate_of(one, now, LAST), one.becomes) == (fate, becomes)


@pytest.mark.parametrize("outcome", sorted(FINAL))
def test_what_is_settled_stays_as_it_was_settled(outcome: Outcome) -> None:
    assert fate_of(one_of([seen(NO, on(9)), seen(outcome, on(10))]), on(20), LAST) is Fate.SETTLED


@pytest.mark.parametrize("before", [OUT, NO, NEVER, LATER])
@pytest.mark.parametrize("after", [OUT, NO, NEVER, LATER])
def test_every_open_household_gets_a_code_of_the_form(before: Outcome, after: Outcome) -> None:
    one = one_of([seen(before, on(9)), seen(after, on(10))])
    assert fate_of(one, on(15), LAST) is CLOSES
    assert one.becomes and RULES[one.becomes].r205 == (4 if one.ladder is LadderName.REFUSAL else 3)


@given(
    st.lists(st.tuples(st.sampled_from(sorted(AT_THE_DOOR)), st.integers(0, 24 * 8)), min_size=1, max_size=5),
    st.integers(0, 24 * 8),
)
def test_closing_settles_nothing_that_the_door_settled(told: list[tuple[Outcome, int]], hour: int) -> None:
    """Wherever the leader's word falls among the reports: what settled at the door stands, else the word does."""
    visits = [seen(outcome, on(9, 8) + number * HOUR) for outcome, number in told]
    word = Seen(REFUSED, on(9, 8) + hour * HOUR, on(9).date(), note="4 kunjungan", officer="PML-001")
    without, with_it = standing_of(visits), standing_of([*visits, word])
    assert standing_of([word, *reversed(visits)]) == with_it
    assert with_it.state is State.SETTLED
    if without.state is State.SETTLED:
        assert with_it.status is not REFUSED


TURNS = [(13, None), (14, 0), (15, 1), (16, 2), (17, None)]


@pytest.mark.parametrize(("day", "turn"), TURNS)
def test_whose_turn_it_is(day: int, turn: int | None) -> None:
    assert turn_on(date(2022, 11, day), Period(date(2022, 10, 15), LAST)) == turn


def test_who_is_asked() -> None:
    line = ["PML-001", "KSK-01"]
    assert [asked(line, turn) for turn in range(3)] == ["PML-001", "KSK-01", None]


def test_a_note_tells_the_visits_on_the_areas_clock() -> None:
    visits = [seen(OUT, on(10)), seen(OUT, on(11, 19)), seen(OUT, on(11, 19.25)), seen(OUT, on(12, 8.5))]
    tries = tries_of(visits, on(10))
    assert note_of(tries, WITA) == "3 kunjungan: 10 Nov 09.00, 11 Nov 19.00, 12 Nov 08.30"
    assert note_of(tries[:1], WITA, "RT tahu") == "1 kunjungan: 10 Nov 09.00; RT tahu"
    assert len(tries_of([replace(visits[0], corrected=True), *visits[1:]], on(10))) == 2
    many = note_of([on(1 + n) for n in range(9)], WITA)
    assert many.startswith("9 kunjungan, terakhir: 4 Nov 09.00") and many.endswith("9 Nov 09.00")


def test_a_seal_tells_of_every_change() -> None:
    one = one_of([seen(OUT, on(10))])
    changed = [
        *(replace(one, visits=2), replace(one, status=NO), replace(one, at=on(11)), replace(one, owner="KSK-01")),
        *(replace(one, due_at=on(12)), replace(one, since=on(12)), replace(one, enumerator="PPL-0002")),
        *(replace(one, step=StepName.SUPERVISOR), replace(one, ladder=LadderName.REFUSAL)),
        replace(one, kept_at=on(13)),
    ]
    seals = {each.seal for each in (one, *changed)}
    assert len(seals) == len(changed) + 1 and replace(one).seal == one.seal
