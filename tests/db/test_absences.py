"""Absences in the database: joined, ended and taken back; what is kept does not depend on the order."""

from contextlib import suppress
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.people.absences import Absence, CancelLeave, ComeBack, Days, FallIll, TakeLeave, Why, absent_days
from core.problems import Problem
from db.engine.work import Database, Work
from db.people.absences import (
    absence_on,
    absences_from,
    absences_of,
    absences_of_some,
    cancel_leave,
    come_back,
    fall_ill,
    take_leave,
)
from tests.people import MORNING, PERIOD, ani
from tests.soak import examples

ANI = "PPL-0001"


class Undone(Exception):
    """Takes everything back."""


def oct_(day: int) -> date:
    return date(2022, 10, day)


def on(day: int) -> datetime:
    """Nine o'clock of a day of October."""
    return MORNING + timedelta(days=day - 20)


def leave(work: Work, first: int, last: int, day: int = 20) -> Absence:
    return take_leave(work, TakeLeave(ani(on(day)), oct_(first), oct_(last)))


def test_leave_that_touches_is_joined(database: Database) -> None:
    with database.work() as work:
        assert leave(work, 25, 26) == Absence(oct_(25), oct_(26), Why.LEAVE)
        assert leave(work, 29, 30) == Absence(oct_(29), oct_(30), Why.LEAVE)
        assert absences_of(work, ANI) == [(oct_(25), oct_(26)), (oct_(29), oct_(30))]
        assert leave(work, 27, 28) == Absence(oct_(25), oct_(30), Why.LEAVE)
        assert absences_of(work, ANI) == [(oct_(25), oct_(30))]
        with pytest.raises(Problem, match="leave_known"):
            leave(work, 26, 27)


def test_one_illness_at_a_time(database: Database) -> None:
    with database.work() as work:
        assert fall_ill(work, FallIll(ani(on(20)))) == Absence(oct_(20), None, Why.ILL)
        with pytest.raises(Problem, match="already_ill"):
            fall_ill(work, FallIll(ani(on(22))))
        assert come_back(work, ComeBack(ani(on(23)))).why is Why.ILL
        assert absences_of(work, ANI) == [(oct_(20), oct_(22))]
        with pytest.raises(Problem, match="not_absent"):
            come_back(work, ComeBack(ani(on(23))))
        fall_ill(work, FallIll(ani(on(25))))
        come_back(work, ComeBack(ani(on(25))))
        assert absences_of(work, ANI) == [(oct_(20), oct_(22))], "an hour of illness is no day"


def test_illness_counts_before_leave_and_both_end_on_coming_back(database: Database) -> None:
    with database.work() as work:
        leave(work, 20, 25)
        leave(work, 28, 29)
        fall_ill(work, FallIll(ani(on(22))))
        assert absence_on(work, ANI, oct_(21)) == Absence(oct_(20), oct_(25), Why.LEAVE)
        assert absence_on(work, ANI, oct_(23)) == Absence(oct_(22), None, Why.ILL)
        assert come_back(work, ComeBack(ani(on(24)))).why is Why.ILL
        assert absences_of(work, ANI) == [(oct_(20), oct_(23)), (oct_(22), oct_(23)), (oct_(28), oct_(29))]
        assert absences_from(work, ANI, oct_(24)) == (Absence(oct_(28), oct_(29), Why.LEAVE),)


def test_only_a_leave_to_come_is_taken_back(database: Database) -> None:
    with database.work() as work:
        leave(work, 25, 26)
        with pytest.raises(Problem, match="not_absent"):
            cancel_leave(work, CancelLeave(ani(on(25)), oct_(25)))
        with pytest.raises(Problem, match="not_absent"):
            cancel_leave(work, CancelLeave(ani(on(24)), oct_(26)))
        assert cancel_leave(work, CancelLeave(ani(on(24)), oct_(25))).days == (oct_(25), oct_(26))
        assert absences_of(work, ANI) == []


def test_several_officers_are_asked_for_at_once(database: Database) -> None:
    with database.work() as work:
        leave(work, 25, 26)
        fall_ill(work, FallIll(ani(on(20))))
        found = absences_of_some(work, [ANI, "PPL-0002", *(f"PPL-{n}" for n in range(3000, 4200))])
        assert {officer: sorted(days) for officer, days in found.items()} == {
            ANI: [(oct_(20), None), (oct_(25), oct_(26))]
        }


SPANS = st.tuples(st.integers(21, 31), st.integers(21, 31)).map(lambda both: (min(both), max(both)))


@settings(max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(SPANS, max_size=8).flatmap(lambda spans: st.tuples(st.just(spans), st.permutations(spans))))
def test_leaves_are_kept_alike_in_any_order(
    database: Database, orders: tuple[list[tuple[int, int]], list[tuple[int, int]]]
) -> None:
    days = {oct_(day) for first, last in orders[0] for day in range(first, last + 1)}
    kept, kept_of_the_other_order = (_kept(database, order) for order in orders)
    assert kept == kept_of_the_other_order
    assert absent_days(kept, PERIOD.start, PERIOD.end, oct_(20)) == days
    assert all(later > last + timedelta(days=1) for (_, last), (later, _) in pairwise(kept) if last)


def _kept(database: Database, spans: list[tuple[int, int]]) -> list[Days]:
    """What is kept of these leaves; nothing of it stays in the database."""
    kept: list[Days] = []
    with pytest.raises(Undone), database.work() as work:
        for first, last in spans:
            with suppress(Problem):
                leave(work, first, last)
        kept = absences_of(work, ANI)
        raise Undone
    return kept
