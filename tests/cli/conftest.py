"""An office at its terminal: the small world on either database, and a local Telegram that knows two bots."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from sqlalchemy import select
from sqlmodel import SQLModel
from typer.testing import CliRunner

from cli.main import app
from cli.settings import SettingsError
from db.engine.work import Database
from sandbox.accounts import BotAccount
from sandbox.app import create_app
from sandbox.server import SandboxServer
from tests.people import BOT

TOKEN, OTHER_TOKEN = f"{BOT}:the-secret-half-of-the-token", "7000000002:the-secret-half-of-another"


class Told(NamedTuple):
    """What a command printed, on either stream, and its exit code."""

    text: str
    code: int


Catat = Callable[..., Told]


@pytest.fixture(scope="session")
def telegram() -> Iterator[str]:
    """The address of a local Telegram that knows two bots."""
    known = [BotAccount(TOKEN, "CatatTestBot"), BotAccount(OTHER_TOKEN, "CatatOtherBot")]
    with SandboxServer(create_app(known)) as server:
        yield server.url


@pytest.fixture
def catat(database: Database, telegram: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Catat:
    """Runs a command in this process, and tells a wrong setting as the program does. typed: the standard input."""
    monkeypatch.chdir(tmp_path)
    settings = {
        "CATAT_BOT_TOKEN": TOKEN,
        "CATAT_TELEGRAM_URL": telegram,
        "CATAT_DATABASE_URL": database.url.render_as_string(hide_password=False),
        "CATAT_SECRET_KEY": "a-long-random-text-for-tests",
        "CATAT_CLOCK": "2022-10-20T09:00+08:00",
        "COLUMNS": "200",
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)

    def run(*arguments: str, typed: str = "") -> Told:
        done = CliRunner().invoke(app, arguments, input=typed)
        if isinstance(done.exception, SettingsError):
            return Told(f"catat: {done.exception}", 2)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return Told(done.output, done.exit_code)

    return run


def everything(database: Database) -> dict[str, list[Any]]:
    """All rows of all tables."""
    with database.read() as work:
        return {
            table.name: sorted((tuple(row) for row in work.rows(select(table))), key=repr)
            for table in SQLModel.metadata.tables.values()
        }
