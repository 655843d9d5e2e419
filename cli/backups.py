"""`catat backup` and `catat restore`: a whole copy of the database in one file, made while the service runs."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.exc import DBAPIError

from bot.clock import Clock
from cli.dumps import DUMP_BEGINS, dump, restore, revision_in
from cli.opening import open_database
from cli.settings import Settings, SettingsError, load_settings
from core.imports.findings import counted
from db import copies
from db.copies import SQLITE_BEGINS, NoCopy
from db.leases import processes
from db.work import Database

FRESH_SECONDS = 15


def backup(
    file: Annotated[Path, typer.Argument(dir_okay=False, help="The file to write; it must not be there yet.")],
) -> None:
    """Write a whole copy of the database, while the service goes on. Keep it like the original: it is personal data."""
    database = Database(load_settings().database_url)
    if is_empty(database):
        raise SettingsError("the database is empty: there is nothing to back up")
    if file.exists():
        raise SettingsError(f"{file} is there already: name another file")
    part = file.with_name(f".{file.name}.part")
    part.unlink(missing_ok=True)
    try:
        part.touch(mode=0o600)
        if database.sqlite:
            copies.copy_sqlite(database, part)
        else:
            dump(database.url, part)
        with part.open("rb") as written:
            os.fsync(written.fileno())
        part.rename(file)
    except OSError as error:
        raise SettingsError(f"{file} cannot be written ({error.strerror})") from None
    finally:
        part.unlink(missing_ok=True)
        database.close()
    typer.echo(f"{file}: {file.stat().st_size / 1e6:,.1f} MB. Keep CATAT_SECRET_KEY too, in another place.")


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
        if database.sqlite:
            fill_sqlite(file, Path(str(database.url.database)), database)
        else:
            database.write(copies.drop_everything)
            restore(database.url, file)
    except NoCopy as wrong:
        raise SettingsError(str(wrong)) from None
    finally:
        database.close()
    tell(file, settings)


def is_empty(database: Database) -> bool:
    """Whether there is nothing in the database; SettingsError when it cannot be reached."""
    try:
        return copies.is_empty(database)
    except DBAPIError as error:
        why = " ".join(str(error.orig).split())
        raise SettingsError(f"CATAT_DATABASE_URL: the database cannot be used ({why})") from None


def check(file: Path, database: Database) -> None:
    """NoCopy unless the file is a whole copy of a database of the same kind, of this or an earlier release."""
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
            now = Clock().real()
            running = [row for row in processes(work) if (now - row.seen_at).total_seconds() < FRESH_SECONDS]
    except DBAPIError:
        return
    if running:
        told = ", ".join(f"{row.id} (pid {row.pid} on {row.host})" for row in running)
        raise SettingsError(f"Catat runs on this database: stop {told} first")


def fill_sqlite(file: Path, target: Path, database: Database) -> None:
    """Put the copy in the database's place, whole or not at all."""
    database.close()
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.part")
    shutil.copyfile(file, part)
    part.chmod(0o600)
    with part.open("rb") as written:
        os.fsync(written.fileno())
    for beside in ("-wal", "-shm"):
        target.with_name(target.name + beside).unlink(missing_ok=True)
    part.rename(target)


def tell(file: Path, settings: Settings) -> None:
    """Bring the database up to date and say what is in it."""
    database = open_database(settings)
    with database.read() as work:
        found = copies.content(work)
    database.close()
    told = ", ".join(counted(number, name.removesuffix("s")) for name, number in found.items())
    typer.echo(f"{file} is restored: {told}.")
