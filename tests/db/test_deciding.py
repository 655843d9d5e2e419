"""A leader's word on work given back: who may decide, who may receive, and several people at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import insert

from core.people.person import Caller, Role
from core.problems import Problem
from core.visits.outcomes import Outcome
from core.workload.giving_back import GiveBack, Receiver, ReceiversOf, TakeBack, WaitingBelow, Wish, WishesBelow, WishOf
from db.engine.work import Database, Work
from db.tables import Absence, Chat, Officer
from db.workload import decide as deciding
from db.workload import giving_back
from db.workload.decide import receivers_of
from db.workload.giving_back import give_back, take_back, waiting_below, wish_of, wishes_below
from tests.db.wishes import LATER, ROWS, TODAY, accept, add_other_teams, ask, refuse, visit
from tests.people import MORNING, WITA, ani, chat_row, officer_row
from tests.town import HOUSEHOLD


@pytest.fixture(autouse=True)
def other_teams(request: pytest.FixtureRequest) -> None:
    """More teams than Budi's."""
    if "database" in request.fixturenames:
        add_other_teams(request.getfixturevalue("database"))


MAY = {
    "her supervisor": ("PML-001", True),
    "the coordinator above": ("KSK-01", True),
    "the office": ("BPS-6471", True),
    "a supervisor of another team": ("PML-002", False),
    "a coordinator of another sub-district": ("KSK-02", False),
    "a supervisor of nobody": ("PML-003", False),
    "her colleague": ("PPL-0002", False),
    "she herself": ("PPL-0001", False),
    "a stranger": ("", False),
}


@pytest.mark.parametrize(("officer", "may"), MAY.values(), ids=MAY.keys())
def test_who_sees_and_decides(database: Database, officer: str, may: bool) -> None:
    with database.work() as work:
        wish = ask(work, 3)
        seen = wishes_below(work, WishesBelow(officer))
        opened = wish_of(work, WishOf(officer, wish.number))
        waiting = waiting_below(work, WaitingBelow(officer, MORNING + timedelta(days=2)))
        decision = accept(work, wish, None, by=officer)
        nobodys = waiting_below(work, WaitingBelow(officer, LATER)).nobodys
        assert (work.row(HOUSEHOLD, id=3).enumerator is None) is may
    assert (seen, opened) == (([wish], wish) if may else ([], None))
    assert (decision is not None) is may
    assert (waiting.households, nobodys) == ((1, 1) if may else (0, 0))


RECEIVES = {
    "of the own team": ("PML-001", "PPL-0002", True),
    "of another team, by the office": ("BPS-6471", "PPL-0003", True),
    "of another team": ("PML-001", "PPL-0003", False),
    "who gives it back": ("PML-001", "PPL-0001", False),
    "who is no enumerator": ("KSK-01", "PML-001", False),
    "who does not exist": ("PML-001", "PPL-9999", False),
}


@pytest.mark.parametrize(("by", "to", "may"), RECEIVES.values(), ids=RECEIVES.keys())
def test_who_may_receive(database: Database, by: str, to: str, may: bool) -> None:
    with database.work() as work:
        wish = ask(work, 3)
        offered = [each.officer for each in receivers_of(work, ReceiversOf(by, wish, TODAY))]
        assert (to in offered) is may
        if may:
            assert accept(work, wish, to, by) is not None
            return
        with pytest.raises(Problem, match="choice_gone"):
            accept(work, wish, to, by)
        assert work.row(HOUSEHOLD, id=3).enumerator == "PPL-0001"
        assert work.rows(ROWS)[0].decided_at is None


def test_receivers_with_the_own_team_and_the_least_to_do_first(database: Database) -> None:
    with database.work() as work:
        more = [("PPL-0004", "Joko", "ppl", "PML-001"), ("PPL-0005", "Kiki", "ppl", "PML-001")]
        work.change_many(insert(Officer), [officer_row(*row) for row in more])
        work.change(insert(Chat), **chat_row(2004, "PPL-0004"))
        work.change(insert(Absence), officer="PPL-0005", start=TODAY, until=None, why="ill", at=MORNING)
        wish = ask(work, 3)
        found = receivers_of(work, ReceiversOf("BPS-6471", wish, TODAY))
        named = {typed: receivers_of(work, ReceiversOf("BPS-6471", wish, TODAY, typed)) for typed in NAMED}
    assert found == [
        Receiver("PPL-0004", "Joko", 0, False, True),
        Receiver("PPL-0002", "Dian", 4, False, True),
        Receiver("PPL-0003", "Hadi", 0, False, False),
        Receiver("PPL-0005", "Kiki", 0, True, False),
    ]
    assert {typed: [each.name for each in some] for typed, some in named.items()} == NAMED


