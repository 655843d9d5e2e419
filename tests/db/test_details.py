"""Details of reports: to which report they belong, and what a place tells of a household."""

from datetime import datetime, timedelta

import pytest

from core.people.person import Caller, Role
from core.problems import Problem
from core.visits.corrections import Correct
from core.visits.details import FRESH, AddDetails, Detail, DetailKind, LastReportOn, ReportsLately
from core.visits.outcomes import Outcome
from core.visits.report import RecordVisit, Report
from db.engine.work import Database, Work
from db.visits.corrections import correct
from db.visits.details import add_details, last_report_on, reports_lately
from db.visits.record import record_visit
from tests.people import CAMPAIGN, MORNING, WITA, ani
from tests.town import DETAILS, HOUSEHOLD

HOUR = timedelta(hours=1)
NOTE = Detail(DetailKind.NOTE, "pagar hijau")
PHOTO = Detail(DetailKind.PHOTO, "depan", "AgAD")
PLACE = Detail(DetailKind.PLACE, lat=-1.24, lon=116.88)


def dian(at: datetime = MORNING) -> Caller:
    """Dian, as the talks see her."""
    return Caller(Role.PPL, "id", at, WITA, "PPL-0002", "Dian")


def visit(work: Work, household: int, at: datetime = MORNING, arrived_at: datetime | None = None) -> int:
    """A report of Ani's; the visit's id."""
    command = RecordVisit(ani(at), Report(Outcome.VACANT, at, note="x"), household)
    fieldwork, key = CAMPAIGN.fieldwork, CAMPAIGN.receipt_key
    return record_visit(work, command, arrived_at=arrived_at or at, fieldwork=fieldwork, key=key).visit


def lately(work: Work, at: datetime) -> list[tuple[int, bool]]:
    return [(each.household.no, each.fresh) for each in reports_lately(work, ReportsLately(ani(at)))]


def test_the_last_report_comes_first_and_each_household_once(database: Database) -> None:
    with database.work() as work:
        for no, hours in ((3, 0), (4, 1), (3, 2)):
            visit(work, no, MORNING + hours * HOUR)
        assert lately(work, MORNING + 2 * HOUR) == [(3, True), (4, True)]
        assert lately(work, MORNING + FRESH) == [(3, True), (4, True)], "four hours later just so"
        assert lately(work, MORNING + 2 * HOUR + FRESH) == [(3, True), (4, False)]


def test_a_report_made_after_the_message_was_written_is_left_out(database: Database) -> None:
    with database.work() as work:
        visit(work, 3, MORNING)
        visit(work, 4, MORNING + HOUR)
        assert lately(work, MORNING + HOUR / 2) == [(3, True)]


def test_a_report_of_yesterday_that_came_in_just_now_is_fresh(database: Database) -> None:
    with database.work() as work:
        visit(work, 3, MORNING - 20 * HOUR, arrived_at=MORNING)
        visit(work, 4, MORNING - 50 * HOUR, arrived_at=MORNING)
        assert lately(work, MORNING) == [(3, True)]


def test_a_corrected_report_is_none(database: Database) -> None:
    with database.work() as work:
        wrong = visit(work, 3)
        command = Correct(ani(MORNING), 3, (wrong,))
        correct(work, command, at=MORNING, fieldwork=CAMPAIGN.fieldwork, key=CAMPAIGN.receipt_key)
        assert lately(work, MORNING) == []
        assert last_report_on(work, LastReportOn(ani(MORNING), 3)) is None


def test_details_are_kept_in_their_order(database: Database) -> None:
    with database.work() as work:
        number = visit(work, 3)
        add_details(work, AddDetails(ani(MORNING), number, (NOTE, PHOTO)))
        add_details(work, AddDetails(ani(MORNING + HOUR), number, (PLACE,)))
        kept = work.rows(DETAILS, household=3)
    assert [(row.kind, row.text, row.file, row.lat, row.lon, row.at) for row in kept] == [
        ("note", "pagar hijau", None, None, None, MORNING),
        ("photo", "depan", "AgAD", None, None, MORNING),
        ("place", "", None, -1.24, 116.88, MORNING + HOUR),
    ]


def test_the_first_place_becomes_the_households(database: Database) -> None:
    with database.work() as work:
        number = visit(work, 3)
        for step in range(2):
            place = Detail(DetailKind.PLACE, lat=-1.24 + step, lon=116.88)
            add_details(work, AddDetails(ani(MORNING), number, (place,)))
        row = work.row(HOUSEHOLD, id=3)
    assert (row.lat, row.lon) == (-1.24, 116.88)


def test_nothing_is_added_to_somebody_elses_report(database: Database) -> None:
    with pytest.raises(Problem, match="no_such_household"), database.work() as work:
        add_details(work, AddDetails(dian(), visit(work, 3), (NOTE,)))
    with database.read() as work:
        assert work.rows(DETAILS, household=3) == []
