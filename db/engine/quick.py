"""The quick way for statements that are always the same: compiled once, then run by the driver itself.

SQLAlchemy takes two to four times as long over a statement as the driver does, and a message needs a dozen of them.
What a column's type makes of a value, how an error is called and what becomes of a lost connection stays SQLAlchemy's.
How each of the two drivers runs a statement stands in db/engine/drivers.py.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Mapping
from typing import Any, NoReturn
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Delete, Dialect, Executable, Insert, Select, Update
from sqlalchemy.dialects.postgresql.asyncpg import dialect as numbered

from db.engine.drivers import Driver, Found

POSTGRES: Dialect = numbered()  # type: ignore[no-untyped-call]
Change = Callable[[Any], Any]
"""A function that converts a value for the database, or back."""


class Quick:
    """One statement with one set of names of values, ready to be run on the connections of one database."""

    def __init__(self, compiled: Any, dialect: Dialect, values: Mapping[str, Any]) -> None:
        self.sql: str = compiled.string
        self.order: list[str] = compiled.positiontup
        self.dialect = dialect
        self.types = [column.type for column in compiled.statement.exported_columns]
        self.changes: dict[str, Change] = {
            name: change
            for bind, name in compiled.bind_names.items()
            if (change := bind.type.dialect_impl(dialect).bind_processor(dialect))
        }
        self.given = [(name, change) for name, change in self.changes.items() if name in values]
        self.fixed = {
            name: self.changes[name](value) if name in self.changes else value
            for name, value in compiled.construct_params(values).items()
            if name not in values
        }
        self.read: Callable[[Any], Any] | None = None

    def rows(self, connection: Connection, driver: Driver, values: Mapping[str, Any]) -> list[Any]:
        """Run it by this connection's driver; the rows, whose values have names as SQLAlchemy's do.

        Raises what SQLAlchemy would.
        """
        found = self._run(connection, driver, values)
        try:
            rows = found.rows()
        except BaseException as error:  # SQLite finds the rest of the rows only now
            self._raise(connection, error)
        if self.read is None:
            self.read = self._reader(found.columns())
        return [self.read(row) for row in rows]

    def count(self, connection: Connection, driver: Driver, values: Mapping[str, Any]) -> int:
        """Run it; how many rows it touched. Raises what SQLAlchemy would."""
        return self._run(connection, driver, values).touched()

    def _run(self, connection: Connection, driver: Driver, values: Mapping[str, Any]) -> Found:
        try:
            bound = {**self.fixed, **values}
            for name, change in self.given:
                bound[name] = change(bound[name])
            return driver.run(self.sql, [bound[name] for name in self.order])
        except BaseException as error:
            self._raise(connection, error)

    def _reader(self, columns: list[tuple[str, Any]]) -> Callable[[Any], Any]:
        """What makes a row of SQLAlchemy's kind out of the driver's."""
        row: Any = namedtuple("row", [name for name, _ in columns], rename=True)  # type: ignore[misc]
        changes = [
            (place, change)
            for place, (type_, (_, code)) in enumerate(zip(self.types, columns, strict=True))
            if (change := type_.dialect_impl(self.dialect).result_processor(self.dialect, code))
        ]

        def read(found: Any) -> Any:
            new = list(found)
            for place, change in changes:
                new[place] = change(new[place])
            return row._make(new)

        return read if changes else row._make

    def _raise(self, connection: Any, error: BaseException) -> NoReturn:
        """Let SQLAlchemy call the driver's error by its own name, and drop a connection that is lost."""
        sql = self.sql if isinstance(error, self.dialect.loaded_dbapi.Error) else None
        connection._handle_dbapi_exception(error, sql, None, None, None)
        raise AssertionError("SQLAlchemy has raised")


class QuickWays:
    """The quick ways of one database's statements, each found at its first use.

    For libpq a statement is written as for asyncpg, a driver that is not used here: both want numbered places, and the
    type of each named.
    """

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self.written = POSTGRES if dialect.name == "postgresql" else dialect
        self.known: WeakKeyDictionary[Executable, dict[tuple[str, ...], Quick | None]] = WeakKeyDictionary()

    def find(self, statement: Executable, values: Mapping[str, Any]) -> Quick | None:
        """The quick way for a statement, or None: plain text, or a list of values (IN), goes the ordinary way."""
        names = tuple(values)
        ways = self.known.get(statement)
        if ways is None:
            ways = self.known[statement] = {}
        if names not in ways:
            ways[names] = self._prepare(statement, values)
        return ways[names]

    def _prepare(self, statement: Executable, values: Mapping[str, Any]) -> Quick | None:
        if not isinstance(statement, Select | Insert | Update | Delete):
            return None
        compiled: Any = statement.compile(dialect=self.written, column_keys=list(values))
        later = compiled.post_compile_params or compiled.literal_execute_params
        made = compiled.insert_prefetch or compiled.update_prefetch
        return None if later or made or compiled.escaped_bind_names else Quick(compiled, self.dialect, values)
