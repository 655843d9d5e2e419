"""`catat db`: the database."""

from __future__ import annotations

import typer

from cli.opening import open_database
from cli.settings import load_settings
from db import schema

app = typer.Typer(no_args_is_help=True, help="The database.")


@app.command()
def upgrade() -> None:
    """Bring the database up to date; safe to run twice, and from several processes at once."""
    open_database(load_settings()).close()
    typer.echo(f"The database is at revision {schema.newest()}.")
