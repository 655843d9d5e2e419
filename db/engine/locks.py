"""Turns: what one process at a time may do in the database, held until the transaction ends.

Whoever looks first and inserts afterwards takes one before looking, or another may insert in between. PostgreSQL has
advisory locks for it (https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS); on SQLite a
writing transaction is alone anyway.
"""

from __future__ import annotations

from enum import IntEnum

from db.engine.work import Work


class Turn(IntEnum):
    """Each turn, with the number of its lock, which no two have in common."""

    SCHEMA = 6104_2022
    BOTS = 6104_2023
    IMPORT = 6104_2024


def wait_for(work: Work, turn: Turn) -> None:
    """Wait until nobody else has this turn; it is ours until the transaction ends."""
    if work.postgres:
        work.connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({int(turn)})")
