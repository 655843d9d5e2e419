"""The bell between processes."""

import threading
import time

from db.engine.bell import listen, ring
from db.engine.work import Database
from tests import postgres

PATIENCE = 10.0


def test_a_ring_is_heard_by_another_connection() -> None:
    database = Database(postgres.fresh_database())
    heard, stopped = threading.Event(), threading.Event()
    listener = threading.Thread(target=listen, args=(database, heard.set, stopped.is_set))
    listener.start()
    try:
        deadline = time.monotonic() + PATIENCE
        while not heard.wait(0.05) and time.monotonic() < deadline:  # until it listens
            database.write(ring)
        assert heard.is_set()
    finally:
        stopped.set()
        listener.join(PATIENCE)
        database.close()
    assert not listener.is_alive()


def test_on_sqlite_nothing_rings(sqlite_database: Database) -> None:
    sqlite_database.write(ring)
