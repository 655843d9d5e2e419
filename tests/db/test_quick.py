"""The quick way for statements is SQLAlchemy's way in all but the time it takes: values, rows, counts, errors."""

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import BigInteger, Float, Table, bindparam, delete, event, func, insert, not_, select, text, update
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import DBAPIError, IntegrityError, InvalidRequestError
from sqlmodel import SQLModel, col

from db.engine.among import among
from db.engine.passing import passes
from db.engine.work import Database, Work
from db.outbox.inbox import ARRIVED, FAILED
from db.people.chats import LOCKED_CHAT, SAVE_TALK
from db.tables import Chat, Detail, Household, Inbox
from db.workload.offers import SOME
from tests import postgres
from tests.conftest import BACKENDS, build
from tests.history import unlock
from tests.people import ANI, BOT

AT = datetime(2022, 10, 20, 9, 30, 1, 234567, tzinfo=timezone(timedelta(hours=8)))
TABLES = sorted(SQLModel.metadata.tables)
SAMPLES: dict[str, tuple[Any, ...]] = {
    "TIMESTAMP": (AT, AT.astimezone(UTC)),
    "JSON": ({"a": [1, "ü", None, 1.5, True]}, ["64"]),
    "JSONB": ({"a": [1, "ü", None, 1.5, True]}, ["64"]),
    "DATE": (date(2022, 10, 20), date(1, 1, 1)),
    "TIME": (time(18, 0), time(0, 0, 59)),
    "BOOLEAN": (True, False),
    "FLOAT": (-1.2379, 116.8),
    "BIGINT": (2**40, -7),
    "INTEGER": (12, 0),
    "VARCHAR": ("Bu Siti's 100% : % ? %s \\ ☺", ""),
}
"""Values of every type of column, by the name PostgreSQL has for it."""


def kind_of(column: Any) -> str:
    """The type of a column in PostgreSQL's words, without its length."""
    return column.type.compile(postgresql.dialect()).split("(")[0].split(" ")[0]


def filled(table: Table, number: int) -> dict[str, Any]:
    """A row of a table, with a value in every column, or with none where there need not be one."""
    row = {}
    for column in table.columns:
        samples = SAMPLES[kind_of(column)]
        row[column.name] = samples[number % 2] if number < 2 or not column.nullable else None
    return row


def without_keys(work: Work) -> None:
    """Let rows stand that point to nobody, for the rest of the transaction."""
    if work.postgres:
        work.connection.execute(text("SET LOCAL session_replication_role = replica"))


class Undone(Exception):
    """Nothing is to be kept."""


