"""Review: whose reports a leader sees and decides on, what waits and for how long, and several people at once."""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from core.problems import Problem
from core.review.states import Again, Check, State, always_checked, in_sample, state_of
from core.review.submitted import (
    Hint,
    Overview,
    ReportsToCheck,
    ReportToCheck,
    Returned,
    ReturnedTo,
    ReviewBelow,
    Submitted,
    Waiting,
)
from core.visits.corrections import Correct
from core.visits.outcomes import Kind, Outcome
from core.visits.report import Report
from core.visits.source import Source
from db.engine.work import Database, ReadWork, Work
from db.review import queue as reading
from db.review.queue import overview_of, report_to_check, reports_to_check, returned_to
from db.tables import Correction, Household, Review, Visit
from db.visits.corrections import correct
from tests.db.checks import LATER, check, see, submit
from tests.db.wishes import add_other_teams
from tests.history import unlock
from tests.people import CAMPAIGN, MORNING, ani

REVIEWS = select(Review.__table__).order_by(col(Review.id))  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def other_teams(request: pytest.FixtureRequest) -> None:
    """More teams than Budi's."""
    if "database" in request.fixturenames:
        add_other_teams(request.getfixturevalue("database"))


def waiting(work: ReadWork, by: str = "PML-001", percent: int = 100, officer: str = "") -> list[int]:
    return [one.id for one in reports_to_check(work, ReportsToCheck(by, officer), percent)]


def mend(work: Work, visit: int, household: int, persons: int | None) -> int:
    """Ani corrects a report: other persons, or it is withdrawn (None); the new visit."""
    instead = Report(Outcome.COMPLETE, MORNING, persons, families=1, confirmed=True) if persons else None
    command = Correct(ani(LATER), household, (visit,), instead)
    correct(work, command, at=LATER, fieldwork=CAMPAIGN.fieldwork, key=CAMPAIGN.receipt_key)
    return int(work.value(select(col(Visit.id)).order_by(col(Visit.id).desc())))


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
        visit = submit(work, 3)
        report = see(work, visit)
        seen = waiting(work, officer), report_to_check(work, ReportToCheck(officer, visit)) is not None
        overview = overview_of(work, ReviewBelow(officer), 100)
        assert seen == (([visit], True) if may else ([], False))
        assert overview == (Overview((Waiting("PPL-0001", "Ani", 1, MORNING),)) if may else Overview())
        done = check(work, report, approve=False, by=officer)
        assert done == ([visit] if may else [])
        assert len(work.rows(REVIEWS)) == may
        assert overview_of(work, ReviewBelow("PML-001"), 100).returned == may


def test_nobody_checks_what_they_have_reported_themselves(database: Database) -> None:
    with database.work() as work:
        visit = submit(work, 3)
        unlock(work, "visit")
        work.change(update(Visit).values(officer="PML-001"))
        assert (waiting(work), waiting(work, "KSK-01")) == ([], [visit])
        assert check(work, see(work, visit)) == []
        assert check(work, see(work, visit, "KSK-01"), by="KSK-01") == [visit]


def test_what_is_settled_waits_the_oldest_first(database: Database) -> None:
    with database.work() as work:
        later, first = submit(work, 5, minutes=90), submit(work, 9, Outcome.MOVED, minutes=10)
        submit(work, 6, Outcome.NOBODY_HOME)
        submit(work, 7, Outcome.REFUSED, minutes=5)
        assert waiting(work) == [first, later]
        assert waiting(work, officer="PPL-0001") == [first, later]
        assert waiting(work, officer="PPL-0002") == []
        overview = overview_of(work, ReviewBelow("KSK-01"), 100)
    assert (overview.number, overview.oldest) == (2, MORNING + timedelta(minutes=10))


def test_returned_and_mended_by_a_correction(database: Database) -> None:
    with database.work() as work:
        wrong = submit(work, 3)
        before = work.row(select(Household.__table__).where(col(Household.id) == 3))  # type: ignore[attr-defined]
        assert check(work, see(work, wrong), approve=False) == [wrong]
        after = work.row(select(Household.__table__).where(col(Household.id) == 3))  # type: ignore[attr-defined]
        assert after == before, "a returned report stays settled: no figure moves"
        household = see(work, wrong).household
        assert returned_to(work, ReturnedTo("PPL-0001")) == [Returned(household, "Budi", LATER, "persons")]
        assert (waiting(work), overview_of(work, ReviewBelow("PML-001"), 100).returned) == ([], 1)
        right = mend(work, wrong, 3, 5)
        assert returned_to(work, ReturnedTo("PPL-0001")) == []
        report = see(work, right)
        assert (report.state, report.again, report.reason) == (State.COMPLETED, Again.FIXED, "persons")
        assert waiting(work) == waiting(work, percent=0) == [right]
        assert check(work, report) == [right]
        assert waiting(work) == []


