"""The deployment and the people of the fault tests, and a `catat` command on either database."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli.main import app
from cli.settings import SettingsError
from tests import postgres
from tests.faults.conftest import (  # noqa: F401
    backend,
    city_file,
    database_url,
    deployment,
    reporters,
    street,
)

Command = Callable[..., Result]


@pytest.fixture
def pg_bin(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tools that belong to the server of the tests."""
    monkeypatch.setenv("PG_BIN", str(postgres.server().binaries))


@pytest.fixture
def catat(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:  # noqa: F811
    """Runs a command in this process; a wrong setting is raised."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CATAT_DATABASE_URL", database_url)

    def run(*arguments: str) -> Result:
        done = CliRunner().invoke(app, arguments)
        if isinstance(done.exception, SettingsError):
            raise done.exception
        return done

    return run
