"""Corrections: history is kept, the household and all sums follow, and the order of arrival still does not matter."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from core.people.person import Caller
from core.problems import Problem
from core.visits.corrections import Correct, Corrected, ReportsOf, ReportsOn, report_of
from core.visits.outcomes import RULES, Outcome
from core.visits.report import RecordVisit, Report
from core.workload.team import SummaryOf
from db.engine.work import Database, Work
from db.tables import Correction
from db.visits.corrections import correct, reports_of, reports_on
from db.visits.record import record_visit
from db.workload.team import summary_of
from tests.people import CAMPAIGN, PERIOD, WITA, ani
from tests.soak import examples
from tests.town import HOUSEHOLD, VISITS

START = datetime(2022, 10, 20, 1, tzinfo=UTC)
STATE = ("status", "status_at", "settled_on", "revisit_at", "persons", "families", "visits", "receipt")
CORRECTIONS = select(Correction.__table__)  # type: ignore[attr-defined]


class Undone(Exception):
    """Raised to leave the database as it was."""


def report(outcome: Outcome, hours: float, *, confirmed: bool = False) -> Report:
    """A report as a talk would make it, some hours after the start."""
    at, rule = START + timedelta(hours=hours), RULES[outcome]
    revisit = at + timedelta(hours=5) if rule.revisit else None
    persons = 4 if rule.counts else 0
    return Report(outcome, at, persons, revisit_at=revisit, families=int(rule.counts), confirmed=confirmed)


def record(work: Work, one: Report, household: int = 3) -> int:
    """Record a report of Ani's; the visit's id."""
    command = RecordVisit(ani(one.visited_at), one, household)
    record_visit(work, command, arrived_at=START, fieldwork=CAMPAIGN.fieldwork, key=CAMPAIGN.receipt_key)
    return visit_like(work, one, household)


def visit_like(work: Work, one: Report, household: int = 3) -> int:
    """The visit of a report."""
    reports = reports_on(work, ReportsOn("PPL-0001", household))
    assert reports is not None
    return next(visit.id or 0 for visit in reports.mine if report_of(visit) == one)


def put_right(
    work: Work, wrong: int, instead: Report | None, household: int = 3, me: Caller | None = None
) -> Corrected:
    """Correct a visit."""
    command = Correct(me or ani(START + timedelta(hours=9)), household, (wrong,), instead)
    return correct(work, command, at=START + timedelta(hours=9), fieldwork=CAMPAIGN.fieldwork, key=CAMPAIGN.receipt_key)


def state(work: Work, household: int = 3) -> list[Any]:
    row = work.row(HOUSEHOLD, id=household)
    return [getattr(row, name) for name in STATE]


def test_a_report_is_replaced_and_stays_as_history(database: Database) -> None:
    with database.work() as work:
        wrong = record(work, report(Outcome.COMPLETE, 0))
        before = work.rows(VISITS)
        done = put_right(work, wrong, replace(report(Outcome.REFUSED, 0), visited_at=START))
        after, corrections = work.rows(VISITS), work.rows(CORRECTIONS)
        row = work.row(HOUSEHOLD, id=3)
    assert after[: len(before)] == before, "what was reported is not changed"
    assert [(one.visit, one.replacement, one.officer) for one in corrections] == [(wrong, after[-1].id, "PPL-0001")]
    assert (done.before.status, done.after.status) == (Outcome.COMPLETE, Outcome.REFUSED)
    assert (row.status, row.settled_on, row.persons, row.visits) == ("refused", None, 0, 1)


def test_a_report_is_withdrawn(database: Database) -> None:
    with database.work() as work:
        record(work, report(Outcome.NOBODY_HOME, 0))
        before = state(work)
        wrong = record(work, report(Outcome.COMPLETE, 2))
        code = work.row(HOUSEHOLD, id=3).receipt
        done = put_right(work, wrong, None)
        assert [*before[:-1], code] == state(work), "as before; the family keeps its code"
        assert done.code is None
        again = record(work, report(Outcome.COMPLETE, 5))
        assert work.row(HOUSEHOLD, id=3).receipt == code
    assert again != wrong


def test_what_was_corrected_cannot_be_corrected_again(database: Database) -> None:
    with database.work() as work:
        wrong = record(work, report(Outcome.COMPLETE, 0))
        put_right(work, wrong, report(Outcome.MOVED, 0))
    with pytest.raises(Problem) as refused, database.work() as work:
        put_right(work, wrong, None)
    assert refused.value.words.key == "problem.report_corrected"
    with database.work() as work:
        put_right(work, visit_like(work, report(Outcome.MOVED, 0)), report(Outcome.COMPLETE, 0))
        assert state(work)[0] == "complete", "but its replacement can, and back to what was said first"
        assert len(work.rows(CORRECTIONS)) == 2


def test_only_own_reports_on_the_own_list(database: Database) -> None:
    dian = replace(ani(START), officer="PPL-0002", name="Dian")
    with database.work() as work:
        wrong = record(work, report(Outcome.COMPLETE, 0))
    with pytest.raises(Problem) as refused, database.work() as work:
        put_right(work, wrong, None, me=dian)
    assert refused.value.words.key == "problem.no_such_household"
    with database.work() as work:
        work.connection.exec_driver_sql("UPDATE household SET enumerator = 'PPL-0002', no = 900 WHERE id = 3")
    with database.read() as work:
        assert reports_on(work, ReportsOn("PPL-0001", 3)) is None
        assert reports_of(work, ReportsOf("PPL-0001", START)) == []
        handed_over = reports_on(work, ReportsOn("PPL-0002", 3))
        assert handed_over is not None
        assert handed_over.mine == ()
    with pytest.raises(Problem) as refused, database.work() as work:
        put_right(work, wrong, None, me=dian)
    assert refused.value.words.key == "problem.report_corrected", "somebody else's report"


def test_the_list_holds_what_came_in_today_and_what_waits(database: Database) -> None:
    with database.work() as work:
        for household, outcome, hours in ((1, Outcome.COMPLETE, 0), (1, Outcome.REFUSED, 1), (2, Outcome.MOVED, 2)):
            record(work, report(outcome, hours), household)
        put_right(work, record(work, report(Outcome.COMPLETE, 3), 4), None, 4)
    with database.read() as work:
        today = reports_of(work, ReportsOf("PPL-0001", START))
        later = reports_of(work, ReportsOf("PPL-0001", START + timedelta(days=1)))
    told = [(one.household.id, one.visit.outcome, one.waits) for one in today]
    assert told == [(2, "moved", False), (1, "refused", True), (1, "complete", False)]
    assert [(one.household.id, one.visit.outcome, one.waits) for one in later] == [(1, "refused", True)]


def test_coverage_follows_and_the_leaders_see_it(database: Database) -> None:
    now = START + timedelta(hours=10)
    today = now.astimezone(WITA).date()
    with database.work() as work:
        ids = {n: record(work, report(Outcome.COMPLETE, n), n) for n in range(1, 6)}
        put_right(work, ids[1], None, 1)
        put_right(work, ids[2], report(Outcome.REFUSED, 2), 2)
        put_right(work, ids[3], replace(report(Outcome.COMPLETE, 3), visited_at=START - timedelta(days=1)), 3)
        figures = [summary_of(work, SummaryOf(who, today, now), PERIOD) for who in ("PML-001", "BPS-6471")]
    for summary in figures:
        assert (summary.total.done, summary.total.done_today, summary.total.refusals) == (3, 2, 1)
        assert summary.corrections == (("Ani", 3),)


REPORTS = st.lists(
    st.builds(report, st.sampled_from(Outcome), st.integers(0, 8), confirmed=st.booleans()),
    min_size=1,
    max_size=5,
    unique=True,
)


@settings(deadline=None, max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(reports=REPORTS, data=st.data())
def test_reports_and_corrections_in_any_order_end_in_the_same_state(
    database: Database, reports: list[Report], data: st.DataObject
) -> None:
    wrong = data.draw(st.lists(st.sampled_from(reports), unique=True, max_size=2))
    fixes = [
        (one, data.draw(st.none() | st.builds(report, st.sampled_from(Outcome), st.integers(20, 30)))) for one in wrong
    ]
    deeds = [*reports, *data.draw(st.lists(st.sampled_from(reports), max_size=2)), *fixes]
    assert after(database, data.draw(st.permutations(deeds))) == after(database, deeds)


def after(database: Database, deeds: list[Any]) -> list[Any]:
    """The household after these deeds; a correction waits until its report is there. The database stays as it was."""
    end: list[Any] = []
    with pytest.raises(Undone), database.work() as work:
        reported: set[Report] = set()
        while deeds:
            deed, *deeds = deeds
            if isinstance(deed, Report):
                if deed not in reported:
                    record(work, deed)
                else:
                    command = RecordVisit(ani(deed.visited_at), deed, 3)
                    record_visit(
                        work, command, arrived_at=START, fieldwork=CAMPAIGN.fieldwork, key=CAMPAIGN.receipt_key
                    )
                reported.add(deed)
            elif deed[0] in reported:
                put_right(work, visit_like(work, deed[0]), deed[1])
            else:
                deeds.append(deed)
        end = state(work)
        raise Undone
    return end
