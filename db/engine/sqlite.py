"""SQLite: a file for its owner alone, and connections that notice when another file was put in its place."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event

OWNERS_ALONE = 0o600
ERASING = "secure_delete=ON"
"""SQLite overwrites deleted and changed data in the file, so that nobody can recover them."""
BESIDE = ("", "-wal", "-shm")
"""The endings of the files of one database: itself, what was written last, and who reads where."""


def file_of(url: URL) -> Path | None:
    """The file of a database's address; None for one that is no file."""
    named = url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:")
    return Path(str(url.database)) if named else None


def make_engine(url: URL, **always: Any) -> Engine:
    """SQLite in WAL mode; its driver begins nothing by itself, so that a writer can begin IMMEDIATE.

    A file that is not there is not made: OperationalError, until `make_file` has made it.
    """
    file = file_of(url)
    engine = create_engine(url, connect_args={"timeout": 30}, **always)

    @event.listens_for(engine, "do_connect")
    def open_only(_dialect: Any, record: Any, address: list[Any], options: dict[str, Any]) -> None:
        if file is not None:
            record.info["file"] = identity(file)  # before it is opened: another one in its place is noticed later
            address[0], options["uri"] = f"file:{quote(str(file))}?mode=rw", True

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000", ERASING):
            connection.execute(f"PRAGMA {pragma}")

    return engine


def begin(connection: Connection, file: Path | None, how: str) -> None:
    """Begin a transaction, in the file that is in its place now.

    What was written into a file that was deleted or renamed meanwhile would be lost. It is asked for when the lock is
    ours already: until the transaction ends, nobody who keeps to SQLite's locks puts another file there.
    """
    connection.begin()
    connection.exec_driver_sql(how)
    if file is not None and connection.info["file"] != identity(file):
        connection.invalidate()
        connection.rollback()
        connection.begin()
        connection.exec_driver_sql(how)


def identity(file: Path) -> tuple[int, int] | None:
    """Which file it is, whatever its name; None when there is none."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def make_file(file: Path) -> None:
    """An empty file for its owner alone, unless it is there. OSError when it cannot be made.

    A file that is there is not opened: closing it would take SQLite's locks from this process, and whoever closes the
    database next would delete the journal under it (https://www.sqlite.org/howtocorrupt.html, 2.2).
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, OWNERS_ALONE))


def open_to_others(file: Path) -> Iterator[Path]:
    """The files of a database that others than its owner may read or change."""
    for ending in BESIDE:
        each = file.with_name(file.name + ending)
        with suppress(FileNotFoundError):
            if each.stat().st_mode & 0o077:
                yield each
