"""Whatever is asked, taken back, decided and visited in whatever order: each household is on one list, once."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlmodel import col

from core.people.person import Caller, Role
from core.problems import Problem
from core.visits.outcomes import FINAL, Outcome
from core.workload.giving_back import GiveBack, TakeBack, WishesBelow
from db.engine.work import Database, Work
from db.tables import Household, Officer, Visit
from db.workload.giving_back import give_back, take_back, wishes_below
from tests.db.wishes import LATER, ROWS, accept, refuse, visit
from tests.people import ANIS, DIANS, MORNING, WITA
from tests.soak import examples

HOUSEHOLDS = (1, 2, 3, 61, 62)
ENUMERATORS = ("PPL-0001", "PPL-0002")
LISTS = select(
    col(Household.id), col(Household.enumerator), col(Household.no), col(Household.status), col(Household.settled_on)
).order_by(col(Household.id))
LAST = select(col(Officer.id), col(Officer.last_no)).where(col(Officer.role) == "ppl")
VISITED = select(col(Visit.household), col(Visit.officer))


class Undone(Exception):
    """Raised to leave the database as it was."""


def caller(officer: str, minutes: int) -> Caller:
    return Caller(Role.PPL, "id", MORNING + timedelta(minutes=minutes), WITA, officer, officer)


def asks(work: Work, who: Caller, households: tuple[int, ...], how: int) -> None:
    give_back(work, GiveBack(who, households, "unsafe"), asked_at=who.at)


def takes_back(work: Work, who: Caller, households: tuple[int, ...], how: int) -> None:
    take_back(work, TakeBack(who, households), now=LATER)


def decides(work: Work, who: Caller, households: tuple[int, ...], how: int) -> None:
    """One of the wishes is refused, or goes to this enumerator, or to nobody."""
    wishes = wishes_below(work, WishesBelow("PML-001"))
    if not wishes:
        return
    wish = wishes[households[0] % len(wishes)]
    if how == 0:
        refuse(work, wish)
    else:
        accept(work, wish, who.officer if how == 1 and who.officer != wish.officer else None)


def visits(work: Work, who: Caller, households: tuple[int, ...], how: int) -> None:
    visit(work, households[0], Outcome.NOBODY_HOME if how == 0 else Outcome.COMPLETE, who.at, lambda at: who)


Deed = Callable[[Work, Caller, tuple[int, ...], int], None]
SOME = st.lists(st.sampled_from(HOUSEHOLDS), min_size=1, max_size=4, unique=True).map(tuple)
KINDS = st.sampled_from([asks, asks, takes_back, decides, decides, visits])
DEEDS = st.lists(st.tuples(KINDS, st.sampled_from(ENUMERATORS), SOME, st.integers(0, 2)), min_size=8, max_size=30)


def check(work: Work, before: dict[int, Any]) -> dict[int, Any]:
    """What is true at every moment; the lists as they are."""
    now = {row.id: row for row in work.rows(LISTS)}
    last = dict(work.rows(LAST))
    assert len(now) == ANIS + DIANS, "no household is lost, and none is made"
    for number, row in now.items():
        assert (row.enumerator is None) is (row.no is None)
        if row.enumerator is not None:
            assert row.no <= last[row.enumerator]
        old = before.get(number)
        if old is not None and old.enumerator != row.enumerator:
            assert old.status not in FINAL, "what is settled stays"
            assert row.enumerator is None or row.no > max(
                one.no for one in before.values() if one.enumerator == row.enumerator
            )
    wishes = work.rows(ROWS)
    waiting = Counter(row.household for row in wishes if row.decided_at is None)
    assert all(times == 1 for times in waiting.values()), "what waits, waits once"
    assert all(row.accepted is not None and row.decided_by for row in wishes if row.decided_at is not None)
    return now


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@settings(deadline=None, max_examples=examples(100), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=DEEDS)
def test_each_household_is_on_one_list(database: Database, deeds: list[tuple[Deed, str, tuple[int, ...], int]]) -> None:
    with pytest.raises(Undone), database.work() as work:
        lists = check(work, {})
        for minutes, (deed, officer, households, how) in enumerate(deeds):
            seen = len(work.rows(VISITED))
            try:
                deed(work, caller(officer, minutes), households, how)
            except Problem:
                assert deed in (asks, visits)
            assert len(work.rows(VISITED)) >= seen, "visits stay"
            lists = check(work, lists)
        raise Undone
