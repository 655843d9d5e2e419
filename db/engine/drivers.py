"""How each of the two drivers runs a statement of the quick way (db/engine/quick.py)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import psycopg
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus
from psycopg.pq.abc import PGresult
from sqlalchemy import Connection

OFTEN = 3
"""A statement that a connection has run so often is prepared: from then on the server does not read it again."""
WELL = (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK)


class Found(Protocol):
    """The result of a statement."""

    def columns(self) -> list[tuple[str, Any]]:
        """The name of each column, and its type as the driver calls it."""

    def rows(self) -> Sequence[Any]:
        """The rows, a tuple each."""

    def touched(self) -> int:
        """Return how many rows it changed."""


class Driver(Protocol):
    """Runs statements on one connection, in its transaction."""

    def run(self, sql: str, values: Sequence[Any]) -> Found:
        """Run a statement with the values of its places. Raises the driver's own errors."""


def driver_of(connection: Connection) -> Driver:
    """The driver of a connection."""
    pooled = connection.connection
    own: Any = pooled.driver_connection
    if connection.dialect.name == "postgresql":
        return Libpq(own, pooled.info.setdefault("known", {}))
    return Sqlite(own.cursor())


class Sqlite:
    """One cursor for a whole transaction: one for each statement would cost more."""

    def __init__(self, cursor: Any) -> None:
        self.cursor = cursor

    def run(self, sql: str, values: Sequence[Any]) -> Sqlite:
        """Run a statement."""
        self.cursor.execute(sql, values)
        return self

    def columns(self) -> list[tuple[str, Any]]:
        """SQLite knows no types."""
        return [(column[0], None) for column in self.cursor.description]

    def rows(self) -> Sequence[Any]:
        """The rows."""
        found: Sequence[Any] = self.cursor.fetchall()
        return found

    def touched(self) -> int:
        """Return how many rows it changed."""
        changed: int = self.cursor.rowcount
        return changed


class Known:
    """A statement as one connection knows it. runs: how often it was run there; as_text: how its values are written."""

    def __init__(self, connection: psycopg.Connection[Any], sql: str, number: int, places: int) -> None:
        self.sql, self.name, self.runs = sql.encode(), f"often_{number}".encode(), 0
        self.as_text = [PyFormat.TEXT] * places
        self.written, self.read = Transformer(connection), Transformer(connection)
        self.prepared = self.reads = False


class Libpq:
    """PostgreSQL by one call of libpq a statement.

    psycopg's cursor sends, waits and fetches by a call each, and after each of them its thread has to win Python's lock
    back: with several writers at work that takes longer than the statement. What psycopg makes of values, how it names
    errors, and how it opens, tries, commits and closes a connection stays as it is.
    """

    def __init__(self, connection: psycopg.Connection[Any], known: dict[str, Known]) -> None:
        self.connection, self.libpq, self.known = connection, connection.pgconn, known

    def run(self, sql: str, values: Sequence[Any]) -> Answer:
        """Run a statement; the first one of a transaction begins it, as psycopg does."""
        known = self.known.get(sql)
        if known is None:
            known = self.known[sql] = Known(self.connection, sql, len(self.known), len(values))
        given: Any = known.written.dump_sequence(values, known.as_text)
        try:
            if self.libpq.transaction_status == TransactionStatus.IDLE:
                self._well(self.libpq.exec_(b"BEGIN"))
            if known.runs == OFTEN and not known.prepared:
                self._well(self.libpq.prepare(known.name, known.sql))
                known.prepared = True
            if known.prepared:
                result = self._well(self.libpq.exec_prepared(known.name, given))
            else:
                result = self._well(self.libpq.exec_params(known.sql, given))
        except MemoryError as error:  # libpq has no result at all when it cannot even ask
            raise psycopg.OperationalError("the connection is lost") from error
        known.runs += 1
        return Answer(result, known)

    def _well(self, result: PGresult) -> PGresult:
        """A result that is no failure; else it is raised."""
        if result.status in WELL:
            return result
        if self.libpq.status == ConnStatus.BAD:
            raise psycopg.OperationalError(result.get_error_message(), info=result)
        raise error_from_result(result)


class Answer:
    """The result of a statement on PostgreSQL."""

    def __init__(self, result: PGresult, known: Known) -> None:
        self.result, self.known = result, known

    def columns(self) -> list[tuple[str, Any]]:
        """The names of the columns, and the numbers of their types."""
        result = self.result
        return [((result.fname(n) or b"").decode(), result.ftype(n)) for n in range(result.nfields)]

    def rows(self) -> Sequence[Any]:
        """The rows."""
        read = self.known.read
        read.set_pgresult(self.result, set_loaders=not self.known.reads)
        self.known.reads = True
        return read.load_rows(0, self.result.ntuples, tuple)

    def touched(self) -> int:
        """Return how many rows it changed."""
        return self.result.command_tuples or 0
