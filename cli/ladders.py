"""`catat ladder`: the ladders in force, as a table or as the file to begin with."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from cli.checks.finding import Finding, ok
from cli.settings import Settings, load_settings
from core.cases.ladder import LadderName, Ladders, Step
from core.cases.ladder_file import days_of, write_ladders
from simulation.markdown import Row, as_markdown

HEADER = ("ladder", "step", "owner", "days", "tries", "evidence", "may give up")


def ladder(
    toml: Annotated[bool, typer.Option("--toml", help="As a file for CATAT_LADDERS.")] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="As a table for a page.")] = False,
) -> None:
    """Show what follows a visit in vain: the steps of each ladder, their owners and deadlines."""
    ladders = load_settings().ladders_in_force()
    if toml:
        typer.echo(write_ladders(ladders), nl=False)
        return
    if markdown:
        typer.echo(as_markdown(list(HEADER), rows_of(ladders)))
        return
    table = Table(*HEADER)
    for row in rows_of(ladders):
        table.add_row(*map(str, row))
    Console().print(table)


def rows_of(ladders: Ladders) -> list[Row]:
    """The steps of all ladders, a row each, as HEADER has it."""
    return [_row(name, step) for name in LadderName for step in ladders.steps(name)]


def _row(name: LadderName, step: Step) -> Row:
    marks = ("yes" if step.evidence else "", "yes" if step.closes else "")
    return [name, step.name, step.owner, f"{days_of(step):g}", str(step.tries), *marks]


def check_ladders(settings: Settings) -> Finding:
    """Which ladders are in force; a file that cannot be used is told of with the settings."""
    ladders = settings.ladders_in_force()
    steps = ", ".join(f"{name} {len(ladders.steps(name))}" for name in LadderName)
    return ok("ladders", f"{settings.ladders or 'the usual ones'}: steps of {steps}")
