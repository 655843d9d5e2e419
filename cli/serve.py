"""`catat serve`, `web`, `sender` and `scheduler`: a process of the service, all of it or a part."""

from __future__ import annotations

import asyncio
import gc
from typing import Annotated

import structlog
import typer
import uvloop

from cli.listening import stop_on_signals
from cli.logs import set_up_watching
from cli.opening import open_database, start_clock
from cli.process import Service
from cli.settings import load_settings

log = structlog.get_logger()
Watched = Annotated[int | None, typer.Option(min=0, max=65535, help="Serve /health/... and /metrics on this port.")]


def serve() -> None:
    """Run everything in one process: web, sender, scheduler."""
    run_service("serve")


def web() -> None:
    """Run what receives: the webhook (or polling) and the web pages. Any number may run."""
    run_service("web")


def sender(http_port: Watched = None) -> None:
    """Run what sends. Any number may run: each bot is served by one, and another takes over when it dies."""
    run_service("sender", http_port)


def scheduler(http_port: Watched = None) -> None:
    """Run the clock. Any number may run: each due run is done by one."""
    run_service("scheduler", http_port)


def run_service(kind: str, http_port: int | None = None) -> None:
    """Run one process of the service until it is told to stop. http_port: where to tell how it is."""
    settings = load_settings("secret_key")
    if http_port is not None:
        settings = settings.model_copy(update={"http_port": http_port})
    set_up_watching(settings)

    async def run() -> None:
        database = open_database(settings, creates=True)
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
