"""The schema: brought up to date by Alembic, from an empty database or from any release, safely from many processes."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from db.work import Database, ReadWork

UPGRADE_LOCK = 6104_2022
"""The PostgreSQL advisory lock that upgrading processes queue for."""


def config(connection: Connection | None = None) -> Config:
    """Alembic's configuration, for a connection that is already open."""
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    made.attributes["connection"] = connection
    return made


@lru_cache
def newest() -> str:
    """The revision that this program needs."""
    return ScriptDirectory.from_config(config()).get_current_head() or ""


@lru_cache
def revisions() -> frozenset[str]:
    """All revisions that this program knows."""
    return frozenset(each.revision for each in ScriptDirectory.from_config(config()).walk_revisions())


def is_behind(revision: str | None) -> bool:
    """Whether a database with this revision lacks what this program needs.

    One that a newer release brought up to date while we run does not: releases only add, so that the old and the new
    can work side by side for a while.
    """
    return revision is None or (revision in revisions() and revision != newest())


def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the schema up to a revision; whoever comes second finds nothing left to do."""
    with database.work() as work:
        if work.postgres:
            work.connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({UPGRADE_LOCK})")
        command.upgrade(config(work.connection), revision)


def revision_of(work: ReadWork) -> str | None:
    """The revision that the database has, or None when it is empty."""
    return MigrationContext.configure(work.connection).get_current_revision()
