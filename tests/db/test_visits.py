"""Recording visits: late, repeated and shuffled reports end in the same state, and the sums are those of the rows."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.outcomes import FINAL, RECORDED, REFUSALS, RULES, Outcome
from core.problems import Problem
from core.targets import pace
from core.team import SummaryOf, total
from core.visits import Receipt, RecordVisit, Report
from db.team import summary_of
from db.visits import record_visit
from db.work import Database, Work
from tests.people import ANIS, CAMPAIGN, DIANS, PERIOD, WITA, ani
from tests.town import HOUSEHOLD, HOUSEHOLDS, VISITS

START = datetime(2022, 10, 20, 1, tzinfo=UTC)
STATE = ("status", "status_at", "settled_on", "revisit_at", "persons", "receipt")


class Undone(Exception):
    """Raised to leave the database as it was."""


def report(outcome: Outcome, hours: int) -> Report:
    """A report as a talk would make it, some hours after the start."""
    at, rule = START + timedelta(hours=hours), RULES[outcome]
    revisit = at + timedelta(hours=5) if rule.revisit else None
    return Report(outcome, at, persons=4 if rule.counts else 0, note="x" * rule.note, revisit_at=revisit)


def record(work: Work, one: Report, household: int = 3) -> Receipt:
    command = RecordVisit(ani(one.visited_at), one, household)
    return record_visit(work, command, arrived_at=START, period=PERIOD, key=CAMPAIGN.receipt_key)


def state_after(database: Database, reports: list[Report]) -> list[Any]:
    """The household after these reports have arrived; the database stays as it was."""
    state: list[Any] = []
    with pytest.raises(Undone), database.work() as work:
        for one in reports:
            record(work, one)
        row = work.row(HOUSEHOLD, id=3)
        state = [getattr(row, name) for name in STATE]
        assert row.visits == len(reports) == len(work.rows(VISITS))
        raise Undone
    return state


REPORTS = st.lists(st.builds(report, st.sampled_from(Outcome), st.integers(0, 72)), min_size=1, max_size=6)
SEVERAL = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])


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
def test_the_latest_visit_decides(database: Database, reports: list[Report]) -> None:
    status, status_at, settled_on, revisit_at, _, receipt = state_after(database, reports)
    latest = max(one.visited_at for one in reports)
    assert status_at == latest
    assert status in {one.outcome for one in reports if one.visited_at == latest}
    assert (settled_on is not None) is (status in FINAL)
    assert settled_on in (None, latest.astimezone(WITA).date())
    assert (revisit_at is None) is (status in FINAL)
    assert receipt is not None or status not in RECORDED


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
        raise Undone
    for summary in (team, area, office):
        assert summary.total == total(summary.rows)
        assert summary.total == team.total
    assert [row.name for row in team.rows] == ["Ani", "Dian"]
    row = team.total
    settled = [one for one in households if one.settled_on]
    before = sum(one.enumerator == "PPL-0001" and one.settled_on != today for one in settled)
    days = PERIOD.days_left(today)
    assert row.total == ANIS + DIANS == len(households)
    assert row.done == len(settled)
    assert row.done_today == sum(one.settled_on == today for one in settled)
    assert row.refusals == sum(one.status in REFUSALS for one in households)
    assert row.overdue == sum(one.revisit_at is not None and one.revisit_at <= now for one in households)
    assert row.target == pace(ANIS - before, days) + pace(DIANS, days)
    assert set(team.silent) == {"Ani", "Dian"} - ({"Ani"} if heard else set())
