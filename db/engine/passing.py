"""Failures that pass: the database is away, full or busy, and what was tried is not to blame."""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolExhausted

SQLITE = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
}
"""Primary result codes: https://www.sqlite.org/rescode.html"""

POSTGRES = ("08", "25006", "40", "53", "55P03", "57P", "58")
"""Classes and codes of SQLSTATE: connection, read-only, rollback, resources, lock, operator, system; not 57014, a
statement that took too long: it would do so again (https://www.postgresql.org/docs/current/errcodes-appendix.html)."""


def passes(error: BaseException) -> bool:
    """Return whether the same may well succeed later, without a change."""
    if isinstance(error, PoolExhausted | InterfaceError):
        return True
    if not isinstance(error, DBAPIError):
        return False
    if isinstance(error.orig, sqlite3.Error):
        return getattr(error.orig, "sqlite_errorcode", 0) & 0xFF in SQLITE
    state = getattr(error.orig, "sqlstate", None)
    if state is None:  # no answer from a server at all
        return error.connection_invalidated or isinstance(error, OperationalError)
    return str(state).startswith(POSTGRES)


def is_away(error: BaseException) -> bool:
    """Return whether the database could not be reached at all: whatever else is tried now fails, too."""
    if isinstance(error, PoolExhausted | InterfaceError):
        return True
    if not isinstance(error, DBAPIError) or isinstance(error.orig, sqlite3.Error):
        return False
    return error.connection_invalidated or getattr(error.orig, "sqlstate", None) is None
