"""`catat move`: the whole database into another one, from SQLite to PostgreSQL for example."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from cli.backups import is_empty, refuse_running
from cli.opening import address, close_to_others, open_database, remember, told
from cli.settings import SettingsError, load_settings
from db.engine import moving
from db.engine.work import Database

HELP = "Where to: sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME. It must be empty."


def move(to: Annotated[str, typer.Option("--to", help=HELP)]) -> None:
    """Copy the whole database into an empty one, and compare. Every process must be stopped."""
    settings = load_settings()
    with told():
        target = Database(to)
    source = open_database(settings)
    try:
        if address(target) == address(source):
            raise SettingsError("--to is the database itself: name another one")
        if not is_empty(target):
            raise SettingsError(f"the database {address(target)} is not empty: name an empty one")
        rows = copy(source, target)
        close_to_others(target)
        remember(settings, target)
    finally:
        source.close()
        target.close()
    typer.echo(f"{address(target)}: {sum(rows.values()):,} rows in {len(rows)} tables, compared with the original.")
    typer.echo(f"Put the new address into CATAT_DATABASE_URL and start the service. {address(source)} is as it was.")


def copy(source: Database, target: Database) -> dict[str, int]:
    """Copy everything while nobody works on the source; SettingsError when somebody does, or when it went wrong."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with told(), source.work() as before:
        refuse_running(before)
        try:
            total = moving.rows_of(before)
            target.make()
            with Progress(*columns, console=Console(stderr=True)) as bar, target.work() as after:
                tasks = {name: bar.add_task(name, total=rows) for name, rows in total.items() if rows}
                copied = moving.copy_all(before, after, lambda name, rows: bar.update(tasks[name], completed=rows))
                refuse_running(before)
        except moving.NotTheSame as wrong:
            raise SettingsError(f"nothing was moved: {wrong}") from None
    return copied
