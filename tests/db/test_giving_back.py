"""Giving work back: what becomes of each household of a wish."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlmodel import col

from core.problems import Problem
from core.visits.outcomes import Outcome
from core.workload.giving_back import (
    NumbersOf,
    OwnWishes,
    Standing,
    TakeBack,
    WaitingBelow,
    WaitingWork,
    WishesBelow,
    WishOf,
)
from db.engine.work import Database, Work
from db.tables import Household, Visit
from db.workload.giving_back import numbers_of, own_wishes, take_back, waiting_below, wish_of, wishes_below
from tests.db.wishes import LATER, ROWS, accept, add_other_teams, ask, leave, refuse, visit
from tests.people import MORNING, WITA, ani
from tests.town import HOUSEHOLD

LIST = select(col(Household.no)).where(col(Household.enumerator) == "PPL-0002").order_by(col(Household.no))


@pytest.fixture(autouse=True)
def other_teams(database: Database) -> None:
    """More teams than Budi's."""
    add_other_teams(database)


def test_nothing_changes_until_somebody_decides(database: Database) -> None:
    with database.work() as work:
        before = [work.row(HOUSEHOLD, id=number) for number in (3, 4)]
        wish = ask(work, 3, 4)
        assert [work.row(HOUSEHOLD, id=number) for number in (3, 4)] == before
    assert [each.no for each in wish.households] == [3, 4]
    assert wish.waits
    assert not wish.ownerless


def finish(work: Work) -> None:
    visit(work, 3, Outcome.COMPLETE)


def move_away(work: Work) -> None:
    work.change(text("UPDATE household SET enumerator = 'PPL-0003', no = 1 WHERE id = 3"))


BECOMES: dict[str, tuple[Callable[[Work], None], str | None, str | None, int | None, bool]] = {
    "open, to somebody": (leave, "PPL-0002", "PPL-0002", 5, True),
    "open, to nobody yet": (leave, None, None, None, True),
    "settled meanwhile": (finish, "PPL-0002", "PPL-0001", 3, False),
    "settled meanwhile, to nobody": (finish, None, "PPL-0001", 3, False),
    "given to somebody else meanwhile": (move_away, "PPL-0002", "PPL-0003", 1, False),
}


@pytest.mark.parametrize(("happens", "to", "enumerator", "no", "moved"), BECOMES.values(), ids=BECOMES.keys())
def test_what_becomes_of_a_household_when_a_leader_accepts(
    database: Database,
    happens: Callable[[Work], None],
    to: str | None,
    enumerator: str | None,
    no: int | None,
    moved: bool,
) -> None:
    with database.work() as work:
        wish = ask(work, 3)
        happens(work)
        decision = accept(work, wish, to)
        row, (asked,) = work.row(HOUSEHOLD, id=3), work.rows(ROWS)
        assert work.rows(ROWS)[0].decided_at == LATER
    assert decision is not None
    assert (row.enumerator, row.no) == (enumerator, no)
    assert (len(decision.moved), len(decision.kept)) == ((1, 0) if moved else (0, 1))
    assert (asked.accepted, asked.decided_by) == (moved, "PML-001")
    assert asked.given_to == (to if moved else None)


def test_a_refusal_changes_nothing_and_is_kept(database: Database) -> None:
    with database.work() as work:
        before = work.row(HOUSEHOLD, id=3)
        decision = refuse(work, ask(work, 3))
        assert work.row(HOUSEHOLD, id=3) == before
        (asked,) = work.rows(ROWS)
        assert ask(work, 3).waits, "it can be asked for again"
    assert decision is not None
    assert (asked.accepted, asked.answer, asked.given_to) == (False, "Tetap Anda", None)


def test_visits_and_a_planned_revisit_go_along(database: Database) -> None:
    with database.work() as work:
        visit(work, 3, Outcome.APPOINTMENT)
        before = work.row(HOUSEHOLD, id=3)
        decision = accept(work, ask(work, 3))
        after = work.row(HOUSEHOLD, id=3)
        visits = work.rows(select(col(Visit.officer)).where(col(Visit.household) == 3))
    assert decision is not None
    same = ("area", "number", "status", "status_at", "revisit_at", "reminded_at", "visits", "receipt", "zone")
    assert [getattr(after, name) for name in same] == [getattr(before, name) for name in same]
    assert [row.officer for row in visits] == ["PPL-0001"]
    assert decision.new[0].revisit_at == before.revisit_at
    assert decision.new[0].revisit_at is not None
    assert decision.new[0].revisit_at.tzinfo == WITA


