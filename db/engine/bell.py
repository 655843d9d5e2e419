"""The bell: PostgreSQL tells the processes that send, that another process has posted something."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from db.engine.work import Database, ReadWork

CHANNEL = "catat_outbox"


def ring(work: ReadWork) -> None:
    """Whoever listens will hear it when this transaction is committed; other databases have no bell."""
    if work.postgres:
        work.connection.exec_driver_sql(f"NOTIFY {CHANNEL}")


def listen(database: Database, heard: Callable[[], None], stop: Callable[[], bool]) -> None:
    """Call `heard` for every ring until `stop` says so, which is asked every second; blocks its thread."""
    pooled = database.engine.raw_connection()
    connection: Any = pooled.driver_connection
    pooled.detach()  # it listens until it is closed: nobody else may have it
    try:
        connection.autocommit = True
        connection.execute(f"LISTEN {CHANNEL}")
        while not stop():
            for _ in connection.notifies(timeout=1.0, stop_after=1):
                heard()
    finally:
        connection.close()
