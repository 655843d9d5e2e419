"""Empty databases for campaigns: both kinds, with the newest schema and nobody in them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from db.engine.schema import upgrade
from db.engine.work import Database
from simulation.play import throwaway
from simulation.stage import Plan
from tests import postgres
from tests.conftest import BACKENDS

SMALL = Plan(households=300, enumerators=4, days=5, seed=1)


def build(url: str) -> None:
    """The newest schema."""
    made = Database(url)
    upgrade(made)
    made.close()


@pytest.fixture(params=BACKENDS)
def ground(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database of each kind."""
    if request.param == "sqlite":
        made = throwaway(tmp_path / "campaign.db")
        yield made
        made.close()
        return
    made = Database(postgres.fresh_database(postgres.template("empty", build)))
    yield made
    made.close()
    postgres.drop_database(str(made.url))


@pytest.fixture
def sqlite_ground(tmp_path: Path) -> Iterator[Database]:
    """An empty SQLite database that nothing is synced of."""
    made = throwaway(tmp_path / "campaign.db")
    yield made
    made.close()
