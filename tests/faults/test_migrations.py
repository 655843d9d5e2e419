"""Migrations with data in the database, and several processes that upgrade at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, column, insert, inspect, select, table, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

import db.tables  # noqa: F401  the tables register themselves
from db.engine.schema import chain, config, newest, revisions, upgrade
from db.engine.work import Database
from tests import postgres
from tests.e2e.office import run_catat
from tests.faults.conftest import BACKENDS, Note

pytestmark = pytest.mark.slow

AT = datetime(2022, 10, 20, 1, tzinfo=UTC)
ROWS: dict[str, dict[str, Any]] = {
    "area": {"scheme": "bps", "code": "6471", "level": "regency", "name": "Kota Balikpapan"},
    "officer": {
        **{"id": "PPL-1", "name": "Ani", "role": "ppl", "area": "6471", "region": "6471"},
        **{"zone": "Asia/Makassar", "phone": "0812", "last_no": 1},
    },
    "chat": {"bot": 7, "chat": 8, "officer": "PPL-1", "language": "en", "talk_no": 3, "talk": {"a": [1]}, "checks": 2},
    "household": {
        **{"id": 5, "area": "6471", "number": "1", "head": "Siti", "address": "Jl. Ulin", "zone": "Asia/Makassar"},
        **{"kind": "prelist", "enumerator": "PPL-1", "no": 1, "status": "complete", "status_at": AT, "persons": 4},
        **{"settled_on": date(2022, 10, 20), "visits": 1, "receipt": "ABCDEFGHJ"},
    },
    "visit": {
        **{"id": 6, "household": 5, "officer": "PPL-1", "outcome": "complete", "visited_at": AT, "arrived_at": AT},
        **{"day": date(2022, 10, 20), "persons": 4, "note": "n", "reason": ""},
    },
    "invite": {"code_hash": "h", "officer": "PPL-1", "expires_at": AT, "used_at": AT},
    "inbox": {"bot": 7, "update_id": 9, "arrived_at": AT},
    "failure": {
        **{"bot": 7, "update_id": 10, "attempts": 3, "error": "E", "failed_at": AT, "parked": True},
        **{"update": {"update_id": 10}},
    },
    "outbox": {
        **{"id": 11, "bot": 7, "chat": 8, "lane": 0, "key": "7:9:reply", "status": "sent", "method": "sendMessage"},
        **{"params": {"text": "x"}, "attempts": 1, "created_at": AT, "sent_at": AT},
    },
    "due_run": {
        **{"job": "morning", "due_at": AT, "region": "6471/Asia/Makassar", "started_at": AT, "outcome": "done"},
        **{"counts": {"posted": 1}},
    },
    "bot": {
        **{"id": 7, "name": "main", "username": "u", "token_sealed": "t", "secret_sealed": "s"},
        **{"areas": ["64"], "status": "active"},
    },
    "lease": {"name": "sending:7", "holder": "serve-1", "until": AT},
    "card": {"bot": 7, "chat": 8, "day": date(2022, 10, 20), "message": 12, "before": 11, "due_at": AT},
    "deployment": {"name": "secret_key", "value": "f"},
    "clock_start": {"setting": "2022-10-20T06:55:00+08:00", "begun_at": AT},
    "absence": {"id": 1, "officer": "PPL-1", "start": AT.date(), "until": None, "why": "ill", "at": AT},
    "area_change": {
        "id": 1,
        "kind": "split",
        "area": "6471010001000100",
        "part": "RT 2a",
        "officer": "PPL-1",
        "at": AT,
    },
    "correction": {"visit": 6, "replacement": None, "officer": "PPL-1", "day": AT.date(), "at": AT},
    "detail": {"id": 1, "visit": 6, "kind": "place", "text": "", "file": None, "lat": -1.2, "lon": 116.8, "at": AT},
    "giving_back": {"id": 1, "household": 5, "officer": "PPL-1", "reason": "far", "asked_at": AT},
    "training_step": {"officer": "PPL-1", "step": "report", "at": AT},
    "pursuit": {
        **{"household": 5, "ladder": "refusal", "step": "visit", "tries": 1, "owner": "PPL-1", "begun_at": AT},
        **{"since": AT, "due_at": AT, "said": "hour", "next_at": None},
    },
    "pursuit_act": {
        **{"id": 1, "household": 5, "kind": "done", "ladder": "refusal", "step": "rt", "officer": "PPL-1", "at": AT},
        **{"note": "n"},
    },
    "contact_hour": {"area": "64710100010001", "weekend": False, "part": "morning", "tried": 4, "met": 2},
    "bookmark": {"job": "hours", "last": 6},
    "help_letter": {
        **{"id": 1, "household": 5, "addressee": "rt", "officer": "PPL-1", "sent_at": AT, "due_at": AT},
        **{"answered_at": None, "answer": ""},
    },
    "review": {"id": 1, "visit": 6, "newest": 6, "state": "approved", "officer": "PPL-1", "at": AT, "reason": ""},
    "proposal": {
        "id": 1,
        "officer": "PPL-1",
        "giver": "PPL-1",
        "status": "proposed",
        "at": AT,
    },
    "proposal_share": {
        **{"proposal": 1, "receiver": "PPL-1", "households": [5], "metres": None, "status": "waits"},
        "decided_at": None,
    },
    "reassignment": {
        **{"id": 1, "household": 5, "giver": "PPL-1", "receiver": None, "officer": "PPL-1", "at": AT, "why": "far"},
    },
    "message": {"id": 1, "officer": "PPL-1", "text": "x", "at": AT},
    "message_addressee": {"message": 1, "officer": "PPL-1", "letter": "7:9:to:PPL-1", "untold": "", "ready_at": AT},
    "change": {
        **{"id": 1, "household": 5, "officer": "PPL-1", "at": AT, "who": "office", "face": "import", "what": "import"},
        **{"before": {"head": "Sitti"}, "after": {"head": "Siti"}, "note": "prelist.csv"},
    },
    "process": {"id": "serve-1", "kind": "serve", "host": "h", "pid": 1, "started_at": AT, "seen_at": AT},
}
"""One row of every table there has ever been, parents first."""


@pytest.fixture(params=BACKENDS)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database with nothing in it."""
    url = f"sqlite:///{tmp_path / 'catat.db'}" if request.param == "sqlite" else postgres.fresh_database()
    made = Database(url)
    yield made
    made.close()
    if request.param == "postgresql":
        postgres.drop_database(str(made.url))


