"""A street with people, and a deployment on either database, for faults to strike."""

import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from random import Random

import pytest

from tests import postgres
from tests.e2e.office import TOKEN
from tests.faults import city
from tests.faults.deployment import Deployment
from tests.faults.reporters import Reporter
from tests.faults.street import Street
from tests.soak import SOAK as SOAK

TABLE = os.environ.get("CATAT_FAULT_TABLE")
BACKENDS = ("sqlite", "postgresql")
Note = Callable[..., None]


def in_short(backend: str) -> tuple[str, ...]:
    """Both databases in the long form; this one alone in the short form, for what hardly depends on it."""
    return BACKENDS if SOAK else (backend,)


@pytest.fixture(scope="session")
def city_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The city on SQLite, to be copied."""
    path = tmp_path_factory.mktemp("city") / "catat.db"
    city.build(f"sqlite:///{path}")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@pytest.fixture
def way() -> str:
    """How updates come in: polling or webhook."""
    return "polling"


@pytest.fixture
def street() -> Iterator[Street]:
    """A Telegram that knows our bot, and the people of the city."""
    made = Street([city.MAIN_BOT], city.PHONES).start()
    yield made
    made.stop()


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    """Each test runs on both databases."""
    return str(request.param)


@pytest.fixture
def database_url(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The city's database."""
    if backend == "sqlite":
        shutil.copy(request.getfixturevalue("city_file"), tmp_path / "catat.db")
        yield f"sqlite:///{tmp_path / 'catat.db'}"
        return
    url = postgres.fresh_database(postgres.template("city", city.build))
    yield url
    postgres.drop_database(url)


@pytest.fixture
def deployment(street: Street, database_url: str, way: str, tmp_path: Path) -> Iterator[Deployment]:
    """Nothing runs yet. Whatever is logged, the token is not in it."""
    made = Deployment(tmp_path, street.url, database_url, street.gate.port if way == "webhook" else None)
    street.gate.doors = made.doors
    with ExitStack() as stack:
        stack.callback(made.close)
        yield made
    assert TOKEN.partition(":")[2] not in made.log()


@pytest.fixture
def reporters(street: Street) -> list[Reporter]:
    """The enumerators; they begin when told."""
    seed = int(os.environ.get("CATAT_SEED", "1"))
    return [
        Reporter(
            street.telegram.chat(officer.lower(), None),
            officer,
            range(1, city.HOUSEHOLDS + 1),
            Random(f"{seed} {officer}"),
        )
        for officer in city.ENUMERATORS
    ]


@pytest.fixture
def note(request: pytest.FixtureRequest) -> Note:
    """Writes a line of the fault table."""

    def write(fault: str, backend: str, happened: str, **figures: object) -> None:
        if TABLE:
            with Path(TABLE).open("a") as table:
                table.write(json.dumps({"fault": fault, "database": backend, "happened": happened, **figures}) + "\n")

    return write
