"""`catat simulate`: a whole campaign through the real bot, as fast as it goes, checked against books of its own."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from rich.box import SIMPLE
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from cli.settings import SettingsError
from core.sample.city import MOST, WORKLOAD
from db.schema import upgrade
from db.work import Database
from simulation.play import is_empty, throwaway
from simulation.play import simulate as play
from simulation.report import verdict, write_report
from simulation.stage import Plan, Stage
from simulation.tables import Row, checks_table, days_table, fingerprint, ladder_table, totals

TOLD = 25
"""Differences printed; all that were kept are in the report."""

ON_SCREEN = ("day", "messages", "reports", "settled", "enumerated", "refused", "reminders")


def simulate(
    households: Annotated[int, typer.Option(min=1, max=MOST, help="How many families.")] = 2000,
    enumerators: Annotated[int | None, typer.Option(min=1, help="How many; one for 250 families if not said.")] = None,
    days: Annotated[int, typer.Option(min=1, max=60, help="Days of fieldwork.")] = 10,
    seed: Annotated[int, typer.Option(help="The same seed plays the same campaign.")] = 1,
    out: Annotated[Path | None, typer.Option(file_okay=False, help="A folder for the report.")] = None,
    refusing: Annotated[
        float | None, typer.Option(min=0, max=1, help="The share of families that refuse, pursued to the end.")
    ] = None,
    database: Annotated[str | None, typer.Option(help="An empty database to play in, kept afterwards.")] = None,
) -> None:
    """Play a campaign through the real bot on a virtual clock; exit code 1 when any figure differs from the books."""
    plan = Plan(households, enumerators or ceil(households / WORKLOAD), days, seed, refusing)
    if plan.enumerators > households:
        raise SettingsError(
            f"{plan.enumerators} enumerators for {households} households: some would have nobody to visit"
        )
    with TemporaryDirectory(prefix="catat-simulation-") as folder:
        ground = kept(database) if database else throwaway(Path(folder) / "campaign.db")
        stage, began, worked = Stage(ground, plan), time.monotonic(), time.process_time()
        with watching(stage) as watch:
            play(stage, watch)
        seconds, worked = time.monotonic() - began, time.process_time() - worked
        ground.close()
    tell(stage, seconds, worked)
    if out:
        for path in write_report(stage, out):
            typer.echo(f"  {path}")
    if stage.differing:
        raise typer.Exit(1)


def tell(stage: Stage, seconds: float, worked: float) -> None:
    """Print the days, the comparisons, the first differences and the speed (in seconds of the clock and of work)."""
    console = Console()
    header, rows = days_table(stage)
    kept = [header.index(name) for name in ON_SCREEN]
    console.print(as_table("Day by day", list(ON_SCREEN), [[row[at] for at in kept] for row in rows]))
    console.print(as_table("How refusals ended, by the step", *ladder_table(stage)))
    console.print(as_table("Compared with the books", *checks_table(stage)))
    for what, detail in stage.differences[:TOLD]:
        console.print(f"{what}: {detail}", style="red", markup=False, highlight=False)
    messages = stage.telegram.updates
    each = f"{messages / seconds:,.0f} a second, {worked / messages * 1000:.2f} ms of CPU each"
    typer.echo(f"{messages:,} messages in {seconds:,.0f} s: {each}.")
    typer.echo(f"{verdict(stage)}\nFingerprint {fingerprint(stage)}.")


def kept(url: str) -> Database:
    """A database that somebody named; SettingsError when there is a campaign in it already."""
    database = Database(url)
    upgrade(database)
    if not is_empty(database):
        raise SettingsError("the database is not empty: a simulation never plays where a campaign may be")
    return database


def as_table(title: str, header: list[str], rows: list[Row]) -> Table:
    """A table for the terminal, with the sum below."""
    table = Table(title=title, title_justify="left", show_footer=True, box=SIMPLE)
    for name, total in zip(header, totals(rows), strict=True):
        if isinstance(total, int):
            table.add_column(name, f"{total:,}", justify="right")
        else:
            table.add_column(name, total)
    for row in rows:
        table.add_row(*(f"{cell:,}" if isinstance(cell, int) else cell for cell in row))
    return table


@contextmanager
def watching(stage: Stage) -> Iterator[Callable[[Stage], None]]:
    """A watcher of progress on standard error: a bar on a terminal, else a line a day."""
    console, began = Console(stderr=True), time.monotonic()

    def speed() -> str:
        rate = stage.telegram.updates / max(0.1, time.monotonic() - began)
        return f"{stage.local:%d %b %H:%M} · {stage.telegram.updates:,} messages · {rate:,.0f}/s"

    if not console.is_terminal:

        def daily(stage: Stage) -> None:
            if (stage.local.hour, stage.local.minute) == (23, 55):
                console.print(f"{speed()} · {stage.differing.total()} differences", highlight=False)

        yield daily
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as bars:
        task = bars.add_task("The city is built ...", total=(stage.end - stage.start).total_seconds())
        yield lambda stage: bars.update(task, description=speed(), completed=(stage.now - stage.start).total_seconds())
