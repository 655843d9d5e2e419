"""`catat campaign close`: the end of a campaign, after a copy of all of it was written and counted."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.exc import OperationalError

from cli.backups import backup, check, refuse_running
from cli.dumps import script_of
from cli.opening import open_database
from cli.settings import SettingsError, load_settings
from db.campaigns import CLEARED, NotInCopy, close_campaign, rows_in_script, sweep
from db.engine.copies import NoCopy
from db.engine.deployment import DAYS, fact
from db.engine.work import Database


def close(
    file: Annotated[Path, typer.Argument(help="The copy of the whole campaign to write; it must not be there yet.")],
) -> None:
    """End the campaign: write a copy of all, then delete households, reports, cases and messages; people stay.

    Every process must be stopped. Officers, their chats, areas, bots and invitations stay, with nothing of the old.
    """
    settings = load_settings("secret_key")
    if file.is_dir():
        raise SettingsError(f"{file} is a folder: name the file of the copy")
    database = open_database(settings)
    try:
        with database.read() as work:
            refuse_running(work)
            name = "/".join((fact(work, DAYS) or settings.period).split("/")[:2])
        backup(file)
        copied = rows_in_copy(file, database)
        typer.echo(f"The copy holds {copied['household']:,} households and {copied['visit']:,} reports of {name}.")
        if typer.prompt(f"All of it is deleted from the database now. Type {name} to go on").strip() != name:
            raise SettingsError(f"that is another campaign: nothing was deleted, and the copy stays in {file}")
        number = database.write(partial(close_campaign, copied=copied, check=refuse_running))
        sweep(database)
    except NotInCopy:
        raise SettingsError("somebody wrote meanwhile: nothing was deleted; begin anew with another copy") from None
    except OperationalError as error:
        raise SettingsError(f"the database is in use ({type(error.orig).__name__}): try again") from None
    finally:
        database.close()
    typer.echo(f"The campaign {name} is closed. Number {number} begins: set CATAT_PERIOD, then import the households.")


def rows_in_copy(file: Path, database: Database) -> dict[str, int]:
    """How many rows of each table the copy has; SettingsError when it is no sound copy of this database."""
    try:
        check(file, database)
    except NoCopy as wrong:
        raise SettingsError(str(wrong)) from None
    if not database.sqlite:
        return rows_in_script(script_of(file))
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as copy:
        return {
            table.name: copy.execute(f'SELECT count(*) FROM "{table.name}"').fetchone()[0]  # noqa: S608
            for table in CLEARED
        }
