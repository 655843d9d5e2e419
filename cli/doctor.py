"""`catat doctor`: looks at all that the service needs, and says how to mend what is wrong."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import typer
from rich.console import Console
from rich.table import Column, Table
from sqlalchemy.exc import ArgumentError, DBAPIError

from cli.checks.database import check_database
from cli.checks.finding import Finding, State, wrong
from cli.checks.machine import check_clock, check_disk, check_fieldwork, check_key, check_texts, check_zones
from cli.checks.office import check_contact, check_office_texts
from cli.checks.settings import check_settings
from cli.checks.telegram import check_bot, known_bots
from cli.ladders import check_ladders
from cli.settings import Settings, SettingsError, load_settings
from db.bots import BotRow, bots
from db.engine.work import Database

COLOURS = {State.OK: "green", State.LOOK: "yellow", State.WRONG: "bold red"}


def doctor() -> None:
    """Check settings, database, clocks, disk, Telegram, webhook and processes; exit code 1 when something is wrong."""
    whole = [Column(title, overflow="fold") for title in ("what was found", "how to mend it")]
    table = Table("check", "state", *whole)
    states = set()
    for finding in findings():
        states.add(finding.state)
        state = f"[{COLOURS[finding.state]}]{finding.state}[/]"
        table.add_row(finding.check, state, finding.told, finding.mend)
    Console().print(table)
    if State.WRONG in states:
        raise typer.Exit(1)


def findings() -> Iterator[Finding]:
    """Everything that was found."""
    try:
        settings = load_settings()
        database = Database(settings.database_url)
    except SettingsError as error:
        yield wrong("settings", str(error), "change it in the environment or in .env; .env.example explains each")
        return
    except (ArgumentError, ValueError):
        yield wrong("settings", "CATAT_DATABASE_URL is not the address of a database", ".env.example has examples")
        return
    except OSError as error:
        yield wrong("database", f"CATAT_DATABASE_URL cannot be used ({error})", "name a file in a folder of your own")
        return
    yield from check_settings(settings)
    yield from (check_key(settings), check_clock(settings), check_fieldwork(settings))
    yield from (check_zones(), check_texts(), check_disk(database))
    yield check_ladders(settings)
    yield check_contact(settings)
    yield from check_office_texts(settings)
    yield from check_database(settings, database)
    yield from asyncio.run(ask_telegram(settings, rows_of(database)))
    database.close()


def rows_of(database: Database) -> list[BotRow]:
    """The bots of the database; none when it has none, or is away, which has been told."""
    if database.sqlite and not Path(str(database.url.database)).exists():
        return []
    try:
        with database.read() as work:
            return bots(work)
    except (DBAPIError, OSError):
        return []


async def ask_telegram(settings: Settings, rows: list[BotRow]) -> list[Finding]:
    """What Telegram says of each bot."""
    known, found = known_bots(settings, rows)
    return found + [finding for bot in known async for finding in check_bot(settings, bot)]
