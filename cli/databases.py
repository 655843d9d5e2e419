"""`catat db`: the database itself."""

from __future__ import annotations

from typing import Annotated

import typer

from cli.keys import fingerprint
from cli.opening import open_database
from cli.settings import load_settings
from db.engine import schema
from db.engine.deployment import KEY, set_fact

app = typer.Typer(no_args_is_help=True, help="The database.")


@app.command()
def upgrade(
    anew: Annotated[
        bool, typer.Option("--anew", help="Begin in an empty database, though there were data in it once.")
    ] = False,
) -> None:
    """Bring the database up to date; safe to run twice, and from several processes at once."""
    open_database(load_settings(), creates=True, anew=anew).close()
    typer.echo(f"The database is at revision {schema.newest()}.")


@app.command("accept-key")
def accept_key() -> None:
    """Go on with another CATAT_SECRET_KEY, when the old one is lost for good. Read docs/operate.md first."""
    settings = load_settings("secret_key")
    database = open_database(settings.model_copy(update={"secret_key": None}))
    mine = fingerprint(settings)
    database.write(lambda work: set_fact(work, KEY, mine))
    database.close()
    typer.echo("The database lives by this key from now on: give every bot its token anew (`catat bot rotate`).")
