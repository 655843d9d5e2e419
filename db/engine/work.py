"""One transaction: `ReadWork` may read, `Work` may write; this file alone commits."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import orjson
from sqlalchemy import URL, Connection, CursorResult, Engine, Executable, create_engine, event, make_url
from sqlalchemy.exc import InvalidatePoolError

from db.engine.drivers import Driver, driver_of
from db.engine.passing import is_away
from db.engine.quick import Quick, QuickWays
from db.engine.sqlite import begin, file_of, make_engine, make_file

COUNTED = {"preserve_rowcount": True}
"""Else SQLAlchemy does not know how many rows an INSERT made on PostgreSQL, and says -1."""

IDLE_SECONDS = 1.0
"""A connection used within this time is believed to be there still."""

BOUNDS = (
    "SELECT set_config('statement_timeout', '60s', false), set_config('lock_timeout', '20s', false), "
    "set_config('idle_in_transaction_session_timeout', '120s', false)"
)
"""Who waits for a lock tries again (db/engine/passing.py), before the statement itself is to blame."""

_ALWAYS: dict[str, Any] = {
    "hide_parameters": True,
    "json_serializer": lambda value: orjson.dumps(value).decode(),
    "json_deserializer": orjson.loads,
}
T = TypeVar("T")


class ReadWork:
    """A transaction that reads; every statement in it sees one state of the database."""

    def __init__(self, connection: Connection, quick: QuickWays) -> None:
        self.connection, self.quick = connection, quick
        self.watched = bool(connection.dispatch.before_cursor_execute)
        self.postgres = connection.dialect.name == "postgresql"

    @cached_property
    def driver(self) -> Driver:
        """The driver, which runs all that takes the quick way."""
        return driver_of(self.connection)

    def rows(self, statement: Executable, **values: Any) -> Sequence[Any]:
        """All rows of a statement."""
        way = self._quick(statement, values)
        if way:
            return way.rows(self.connection, self.driver, values)
        return self.connection.execute(statement, values).all()

    def row(self, statement: Executable, **values: Any) -> Any | None:
        """The first row of a statement, or None."""
        return next(iter(self.rows(statement, **values)), None)

    def value(self, statement: Executable, **values: Any) -> Any:
        """The first column of the first row, or None."""
        row = self.row(statement, **values)
        return None if row is None else row[0]

    def _quick(self, statement: Executable, values: Mapping[str, Any]) -> Quick | None:
        """The quick way, if there is one; whoever listens to the engine's statements hears only the ordinary way."""
        return None if self.watched else self.quick.find(statement, values)


class Work(ReadWork):
    """A transaction that may change things; all of it is kept, or nothing."""

    def change(self, statement: Executable, **values: Any) -> int:
        """Run a changing statement; how many rows it touched."""
        way = self._quick(statement, values)
        if way:
            return way.count(self.connection, self.driver, values)
        result: CursorResult[Any] = self.connection.execute(statement, values, execution_options=COUNTED)
        return result.rowcount

    def change_many(self, statement: Executable, rows: Sequence[Mapping[str, Any]]) -> None:
        """Run a changing statement once for each set of values."""
        if rows:
            self.connection.execute(statement, rows)


@dataclass(frozen=True)
class Failed:
    """The error that a function of a shared transaction raised."""

    error: Exception


class Database:
    """The database: SQLite for one office on one machine, PostgreSQL for a country."""

    def __init__(self, url: str | URL, pool_size: int = 15) -> None:
        self.url = make_url(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        if self.sqlite:
            self.engine = make_engine(self.url, **_ALWAYS)
        else:
            if self.url.drivername == "postgresql":
                self.url = self.url.set(drivername="postgresql+psycopg")
            self.engine = _postgres(self.url, pool_size)
        self.file = file_of(self.url)
        self.keeps = True
        self.quick = QuickWays(self.engine.dialect)

    def make(self) -> None:
        """Make the file of a database that is one, unless it is there. OSError when it cannot be made."""
        if self.file is not None:
            make_file(self.file)

    @contextmanager
    def work(self) -> Iterator[Work]:
        """A writing transaction: committed at the end, rolled back when anything is raised.

        While `keeps` is False it is rolled back in any case: everything is tried, and nothing kept.
        """
        with self.engine.connect() as connection:
            self._begin(connection, "BEGIN IMMEDIATE")
            work = Work(connection, self.quick)
            try:
                yield work
            except BaseException:
                connection.rollback()
                raise
            if self.keeps:
                connection.commit()
            else:
                connection.rollback()

    def write(self, function: Callable[[Work], T]) -> T:
        """Run a function in one writing transaction of its own."""
        with self.work() as work:
            return function(work)

    def together(self, functions: Sequence[Callable[[Work], Any]]) -> list[Any]:
        """Run several functions in one transaction, each a unit of its own; their results, or what they raised.

        When one of them raises, nothing is kept, and each is run once more in a transaction of its own: so a function
        that fails leaves nothing behind and takes no neighbour along, and the others pay for it only then. When the
        database cannot be reached, that is raised, and nothing of any of them is kept.
        """
        try:
            with self.work() as work:
                return [function(work) for function in functions]
        except Exception as error:
            if len(functions) == 1:
                return [Failed(error)]
            if is_away(error):
                raise
        return [self._alone(function) for function in functions]

    def _alone(self, function: Callable[[Work], Any]) -> Any:
        try:
            return self.write(function)
        except Exception as error:
            return Failed(error)

    @contextmanager
    def read(self) -> Iterator[ReadWork]:
        """A reading transaction."""
        with self.engine.connect() as connection:
            self._begin(connection, "BEGIN")
            try:
                yield ReadWork(connection, self.quick)
            finally:
                connection.rollback()

    def bound_statements(self) -> None:
        """From here on PostgreSQL ends a statement that takes too long, or waits too long for a lock: for processes of
        the service; a command of the terminal may take its time.
        """
        if self.sqlite:
            return

        @event.listens_for(self.engine, "connect")
        def bound(connection: Any, _record: Any) -> None:
            connection.execute(BOUNDS)
            connection.commit()

        self.engine.dispose()

    def _begin(self, connection: Connection, how: str) -> None:
        if self.sqlite:
            begin(connection, self.file, how)
        else:
            connection.begin()

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def _postgres(url: URL, pool_size: int) -> Engine:
    """PostgreSQL; a connection that lay idle is tried before it is used again, for the server may have restarted.

    Statements are prepared by db/engine/drivers.py alone: psycopg drops all prepared ones whenever it drops its own.
    """
    engine = create_engine(url, pool_size=pool_size, connect_args={"prepare_threshold": None}, **_ALWAYS)

    @event.listens_for(engine, "checkin")
    def note(_connection: Any, record: Any) -> None:
        record.info["idle_since"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def try_it(connection: Any, record: Any, _fairy: Any) -> None:
        if time.monotonic() - record.info.get("idle_since", math.inf) > IDLE_SECONDS:
            try:
                engine.dialect.do_ping(connection)
            except engine.dialect.loaded_dbapi.Error as error:
                raise InvalidatePoolError from error

    return engine
