"""No household falls through: whatever happens in whatever order, an open one has its case, an owner and an hour."""

import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import invariant, run_state_machine_as_test
from sqlalchemy import event

from db.engine.work import Database
from tests import postgres
from tests.conftest import build
from tests.fieldwork.days import Days
from tests.fieldwork.field import Field
from tests.fieldwork.truths import Truths
from tests.soak import SOAK, examples


class Fieldwork(Days):
    """Everything that may happen, and after each deed what has to be true."""

    def __init__(self, ground: Database) -> None:
        super().__init__()
        self.field = Field(ground)
        self.truths = Truths(self.field)

    def ticks(self) -> None:
        super().ticks()
        self.truths.reminders()

    @invariant()
    def no_household_falls_through(self) -> None:
        self.truths.hold()

    def teardown(self) -> None:
        self.field.database.close()
        if not self.field.database.sqlite:
            postgres.drop_database(str(self.field.database.url))


def play(grounds: Callable[[], Database], tries: int, steps: int = 30) -> None:
    """Let the field run wild on databases of its own: the same examples each time, others with CATAT_SOAK."""
    how = settings(
        deadline=None,
        derandomize=not SOAK,
        max_examples=tries,
        stateful_step_count=steps,
        phases=[Phase.reuse, Phase.generate],  # to shrink an example takes minutes: add Phase.shrink to look for a bug
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(lambda: Fieldwork(grounds()), settings=how)


def test_no_household_falls_through(sqlite_template: Path, tmp_path: Path) -> None:
    numbers = count()

    def ground() -> Database:
        path = tmp_path / f"{next(numbers)}.db"
        shutil.copy(sqlite_template, path)
        return hurried(path)

    play(ground, examples(90))


@pytest.mark.slow
def test_nor_does_one_on_postgresql() -> None:
    play(lambda: Database(postgres.fresh_database(postgres.template("people", build))), 6, steps=20)


def hurried(path: Path) -> Database:
    """A database that nothing is synced of."""
    database = Database(f"sqlite:///{path}")

    @event.listens_for(database.engine, "connect")
    def hurry(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA synchronous=OFF")

    return database
