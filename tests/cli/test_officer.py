"""`catat officer replace`: every kind of row that goes over has a name, and looking changes nothing."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import insert
from typer.testing import CliRunner, Result

from cli.main import app
from cli.officers import WHAT
from db.engine.work import Database
from db.people.replacing import MOVES
from db.tables import Officer
from tests.people import officer_row
from tests.town import Town


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings of an office whose database is the small world."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CATAT_DATABASE_URL", f"sqlite:///{tmp_path / 'catat.db'}")
    monkeypatch.setenv("CATAT_SECRET_KEY", "a secret for tests")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["officer", "replace", *arguments])


def add(database: Database, officer: str, role: str) -> None:
    with database.work() as work:
        work.change(insert(Officer), **officer_row(officer, "Fajar", role, None))


def content(path: Path) -> list[str]:
    """Everything that stands in the database; but for the key's fingerprint, which the first command leaves there."""
    connection = sqlite3.connect(path)
    try:
        return [line for line in connection.iterdump() if not line.startswith('INSERT INTO "deployment"')]
    finally:
        connection.close()


def test_every_kind_of_row_that_goes_over_has_a_name() -> None:
    assert set(WHAT) == {*MOVES, "household.enumerator"}


def test_a_supervisor_with_people_and_messages_is_replaced(sqlite_database: Database) -> None:
    add(sqlite_database, "PML-009", "pml")
    town = Town(sqlite_database)
    town.writes("Budi", "/pesan semua")
    town.writes("Budi", "Kumpul pukul 16.00 di kelurahan")
    town.presses("Budi", "📨 Kirim")
    done = run("PML-001", "PML-009")
    assert done.exit_code == 0, done.output
    rows = {line.strip("│ ").rsplit("│", 1)[0].strip(): line.strip("│ ").rsplit("│", 1)[-1].strip()
            for line in done.stdout.splitlines() if line.startswith("│")}  # fmt: skip
    assert rows["people directly below"] == "2"
    assert rows["messages to the people below"] == "1"
    assert "PML-009 has taken over from PML-001" in done.stdout
    assert {said.chat for said in town.said()} == {town.chat(name) for name in ("Ani", "Dian", "Dewi", "Budi")}
    assert run("PML-001", "PML-009").exit_code == 0, "done twice it finds nothing"


def test_an_enumerator_with_a_list_is_replaced(sqlite_database: Database) -> None:
    add(sqlite_database, "PPL-0009", "ppl")
    Town(sqlite_database).writes("Ani", "4 M sibuk; 5 T")
    done = run("PPL-0001", "PPL-0009")
    assert done.exit_code == 0, done.output
    assert {row.enumerator for row in Town(sqlite_database).households()} == {"PPL-0009", "PPL-0002"}


def test_looking_shows_the_same_and_changes_nothing(sqlite_database: Database, tmp_path: Path) -> None:
    add(sqlite_database, "PPL-0009", "ppl")
    before = content(tmp_path / "catat.db")
    looked = run("PPL-0001", "PPL-0009", "--dry-run")
    assert looked.exit_code == 0, looked.output
    assert "60" in looked.stdout and "Nothing was changed." in looked.stdout
    assert content(tmp_path / "catat.db") == before


def test_who_cannot_stand_for_the_other_is_told(sqlite_database: Database) -> None:
    for old, new, why in (("PPL-0001", "PML-001", "both need the same role"), ("PPL-0001", "PPL-7777", "no officer")):
        done = run(old, new)
        assert why in str(done.exception), done.output
