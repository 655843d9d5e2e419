"""Recording visits: late, repeated and shuffled reports end in the same state, and the sums are those of the rows."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import bindparam, select

from core.cases.case import case_of
from core.cases.deadlines import Ground, end_of
from core.cases.ladder import CLOSING, Ladders
from core.problems import Problem
from core.visits.outcomes import RECORDED, REFUSALS, RULES, Outcome
from core.visits.report import Receipt, RecordVisit, Report
from core.visits.standing import Effect, standing_of
from core.workload.targets import pace
from core.workload.team import SummaryOf, total
from db.cases.follow import STANDS
from db.engine.work import Database, Work
from db.tables import Pursuit
from db.visits.record import record_visit
from db.visits.standing import visit_of
from db.workload.team import summary_of
from tests.people import ANIS, CAMPAIGN, DIANS, PERIOD, WITA, ani
from tests.soak import examples
from tests.town import HOUSEHOLD, HOUSEHOLDS, VISITS

START = datetime(2022, 10, 20, 1, tzinfo=UTC)
GROUND = Ground(Ladders(), end_of(PERIOD.end, "Asia/Makassar"), "PPL-0001")
PURSUIT = select(Pursuit.__table__).where(Pursuit.__table__.c.household == bindparam("household"))  # type: ignore[attr-defined]
STATE = ("status", "status_at", "settled_on", "revisit_at", "persons", "families", "visits", "receipt")


class Undone(Exception):
    """Raised to leave the database as it was."""


def report(outcome: Outcome, hours: float, *, confirmed: bool = False) -> Report:
    """A report as a talk would make it, some hours after the start."""
    at, rule = START + timedelta(hours=hours), RULES[outcome]
    revisit = at + timedelta(hours=5) if rule.revisit else None
    persons = 4 if rule.counts else 0
    return Report(outcome, at, persons, note="x" * rule.note, revisit_at=revisit, confirmed=confirmed)


def record(work: Work, one: Report, household: int = 3) -> Receipt:
    command = RecordVisit(ani(one.visited_at), one, household)
    return record_visit(work, command, arrived_at=START, fieldwork=CAMPAIGN.fieldwork, key=CAMPAIGN.receipt_key)


def pursuit(work: Work, household: int = 3) -> dict[str, Any] | None:
    """The household's case as it is kept; without what depends on who was told of it before."""
    row = work.row(PURSUIT, household=household)
    return {name: getattr(row, name) for name in STANDS} if row else None


def state_after(database: Database, reports: list[Report]) -> list[Any]:
    """The household after these reports have arrived; the database stays as it was."""
    state: list[Any] = []
    with pytest.raises(Undone), database.work() as work:
        for one in reports:
            record(work, one)
        row = work.row(HOUSEHOLD, id=3)
        state = [getattr(row, name) for name in STATE] + [pursuit(work)]
        assert len(work.rows(VISITS)) == len(set(reports)), "each report is kept once"
        raise Undone
    return state


REPORTS = st.lists(
    st.builds(report, st.sampled_from(Outcome), st.integers(0, 72), confirmed=st.booleans()), min_size=1, max_size=6
)
SEVERAL = settings(max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture])


@SEVERAL
@given(reports=REPORTS, data=st.data())
def test_any_order_and_any_repetition_end_in_the_same_state(
    database: Database, reports: list[Report], data: st.DataObject
) -> None:
    again = data.draw(st.lists(st.sampled_from(reports), max_size=3))
    shuffled = data.draw(st.permutations(reports + again))
    assert state_after(database, shuffled) == state_after(database, reports)


@SEVERAL
@given(reports=REPORTS)
def test_a_household_is_what_the_fold_says(database: Database, reports: list[Report]) -> None:
    *kept, row = state_after(database, reports)
    state = dict(zip(STATE, kept, strict=True))
    visits = [visit_of("PPL-0001", one, "Asia/Makassar") for one in reports]
    stands, case = standing_of(visits), case_of(visits, [], GROUND)
    same = {name: getattr(stands, name) for name in STATE if name not in ("receipt", "revisit_at")}
    assert same | {"receipt": state["receipt"], "revisit_at": case and case.due_at} == state
    assert (row and (row["step"], row["due_at"])) == (case and (case.step.name, case.due_at))
    assert (state["receipt"] is not None) is any(one.outcome in RECORDED for one in reports)


