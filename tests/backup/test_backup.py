"""Copies that are made, and files that are no copies: both databases, without a running service."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from time_machine import TimeMachineFixture

from cli.settings import SettingsError
from db.engine.schema import newest, revision_of, upgrade
from db.engine.work import Database
from tests import postgres
from tests.backup.conftest import Command

pytestmark = pytest.mark.usefixtures("pg_bin")


@pytest.fixture
def empty_url(backend: str, tmp_path: Path) -> str:
    """An empty database."""
    return f"sqlite:///{tmp_path / 'other' / 'catat.db'}" if backend == "sqlite" else postgres.fresh_database()


def count(url: str, table: str) -> int:
    database = Database(url)
    with database.read() as work:
        found = int(work.connection.execute(text(f"select count(*) from {table}")).scalar_one())  # noqa: S608
    database.close()
    return found


def test_there_and_back(
    catat: Command, database_url: str, empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = catat("backup", "copy")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "copy").stat().st_mode & 0o077 == 0, "others may read it"
    assert [path.name for path in tmp_path.glob(".copy*")] == []
    monkeypatch.setenv("CATAT_DATABASE_URL", empty_url)
    done = catat("restore", "copy")
    assert "10 officers, 2,400 households, 0 visits" in done.output
    for table in ("household", "officer", "chat", "area", "bot"):
        assert count(empty_url, table) == count(database_url, table)


def test_a_folder_keeps_the_newest_copies_and_nothing_else_is_touched(
    catat: Command, tmp_path: Path, time_machine: TimeMachineFixture
) -> None:
    nights = [datetime(2022, 10, 20 + night, 18, tzinfo=UTC) for night in range(4)]
    others = ["notes.txt", "catat-2022.backup", "old.backup"]
    for night in nights:
        time_machine.move_to(night, tick=False)
        done = catat("backup", "copies", "--keep", "2")
        assert done.exit_code == 0, done.output
        for name in others:
            (tmp_path / "copies" / name).touch()
    kept = ["catat-20221022T180000Z.backup", "catat-20221023T180000Z.backup"]
    assert sorted(path.name for path in (tmp_path / "copies").iterdir()) == sorted([*kept, *others])
    assert (tmp_path / "copies").stat().st_mode & 0o077 == 0
    assert "catat-20221021T180000Z.backup: deleted, 2 are kept." in done.output
    with pytest.raises(SettingsError, match="is there already"):
        catat("backup", "copies")
    with pytest.raises(SettingsError, match="no folder for copies"):
        catat("backup", "copies/notes.txt", "--keep", "2")


def test_what_is_there_is_not_overwritten(catat: Command, database_url: str) -> None:
    catat("backup", "copy")
    with pytest.raises(SettingsError, match="is there already"):
        catat("backup", "copy")
    with pytest.raises(SettingsError, match="--replace"):
        catat("restore", "copy")
    database = Database(database_url)
    with database.work() as work:
        work.connection.execute(text("create table from_a_newer_release (n integer)"))
        work.connection.execute(text("delete from household where id < 100"))
    database.close()
    assert "2,400 households" in catat("restore", "copy", "--replace").output


def test_a_running_service_is_not_replaced(catat: Command, database_url: str) -> None:
    catat("backup", "copy")
    database = Database(database_url)
    with database.work() as work:
        now = "datetime('now')" if work.postgres is False else "now()"
        columns = "id, kind, host, pid, started_at, seen_at"
        row = f"insert into process ({columns}) values ('serve-1', 'serve', 'here', 1, {now}, {now})"  # noqa: S608
        work.connection.execute(text(row))
    database.close()
    with pytest.raises(SettingsError, match="stop serve-1"):
        catat("restore", "copy", "--replace")


def test_a_copy_of_a_newer_release_is_refused(catat: Command, database_url: str, empty_url: str) -> None:
    database = Database(database_url)
    with database.work() as work:
        work.connection.execute(text("update alembic_version set version_num = '9999'"))
    catat("backup", "copy")
    with database.work() as work:
        work.connection.execute(text(f"update alembic_version set version_num = '{newest()}'"))  # noqa: S608
    database.close()
    with pytest.raises(SettingsError, match="revision 9999"):
        catat("restore", "copy", "--replace")
    assert count(database_url, "household") == 2400


@pytest.mark.parametrize("revision", ["0001", "0005", "0008"])
def test_a_copy_of_an_earlier_release_is_brought_up_to_date(
    catat: Command, database_url: str, empty_url: str, monkeypatch: pytest.MonkeyPatch, revision: str
) -> None:
    earlier = Database(empty_url)
    upgrade(earlier, revision)
    with earlier.work() as work:
        work.connection.execute(text("insert into area (scheme, code, level, name) values ('bps', '6471', 'x', 'y')"))
    earlier.close()
    monkeypatch.setenv("CATAT_DATABASE_URL", empty_url)
    assert catat("backup", "copy").exit_code == 0
    monkeypatch.setenv("CATAT_DATABASE_URL", database_url)
    assert "0 households" in catat("restore", "copy", "--replace").output
    assert count(database_url, "area") == 1
    with Database(database_url).read() as work:
        assert revision_of(work) == newest()


@pytest.mark.parametrize(
    "content", [b"", b"nonsense", b"SQLite format 3\0 and then nothing", b"PGDMP and then nothing"]
)
def test_what_is_no_copy_changes_nothing(catat: Command, database_url: str, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "junk").write_bytes(content)
    with pytest.raises(SettingsError, match=r"not a backup|not a sound copy|pg_restore failed"):
        catat("restore", "junk", "--replace")
    assert count(database_url, "household") == 2400


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_the_database_itself_is_no_copy(catat: Command, database_url: str) -> None:
    with pytest.raises(SettingsError, match="is the database itself"):
        catat("restore", "catat.db", "--replace")
    assert count(database_url, "household") == 2400


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_a_damaged_copy_is_refused(catat: Command, tmp_path: Path) -> None:
    catat("backup", "copy")
    whole = (tmp_path / "copy").read_bytes()
    (tmp_path / "copy").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(SettingsError, match=r"damaged|not a sound copy"):
        catat("restore", "copy", "--replace")


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_a_database_that_is_damaged_is_replaced(catat: Command, tmp_path: Path, database_url: str) -> None:
    catat("backup", "copy")
    (tmp_path / "catat.db").write_bytes(b"rubbish" * 1000)
    assert "2,400 households" in catat("restore", "copy", "--replace").output
    assert sqlite3.connect(tmp_path / "catat.db").execute("pragma integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_without_postgresqls_tools(catat: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PG_BIN", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("cli.dumps.DEBIAN", tmp_path)
    with pytest.raises(SettingsError, match=r"pg_dump is not here: install .* PG_BIN"):
        catat("backup", "copy")
