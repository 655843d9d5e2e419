"""The schema: brought up to date by Alembic, from an empty database or from any release, safely from many processes."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import OperationalError

from db.engine.locks import Turn, wait_for
from db.engine.work import Database, ReadWork, Work

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(__file__).parent.parent / "migrations"
SWEEP = 10
"""The user_version of a SQLite file that is to be written anew."""


log = structlog.get_logger()


class NewerRelease(Exception):
    """A newer Catat has brought the database to a revision that this one does not know."""


def config(connection: Connection | None = None) -> Config:
    """Alembic's configuration, for a connection that is already open."""
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(FOLDER))
    made.attributes["connection"] = connection
    return made


@lru_cache
def chain() -> tuple[str, ...]:
    """All revisions that this program knows, the first one first: each file of migrations begins with its own.

    Alembic is loaded only when there is something to do: it takes a fifth of a second.
    """
    return tuple(sorted(path.name.partition("_")[0] for path in (FOLDER / "versions").glob("[0-9]*_*.py")))


def newest() -> str:
    """The revision that this program needs."""
    return chain()[-1]


def revisions() -> frozenset[str]:
    """All revisions that this program knows."""
    return frozenset(chain())


def is_behind(revision: str | None) -> bool:
    """Return whether a database with this revision lacks what this program needs.

    One that a newer release brought up to date while we run does not: releases only add, so that the old and the new
    can work side by side for a while.
    """
    return revision is None or (revision in revisions() and revision != newest())


def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the schema up to a revision; whoever comes second finds nothing left to do. A file is made first.

    Raises NewerRelease.
    """
    database.make()
    with database.work() as work:
        upgrade_in(work, revision)
    if database.sqlite:
        _sweep(database)


def upgrade_in(work: Work, revision: str = "head") -> None:
    """The same within a transaction, for a database that is there."""
    wait_for(work, Turn.SCHEMA)
    found = revision_of(work)
    if found is not None and found not in revisions():
        raise NewerRelease(found)
    if found != (newest() if revision == "head" else revision):
        from alembic import command

        command.upgrade(config(work.connection), revision)


def _sweep(database: Database) -> None:
    """Write a SQLite file anew when a migration asks for it (0010): its free pages hold what was masked since.

    The mark goes last, so that it is done again when this was broken off; it is tried at the next start, too, when
    somebody else holds the file or there is no room.
    """
    with database.engine.connect() as connection:
        if connection.exec_driver_sql("PRAGMA user_version").scalar() != SWEEP:
            return
        try:
            for statement in ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)", "PRAGMA user_version = 0"):
                connection.exec_driver_sql(statement)
        except OperationalError as error:
            log.warning("pages_not_cleaned", error=type(error).__name__)


def revision_of(work: ReadWork) -> str | None:
    """The revision that the database has, or None when it is empty."""
    if not inspect(work.connection).has_table("alembic_version"):
        return None
    found: str | None = work.connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def has_table(work: ReadWork, name: str) -> bool:
    """Return whether there is such a table: an earlier release has fewer."""
    return inspect(work.connection).has_table(name)