def test_a_report_that_is_there_is_not_added_again(database: Database) -> None:
    with database.work() as work:
        effects = [record(work, report(Outcome.NOBODY_HOME, hours)).effect for hours in (0, 0, 0.4, 1)]
        visits = work.rows(VISITS)
        counted = work.row(HOUSEHOLD, id=3).visits
    assert effects == [Effect.APPLY, Effect.KNOWN, Effect.APPLY, Effect.APPLY]
    assert (len(visits), counted) == (3, 2), "what is told again is kept, and is not another visit"


def test_what_contradicts_is_told(database: Database) -> None:
    with database.work() as work:
        record(work, report(Outcome.COMPLETE, 0))
        told = record(work, report(Outcome.MOVED, 1))
    assert told.effect is Effect.ASK
    assert told.household.status is Outcome.COMPLETE
    assert [one.outcome for one in told.asks] == [Outcome.MOVED]


def test_a_receipt_code_stays_the_same(database: Database) -> None:
    with database.work() as work:
        first, again = (record(work, report(Outcome.COMPLETE, hours)) for hours in (0, 24))
    assert first.code is not None
    assert first.code == again.code


def test_a_household_of_somebody_else_is_refused(database: Database) -> None:
    with pytest.raises(Problem) as refused, database.work() as work:
        record(work, report(Outcome.COMPLETE, 0), household=ANIS + 1)
    assert refused.value.words.key == "problem.no_such_household"
    with database.read() as work:
        assert work.rows(VISITS) == []


DEEDS = st.lists(st.tuples(st.integers(1, ANIS), st.sampled_from(Outcome), st.integers(0, 96)), max_size=15)


@SEVERAL
@given(deeds=DEEDS, hours=st.integers(0, 120))
def test_a_digests_total_is_the_sum_of_its_rows(
    database: Database, deeds: list[tuple[int, Outcome, int]], hours: int
) -> None:
    now = START + timedelta(hours=hours)
    today = now.astimezone(WITA).date()
    with pytest.raises(Undone), database.work() as work:
        for household, outcome, at in deeds:
            record(work, report(outcome, at), household)
        leaders = ("PML-001", "KSK-01", "BPS-6471")
        team, area, office = (summary_of(work, SummaryOf(leader, today, now), PERIOD) for leader in leaders)
        households = work.rows(HOUSEHOLDS)
        heard = {visit.officer for visit in work.rows(VISITS) if visit.day == today}
        number = sum(visit.day == today for visit in work.rows(VISITS))
        raise Undone
    for summary in (team, area, office):
        assert summary.total == total(summary.rows)
        assert summary.total == team.total
    assert [row.name for row in team.rows] == ["Ani", "Dian"]
    row = team.total
    settled = [one for one in households if one.settled_on]
    given_up = [one for one in settled if one.status in CLOSING.values()]
    from_the_door = [one for one in settled if one.settled_on == today and one not in given_up]
    before = len(settled) - len(from_the_door)
    days = PERIOD.days_left(today)
    assert row.total == ANIS + DIANS == len(households)
    assert row.done == len(settled)
    assert row.done_today == len(from_the_door)
    assert row.refusals == sum(one.status in REFUSALS and one.settled_on is None for one in households)
    assert row.visits == number
    assert row.overdue == sum(one.revisit_at is not None and one.revisit_at <= now for one in households)
    assert row.target == pace(ANIS - before, days) + pace(DIANS, days)
    silent = {"Ani", "Dian"} - ({"Ani"} if heard else set())
    assert {name for _, names in team.silent for name in names} == silent
    assert {above for above, _ in team.silent} == {""}
    assert {above for above, _ in office.silent} == {"Budi"}, "those above see whose people are silent"
