"""Failures that pass are told apart from those that an update itself is the cause of."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from db.engine.passing import passes
from db.engine.work import Database

BLAME = {
    "a constraint": "INSERT INTO inbox (bot, update_id, arrived_at) VALUES (NULL, NULL, NULL)",
    "a wrong statement": "SELECT no_such_column FROM inbox",
}


def failure(database: Database, statement: str) -> DBAPIError:
    """What the statement raises."""
    with pytest.raises(DBAPIError) as raised, database.work() as work:
        work.connection.execute(text(statement))
    return raised.value


def test_a_statement_that_takes_too_long_is_to_blame(database: Database) -> None:
    if database.sqlite:
        pytest.skip("PostgreSQL ends statements")
    database.bound_statements()
    with database.read() as work:
        assert work.connection.execute(text("SHOW statement_timeout")).scalar() == "1min"
        assert work.connection.execute(text("SHOW lock_timeout")).scalar() == "20s"
    assert not passes(failure(database, "DO $$ BEGIN RAISE SQLSTATE '57014'; END $$"))


@pytest.mark.parametrize("label", BLAME)
def test_the_statement_is_to_blame(label: str, database: Database) -> None:
    assert not passes(failure(database, BLAME[label]))


def test_programs_have_errors_of_their_own() -> None:
    assert not passes(ZeroDivisionError())


def test_a_database_that_is_away() -> None:
    away = Database("postgresql://postgres@127.0.0.1:1/nobody")
    assert passes(failure(away, "SELECT 1"))
    away.close()


def test_a_disk_that_is_full(sqlite_database: Database) -> None:
    with pytest.raises(DBAPIError) as raised, sqlite_database.work() as work:
        work.connection.exec_driver_sql("PRAGMA max_page_count = 1")  # no smaller than the file: nothing more fits
        work.connection.exec_driver_sql("CREATE TABLE more AS SELECT zeroblob(1000000) AS more")
    assert raised.value.orig.sqlite_errorcode == sqlite3.SQLITE_FULL  # type: ignore[union-attr]
    assert passes(raised.value)


def test_a_database_that_is_busy(sqlite_database: Database, tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "catat.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with sqlite_database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 0")
        with pytest.raises(DBAPIError) as raised:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
    assert passes(raised.value)
    other.close()


@pytest.mark.parametrize(
    ("label", "statement"),
    [
        ("cut off by the operator", "SELECT pg_terminate_backend(pg_backend_pid())"),
        ("a lock not had in time", "DO $$ BEGIN RAISE SQLSTATE '55P03'; END $$"),
        ("a deadlock", "DO $$ BEGIN RAISE SQLSTATE '40P01'; END $$"),
        ("no space left", "DO $$ BEGIN RAISE SQLSTATE '53100'; END $$"),
    ],
)
def test_postgresql_says_so(label: str, statement: str, database: Database) -> None:
    if database.sqlite:
        pytest.skip("PostgreSQL's own words")
    assert passes(failure(database, statement))
