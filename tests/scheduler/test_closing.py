"""Who is asked to close what is open: the nearest leader who can be told and works that day, then the next in line."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from core.cases.closing import begins_at
from db.engine.work import Database
from db.people.chats import mark_blocked, mark_reachable
from db.tables import Absence
from scheduler.jobs import due_runs, perform
from tests.people import BOT, BUDI, DEWI, EKO, MORNING, PERIOD, WITA
from tests.town import Town

END = begins_at(PERIOD.end, WITA)


def asked(town: Town, days: int = 0) -> dict[int, str]:
    """The proposals of an evening so many days after the last one, by chat."""
    town.now = END + timedelta(days=days)
    with town.database.read() as work:
        due = [run for run in due_runs(work, town.now) if run.job == "closing"]
    for run in due:
        perform(town.database.write, run, town.campaign, town.now)
    return {said.chat: said.text for said in town.said()}


@pytest.fixture
def town(database: Database) -> Town:
    """Two of Ani's households are open."""
    town = Town(database)
    town.writes("Ani", "4 M sibuk; 5 T")
    town.said()
    return town


def be_away(town: Town, officer: str) -> None:
    last: dict[str, Any] = {"start": PERIOD.end - timedelta(days=2), "until": PERIOD.end}
    with town.database.work() as work:
        work.change(insert(Absence), officer=officer, why="leave", at=MORNING, **last)


def test_the_nearest_first_then_the_next_in_line(town: Town) -> None:
    assert [set(asked(town, days)) for days in range(-1, 4)] == [set(), {BUDI}, {DEWI}, {EKO}, set()]


def test_who_is_away_is_passed_over_that_day(town: Town) -> None:
    be_away(town, "PML-001")
    assert set(asked(town)) == {DEWI}
    said = asked(town, 1)
    assert set(said) == {DEWI} and "Budi" in said[DEWI], "back at work, Budi is the nearest, whose turn was yesterday"


def test_who_cannot_be_told_is_passed_over_until_that_ends(town: Town) -> None:
    with town.database.work() as work:
        mark_blocked(work, BOT, BUDI, MORNING)
    assert set(asked(town)) == {DEWI}
    with town.database.work() as work:
        mark_reachable(work, BOT, BUDI)
        mark_blocked(work, BOT, DEWI, MORNING)
    assert set(asked(town, 1)) == {EKO}


def test_everybody_away_leaves_nobody_asked(town: Town) -> None:
    for officer in ("PML-001", "KSK-01", "BPS-6471"):
        be_away(town, officer)
    assert asked(town) == {}
