"""The jobs against a database: once each, late or not, and a reminder is not lost when the hour moves."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from db.chats import mark_blocked
from db.due import mark_reminded
from db.tables import DueRun
from db.work import Database
from scheduler.jobs import due_runs, perform, remind_of_revisits
from tests.people import ANI, BOT, CAMPAIGN, MORNING
from tests.town import HOUSEHOLD, Town

RUNS = select(DueRun.__table__).order_by(DueRun.job)  # type: ignore[attr-defined, arg-type]


def agree(town: Town, hour: str) -> None:
    for text in ("/lapor 3", "tidak ada orang", hour):
        town.writes("Ani", text)


def tick(town: Town) -> list[str]:
    """Remind of what is due; what Ani is told."""
    remind_of_revisits(town.database.write, town.campaign, town.now)
    return [said.text for said in town.said() if said.chat == ANI]


def test_an_hour_is_reminded_of_once(database: Database) -> None:
    town = Town(database)
    agree(town, "16:00")
    assert tick(town) == []
    town.now = MORNING + timedelta(hours=7)
    assert len(tick(town)) == 1
    assert tick(town) == []


def test_an_hour_that_moves_while_the_reminder_is_made_is_reminded_of_again(database: Database) -> None:
    town = Town(database)
    agree(town, "16:00")
    town.now = MORNING + timedelta(hours=7)
    agree(town, "18:00")
    with database.work() as work:
        mark_reminded(work, [3], town.now)
        assert work.row(HOUSEHOLD, id=3).reminded_at is None
    town.now = MORNING + timedelta(hours=9)
    assert len(tick(town)) == 1


def test_who_has_blocked_the_bot_is_not_written_to(database: Database) -> None:
    town = Town(database)
    agree(town, "16:00")
    with database.work() as work:
        assert mark_blocked(work, BOT, ANI, MORNING)
    town.now = MORNING + timedelta(hours=7)
    assert tick(town) == []


def test_runs_are_recorded_with_their_counts(database: Database) -> None:
    now = MORNING + timedelta(hours=10)
    with database.read() as work:
        due = due_runs(work, now)
    counted: dict[str, Any] = {run.job: perform(database.write, run, CAMPAIGN, now) for run in due}
    assert counted == {"digest": {"posted": 3}, "morning": {"posted": 0, "skipped": 1}}
    with database.read() as work:
        assert {row.job: (row.outcome, row.counts) for row in work.rows(RUNS)} == {
            job: ("done", counts) for job, counts in counted.items()
        }
    assert [perform(database.write, run, CAMPAIGN, now) for run in due] == [None, None]


def test_before_the_fieldwork_nobody_is_written_to(database: Database) -> None:
    now = MORNING - timedelta(days=10)
    with database.read() as work:
        due = due_runs(work, now)
    assert [perform(database.write, run, CAMPAIGN, now) for run in due] == [{"posted": 0}, {"posted": 0, "skipped": 1}]
