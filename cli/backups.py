"""`catat backup` and `catat restore`: a whole copy of the database in one file, made while the service runs."""

from __future__ import annotations

import os
import re
import secrets
import socket
import sqlite3
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy.exc import DBAPIError

from cli.alive import is_alive, is_ours
from cli.dumps import DUMP_BEGINS, dump, revision_in, script_of
from cli.keys import OTHER_KEY, is_other_key
from cli.opening import close_to_others, open_database, told
from cli.parts import clear_parts, part_beside
from cli.settings import Settings, SettingsError, load_settings
from core.imports.findings import counted
from db.engine import copies
from db.engine.copies import SQLITE_BEGINS, NoCopy
from db.engine.deployment import mark_restored
from db.engine.filling import fill_postgres, fill_sqlite, prepare_sqlite, sync_folder
from db.engine.leases import processes
from db.engine.schema import has_table
from db.engine.work import Database, ReadWork, Work
from running.clock import Clock

FRESH_SECONDS = 15


NAMED = "catat-%Y%m%dT%H%M%SZ.backup"
"""A copy in a folder of copies, by the second (UTC) in which it was begun."""
COPIES = re.compile(r"catat-\d{8}T\d{6}Z\.backup")


def backup(
    file: Annotated[
        Path, typer.Argument(help="The file to write, which must not be there yet; or a folder, where it gets a name.")
    ],
    keep: Annotated[
        int | None, typer.Option(min=1, max=1000, help="In a folder: keep so many copies, and delete older ones.")
    ] = None,
) -> None:
    """Write a whole copy of the database, while the service goes on. Keep it like the original: it is personal data."""
    database = Database(load_settings().database_url)
    if is_empty(database):
        raise SettingsError("the database is empty: there is nothing to back up")
    folder = file if file.is_dir() or keep is not None else None
    if folder is not None:
        make_folder(folder)
        file = folder / Clock().real().strftime(NAMED)
    if file.exists():
        raise SettingsError(f"{file} is there already: name another file")
    try:
        clear_parts(file.parent)
        with part_beside(file) as part:
            if database.sqlite:
                copies.copy_sqlite(database, part)
            else:
                dump(database.url, part)
            with part.open("rb") as written:
                os.fsync(written.fileno())
            part.rename(file)
        sync_folder(file.parent)
    except (OSError, sqlite3.Error) as error:
        raise SettingsError(f"{file} cannot be written ({getattr(error, 'strerror', None) or error})") from None
    finally:
        database.close()
    typer.echo(f"{file}: {file.stat().st_size / 1e6:,.1f} MB. Keep CATAT_SECRET_KEY too, in another place.")
    if folder is not None and keep is not None:
        for old in sorted(path for path in folder.iterdir() if COPIES.fullmatch(path.name))[:-keep]:
            old.unlink(missing_ok=True)
            typer.echo(f"{old}: deleted, {keep} are kept.")


def make_folder(folder: Path) -> None:
    """The folder of copies, for its owner alone where it is new."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise SettingsError(f"{folder} is no folder for copies ({error.strerror})") from None


def restore_copy(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="What `catat backup` wrote.")
    ],
    replace: Annotated[bool, typer.Option("--replace", help="Drop what is in the database now.")] = False,
) -> None:
    """Fill the database from a copy, and bring it up to date. Every process of the service must be stopped."""
    settings = load_settings()
    database = Database(settings.database_url)
    try:
        check(file, database)
        if not is_empty(database):
            if not replace:
                raise SettingsError("the database is not empty: --replace drops what is in it")
            refuse_while_running(database)
        with told():
            fill(file, database, settings)
    except NoCopy as wrong:
        raise SettingsError(str(wrong)) from None
    finally:
        database.close()
    tell(file, settings)


def is_empty(database: Database) -> bool:
    """Whether there is nothing in the database; SettingsError when it cannot be reached."""
    with told():
        return copies.is_empty(database)


def check(file: Path, database: Database) -> None:
    """NoCopy unless the file is a whole copy of a database of the same kind, of this or an earlier release."""
    if database.file is not None and database.file.exists() and file.samefile(database.file):
        raise NoCopy(f"{file} is the database itself, not a backup of it")
    with file.open("rb") as opened:
        begins = opened.read(len(SQLITE_BEGINS))
    if begins == SQLITE_BEGINS and database.sqlite:
        copies.check_sqlite(file)
    elif begins.startswith(DUMP_BEGINS) and not database.sqlite:
        copies.check_revision(file, revision_in(file))
    else:
        kind = "SQLite" if database.sqlite else "PostgreSQL"
        raise NoCopy(f"{file} is not a backup of a {kind} database, as CATAT_DATABASE_URL names one")


def refuse_while_running(database: Database) -> None:
    """SettingsError while a process of the service works on the database. One that cannot be read has none."""
    try:
        with database.read() as work:
            refuse_running(work)
    except DBAPIError:
        return


def refuse_running(work: ReadWork) -> None:
    """SettingsError while a process of the service works on the database, or is only paused."""
    if not has_table(work, "process"):
        return
    now = Clock().real()
    fresh = [row for row in processes(work) if (now - row.seen_at).total_seconds() < FRESH_SECONDS or is_here(row)]
    if fresh:
        told = ", ".join(f"{row.id} (pid {row.pid} on {row.host})" for row in fresh)
        raise SettingsError(f"Catat runs on this database: stop {told} first")


def is_here(row: Any) -> bool:
    """Whether a process of this machine is still there, though it has not been heard of."""
    return row.host == socket.gethostname() and is_alive(row.pid) and is_ours(row.pid)


def fill(file: Path, database: Database, settings: Settings) -> None:
    """Put the copy in the database's place, whole or not at all."""
    after = partial(complete, settings=settings)
    if database.file is None:
        fill_postgres(database, script_of(file), refuse_running, after)
        return
    database.close()
    database.file.parent.mkdir(parents=True, exist_ok=True)
    clear_parts(database.file.parent)
    with part_beside(database.file) as part:
        prepare_sqlite(file, part, after)
        fill_sqlite(part, database.file)
    close_to_others(database)


def complete(work: Work, settings: Settings) -> None:
    """The last of a copy, while it can still be left alone: whether its key is ours, and that it is a copy."""
    if is_other_key(work, settings):
        raise SettingsError(OTHER_KEY.replace("this database", "the copy"))
    copies.content(work)
    mark_restored(work, secrets.token_hex(8))


def tell(file: Path, settings: Settings) -> None:
    """Say what is in the database now."""
    database = open_database(settings)
    with database.read() as work:
        found = copies.content(work)
    database.close()
    told = ", ".join(counted(number, name.removesuffix("s")) for name, number in found.items())
    typer.echo(f"{file} is restored: {told}.")
