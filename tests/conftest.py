"""Databases for tests: SQLite in a file and a real PostgreSQL, with the small world of tests/people.py."""

import logging
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from hypothesis import HealthCheck, settings

from db.engine.schema import upgrade
from db.engine.work import Database
from tests import people, postgres
from tests.soak import examples

settings.register_profile(
    "catat", deadline=None, max_examples=examples(100), suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("catat")
"""A slow machine is no failure of a property."""



@pytest.fixture(autouse=True)
def logs_as_before() -> Iterator[None]:
    """A command that runs in a test sets up logs to that test's terminal: they must not outlive it."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level
    if structlog.is_configured():
        structlog.reset_defaults()


BACKENDS = ("sqlite", "postgresql")
SLOW, ALL_SLOW = "pytest.mark.slow", "\npytestmark = pytest.mark.slow"
LONGEST = ("test_bench_runs", "test_month", "test_bots", "test_the_day", "test_takeover", "test_kills")
"""The files that take longest: they begin first, so that no worker is left alone with one at the end."""


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Files in which nothing can be chosen are not even loaded: a worker takes six seconds to load them all."""
    chosen = config.option.markexpr
    if collection_path.suffix != ".py" or chosen not in ("slow", "not slow"):
        return None
    text = collection_path.read_text(encoding="utf-8")
    left_out = SLOW not in text if chosen == "slow" else ALL_SLOW in text
    return left_out or None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first; all else stays in its order."""
    items.sort(key=lambda item: LONGEST.index(item.path.stem) if item.path.stem in LONGEST else len(LONGEST))



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