@pytest.fixture(scope="module", params=BACKENDS)
def loose(
    request: pytest.FixtureRequest, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """A database for this module that lets rows point to nobody; whoever changes it undoes it."""
    if request.param == "sqlite":
        path = tmp_path_factory.mktemp("loose") / "catat.db"
        shutil.copy(sqlite_template, path)
        made = Database(f"sqlite:///{path}")
        event.listen(made.engine, "connect", lambda opened, _: opened.execute("PRAGMA foreign_keys=OFF"))
    else:
        made = Database(postgres.fresh_database(postgres.template("people", build)))
    yield made
    made.close()
    if not made.sqlite:
        postgres.drop_database(str(made.url))


@pytest.mark.parametrize("number", range(3))
@pytest.mark.parametrize("name", TABLES)
def test_every_column_goes_in_and_comes_back_as_ever(name: str, number: int, loose: Database) -> None:
    table = SQLModel.metadata.tables[name]
    row, all_of_it, nothing = filled(table, number), select(table), delete(table)
    with pytest.raises(Undone), loose.work() as work:
        without_keys(work)
        unlock(work, name)
        work.change(nothing)
        assert work.change(insert(table), **row) == 1
        quick, ordinary = work.rows(all_of_it), work.connection.execute(all_of_it).all()
        assert [type(value) for value in quick[0]] == [type(value) for value in ordinary[0]]
        assert quick == [tuple(each) for each in ordinary]
        assert quick[0]._asdict() == ordinary[0]._asdict() == row
        work.change(nothing)
        work.connection.execute(insert(table), row)
        assert work.rows(all_of_it) == quick
        raise Undone


def test_rows_of_expressions(database: Database) -> None:
    statement = select(
        func.count(), func.max(col(Household.no)).label("most"), col(Household.area), col(Chat.chat).is_(None)
    )
    statement = statement.outerjoin(Chat, col(Chat.officer) == "nobody").group_by(col(Household.area), col(Chat.chat))
    with database.read() as work:
        quick, ordinary = work.rows(statement), work.connection.execute(statement).all()
        assert quick == [tuple(row) for row in ordinary]
        assert quick[0]._fields == ordinary[0]._fields
        assert work.row(LOCKED_CHAT, bot=BOT, chat=-1) is None
        assert work.value(LOCKED_CHAT, bot=BOT, chat=-1) is None
        assert work.value(LOCKED_CHAT, bot=BOT, chat=ANI) == BOT


def test_how_many_rows_were_touched(database: Database) -> None:
    with database.work() as work:
        arrived = {"bot": BOT, "update_id": 1, "arrived_at": AT}
        assert [work.change(ARRIVED, **arrived) for _ in range(2)] == [1, 0]
        assert work.change(update(Household).values(persons=bindparam("n")), n=3) > 1
        failed = {"bot": BOT, "update_id": 1, "error": "E", "failed_at": AT}
        assert [work.value(FAILED, **failed) for _ in range(2)] == [1, 2]


def test_what_it_leaves_to_the_ordinary_way(database: Database) -> None:
    with database.work() as work:
        assert work.rows(SOME, ids=[-1, -2]) == []
        assert work.value(text("SELECT 1 + :n"), n=1) == 2
        for statement, values in ((SOME, {"ids": []}), (text("SELECT 1"), {})):
            assert work.quick.find(statement, values) is None
        assert work.quick.find(SAVE_TALK, {"b": 1, "c": 2, "talk": None, "talk_no": 1}) is not None


def test_a_listener_hears_every_statement(database: Database) -> None:
    heard = []
    event.listen(database.engine, "before_cursor_execute", lambda *given: heard.append(given[2]))
    with database.read() as work:
        work.row(LOCKED_CHAT, bot=BOT, chat=ANI)
    assert any("officer" in each for each in heard)


def raised(work: Work, statement: Any, **values: Any) -> Exception:
    """What a changing statement raises."""
    with pytest.raises(Exception) as error:
        work.change(statement, **values)
    return error.value


def test_an_error_has_its_name_and_hides_what_was_written(database: Database) -> None:
    with database.work() as work:
        error = raised(work, insert(Detail), visit=-77, kind="told nobody", text="", at=AT)
        assert isinstance(error, IntegrityError) and isinstance(error.orig, Exception)
        assert "INSERT INTO detail" in str(error) and "told nobody" not in str(error)
        assert not passes(error)
        work.connection.rollback()


def test_what_cannot_be_bound_reaches_no_database(database: Database) -> None:
    with database.work() as work:
        assert isinstance(raised(work, SAVE_TALK, b=BOT, c=ANI, talk=None), InvalidRequestError)
        naive = AT.replace(tzinfo=None)
        assert "zone" in str(raised(work, ARRIVED, bot=BOT, update_id=2, arrived_at=naive))
        assert work.change(ARRIVED, bot=BOT, update_id=2, arrived_at=AT) == 1


def test_a_lost_connection_is_dropped_and_the_next_transaction_has_another(database: Database) -> None:
    if database.sqlite:
        pytest.skip("SQLite is not connected to")
    with pytest.raises(DBAPIError) as error, database.work() as one, database.work() as two:
        lost = one.connection.connection.driver_connection
        two.value(select(func.pg_terminate_backend(bindparam("pid"))), pid=lost.info.backend_pid)  # type: ignore[union-attr]
        one.row(LOCKED_CHAT, bot=BOT, chat=ANI)
    assert error.value.connection_invalidated and passes(error.value)
    with database.work() as work:
        assert work.connection.connection.driver_connection is not lost
        assert work.row(LOCKED_CHAT, bot=BOT, chat=ANI) is not None


def test_what_fails_after_the_first_row_has_its_name_too(database: Database) -> None:
    """SQLite reads the rest of the rows only when they are asked for."""
    last_fails = col(Inbox.update_id).desc()
    overflow = select(func.abs(col(Inbox.update_id))).where(col(Inbox.bot) == bindparam("bot")).order_by(last_fails)
    with database.work() as work:
        for number in (*range(9), -(2**63)):
            work.change(ARRIVED, bot=BOT, update_id=number, arrived_at=AT)
        with pytest.raises(DBAPIError):
            work.rows(overflow, bot=BOT)
        work.connection.rollback()


def test_a_statement_run_often_is_the_same_each_time(database: Database) -> None:
    """From the third time on PostgreSQL has it prepared."""
    numbers = [1, None, 2**40, 3, -1, None, 2**62, 0]
    asked = select(bindparam("n", type_=BigInteger()).label("n"), bindparam("f", type_=Float()).label("f"))
    for number in numbers:
        with database.read() as work:
            assert work.row(asked, n=number, f=0.5) == (number, 0.5)


def test_a_prepared_statement_outlives_its_failure(database: Database) -> None:
    detail = insert(Detail)
    for _ in range(6):
        with pytest.raises(IntegrityError), database.work() as work:
            work.change(detail, visit=-77, kind="x", text="", at=AT)
    with database.work() as work:
        assert [work.change(ARRIVED, bot=BOT, update_id=n, arrived_at=AT) for n in range(6)] == [1] * 6


@pytest.mark.parametrize("ids", [[], [1], [2, 3, 2**40], list(range(1, 300))], ids=len)
def test_among_is_in(database: Database, ids: list[int]) -> None:
    quickly = select(col(Household.id)).where(among(col(Household.id), "ids")).order_by(col(Household.id))
    others = select(func.count()).select_from(Household).where(not_(among(col(Household.id), "ids")))
    with database.read() as work:
        assert work.quick.find(quickly, {"ids": ids}) is not None
        found = [row.id for row in work.rows(quickly, ids=ids)]
        assert (
            found
            == work.connection.execute(
                select(col(Household.id)).where(col(Household.id).in_(ids)).order_by(col(Household.id))
            )
            .scalars()
            .all()
        )
        assert work.value(others, ids=ids) == work.value(select(func.count()).select_from(Household)) - len(found)
