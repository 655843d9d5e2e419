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


def upgrade(database: Database, revision: str = "head") -> None:
    """Bring the schema up to a revision; whoever comes second finds nothing left to do."""
    with database.work() as work:
        if work.postgres:
            work.connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({UPGRADE_LOCK})")
        command.upgrade(config(work.connection), revision)


def revision_of(work: ReadWork) -> str | None:
    """The revision that the database has, or None when it is empty."""
    return MigrationContext.configure(work.connection).get_current_revision()
