"""`catat audit`: what it prints, and its exit codes."""

import json
from pathlib import Path

import pytest
from sqlalchemy import text
from typer.testing import CliRunner, Result

from cli.main import app
from cli.settings import SettingsError
from db.engine.work import Database
from tests.audit.test_story import Days


@pytest.fixture(autouse=True)
def reported(sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A database with one report, and the settings that point to it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CATAT_DATABASE_URL", f"sqlite:///{tmp_path / 'catat.db'}")
    monkeypatch.setenv("CATAT_SECRET_KEY", "a secret for tests")
    Days(sqlite_database).say("Ani", "3 S 4")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["audit", *arguments])


def test_the_hours_of_the_area_and_utc() -> None:
    done = run("PPL-0001/3")
    assert done.exit_code == 0, done.output
    assert "2022-10-20 09:01:00 · PPL-0001 Ani (ppl) · chat, typed line" in done.stdout
    assert done.stdout.startswith("K3 · 64710100010001/3 · list PPL-0001 no. 3 · Andi Tenri, Jl. Mangga No. 12\n")
    assert "2022-10-20 01:01:00 · PPL-0001 Ani (ppl) · chat, typed line" in run("K3", "--utc").stdout


def test_an_event_a_line_for_machines() -> None:
    done = run("K3", "--json")
    assert [json.loads(line)["what"] for line in done.stdout.splitlines()] == ["visit"]


def test_several_are_listed() -> None:
    done = run("6471010001/3")
    assert done.exit_code == 3
    assert [line.split(" ")[0] for line in done.stdout.splitlines()] == ["K3", "K63"]
    assert "name one by its K number" in done.stderr


def test_none_is_told_with_what_to_do() -> None:
    done = run("K999")
    assert isinstance(done.exception, SettingsError)
    assert "there is no household 'K999': name it by AREA/NUMBER" in str(done.exception)


def test_what_no_event_tells_is_told(sqlite_database: Database) -> None:
    with sqlite_database.work() as work:
        work.change(text("UPDATE household SET persons = 5 WHERE id = 3"))
    done = run("K3", "--json")
    assert done.exit_code == 1
    assert "stands otherwise than its story ends (persons)" in done.stderr
    assert len(done.stdout.splitlines()) == 1
