"""The checker can fail: whatever the database or the bot gets wrong is reported."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from operator import attrgetter
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlmodel import col

from db.engine.work import Database
from db.tables import Household
from simulation.audit import audit
from simulation.play import prepare, simulate, throwaway
from simulation.stage import Plan, Stage
from tests.history import unlock

PLAN = Plan(60, 2, 2, seed=7)

FIRST_DONE = select(func.min(col(Household.id))).where(col(Household.status) == "complete").scalar_subquery()
TAMPERED: dict[str, dict[str, Any]] = {
    "status": {"status": "refused"},
    "settled on": {"settled_on": None},
    "persons": {"persons": 61},
    "visits": {"visits": 99},
    "receipt": {"receipt": None},
}


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Stage, sqlite3.Connection]]:
    """A played campaign without a difference, and a copy of its database as it was then."""
    database, copy = throwaway(tmp_path_factory.mktemp("played") / "campaign.db"), sqlite3.connect(":memory:")
    stage = simulate(Stage(database, PLAN))
    assert not stage.differing
    file_of(database).backup(copy)
    yield stage, copy
    copy.close()
    database.close()


@pytest.fixture
def stage(played: tuple[Stage, sqlite3.Connection]) -> Iterator[Stage]:
    """The played campaign, to be tampered with: afterwards all is as it was."""
    stage, copy = played
    yield stage
    copy.backup(file_of(stage.database))
    stage.differing.clear()
    stage.differences.clear()


def file_of(database: Database) -> sqlite3.Connection:
    """The driver's own connection."""
    with database.engine.connect() as connection:
        found = connection.connection.driver_connection
    assert isinstance(found, sqlite3.Connection)
    return found


@pytest.mark.parametrize("what", TAMPERED)
def test_a_tampered_household_is_reported(stage: Stage, what: str) -> None:
    with stage.database.work() as work:
        changed = update(Household).where(col(Household.id) == FIRST_DONE).values(**TAMPERED[what])
        assert work.change(changed) == 1
    audit(stage)
    assert stage.differing["households"] == 1
    assert what in dict(stage.differences)["households"]


def test_a_lost_visit_is_reported(stage: Stage) -> None:
    with stage.database.work() as work:
        unlock(work, "visit")
        work.connection.exec_driver_sql("DELETE FROM visit WHERE id = 1")
    audit(stage)
    assert stage.differing["visits by enumerator and day"] == stage.differing["visits by day and outcome"] == 1


def test_another_source_is_reported(stage: Stage) -> None:
    with stage.database.work() as work:
        unlock(work, "visit")
        work.connection.exec_driver_sql("UPDATE visit SET source = 'rt' WHERE id = 1")
    audit(stage)
    assert stage.differing["visits by outcome and who says so"] == 2


def test_a_case_of_somebody_else_is_reported(stage: Stage) -> None:
    with stage.database.work() as work:
        work.connection.exec_driver_sql("UPDATE pursuit SET owner = 'BPS-01', said = 'line'")
    audit(stage)
    assert stage.differing["cases"] == len(stage.books.reminders.watched) > 0


def test_what_nobody_tampered_with_is_not_reported(stage: Stage) -> None:
    audit(stage)
    assert not stage.differing


def test_a_household_that_nobody_knows_is_reported(sqlite_ground: Database) -> None:
    stage = Stage(sqlite_ground, PLAN)
    prepare(stage)
    del stage.books.sheets["PPL-0001"].cases[1]
    audit(stage)
    assert stage.differing["households"] == stage.differing["list lengths"] == 1


SPOILT: dict[str, tuple[str, str, Callable[[Any], Any]]] = {
    "reminders": ("books.reminders", "due", lambda real: lambda now: Counter()),
    "next steps": ("books", "owner", lambda real: lambda *seen: real(*seen) or "BPS-01"),
    "case files": ("books", "owner", lambda real: lambda *seen: real(*seen) or "BPS-01"),
    "acts": ("books", "act", lambda real: lambda officer, no, deed: real(officer, no, replace(deed, kind="nothing"))),
    "open cases": ("books", "open_cases", lambda real: lambda *seen: [*real(*seen), *real(*seen)]),
    "digests": ("books", "figures", lambda real: lambda *seen: real(*seen) + real(*seen)),
    "targets": ("books", "target", lambda real: lambda *seen: real(*seen) + 1),
    "lists in targets": ("books", "upcoming", lambda real: lambda *seen: real(*seen)[::-1]),
    "silent enumerators": ("books", "silent", lambda real: lambda *seen: [*real(*seen), "Nobody"]),
}


@pytest.mark.parametrize("what", SPOILT)
def test_a_figure_that_is_told_wrong_is_reported(sqlite_ground: Database, what: str) -> None:
    part, name, spoil = SPOILT[what]
    stage = Stage(sqlite_ground, Plan(60, 2, 3, seed=7, refusing=0.4))
    owner = attrgetter(part)(stage)
    setattr(owner, name, spoil(getattr(owner, name)))
    simulate(stage)
    assert stage.differing[what]


def test_a_bot_that_fails_is_reported(sqlite_ground: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    from simulation import telegram

    real = telegram.hear

    def hear(*told: Any) -> bool:
        if told[1].text == "/target":
            raise RuntimeError("out of order")
        return real(*told)

    monkeypatch.setattr(telegram, "hear", hear)
    stage = simulate(Stage(sqlite_ground, PLAN))
    assert "out of order" in dict(stage.differences)["the bot failed"]