NAMED = {
    "dian": ["Dian"],
    "PPL-0003": ["Hadi"],
    "ppl-0003": ["Hadi"],
    "i": ["Dian", "Hadi", "Kiki"],
    "Ani": [],
    "%": [],
    "_": [],
}


def at_once(database: Database, *deeds: Callable[[Work], Any]) -> list[Any]:
    """Several people's deeds, each in a transaction of its own, all at the same time."""
    barrier = Barrier(len(deeds))

    def run(deed: Callable[[Work], Any]) -> Any:
        barrier.wait()
        try:
            return database.write(deed)
        except Problem as problem:
            return problem

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


@pytest.mark.parametrize("turn", range(5))
def test_of_two_leaders_who_decide_at_once_one_wins(database: Database, turn: int) -> None:
    wish = database.write(lambda work: ask(work, 3, 4, 5))
    decided = at_once(
        database,
        lambda work: accept(work, wish),
        lambda work: refuse(work, wish, "KSK-01"),
        lambda work: accept(work, wish, None, "BPS-6471"),
    )
    assert len([each for each in decided if each is not None]) == 1
    with database.read() as work:
        rows = work.rows(ROWS)
        owners = {work.row(HOUSEHOLD, id=number).enumerator for number in (3, 4, 5)}
    won = {row.decided_by: ("PPL-0002" if row.decided_by == "PML-001" else None) for row in rows}
    assert len(won) == 1
    assert owners == ({"PPL-0001"} if "KSK-01" in won else set(won.values()))


@pytest.mark.parametrize("turn", range(5))
def test_a_visit_and_a_decision_at_once_leave_one_truth(database: Database, turn: int) -> None:
    wish = database.write(lambda work: ask(work, 3))
    visited, _, taken = at_once(
        database,
        lambda work: visit(work, 3, Outcome.COMPLETE),
        lambda work: accept(work, wish),
        lambda work: take_back(work, TakeBack(ani(), (3,)), now=LATER),
    )
    with database.read() as work:
        row = work.row(HOUSEHOLD, id=3)
    if row.enumerator == "PPL-0002":
        assert isinstance(visited, Problem)
        assert row.status is None
        assert taken == []
    else:
        assert visited is None
        assert row.status == "complete"


@pytest.mark.parametrize("turn", range(5))
def test_asked_for_twice_at_once_it_waits_once(database: Database, turn: int) -> None:
    asked = at_once(database, *[lambda work: ask(work, 3, reason="unsafe")] * 3)
    assert len([each for each in asked if isinstance(each, Wish)]) == 1
    with database.read() as work:
        assert len(work.rows(ROWS)) == 1


@pytest.mark.parametrize("turn", range(3))
def test_wishes_that_cross_move_without_a_jam(database: Database, turn: int) -> None:
    dian = Caller(Role.PPL, "id", MORNING, WITA, "PPL-0002", "Dian")
    with database.work() as work:
        hers = ask(work, *range(1, 31))
        others = give_back(work, GiveBack(dian, (61, 62, 63, 64), "unsafe"), asked_at=MORNING)
    at_once(
        database,
        lambda work: accept(work, hers, "PPL-0002"),
        lambda work: accept(work, others, "PPL-0001", "KSK-01"),
        lambda work: visit(work, 40, Outcome.COMPLETE),
    )
    with database.read() as work:
        owners = [work.row(HOUSEHOLD, id=number).enumerator for number in (*range(1, 31), 61, 62, 63, 64)]
    assert owners == ["PPL-0002"] * 30 + ["PPL-0001"] * 4


STATEMENTS = {
    "what a leader decides": giving_back.OF_TEAM,
    "one's own": giving_back.OWN,
    "by number": giving_back.ON_LIST,
    "waiting long": giving_back.LONG_WAITING,
    "nobody's": giving_back.HOW_MANY_NOBODYS,
    "who may receive": deciding.RECEIVERS,
}


@pytest.mark.parametrize("name", STATEMENTS)
def test_nothing_reads_a_whole_table(sqlite_database: Database, name: str) -> None:
    statement: Any = STATEMENTS[name]
    if name == "by number":
        statement = statement.params(officer="PPL-0001", nos=[1, 2])
    query = statement.compile(sqlite_database.engine, compile_kwargs={"render_postcompile": True})
    nothing = (None,) * len(query.positiontup)
    with sqlite_database.read() as work:
        plan = [row[3] for row in work.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", nothing)]
    assert plan
    assert not [step for step in plan if step.startswith(("SCAN household", "SCAN giving_back", "SCAN visit"))], plan
