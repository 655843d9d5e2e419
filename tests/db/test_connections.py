"""Connections to PostgreSQL: one that lay idle is tried first, one just used is believed to be there."""

import psycopg
import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

import db.engine.work
from db.engine.work import Database

WHO = select(func.pg_backend_pid())


@pytest.fixture
def cut_off(database: Database) -> int:
    """A database whose one pooled connection was cut off by the server; whose it was."""
    if database.sqlite:
        pytest.skip("SQLite is not connected to")
    with database.work() as work:
        who: int = work.value(WHO)
    address = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as operator:
        operator.execute("SELECT pg_terminate_backend(%s, 5000)", [who])
    return who


def test_an_idle_connection_is_tried(database: Database, cut_off: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(db.engine.work, "IDLE_SECONDS", 0.0)
    with database.work() as work:
        assert work.value(WHO) != cut_off


def test_a_busy_connection_fails_once(database: Database, cut_off: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(db.engine.work, "IDLE_SECONDS", 60.0)
    with pytest.raises(OperationalError) as error, database.work() as work:
        work.value(WHO)
    assert error.value.connection_invalidated
    with database.work() as work:
        assert work.value(WHO) != cut_off
