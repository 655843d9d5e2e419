"""`catat ladder`: the ladders in force, as a table or as the file to begin with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from cli.checks.finding import Finding, ok
from cli.settings import Settings, load_settings
from core.ladder import LadderName, Ladders
from core.ladder_file import days_of, read_ladders, write_ladders


def ladder(
    toml: Annotated[bool, typer.Option("--toml", help="As a file for CATAT_LADDERS.")] = False,
) -> None:
    """Show what follows a visit in vain: the steps of each ladder, their owners and deadlines."""
    ladders = ladders_of(load_settings())
    if toml:
        typer.echo(write_ladders(ladders), nl=False)
        return
    table = Table("ladder", "step", "owner", "days", "tries", "evidence", "may give up")
    for name in LadderName:
        for step in ladders.steps(name):
            marks = ("yes" if step.evidence else "", "yes" if step.closes else "")
            table.add_row(name, step.name, step.owner, f"{days_of(step):g}", str(step.tries), *marks)
    Console().print(table)


def ladders_of(settings: Settings) -> Ladders:
    """The ladders of the settings, which have been checked."""
    return read_ladders(Path(settings.ladders).read_text(encoding="utf-8")) if settings.ladders else Ladders()


def check_ladders(settings: Settings) -> Finding:
    """Which ladders are in force; a file that cannot be used is told of with the settings."""
    ladders = ladders_of(settings)
    steps = ", ".join(f"{name} {len(ladders.steps(name))}" for name in LadderName)
    return ok("ladders", f"{settings.ladders or 'the usual ones'}: steps of {steps}")
