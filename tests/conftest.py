"""Databases for tests: SQLite in a file and a real PostgreSQL, with the small world of tests/people.py."""

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from db.schema import upgrade
from db.work import Database
from tests import people, postgres

settings.register_profile("catat", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("catat")
"""A slow machine is no failure of a property."""

BACKENDS = ("sqlite", "postgresql")


def build(url: str) -> None:
    """The newest schema, and the world in it."""
    made = Database(url)
    upgrade(made)
    with made.work() as work:
        people.fill(work)
    made.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file to copy: everything in one file, no journal beside it."""
    path = tmp_path_factory.mktemp("template") / "catat.db"
    build(f"sqlite:///{path}")
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return path


@pytest.fixture
def sqlite_database(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    """The small world on SQLite."""
    path = tmp_path / "catat.db"
    shutil.copy(sqlite_template, path)
    made = Database(f"sqlite:///{path}")
    yield made
    made.close()


@pytest.fixture(params=BACKENDS)
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """The small world, once on each database."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_database")
        return
    made = Database(postgres.fresh_database(postgres.template("people", build)))
    yield made
    made.close()
    postgres.drop_database(str(made.url))
