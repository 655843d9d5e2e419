"""`catat campaign`: what concerns the campaign as a whole."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Annotated

import structlog
import typer

from actions.period_change import tell_all
from cli.checks.database import FRESH_SECONDS
from cli.closing import close
from cli.in_step import digests, other_than
from cli.opening import clock_of, open_database
from cli.settings import Settings, SettingsError, load_settings
from core.workload.period_change import PeriodChange, read, written
from core.workload.targets import Period
from db.engine.deployment import DAYS, fact, first_fact
from db.engine.leases import processes
from db.engine.work import Database, ReadWork
from db.people.officers import reachable

log = structlog.get_logger()
app = typer.Typer(no_args_is_help=True, help="The campaign as a whole.")

app.command()(close)


@app.callback()
def campaign() -> None:
    """The campaign as a whole."""


@app.command()
def announce(
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before the people are told.")] = False,
) -> None:
    """Tell everybody the days of fieldwork, after CATAT_PERIOD or CATAT_DAYS_OFF was changed; each change once."""
    settings = load_settings()
    database = open_database(settings)
    try:
        change = change_to_tell(database, settings)
        if change is None:
            typer.echo("Nothing to tell: everybody knows these days of fieldwork.")
            return
        with database.read() as work:
            refuse_out_of_step(work, settings, clock_of(settings, database).real())
            number = len(reachable(work))
        typer.echo(f"Told last: {plain(change.before)}\nNow:       {plain(change.after)}")
        if not yes and not typer.confirm(f"Tell {number:,} officers?"):
            raise SettingsError("nobody was told")
        told = database.write(partial(tell_all, change=change, now=clock_of(settings, database).now()))
    finally:
        database.close()
    typer.echo("They were told already." if told is None else f"{told:,} officers are told, after their quiet hours.")


def note_days(database: Database, settings: Settings) -> None:
    """Keep the days that the campaign began with; say so when others hold now, and nobody was told."""
    change = change_to_tell(database, settings)
    if change is not None:
        log.warning("days_not_told", before=written(change.before), now=written(change.after))


def change_to_tell(database: Database, settings: Settings) -> PeriodChange | None:
    """What nobody was told yet; the first days that a database sees need not be told."""
    period = settings.fieldwork()
    with database.read() as work:
        known = fact(work, DAYS)
    if known is None:
        known = database.write(partial(first_fact, name=DAYS, value=written(period)))
    return None if known == written(period) else PeriodChange(read(known), period)


def refuse_out_of_step(work: ReadWork, settings: Settings, now: datetime) -> None:
    """SettingsError while a process goes on by other days than those that would be told."""
    mine = digests(settings)
    for row in processes(work):
        others = {"CATAT_PERIOD", "CATAT_DAYS_OFF"} & {*other_than(mine, row.settings or {})}
        if others and (now - row.seen_at).total_seconds() < FRESH_SECONDS:
            raise SettingsError(f"{row.id} still runs by another {' and '.join(sorted(others))}: start it again first")


def plain(period: Period) -> str:
    """The days, for the terminal."""
    off = [day for day in sorted(period.off) if period.is_off(day)]
    told = f"{period.start} to {period.end}, {period.days} days of work"
    return f"{told}; off: {', '.join(map(str, off))}" if off else told