def test_a_number_is_never_given_twice(database: Database) -> None:
    with database.work() as work:
        accept(work, ask(work, 3, 4))
        assert [no for (no,) in work.rows(LIST)] == [1, 2, 3, 4, 5, 6]
        work.change(text("UPDATE household SET enumerator = NULL, no = NULL WHERE no > 4 AND enumerator = 'PPL-0002'"))
        accept(work, ask(work, 7, at=LATER))
        assert [no for (no,) in work.rows(LIST)] == [1, 2, 3, 4, 7]


def test_what_is_nobodys_waits_for_a_name(database: Database) -> None:
    with database.work() as work:
        wish = ask(work, 3, 4)
        accept(work, wish, None)
        (found,) = wishes_below(work, WishesBelow("PML-001"))
        assert found.ownerless
        assert waiting_below(work, WaitingBelow("PML-001", LATER)).nobodys == 2
        decision = accept(work, found)
        assert decision is not None
        assert [each.no for each in decision.new] == [5, 6]
        assert wishes_below(work, WishesBelow("PML-001")) == []
        assert {row.given_to for row in work.rows(ROWS)} == {"PPL-0002"}


WRONG = {
    "settled": (lambda work: visit(work, 3, Outcome.COMPLETE), (3,)),
    "somebody else's": (leave, (61,)),
    "unknown": (leave, (999,)),
    "waiting already": (lambda work: ask(work, 3), (3,)),
    "none": (leave, ()),
}


@pytest.mark.parametrize(("happens", "households"), WRONG.values(), ids=WRONG.keys())
def test_what_cannot_be_given_back(
    database: Database, happens: Callable[[Work], Any], households: tuple[int, ...]
) -> None:
    with database.work() as work:
        happens(work)
        with pytest.raises(Problem) as refused:
            ask(work, *households, reason="unsafe")
    assert refused.value.words.key == "problem.nothing_to_give_back"


def test_the_rest_of_a_wish_goes_on(database: Database) -> None:
    with database.work() as work:
        visit(work, 3, Outcome.COMPLETE)
        assert [each.no for each in ask(work, 3, 4, 61).households] == [4]
        found = numbers_of(work, NumbersOf("PPL-0001", (2, 3, 4, 99)))
    found_so = [(each.no, each.settled, each.waits) for each in found]
    assert found_so == [(2, False, False), (3, True, False), (4, False, True)]


def test_two_wishes_within_a_second_stay_two(database: Database) -> None:
    with database.work() as work:
        one, other, third = (ask(work, household) for household in (3, 4, 5))
        seen = wishes_below(work, WishesBelow("PML-001"))
        assert wish_of(work, WishOf("PML-001", other.number)) == other
        accept(work, one)
        assert wishes_below(work, WishesBelow("PML-001")) == [other, third]
    assert seen == [one, other, third]


def test_taken_back_before_it_is_decided(database: Database) -> None:
    with database.work() as work:
        wish = ask(work, 3, 4)
        taken = take_back(work, TakeBack(ani(), (3, 5)), now=LATER)
        assert [each.no for one in taken for each in one.households] == [3]
        (left,) = own_wishes(work, OwnWishes("PPL-0001"))
        assert [each.no for each in left.households] == [4]
        take_back(work, TakeBack(ani(), (4,)), now=LATER)
        assert own_wishes(work, OwnWishes("PPL-0001")) == []
        assert accept(work, wish) is None
        again = wish_of(work, WishOf("PML-001", wish.number))
        assert again is not None
        assert (again.taken_back, again.decided_by) == (True, "Ani")
        assert take_back(work, TakeBack(ani(), (4,)), now=LATER) == []


def test_what_has_waited_for_long(database: Database) -> None:
    with database.work() as work:
        ask(work, 3, 4)
        ask(work, 5, at=LATER, reason="unsafe")
        just_before = waiting_below(work, WaitingBelow("PML-001", MORNING + timedelta(hours=23, minutes=59)))
        after = waiting_below(work, WaitingBelow("PML-001", MORNING + timedelta(days=1)))
        refuse(work, wishes_below(work, WishesBelow("PML-001"))[0])
        decided = waiting_below(work, WaitingBelow("PML-001", MORNING + timedelta(days=1)))
    assert just_before == WaitingWork()
    assert after == WaitingWork(2, MORNING)
    assert decided == WaitingWork()


def test_how_a_household_of_a_wish_stands(database: Database) -> None:
    with database.work() as work:
        wish = ask(work, 3, 4, 5)
        visit(work, 4, Outcome.COMPLETE)
        work.change(text("UPDATE household SET enumerator = NULL, no = NULL WHERE id = 5"))
        found = wish_of(work, WishOf("PML-001", wish.number))
    assert found is not None
    assert [each.standing for each in found.households] == [Standing.OPEN, Standing.SETTLED, Standing.ELSEWHERE]
    assert [each.place for each in found.households] == ["RT 001, Gunung Bahagia"] * 3