ANSWERS = {
    "the same again": (Outcome.COMPLETE, 60, 4, "fixed"),
    "other numbers": (Outcome.COMPLETE, 60, 6, "fixed"),
    "settled otherwise": (Outcome.MOVED, 60, 0, "fixed"),
    "the family was not met": (Outcome.NOBODY_HOME, 60, 0, "open"),
    "an earlier try that comes late": (Outcome.NOBODY_HOME, -60, 0, "returned"),
}


@pytest.mark.parametrize(("outcome", "minutes", "persons", "became"), ANSWERS.values(), ids=ANSWERS.keys())
def test_returned_and_answered_by_a_report(
    database: Database, outcome: Outcome, minutes: int, persons: int, became: str
) -> None:
    with database.work() as work:
        check(work, see(work, submit(work, 3)), approve=False)
        submit(work, 3, outcome, minutes, persons)
        found = reports_to_check(work, ReportsToCheck("PML-001"), 0)
        assert [one.again for one in found] == ([Again.FIXED] if became == "fixed" else [])
        assert len(returned_to(work, ReturnedTo("PPL-0001"))) == (became == "returned")
        if became == "open":
            submit(work, 3, minutes=120)
            again = reports_to_check(work, ReportsToCheck("PML-001"), 0)
            assert [one.again for one in again] == [Again.FIXED], "it is not forgotten that it was returned"


def test_what_was_approved_and_changed_waits_again(database: Database) -> None:
    with database.work() as work:
        first = submit(work, 3)
        check(work, see(work, first))
        right = mend(work, first, 3, 7)
        assert [(one.id, one.again) for one in reports_to_check(work, ReportsToCheck("PML-001"), 0)] == [
            (right, Again.CHANGED)
        ]
        mend(work, right, 3, None)
        assert waiting(work) == []


def test_the_second_level_reopens_and_the_first_cannot_undo_it(database: Database) -> None:
    with database.work() as work:
        visit = submit(work, 3)
        check(work, see(work, visit))
        approved = reports_to_check(work, ReportsToCheck("KSK-01", approved=True), 100)
        assert [(one.id, one.by, one.since) for one in approved] == [(visit, "Budi", LATER)]
        assert check(work, *approved, approve=False, by="KSK-01") == [visit]
        assert see(work, visit).state is State.RETURNED_BY_OFFICE
        assert check(work, see(work, visit)) == []
        assert check(work, see(work, visit), approve=False) == []
        assert check(work, see(work, visit, "BPS-6471"), by="BPS-6471") == [visit]
        assert see(work, visit).state is State.APPROVED_BY_OFFICE
        assert reports_to_check(work, ReportsToCheck("KSK-01", approved=True), 100) == []


def test_a_word_on_what_has_changed_meanwhile_is_not_carried_out(database: Database) -> None:
    with database.work() as work:
        seen = see(work, submit(work, 3))
        assert check(work, seen) == [seen.id]
        assert check(work, seen) == [], "said twice"
        assert check(work, seen, approve=False) == [], "decided meanwhile"
        other = see(work, submit(work, 4))
        mend(work, other.id, 4, 9)
        assert check(work, other) == [], "another report took its place"
        third = see(work, submit(work, 5))
        work.change(update(Household).where(col(Household.id) == 5).values(enumerator="PPL-0003", no=1))
        assert check(work, third) == [], "on the list of another team"
        assert len(work.rows(REVIEWS)) == 1


def test_hints(database: Database) -> None:
    with database.work() as work:
        many = [submit(work, no, minutes=no) for no in range(1, 6)]
        night, big = submit(work, 7, minutes=13 * 60), submit(work, 8, minutes=200, persons=13)
        empty = submit(work, 9, Outcome.VACANT, minutes=4)
        told = submit(work, 10, Outcome.VACANT, minutes=4, source=Source.RT)
        found = {one.id: one for one in reports_to_check(work, ReportsToCheck("PML-001"), 100)}
    assert {found[visit].hints for visit in many} == {(Hint.CLOSE,)}
    assert {found[visit].close for visit in many} == {4}
    assert found[night].hints == (Hint.NIGHT,)
    assert found[big].hints == (Hint.MANY,)
    assert found[empty].hints == ()
    assert (found[told].hints, found[told].source) == ((Hint.PROXY,), Source.RT)


@pytest.mark.parametrize("percent", [0, 20, 60, 100])
def test_the_sample_in_sql_is_that_of_the_rule(database: Database, percent: int) -> None:
    kinds = {11: Kind.NEW, 12: Kind.INSTITUTION}
    told = {15: Source.NEIGHBOUR, 16: Source.RT}
    with database.work() as work:
        for no in range(1, 41):
            outcome = Outcome.DUPLICATE if no == 13 else Outcome.VACANT if no in told else Outcome.COMPLETE
            source = told.get(no, Source.SELF)
            submit(work, no, outcome, minutes=no, persons=14 if no == 14 else 3, source=source)
        for no, kind in kinds.items():
            work.change(update(Household).where(col(Household.id) == no).values(kind=kind))
        mended = mend(work, see(work, 20).id, 20, 5)
        found = set(waiting(work, percent=percent))
        expected = {
            one.id
            for one in reports_to_check(work, ReportsToCheck("PML-001"), 100)
            if in_sample(one.id, percent)
            or always_checked(
                one.household.status or Outcome.COMPLETE,
                kinds.get(one.household.id, Kind.PRELIST),
                one.household.persons,
                told.get(one.household.id, Source.SELF),
            )
        }
    assert found == expected | {mended}


