"""The `catat` command."""

from __future__ import annotations

import asyncio
import gc
import os
from datetime import datetime
from pathlib import Path
from typing import Annotated

import segno
import structlog
import typer
import uvloop
from rich.console import Console
from rich.table import Table

from cli import bots, imports, officers
from cli.audit import audit
from cli.backups import backup, restore_copy
from cli.demo import run_demo, run_sandbox
from cli.doctor import doctor
from cli.invitations import invitation
from cli.ladders import ladder
from cli.logs import set_up_logs, set_up_watching
from cli.process import Service, campaign_of, clock_of, open_database, start_clock, stop_on_signals
from cli.sample import sample
from cli.settings import SettingsError, load_settings
from cli.simulate import simulate
from cli.status import resend_letter, status
from cli.texts import speak_office_texts
from core.joining import INVITE_LIFETIME
from db import schema
from scheduler.jobs import run_by_hand
from scheduler.timetable import JOBS

log = structlog.get_logger()
Watched = Annotated[int | None, typer.Option(min=0, max=65535, help="Serve /health/... and /metrics on this port.")]
app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
    add_completion=False,
    help="Catat: field coordination for a door-to-door census.",
)
app.add_typer(imports.app, name="import")
app.add_typer(bots.app, name="bot")
app.add_typer(officers.app, name="officer")
app.command()(sample)
app.command()(simulate)
app.command()(status)
app.command("resend")(resend_letter)
app.command()(doctor)
app.command()(ladder)
app.command()(audit)
app.command()(backup)
app.command("restore")(restore_copy)
databases = typer.Typer(no_args_is_help=True, help="The database.")
app.add_typer(databases, name="db")


def main() -> None:
    """Run the command; a wrong setting is one sentence, not a traceback."""
    set_up_logs()
    try:
        app()
    except SettingsError as wrong:
        typer.echo(f"catat: {wrong}", err=True)
        raise SystemExit(2) from None


@app.command()
def serve() -> None:
    """Run everything in one process: web, sender, scheduler."""
    run_service("serve")


@app.command()
def web() -> None:
    """Run what receives: the webhook (or polling) and the web pages. Any number may run."""
    run_service("web")


@app.command()
def sender(http_port: Watched = None) -> None:
    """Run what sends. Any number may run: each bot is served by one, and another takes over when it dies."""
    run_service("sender", http_port)


@app.command()
def scheduler(http_port: Watched = None) -> None:
    """Run the clock. Any number may run: each due run is done by one."""
    run_service("scheduler", http_port)


def run_service(kind: str, http_port: int | None = None) -> None:
    """Run one process of the service until it is told to stop. http_port: where to tell how it is."""
    settings = load_settings("secret_key")
    if http_port is not None:
        settings = settings.model_copy(update={"http_port": http_port})
    set_up_watching(settings)
    fonts = Path(settings.state_dir, "matplotlib").absolute()  # what matplotlib has found of them
    os.environ.setdefault("MPLCONFIGDIR", str(fonts))

    async def run() -> None:
        database = open_database(settings)
        clock, watched = start_clock(settings, database), http_port is not None
        service = Service(settings, database, clock, kind, watched=watched)
        if settings.fieldwork().is_over(clock.now().date()):
            log.warning("fieldwork_over", period=settings.period)
        spare_the_collector()
        await service.run(stop_on_signals())

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(run())


def spare_the_collector() -> None:
    """Look for garbage among what is new only: modules, tables and talks live as long as the process.

    Looked through again and again, all of it takes a twentieth of a busy process's time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@app.command()
def demo(
    households: Annotated[int, typer.Option(min=1, help="How many families the made-up city has.")] = 2000,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port of the page with phones.")] = 8081,
) -> None:
    """A day of a census in your browser: a made-up city, three phones, and a clock to move. Starts afresh each time."""
    asyncio.run(run_demo(households, port))


@app.command()
def sandbox(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port.")] = 8081,
) -> None:
    """The local Telegram alone; point CATAT_TELEGRAM_URL at it."""
    asyncio.run(run_sandbox(host, port))


@app.command()
def invite(
    officer: Annotated[str, typer.Argument(help="The officer's id, as in the officers' file.")],
    bot: Annotated[str, typer.Option(help="Which bot; the one of the officer's area when left out.")] = "",
) -> None:
    """Print a one-time link, and its QR code, that joins a chat to an officer."""
    settings = load_settings("secret_key")
    link = asyncio.run(invitation(settings, officer, bot))
    typer.echo(link)
    segno.make(link, error="m").terminal(compact=True)
    typer.echo(f"For {officer}; works once, for {INVITE_LIFETIME.days} days.")


@app.command()
def job(
    name: Annotated[str, typer.Argument(help=f"One of: {', '.join(JOBS)}.")],
    at: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%dT%H:%M%z", "%Y-%m-%dT%H:%M:%S%z"])] = None,
) -> None:
    """Do the runs of a job that are due at an instant (now, unless told otherwise); what was done is not done again."""
    if name not in JOBS:
        raise SettingsError(f"there is no job {name!r}; there are {', '.join(JOBS)}")
    settings = load_settings()
    speak_office_texts(settings)
    database = open_database(settings)
    instant = at or clock_of(settings, database).now()
    table = Table("region", "due", "result")
    for region, due, result in run_by_hand(database.write, name, campaign_of(settings), instant):
        table.add_row(region, due, result)
    database.close()
    Console().print(table if table.row_count else f"{name}: nothing is due at {instant.isoformat()}")


@databases.command()
def upgrade() -> None:
    """Bring the database up to date; safe to run twice, and from several processes at once."""
    open_database(load_settings()).close()
    typer.echo(f"The database is at revision {schema.newest()}.")
