"""Filling the database from a copy in one step that cannot be half done: until its end, all that was there stays.

PostgreSQL: one transaction drops what is there, reads the copy and brings it up to date. SQLite: the copy is brought up
to date beside, and SQLite's own backup writes it into the file as one transaction.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from pathlib import Path

from sqlalchemy import MetaData

from db.engine.copies import NoCopy
from db.engine.locks import Turn, wait_for
from db.engine.schema import upgrade, upgrade_in
from db.engine.sqlite import OWNERS_ALONE
from db.engine.work import Database, Work

WAIT_SECONDS = 20
"""How long somebody who writes is waited for."""
BROKEN = ".broken"
"""The suffix that is added to the name of a damaged database when a copy replaces it."""
COPY_BEGINS, COPY_ENDS = (b"COPY ", b" FROM stdin;\n"), b"\\.\n"
FOR_PSQL = (b"\\restrict ", b"\\unrestrict ")
"""Lines of pg_restore that only psql understands."""
FUNCTIONS = """
SELECT p.oid::regprocedure::text FROM pg_proc p
WHERE p.pronamespace = current_schema()::regnamespace
AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
"""

Check = Callable[[Work], None]
"""Looks at a database inside a transaction, and may change it; what it raises leaves everything as it was."""


def fill_postgres(database: Database, script: Iterable[bytes], before: Check, after: Check) -> None:
    """Put a copy in the place of everything. script: the lines of pg_restore; it may raise, too.

    before: checks what is there; after: checks, and completes, what has come. OperationalError when somebody else
    works on the database for longer than WAIT_SECONDS.
    """
    with database.work() as work:
        run = work.connection.exec_driver_sql
        run(f"SET LOCAL lock_timeout = '{WAIT_SECONDS}s'")
        wait_for(work, Turn.SCHEMA)
        before(work)
        drop_everything(work)
        _run_script(work, script)
        run("SET search_path TO DEFAULT")  # the script emptied it
        upgrade_in(work)
        after(work)


def drop_everything(work: Work) -> None:
    """Remove every table, also those of another release, and every function."""
    found = MetaData()
    found.reflect(work.connection)
    found.drop_all(work.connection)
    if work.postgres:
        for (function,) in work.connection.exec_driver_sql(FUNCTIONS).all():
            work.connection.exec_driver_sql(f"DROP ROUTINE IF EXISTS {function} CASCADE")


def _run_script(work: Work, script: Iterable[bytes]) -> None:
    """Run what pg_restore would run, rows of tables as they stream in."""
    driver = work.connection.connection.cursor()
    statements: list[bytes] = []
    lines = iter(script)
    for line in lines:
        if line.startswith(COPY_BEGINS[0]) and line.endswith(COPY_BEGINS[1]):
            driver.execute(b"".join(statements))
            statements.clear()
            with driver.copy(line) as rows:
                for row in iter(lambda: next(lines), COPY_ENDS):
                    rows.write(row)
        elif not line.startswith(FOR_PSQL):
            statements.append(line)
    driver.execute(b"".join(statements))


def prepare_sqlite(file: Path, part: Path, after: Check) -> None:
    """Copy a copy beside its place, and bring it up to date there."""
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNERS_ALONE))
    shutil.copyfile(file, part)
    database = Database(f"sqlite:///{part}")
    try:
        upgrade(database)
        database.write(after)
    finally:
        database.close()


def fill_sqlite(part: Path, target: Path) -> None:
    """Put a prepared copy in the place of everything. NoCopy when somebody else writes for longer than WAIT_SECONDS.

    The file stays the same one: who has it open reads the copy from then on. A file that is no database is kept under
    another name.
    """
    try:
        if target.exists():
            _write_over(part, target)
            return
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
            raise NoCopy(f"{target} cannot be written ({error})") from None
    _place(part, target)


def _write_over(part: Path, target: Path) -> None:
    deadline = time.monotonic() + WAIT_SECONDS

    def look(status: int, _left: int, _pages: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and time.monotonic() > deadline:
            raise NoCopy(f"somebody writes into {target}: stop every process of Catat first")

    with closing(sqlite3.connect(part)) as source, closing(sqlite3.connect(target, timeout=1)) as there:
        source.backup(there, progress=look)
        there.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _place(part: Path, target: Path) -> None:
    for ending in ("-wal", "-shm"):  # one that belongs to another file would be read into this one
        beside = target.with_name(target.name + ending)
        if beside.exists():
            beside.replace(target.with_name(target.name + BROKEN + ending))
    if target.exists():
        broken = target.with_name(target.name + BROKEN)
        broken.unlink(missing_ok=True)
        os.link(target, broken)
    with part.open("rb") as written:
        os.fsync(written.fileno())
    part.replace(target)
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Let names that were changed in a folder outlive a power cut."""
    opened = os.open(folder, os.O_RDONLY)
    with suppress(OSError):  # some file systems have nothing to do here
        os.fsync(opened)
    os.close(opened)
