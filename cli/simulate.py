"""`catat simulate`: a whole campaign through the real bot, as fast as it goes, checked against books of its own."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from rich.box import SIMPLE
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from cli.logs import set_up_logs
from cli.settings import SettingsError
from core.sample.city import MOST, WORKLOAD, City
from db.engine.schema import upgrade
from db.engine.work import Database
from simulation.markdown import Row
from simulation.parts import Sight, play_parts, sight_of
from simulation.play import is_empty, throwaway
from simulation.play import simulate as play
from simulation.played import Played, played
from simulation.report import verdict, write_report
from simulation.stage import ZONE, Plan, Stage
from simulation.tables import checks_table, days_table, fingerprint, ladder_table, totals

TOLD = 25
"""Differences printed; all that were kept are in the report."""

BIG = 300
"""Enumerators from which on a campaign is played in two parts."""
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
    parts: Annotated[
        int | None, typer.Option(min=1, help="Divide the city, a process each; 2 from 300 enumerators on if not said.")
    ] = None,
) -> None:
    """Play a campaign through the real bot on a virtual clock; exit code 1 when any figure differs from the books."""
    plan = Plan(households, enumerators or ceil(households / WORKLOAD), days, seed, refusing)
    if plan.enumerators > households:
        raise SettingsError(
            f"{plan.enumerators} enumerators for {households} households: some would have nobody to visit"
        )
    plan = replace(plan, parts=parts_of(plan, parts, database))
    began, worked = time.monotonic(), sum(os.times()[:4])
    with TemporaryDirectory(prefix="catat-simulation-") as folder, watching(plan) as look:
        if plan.parts > 1:
            campaign = play_parts(plan, Path(folder), look, set_up_logs)
        else:
            ground = kept(database) if database else throwaway(Path(folder) / "campaign.db")
            campaign = played(play(Stage(ground, plan), lambda stage: look(sight_of(stage))))
            ground.close()
    seconds, worked = time.monotonic() - began, sum(os.times()[:4]) - worked
    tell(campaign, seconds, worked)
    if out:
        for path in write_report(campaign, out):
            typer.echo(f"  {path}")
    if campaign.differing:
        raise typer.Exit(1)


def parts_of(plan: Plan, wanted: int | None, database: str | None) -> int:
    """Into how many parts the city is divided; SettingsError when it cannot be. It depends on no machine, so that the
    same command plays the same campaign.
    """
    usual = 2 if plan.enumerators >= BIG and not database else 1
    most = City(plan.households, plan.seed, plan.enumerators).kosekas
    if wanted and wanted > most:
        raise SettingsError(f"a city of this size has {most} parts at most, one for each coordinator")
    if wanted and wanted > 1 and database:
        raise SettingsError("a campaign in parts has a database for each: --database goes with --parts 1 only")
    return wanted or min(usual, most)


def tell(campaign: Played, seconds: float, worked: float) -> None:
    """Print the days, the comparisons, the first differences and the speed (in seconds of the clock and of work)."""
    console = Console()
    header, rows = days_table(campaign)
    kept = [header.index(name) for name in ON_SCREEN]
    console.print(as_table("Day by day", list(ON_SCREEN), [[row[at] for at in kept] for row in rows]))
    console.print(as_table("How refusals ended, by the step", *ladder_table(campaign)))
    console.print(as_table("Compared with the books", *checks_table(campaign)))
    for what, detail in campaign.differences[:TOLD]:
        console.print(f"{what}: {detail}", style="red", markup=False, highlight=False)
    messages = campaign.messages
    each = f"{messages / seconds:,.0f} a second, {worked / messages * 1000:.2f} ms of CPU each"
    typer.echo(f"{messages:,} messages in {seconds:,.0f} s: {each}.")
    typer.echo(f"{verdict(campaign)}\nFingerprint {fingerprint(campaign)}.")


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
    for name, total in zip(header, totals(header, rows), strict=True):
        if isinstance(total, int):
            table.add_column(name, f"{total:,}", justify="right")
        else:
            table.add_column(name, total)
    for row in rows:
        table.add_row(*(f"{cell:,}" if isinstance(cell, int) else cell for cell in row))
    return table


@contextmanager
def watching(plan: Plan) -> Iterator[Callable[[Sight], None]]:
    """A watcher of progress on standard error: a bar on a terminal, else a line a day."""
    console, began = Console(stderr=True), time.monotonic()

    def speed(sight: Sight) -> str:
        rate = sight.messages / max(0.1, time.monotonic() - began)
        return f"{sight.now.astimezone(ZONE):%d %b %H:%M} · {sight.messages:,} messages · {rate:,.0f}/s"

    if not console.is_terminal:
        told = plan.start.astimezone(ZONE).date()

        def daily(sight: Sight) -> None:
            nonlocal told
            if sight.now.astimezone(ZONE).date() > told:
                told = sight.now.astimezone(ZONE).date()
                console.print(f"{speed(sight)} · {sight.differences} differences", highlight=False)

        yield daily
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as bars:
        task = bars.add_task("The city is built ...", total=(plan.end - plan.start).total_seconds())
        yield lambda sight: bars.update(
            task, description=speed(sight), completed=(sight.now - plan.start).total_seconds()
        )