def test_the_state_in_sql_is_that_of_the_fold(database: Database) -> None:
    """Wild weeks: reports, repetitions, corrections and checks in any order; lists and fold agree after each."""
    dice = random.Random(26)
    for turn in range(60):
        with database.work() as work:
            household, deed = dice.randint(1, 4), dice.random()
            visit = work.value(reading.SHOWN.with_only_columns(col(Visit.id)).where(col(Household.id) == household))
            if deed < 0.4 or visit is None:
                outcome = dice.choice([Outcome.COMPLETE, Outcome.COMPLETE, Outcome.MOVED, Outcome.NOBODY_HOME])
                submit(work, household, outcome, minutes=turn + dice.choice([0, 0, -30]))
            elif deed < 0.5 and see(work, visit).household.status is Outcome.COMPLETE:
                mend(work, visit, household, dice.choice([2, 5, None]))
            else:
                by = dice.choice(["PML-001", "KSK-01"])
                check(work, see(work, visit, by), approve=dice.random() < 0.5, by=by)
            agree(work)


def agree(work: Work) -> None:
    """Compare the lists with the fold over all checks and visits."""
    to_check, returned = set(), set()
    for household in range(1, 5):
        visit = work.value(reading.SHOWN.with_only_columns(col(Visit.id)).where(col(Household.id) == household))
        if visit is None:
            continue
        visits = work.rows(select(Visit.__table__).where(col(Visit.household) == household))  # type: ignore[attr-defined]
        row = next(one for one in visits if one.id == visit)
        ids = {one.id for one in visits}
        checks = [
            Check(one.id, one.visit, one.newest, State(one.state)) for one in work.rows(REVIEWS) if one.visit in ids
        ]
        wrong = {number for (number,) in work.rows(select(col(Correction.visit)))}
        same = [
            one.id
            for one in visits
            if (one.outcome, one.persons, one.families) == (row.outcome, row.persons, row.families)
            and one.visited_at >= row.visited_at
            and one.id not in wrong
        ]
        state, _ = state_of(visit, checks, max(same))
        to_check |= {visit} if state is State.COMPLETED else set()
        returned |= {household} if state in (State.RETURNED, State.RETURNED_BY_OFFICE) else set()
        assert see(work, visit).state is state
    assert set(waiting(work)) == to_check
    assert {one.household.id for one in returned_to(work, ReturnedTo("PPL-0001"))} == returned


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
    def look(work: Work) -> list[Submitted]:
        return [see(work, submit(work, no)) for no in (3, 4, 5)]

    seen = database.write(look)
    decided = at_once(
        database,
        lambda work: check(work, *seen),
        lambda work: check(work, *reversed(seen), approve=False, by="KSK-01"),
        lambda work: check(work, *seen, by="BPS-6471"),
    )
    assert sorted(map(len, decided)) == [0, 0, 3]
    with database.read() as work:
        assert sorted(row.visit for row in work.rows(REVIEWS)) == sorted(one.id for one in seen)
        assert len({row.officer for row in work.rows(REVIEWS)}) == 1


@pytest.mark.parametrize("turn", range(5))
def test_a_check_and_a_correction_at_once_leave_one_truth(database: Database, turn: int) -> None:
    seen = database.write(lambda work: see(work, submit(work, 3)))
    done, _ = at_once(database, lambda work: check(work, seen), lambda work: mend(work, seen.id, 3, 8))
    with database.read() as work:
        found = reports_to_check(work, ReportsToCheck("PML-001"), 100)
    assert [(one.household.persons, one.again) for one in found] == [(8, Again.CHANGED if done else None)]


STATEMENTS = {
    "what waits": reading.WAITING,
    "how many wait": reading.HOW_MANY,
    "how many are returned": reading.HOW_MANY_RETURNED,
    "what was approved": reading.APPROVED_ONES,
    "one report": reading.ONE,
    "what came back": reading.MINE,
}


@pytest.mark.parametrize("name", STATEMENTS)
def test_nothing_reads_a_whole_table(sqlite_database: Database, name: str) -> None:
    statement = STATEMENTS[name].params(
        leader="", officer="", percent=20, limit=1, visit=1, team=["PPL-0001", "PPL-0002"]
    )
    query = statement.compile(sqlite_database.engine, compile_kwargs={"render_postcompile": True})
    nothing = (None,) * len(query.positiontup)
    with sqlite_database.read() as work:
        plan = [row[3] for row in work.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", nothing)]
    assert plan
    assert not [step for step in plan if step.startswith(("SCAN household", "SCAN visit", "SCAN review"))], plan
