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

from core.giving_back import GiveBack, TakeBack, WishesBelow
from core.outcomes import FINAL, Outcome
from core.people import Caller, Role
from core.problems import Problem
from db.giving_back import give_back, take_back, wishes_below
from db.tables import Household, Officer, Visit
from db.work import Database, Work
from tests.db.wishes import LATER, ROWS, accept, refuse, visit
from tests.people import ANIS, DIANS, MORNING, WITA

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
    return Caller(1, Role.PPL, "id", MORNING + timedelta(minutes=minutes), WITA, officer, officer)


def asks(work: Work, minutes: int, officer: str, households: tuple[int, ...]) -> None:
    me = caller(officer, minutes)
    give_back(work, GiveBack(me, households, "unsafe"), asked_at=me.at)


def takes_back(work: Work, minutes: int, officer: str, households: tuple[int, ...]) -> None:
    take_back(work, TakeBack(caller(officer, minutes), households), now=LATER)


def decides(work: Work, minutes: int, officer: str, households: tuple[int, ...]) -> None:
    """The first wish of the list is refused, or goes to this enumerator, or to nobody."""
    wishes = wishes_below(work, WishesBelow("PML-001"))
    if wishes and len(households) == 1:
        refuse(work, wishes[0])
    elif wishes:
        accept(work, wishes[0], officer if len(households) == 2 and officer != wishes[0].officer else None)


def visits(work: Work, minutes: int, officer: str, households: tuple[int, ...]) -> None:
    outcome = Outcome.COMPLETE if len(households) == 1 else Outcome.NOBODY_HOME
    at = MORNING + timedelta(minutes=minutes)
    visit(work, households[0], outcome, at, lambda at: caller(officer, minutes))


Deed = Callable[[Work, int, str, tuple[int, ...]], None]
SOME = st.lists(st.sampled_from(HOUSEHOLDS), min_size=1, max_size=4, unique=True).map(tuple)
DEEDS = st.lists(
    st.tuples(st.sampled_from([asks, asks, takes_back, decides, decides, visits]), st.sampled_from(ENUMERATORS), SOME),
    max_size=25,
)


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
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=DEEDS)
def test_each_household_is_on_one_list(database: Database, deeds: list[tuple[Deed, str, tuple[int, ...]]]) -> None:
    with pytest.raises(Undone), database.work() as work:
        lists = check(work, {})
        for minutes, (deed, officer, households) in enumerate(deeds):
            seen = len(work.rows(VISITED))
            try:
                deed(work, minutes, officer, households)
            except Problem:
                assert deed in (asks, visits)
            assert len(work.rows(VISITED)) >= seen, "visits stay"
            lists = check(work, lists)
        raise Undone
