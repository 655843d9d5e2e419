"""`catat invite`: a one-time code for an officer, as a link to the bot of the officer's area."""

from __future__ import annotations

import asyncio
import secrets
from functools import partial
from typing import Annotated

import segno
import typer

from cli.bots import find, username_of
from cli.keys import seal_of
from cli.main_bot import keep_main_bot, wanted_main_bot
from cli.opening import clock_of, open_database
from cli.settings import Settings, SettingsError, load_settings
from core.joining import INVITE_LIFETIME
from db.bots import BotRow, bot_for, bots, set_username
from db.invites import invited, make_invite
from db.work import Database


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


async def invitation(settings: Settings, officer: str, bot_name: str = "") -> str:
    """A new link; SettingsError when there is no such officer, no bot, or Telegram does not tell the bot's name."""
    database = open_database(settings)
    try:
        await settle_main_bot(settings, database)
        bot = choose_bot(database, officer, bot_name)
        username = bot.username
        if not username:
            username = await username_of(settings, seal_of(settings).open(bot.token_sealed))
            database.write(partial(set_username, bot=bot.id, username=username))
        code = secrets.token_urlsafe(12)
        now = clock_of(settings, database).now()
        database.write(partial(make_invite, officer=officer, code=code, now=now))
    finally:
        database.close()
    return f"https://t.me/{username}?start={code}"


async def settle_main_bot(settings: Settings, database: Database) -> None:
    """Keep what the settings say of the main bot, once Telegram has told whose token it is; SettingsError else."""
    with database.read() as work:
        wanted = wanted_main_bot(work, settings)
    if wanted is not None and settings.bot_token is not None:
        username = await username_of(settings, settings.bot_token)
        database.write(partial(keep_main_bot, settings=settings, username=username))


def choose_bot(database: Database, officer: str, bot_name: str) -> BotRow:
    """The bot by name, or the one that serves the officer's area."""
    with database.read() as work:
        person = invited(work, officer)
        if person is None:
            raise SettingsError(f"there is no officer {officer!r}: import the officers first")
        if bot_name:
            return find(bots(work), bot_name)
        bot = bot_for(work, person.region)
    if bot is None:
        raise SettingsError(f"no active bot serves the area of {officer}: see `catat bot list`")
    return bot
