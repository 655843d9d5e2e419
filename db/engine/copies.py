"""Copies of the whole database: what `catat backup` and `catat restore` need to know of it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import func, inspect, select
from sqlalchemy.exc import DBAPIError
from sqlmodel import col

from db.engine.schema import revisions
from db.engine.work import Database, ReadWork
from db.tables import Area, Household, Officer, Visit

SQLITE_BEGINS = b"SQLite format 3\0"
REAL = col(Officer.trains).is_(None)
CONTENT = {
    "officers": select(func.count()).select_from(Officer).where(REAL),
    "households": select(func.count())
    .select_from(Household)
    .outerjoin(Officer, col(Officer.id) == col(Household.enumerator))
    .where(REAL),
    "visits": select(func.count()).select_from(Visit).join(Officer, col(Officer.id) == col(Visit.officer)).where(REAL),
}

ANYTHING = select(col(Area.code)).limit(1)


class NoCopy(Exception):
    """A file is not a copy that this program can use, in one sentence."""


def copy_sqlite(database: Database, file: Path) -> None:
    """Write a whole copy as of one instant, while others read and write; the file must be empty or not there."""
    there = f"file:{quote(str(database.file))}?mode=rw"
    with closing(sqlite3.connect(there, timeout=30, uri=True)) as connection:
        connection.isolation_level = None
        connection.execute("VACUUM INTO ?", (str(file),))


def check_sqlite(file: Path) -> None:
    """NoCopy unless the file is a sound database of this or an earlier release."""
    try:
        with closing(sqlite3.connect(f"file:{quote(str(file))}?mode=ro&immutable=1", uri=True)) as connection:
            sound = connection.execute("PRAGMA integrity_check").fetchone()[0]
            known = [row[0] for row in connection.execute("SELECT version_num FROM alembic_version")]
    except sqlite3.DatabaseError as error:
        raise NoCopy(f"{file} is not a sound copy of a database ({error})") from None
    if sound != "ok":
        raise NoCopy(f"{file} is damaged: {sound}")
    check_revision(file, known[0] if known else "")


def check_revision(file: Path, revision: str) -> None:
    """NoCopy when a copy was made by a newer release, or by no release."""
    if revision not in revisions():
        raise NoCopy(f"{file} is at revision {revision or 'none'}, which this Catat does not know: use the newer one")


def is_empty(database: Database) -> bool:
    """Return whether there is no table at all. A file that cannot be read as a database is not empty."""
    if database.file is not None and not database.file.exists():
        return True
    try:
        return not inspect(database.engine).get_table_names()
    except DBAPIError:
        if database.sqlite:
            return False
        raise


def has_data(work: ReadWork) -> bool:
    """Return whether anything was ever imported."""
    return bool(work.rows(ANYTHING))


def content(work: ReadWork) -> dict[str, int]:
    """Return how many there are of what matters; training does not."""
    return {name: int(work.value(statement)) for name, statement in CONTENT.items()}
