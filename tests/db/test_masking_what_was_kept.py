"""Migration 0010: numbers of persons are masked in what databases hold already, history included, on both of them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import String, column, insert, inspect, table, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

import db.engine.schema
from db.engine.schema import upgrade
from db.engine.work import Database
from tests import postgres
from tests.audit.test_append_only import STAYS, triggers
from tests.faults.test_migrations import ROWS, all_rows

NIK, KK, PHONE = "6471051208900003", "6471052003150017", "081234567890"
RAW = (NIK, KK, PHONE, "0812-3456-7890")
WORDS = {
    "area": ("name",),
    "officer": ("name",),
    "household": ("head", "address"),
    "visit": ("note", "reason"),
    "detail": ("text",),
    "pursuit_act": ("note",),
    "review": ("reason",),
    "reassignment": ("why",),
    "area_change": ("part",),
    "change": ("note",),
    "giving_back": ("reason", "answer"),
    "help_letter": ("answer",),
    "absence": ("why",),
    "message": ("text",),
}
VALUES = {"change": ("before", "after"), "chat": ("talk", "album"), "failure": ("update",), "outbox": ("params",)}
NO_WORDS = {
    "id", "officer", "supervisor", "enumerator", "code", "scheme", "level", "timezone", "kemendagri", "role", "region",
    "zone", "kind", "number", "kk_hash", "status", "receipt", "outcome", "face", "source", "ladder", "step", "owner",
    "said", "receiver", "addressee", "state", "giver", "what", "who", "decided_by", "given_to", "code_hash", "file",
    "language", "letter", "untold", "job", "setting", "holder", "host", "token_sealed", "secret_sealed", "username",
    "key", "method", "error", "part", "area", "phone", "trains", "name", "areas", "counts", "households",
}  # fmt: skip
"""Columns of names, codes and ids that Catat gives or knows; nobody types anything else into them."""


@pytest.fixture(params=("sqlite", "postgresql"))
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database of the release before, with a number of a person in every column of words."""
    url = f"sqlite:///{tmp_path / 'catat.db'}" if request.param == "sqlite" else postgres.fresh_database()
    made = Database(url)
    upgrade(made, "0009")
    with made.work() as work:
        for name, row in ROWS.items():
            there = {each["name"] for each in inspect(work.connection).get_columns(name)} if _has(work, name) else set()
            columns = [each for each in SQLModel.metadata.tables[name].c if each.name in there]
            if columns:
                typed = table(name, *(column(each.name, each.type) for each in columns))
                told = {**row, **dict.fromkeys(WORDS.get(name, ()), f"a {NIK} b 0812-3456-7890 c")}
                told |= {each: {"a": [f"x {KK} {PHONE}"], "n": 7} for each in VALUES.get(name, ())}
                work.connection.execute(insert(typed), {each: told[each] for each in there if each in told})
        if work.postgres:  # the rows above brought their own numbers
            work.connection.execute(text("SELECT setval(pg_get_serial_sequence('change', 'id'), 100)"))
    yield made
    made.close()
    if request.param == "postgresql":
        postgres.drop_database(str(made.url))


def _has(work: Any, name: str) -> bool:
    return bool(inspect(work.connection).has_table(name))


def test_nothing_is_left_and_the_rest_is_as_it_was(old: Database) -> None:
    before = all_rows(old)
    upgrade(old)
    after = all_rows(old)
    for raw in RAW:
        assert raw not in repr(after)
    for name, columns in WORDS.items():
        assert [after[name][0][each] for each in columns] == ["a 6471…0003 b 0812…90 c"] * len(columns), name
    for name, rows in before.items():
        told = {*WORDS.get(name, ()), *VALUES.get(name, ())}
        for row, now in zip(rows, after[name], strict=False):
            assert {each: now[each] for each in row if each not in told} == {
                each: value for each, value in row.items() if each not in told
            }, name


def test_history_tells_that_it_was_changed_and_stays_from_then_on(old: Database) -> None:
    upgrade(old)
    with old.read() as work:
        told = work.connection.execute(text("SELECT who, face, note FROM change WHERE what = 'masked'")).one()
        assert triggers(work) == set(STAYS)  # type: ignore[arg-type]
    assert told == ("", "clock", "numbers of persons were masked in what had been kept (migration 0010)")
    for change in ("UPDATE visit SET note = 'x'", "DELETE FROM change", "UPDATE pursuit_act SET note = 'x'"):
        with pytest.raises(DBAPIError, match="history stays"), old.work() as work:
            work.connection.execute(text(change))


def test_a_second_time_changes_nothing(old: Database) -> None:
    upgrade(old)
    once = all_rows(old)
    upgrade(old)
    assert all_rows(old) == once


def test_codes_and_phones_of_letters_to_come_stay(old: Database) -> None:
    code = "6471010001000100"
    with old.work() as work:
        work.connection.execute(text("UPDATE officer SET phone = '081300001111'"))
        work.connection.execute(
            text("INSERT INTO area (scheme, code, level, name) VALUES ('bps', :code, 'sub_sls', 'x')"), {"code": code}
        )
        work.connection.execute(
            text("UPDATE outbox SET status = 'queued', params = :params"),
            {"params": f'{{"text": "Budi 081300001111, warga {PHONE}", "data": "3:area:{code}"}}'},
        )
        work.connection.execute(text("UPDATE help_letter SET answer = :answer"), {"answer": f"{code} 081300001111"})
    upgrade(old)
    rows = all_rows(old)
    params = rows["outbox"][0]["params"]
    assert "081300001111, warga 0812…90" in str(params)
    assert code in str(params)
    assert rows["help_letter"][0]["answer"] == f"{code} 0813…11"


def test_the_file_holds_nothing_of_it(old: Database) -> None:
    """Free pages and the journal beside the file are looked at byte by byte."""
    if not old.sqlite:
        pytest.skip("PostgreSQL: docs/operate.md tells how dead rows are given back (VACUUM FULL)")
    with old.work() as work:
        for number in range(2_000):
            work.connection.execute(
                text("INSERT INTO inbox (bot, update_id, arrived_at) VALUES (1, :n, :t)"),
                {"n": number, "t": f"{NIK} {PHONE} {'x' * 50}"},
            )
    with old.work() as work:
        work.connection.execute(text("DELETE FROM inbox WHERE bot = 1"))
    assert any(raw.encode() in bytes_of(old) for raw in RAW)
    upgrade(old)
    for raw in RAW:
        assert raw.encode() not in bytes_of(old)
    with old.read() as work:
        assert work.connection.exec_driver_sql("PRAGMA user_version").scalar() == 0


def test_what_is_swept_is_swept_when_it_was_broken_off(old: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    if not old.sqlite:
        pytest.skip("only a SQLite file is written anew")
    with monkeypatch.context() as patched:
        patched.setattr(db.engine.schema, "_sweep", lambda database: None)  # killed in between
        upgrade(old)
    assert NIK.encode() in bytes_of(old)
    upgrade(old)
    assert NIK.encode() not in bytes_of(old)


def bytes_of(database: Database) -> bytes:
    """The file and the two beside it."""
    file = Path(database.url.database or "")
    return b"".join(each.read_bytes() for each in file.parent.glob(f"{file.name}*"))


def test_every_column_of_texts_is_thought_about() -> None:
    """A column that is added later is masked at the edge; whoever adds one says here what it holds."""
    for each in SQLModel.metadata.tables.values():
        for one in each.columns:
            if isinstance(one.type, String):
                assert one.name in WORDS.get(each.name, ()) or one.name in NO_WORDS, f"{each.name}.{one.name}"
