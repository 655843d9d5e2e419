"""`catat status`, `catat resend` and `catat done`: how the whole service stands, from its database."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from bot.event import chat_of
from cli.in_step import digests, other_than
from cli.opening import clock_of, open_database
from cli.settings import SettingsError, load_settings
from db.bots import bots
from db.engine.leases import leases, processes
from db.engine.work import ReadWork
from db.outbox.messages import Lane
from db.people.chats import officer_of
from db.status import (
    dead,
    failing,
    forget_letter,
    forget_update,
    outbox,
    parked,
    resend,
    unfinished,
    unlisted,
    wishes,
)

FRESH_SECONDS = 15


def status() -> None:
    """Show processes, bots and leases, what waits in the outbox, parked updates, dead letters and unfinished runs."""
    settings = load_settings()
    database = open_database(settings)
    clock = clock_of(settings, database)
    console = Console()
    with database.read() as work:
        for table in (
            process_table(work, clock.real(), digests(settings)),
            bot_table(work, clock.real()),
            outbox_table(work, clock.now()),
            trouble_table(work),
        ):
            console.print(table)
    database.close()


def resend_letter(
    letter: Annotated[int, typer.Argument(help="The letter's number, as `catat status` shows it.")],
) -> None:
    """Try a dead letter again."""
    database = open_database(load_settings())
    found = database.write(lambda work: resend(work, letter))
    database.close()
    if not found:
        raise SettingsError(f"there is no dead letter {letter}")
    typer.echo(f"Letter {letter} waits to be sent again.")


def done(
    what: Annotated[
        str, typer.Argument(help="A dead letter's number, or a parked update (BOT/UPDATE), as `catat status` shows it.")
    ],
) -> None:
    """Take off the list what somebody has looked at: a dead letter or a parked update. It is deleted."""
    known = re.fullmatch(r"(?:(\d{1,19})/)?(\d{1,18})", what, re.ASCII)
    if known is None:
        raise SettingsError(f"{what!r} is neither a letter's number nor BOT/UPDATE, as `catat status` shows them")
    bot, number = known[1], int(known[2])
    database = open_database(load_settings())
    try:
        found = database.write(
            lambda work: forget_update(work, int(bot), number) if bot else forget_letter(work, number)
        )
    finally:
        database.close()
    if not found:
        raise SettingsError(f"there is no {'parked update' if bot else 'dead letter'} {what}")
    typer.echo(f"{'Parked update' if bot else 'Dead letter'} {what} is off the list.")


def process_table(work: ReadWork, now: datetime, mine: dict[str, str]) -> Table:
    """Who is there. mine: the digests of this terminal's settings."""
    table = Table("process", "runs on", "since", "seen", "settings", title="Processes", title_justify="left")
    for row in processes(work):
        ago = (now - row.seen_at).total_seconds()
        seen = f"{ago:.0f} s ago" + ("" if ago < FRESH_SECONDS else ", gone?")
        settings = "not told" if row.settings is None else ", ".join(other_than(mine, row.settings))
        told = f"other {settings}" if row.settings and settings else settings or "as here"
        table.add_row(row.id, f"{row.host} pid {row.pid}", f"{row.started_at:%Y-%m-%d %H:%M} UTC", seen, told)
    return table


def bot_table(work: ReadWork, now: datetime) -> Table:
    """The bots, and who sends and polls for them."""
    held = {row.name: row for row in leases(work)}

    def holder(name: str) -> str:
        row = held.get(name)
        return "nobody" if row is None else row.holder if row.until > now else f"{row.holder} (ran out)"

    table = Table("bot", "telegram", "status", "sends", "polls", title="Bots and leases", title_justify="left")
    for bot in bots(work):
        told = f"@{bot.username or bot.id}"
        table.add_row(bot.name, told, bot.status, holder(f"sending:{bot.id}"), holder(f"polling:{bot.id}"))
    return table


def outbox_table(work: ReadWork, now: datetime) -> Table:
    """What has not been sent."""
    names = {bot.id: bot.name for bot in bots(work)}
    table = Table("bot", "lane", "status", "letters", "oldest", title="Outbox", title_justify="left")
    for bot, lane, state, number, since in outbox(work):
        age = max(0.0, (now - since).total_seconds())
        table.add_row(names.get(bot, str(bot)), Lane(lane).name.lower(), state, str(number), f"{age:,.0f} s")
    return table


def trouble_table(work: ReadWork) -> Table:
    """What somebody should look at."""
    table = Table("what", "which", "whose", "why", "when (UTC)", title="To look at", title_justify="left")
    for row in parked(work):
        which = f"{row.bot}/{row.update_id}"
        table.add_row("parked update", which, whose(work, row), row.error, f"{row.failed_at:%Y-%m-%d %H:%M}")
    for row in failing(work):
        why = f"{row.error} ({row.attempts} times)"
        table.add_row("failing update", f"{row.bot}/{row.update_id}", "", why, f"{row.failed_at:%Y-%m-%d %H:%M}")
    for row in dead(work):
        which, when = f"{row.id} {row.method}", f"{row.created_at:%Y-%m-%d %H:%M}"
        table.add_row("dead letter", which, row.officer or "a citizen", row.error or "", when)
    for row in unfinished(work):
        what, why = ("failing job", row.counts["error"]) if "error" in row.counts else ("unfinished run", "")
        table.add_row(what, f"{row.job} {row.region}", "", why, f"{row.due_at:%Y-%m-%d %H:%M}")
    waiting, since = wishes(work)
    if since is not None:
        when = f"{since:%Y-%m-%d %H:%M}"
        table.add_row("work to give back", f"{waiting:,} households", "", "no leader has decided", when)
    if without := unlisted(work):
        table.add_row("work", f"{without:,} households", "", "on nobody's list", "")
    return table


def whose(work: ReadWork, row: Any) -> str:
    """The officer whose message a parked update is; empty when that is not known."""
    chat = chat_of(row.update) if row.update else None
    if chat is None:
        return ""
    officer = officer_of(work, row.bot, chat)
    return officer.id if officer else "a citizen"