def all_rows(database: Database) -> dict[str, list[dict[str, Any]]]:
    """Everything in the database, as plain values."""
    with database.read() as work:
        metadata = MetaData()
        metadata.reflect(work.connection)
        return {
            name: [dict(row) for row in work.connection.execute(select(each)).mappings()]
            for name, each in metadata.tables.items()
            if name != "alembic_version"
        }


@pytest.mark.parametrize("revision", sorted(revisions()))
def test_all_rows_are_kept(empty: Database, revision: str, note: Note) -> None:
    upgrade(empty, revision)
    with empty.work() as work:
        there = inspect(work.connection).get_table_names()
        for name in ROWS:
            if name in there:
                there_now = {each["name"] for each in inspect(work.connection).get_columns(name)}
                columns = [each for each in SQLModel.metadata.tables[name].c if each.name in there_now]
                typed = table(name, *(column(each.name, each.type) for each in columns))
                work.connection.execute(insert(typed), ROWS[name])
    before = all_rows(empty)
    assert set(before) == set(ROWS) & set(there), "a table without a row in this test"
    upgrade(empty)
    after = all_rows(empty)
    for name, rows in before.items():
        kept = [{title: row[title] for title in rows[0] if title in row} for row in after[name]]
        assert kept == [{title: row[title] for title in kept[0]} for row in rows], name
    note(f"upgrade from {revision} with data", empty.engine.dialect.name, "all rows kept", lost=0)


def refused(database: Database, change: str) -> None:
    """History stays as it is."""
    with pytest.raises(DBAPIError, match="history stays"), database.work() as work:
        work.connection.execute(text(change))


def test_who_says_so_comes_to_history_that_stays(empty: Database, note: Note) -> None:
    """Rows of the release before say nothing of it: seen or told by the household. They still cannot be changed."""
    upgrade(empty, "0007")
    with empty.work() as work:
        for name in ("officer", "household", "visit", "pursuit_act"):
            before = {each["name"] for each in inspect(work.connection).get_columns(name)}
            columns = [each for each in SQLModel.metadata.tables[name].c if each.name in before]
            typed = table(name, *(column(each.name, each.type) for each in columns))
            work.connection.execute(insert(typed), ROWS[name])
    upgrade(empty)
    for name in ("visit", "pursuit_act"):
        assert [row["source"] for row in all_rows(empty)[name]] == ["self"]
        for change in ("UPDATE {} SET source = 'rt'", "UPDATE {} SET note = 'x'", "DELETE FROM {}"):
            refused(empty, change.format(name))
    with empty.work() as work:
        work.connection.execute(text("UPDATE pursuit_act SET receiver = 'PPL-1'"))
    with empty.work() as work:
        command.downgrade(config(work.connection), "0007")
    assert "source" not in all_rows(empty)["visit"][0]
    for change in ("UPDATE pursuit_act SET note = 'x'", "UPDATE visit SET note = 'x'"):
        refused(empty, change)
    upgrade(empty)
    note("who says so, up and down", empty.engine.dialect.name, "rows kept, history still stays", lost=0)


def test_files_are_named_after_their_revisions_in_their_order() -> None:
    walked = [each.revision for each in ScriptDirectory.from_config(config()).walk_revisions()]
    assert list(chain()) == walked[::-1]


def test_every_table_has_a_row_here() -> None:
    missing = set(SQLModel.metadata.tables) - set(ROWS)
    assert not missing, f"add a row for {missing} to ROWS"


def test_the_tables_are_what_the_migrations_make(empty: Database) -> None:
    """`alembic check` finds nothing to add."""
    upgrade(empty)
    with empty.work() as work:
        command.check(config(work.connection))


def test_four_upgrade_at_once(empty: Database, tmp_path: Path, note: Note) -> None:
    settings = {"CATAT_DATABASE_URL": empty.url.render_as_string(hide_password=False)}
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: run_catat(tmp_path, settings, "db", "upgrade"), range(4)))
    for each in done:
        assert each.returncode == 0, each.stderr
        assert newest() in each.stdout
    note("four processes upgrade at once", empty.engine.dialect.name, "one did it, three found it done", lost=0)
