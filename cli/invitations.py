"""`catat invite`: one-time codes for officers, as links to the bots of their areas; many at once as sheets of cards."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Annotated

import segno
import typer
from rich.progress import track

from cli.bots import find, username_of
from cli.cards import make_cards
from cli.keys import seal_of
from cli.main_bot import keep_main_bot, wanted_main_bot
from cli.opening import clock_of, open_database
from cli.settings import Settings, SettingsError, load_settings
from cli.sheets import write_private, write_rows
from core.people.joining import INVITE_LIFETIME
from db.bots import BotRow, bot_for, bots, set_username
from db.engine.work import Database, ReadWork, Work
from db.people.codes import is_place
from db.people.invites import make_invite
from db.people.officers import OfficerRow, officers

LONGEST_DAYS = 60
COLUMNS = ("officer", "name", "role", "area", "place", "link", "expires")


@dataclass(frozen=True)
class Invitation:
    """A link for one officer; whoever opens it first becomes that officer."""

    officer: OfficerRow
    link: str
    expires: datetime


def invite(
    ids: Annotated[list[str] | None, typer.Argument(help="The officers' ids, as in the officers' file.")] = None,
    everybody: Annotated[bool, typer.Option("--all", help="All officers.")] = False,
    area: Annotated[str, typer.Option(help="All officers of this area, by its code.")] = "",
    not_joined: Annotated[bool, typer.Option("--not-joined", help="Of these only who has no chat yet.")] = False,
    pdf: Annotated[Path | None, typer.Option(help="Write cards to cut out, each with name and QR code.")] = None,
    csv: Annotated[Path | None, typer.Option(help="Write a table of the links.")] = None,
    days: Annotated[int, typer.Option(min=1, max=LONGEST_DAYS, help="How long they work.")] = INVITE_LIFETIME.days,
    bot: Annotated[str, typer.Option(help="Which bot; the one of each officer's area when left out.")] = "",
) -> None:
    """Make links that join chats to officers: one with its QR code, or many as sheets of cards."""
    settings = load_settings("secret_key")
    database = open_database(settings)
    try:
        with database.read() as work:
            chosen = choose(work, ids or [], area, everybody=everybody or not_joined, not_joined=not_joined)
        made = asyncio.run(invitations(settings, database, chosen, bot, timedelta(days=days)))
    finally:
        database.close()
    language = settings.language
    if csv is not None:
        write_rows(csv, COLUMNS, map(row_of, made))
    if pdf is not None:
        shown = [(each.officer, each.link, each.expires) for each in track(made, "Cards", disable=len(made) < 50)]
        write_private(pdf, make_cards(shown, language))
    if len(made) == 1 and not (pdf or csv):
        typer.echo(made[0].link)
        segno.make(made[0].link, error="m").terminal(compact=True)
        typer.echo(f"For {made[0].officer.id}; works once, for {days} days.")
        return
    if not (pdf or csv):
        for each in made:
            typer.echo(f"{each.officer.id}\t{each.link}")
    files = " and ".join(str(file) for file in (pdf, csv) if file is not None)
    typer.echo(f"{len(made):,} invitations; each works once, for {days} days." + (f" In {files}." if files else ""))


def row_of(made: Invitation) -> tuple[str, ...]:
    """A line of the table."""
    who = made.officer
    return who.id, who.name, who.role, who.area, who.place, made.link, f"{made.expires:%Y-%m-%d %H:%M}Z"


def choose(work: ReadWork, ids: Sequence[str], area: str, *, everybody: bool, not_joined: bool) -> list[OfficerRow]:
    """The officers that are meant; SettingsError when nobody is, or somebody is not there."""
    if bool(ids) == (everybody or bool(area)):
        raise SettingsError("name officers by their ids, or choose them with --all, --area or --not-joined")
    if area and not is_place(work, area):
        raise SettingsError(f"there is no area {area!r}: see the areas' file")
    known = {row.id: row for row in officers(work, area)}
    for each in ids:
        if each not in known:
            raise SettingsError(f"there is no officer {each!r}: import the officers first")
    chosen = [known[each] for each in dict.fromkeys(ids)] or list(known.values())
    chosen = [row for row in chosen if not (not_joined and row.joined)]
    if not chosen:
        raise SettingsError("nobody is left to invite" if not_joined else "there are no officers: import them first")
    return chosen


async def invitations(
    settings: Settings, database: Database, chosen: Sequence[OfficerRow], bot_name: str, lifetime: timedelta
) -> list[Invitation]:
    """A new link for each; SettingsError when there is no bot, or Telegram does not tell the bot's name."""
    await settle_main_bot(settings, database)
    names = await names_of_bots(settings, database, chosen, bot_name)
    codes = [secrets.token_urlsafe(12) for _ in chosen]
    now = clock_of(settings, database).now()

    def keep(work: Work) -> None:
        for who, code in zip(chosen, codes, strict=True):
            make_invite(work, who.id, code, now, lifetime)

    database.write(keep)
    return [
        Invitation(who, f"https://t.me/{name}?start={code}", now + lifetime)
        for who, name, code in zip(chosen, names, codes, strict=True)
    ]


async def names_of_bots(
    settings: Settings, database: Database, chosen: Sequence[OfficerRow], bot_name: str
) -> list[str]:
    """The name of the bot that each officer joins. Telegram is asked once for each that is not known yet."""
    with database.read() as work:
        fitting = [find(bots(work), bot_name) if bot_name else serving(work, who) for who in chosen]
    names: dict[int, str] = {bot.id: bot.username for bot in fitting}
    for bot in {bot.id: bot for bot in fitting if not bot.username}.values():
        names[bot.id] = await username_of(settings, seal_of(settings).open(bot.token_sealed))
        database.write(partial(set_username, bot=bot.id, username=names[bot.id]))
    return [names[bot.id] for bot in fitting]


def serving(work: ReadWork, who: OfficerRow) -> BotRow:
    """The bot of an officer's area."""
    bot = bot_for(work, who.region)
    if bot is None:
        raise SettingsError(f"no active bot serves the area of {who.id}: see `catat bot list`")
    return bot


async def settle_main_bot(settings: Settings, database: Database) -> None:
    """Keep what the settings say of the main bot, once Telegram has told whose token it is; SettingsError else."""
    with database.read() as work:
        wanted = wanted_main_bot(work, settings)
    if wanted is not None and settings.bot_token is not None:
        username = await username_of(settings, settings.bot_token)
        database.write(partial(keep_main_bot, settings=settings, username=username))
