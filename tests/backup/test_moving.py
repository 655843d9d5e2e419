"""The whole database moves into another one, and the service goes on there."""

import json
from pathlib import Path

import pytest
from sqlalchemy import select, text
from typer.testing import CliRunner

from cli.main import app
from cli.settings import SettingsError
from db.engine import moving
from db.engine.work import Database, Work
from tests import postgres
from tests.backup.conftest import Command
from tests.backup.test_backup import count

TABLES = ("household", "officer", "chat", "area", "bot")
NOW = "CURRENT_TIMESTAMP"


@pytest.fixture(params=["sqlite", "postgresql"])
def target_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind."""
    return f"sqlite:///{tmp_path / 'other' / 'catat.db'}" if request.param == "sqlite" else postgres.fresh_database()


def tables_in(url: str) -> int:
    """How many tables there are; a file that is not there has none."""
    database = Database(url)
    if database.file is not None and not database.file.exists():
        return 0
    kind = "sqlite_master WHERE type='table'" if database.sqlite else "pg_tables WHERE schemaname='public'"
    with database.read() as work:
        found = int(work.connection.execute(text(f"SELECT count(*) FROM {kind}")).scalar_one())  # noqa: S608
    database.close()
    return found


def do(url: str, statement: str) -> None:
    """Run a statement."""
    database = Database(url)
    with database.work() as work:
        work.connection.execute(text(statement))
    database.close()


def test_everything_moves_and_the_next_numbers_follow(
    catat: Command, database_url: str, target_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {table: count(database_url, table) for table in TABLES}
    done = catat("move", "--to", target_url)
    assert done.exit_code == 0, done.output
    assert {table: count(target_url, table) for table in TABLES} == before
    monkeypatch.setenv("CATAT_DATABASE_URL", target_url)
    assert catat("status").exit_code == 0
    largest = "(SELECT max(id) FROM household)"
    if target_url.startswith("postgresql"):
        do(target_url, f"SELECT 1 / (nextval(pg_get_serial_sequence('household', 'id')) - {largest})::int")


def test_a_played_campaign_moves_to_postgresql_and_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    played, back = (f"sqlite:///{tmp_path / name}" for name in ("played.db", "back.db"))
    between = postgres.fresh_database()
    monkeypatch.chdir(tmp_path)
    size = ("--households", "60", "--enumerators", "1", "--days", "2", "--refusing", "0.2")
    for url, arguments in (
        (played, ("simulate", *size, "--database", played, "--out", "out")),
        (played, ("move", "--to", between)),
        (between, ("move", "--to", back)),
    ):
        monkeypatch.setenv("CATAT_DATABASE_URL", url)
        done = CliRunner().invoke(app, arguments)
        assert done.exit_code == 0, done.output
    before, after = everything(played), everything(back)
    assert before == after
    assert len(before["visit"]) > 50
    assert len(before["pursuit_act"]) > 5


def everything(url: str) -> dict[str, list[str]]:
    """All rows of all tables, in the order of their text."""
    database = Database(url)
    with database.read() as work:
        found = {table.name: sorted(map(plain, work.rows(select(table)))) for table in moving.tables()}
    database.close()
    return found


def plain(row: tuple[object, ...]) -> str:
    """A row as text; the names in an object have no order."""
    return " | ".join(json.dumps(each, sort_keys=True) if isinstance(each, dict) else repr(each) for each in row)


def test_a_target_with_anything_in_it_is_refused(catat: Command, database_url: str, target_url: str) -> None:
    Database(target_url).make()
    do(target_url, "CREATE TABLE other (id INTEGER)")
    with pytest.raises(SettingsError, match="is not empty"):
        catat("move", "--to", target_url)
    with pytest.raises(SettingsError, match="is the database itself"):
        catat("move", "--to", database_url)


def test_nothing_moves_while_the_service_runs(catat: Command, database_url: str, target_url: str) -> None:
    columns = "(id, kind, host, pid, started_at, seen_at)"
    do(database_url, f"INSERT INTO process {columns} VALUES ('p', 'serve', 'h', 1, {NOW}, {NOW})")  # noqa: S608
    with pytest.raises(SettingsError, match="Catat runs on this database: stop p"):
        catat("move", "--to", target_url)
    assert tables_in(target_url) == 0


def test_what_ends_in_the_middle_leaves_nothing_and_is_begun_again(
    catat: Command, target_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def end(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(moving, "count_on", end)
        catat("move", "--to", target_url)
    assert tables_in(target_url) == 0
    assert catat("move", "--to", target_url).exit_code == 0


def test_a_row_that_changes_on_its_way_is_noticed(
    catat: Command, target_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoil(work: Work, table: object) -> tuple[int, int]:
        work.connection.execute(text("UPDATE area SET name = 'other'"))
        return digest_of(work, table)  # type: ignore[arg-type]

    digest_of = moving.digest_of
    monkeypatch.setattr(moving, "digest_of", spoil)
    with pytest.raises(SettingsError, match="the table area is not the same"):
        catat("move", "--to", target_url)
    assert tables_in(target_url) == 0
