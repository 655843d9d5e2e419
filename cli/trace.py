"""`catat trace`: what happened to an officer's messages, without their texts."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.table import Table

from bot.event import chat_of as chat_of_update
from cli.opening import clock_of, open_database
from cli.settings import SettingsError, load_settings
from db.people.chats import chat_of
from db.people.replacing import officer_row
from db.trace import trace as trace_of

MOST_HOURS = 24 * 31


def trace(
    officer: Annotated[str, typer.Argument(help="The officer's id, as in the officers' file.")],
    hours: Annotated[int, typer.Option(min=1, max=MOST_HOURS, help="How far back.")] = 24,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line, hours in UTC.")] = False,
) -> None:
    """Tell what happened to an officer's messages: reports stored, answers sent, updates put aside. No texts."""
    settings = load_settings()
    database = open_database(settings)
    try:
        now = clock_of(settings, database).now()
        with database.read() as work:
            row = officer_row(work, officer)
            if row is None or row.trains:
                raise SettingsError(f"there is no officer {officer!r}: `catat officer list` names them")
            chat = chat_of(work, officer)
            zone = ZoneInfo(row.zone)
            events = trace_of(work, officer, now - timedelta(hours=hours), chat_of_update)
    finally:
        database.close()
    if as_json:
        for event in events:
            typer.echo(json.dumps({**asdict(event), "at": event.at.isoformat()}))
        return
    if chat is None:
        typer.echo(f"{officer} has no chat: {officer} never joined, or another phone has taken over.")
    elif chat.blocked_at is not None:
        typer.echo(f"{officer} has blocked the bot since {chat.blocked_at.astimezone(zone):%Y-%m-%d %H:%M}.")
    table = Table(f"when ({zone.key})", "what", "about", "what became of it")
    for event in events:
        table.add_row(f"{event.at.astimezone(zone):%Y-%m-%d %H:%M:%S}", event.what, event.about, event.fate)
    Console().print(table)
    typer.echo(f"{len(events):,} events in {hours} hours. Sent messages are kept for two days.")
