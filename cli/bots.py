"""`catat bot`: the bots of this deployment. Tokens are read from standard input, never from the command line."""

from __future__ import annotations

import asyncio
import getpass
import secrets
import sys
from dataclasses import replace
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from telegram.error import InvalidToken

from channels.telegram.transport import TelegramBot
from cli.keys import opens, seal_of
from cli.main_bot import MAIN
from cli.opening import open_database
from cli.settings import TOKEN, Settings, SettingsError, load_settings
from db.bots import BotRow, bots, keep_bot, set_status
from db.engine.work import ReadWork
from db.people.codes import is_place
from running.sealing import id_of

app = typer.Typer(no_args_is_help=True, help="The bots of this deployment, each for its areas.")
Name = Annotated[str, typer.Argument(help="A short name, as it stands in the address of the bot's webhook.")]


@app.command()
def add(
    name: Name, areas: Annotated[str, typer.Option(help="Codes of the areas it serves: 6471,6472. None: all.")] = ""
) -> None:
    """Add a bot; its token is read from standard input."""
    if not name.isascii() or not name.replace("-", "").isalnum() or name == MAIN:
        raise SettingsError(f"{name!r} cannot be a bot's name: letters, digits and -, and not {MAIN!r}")
    settings = load_settings("secret_key")
    token = read_token()
    seal, secret = seal_of(settings), secrets.token_urlsafe(32)
    codes = tuple(code.strip() for code in areas.split(",") if code.strip())
    username = asyncio.run(username_of(settings, token))
    database = open_database(settings, creates=True)
    row = BotRow(id_of(token), name, username, seal.close(token), seal.close(secret), codes, "active")
    try:
        with database.read() as work:
            check_places(work, codes)
        database.write(lambda work: keep_bot(work, row))
    finally:
        database.close()
    typer.echo(f"{name}: @{username} serves {', '.join(codes) or 'every area'}. Running processes take it in at once.")


def check_places(work: ReadWork, codes: tuple[str, ...]) -> None:
    """SettingsError for a code that no imported area has, or lies in."""
    for code in codes:
        if not is_place(work, code):
            raise SettingsError(f"there is no area {code!r}: import the areas first, or mend the code")


@app.command("list")
def show() -> None:
    """List the bots."""
    database = open_database(load_settings())
    table = Table("name", "bot", "areas", "status")
    with database.read() as work:
        for row in bots(work):
            table.add_row(row.name, f"@{row.username or row.id}", ", ".join(row.areas) or "all", row.status)
    database.close()
    Console().print(table)


@app.command()
def disable(name: Name) -> None:
    """Stop a bot; its letters wait."""
    change_status(name, "disabled")


@app.command()
def enable(name: Name) -> None:
    """Let a bot work again."""
    change_status(name, "active")


@app.command()
def rotate(name: Name) -> None:
    """Give a bot its new token (standard input), from @BotFather; running processes change over at once.

    For main it may be the token of another bot, which takes its place: officers have to be invited anew.
    """
    settings = load_settings("secret_key")
    token = read_token()
    database = open_database(settings)
    with database.read() as work:
        row = find(bots(work), name)
    username, other = asyncio.run(username_of(settings, token)), id_of(token) != row.id
    if other:
        with database.read() as work:
            allow_another(bots(work), row, id_of(token), username)
    seal = seal_of(settings)
    secret = row.secret_sealed if opens(seal, row.secret_sealed) else seal.close(secrets.token_urlsafe(32))
    changed = replace(row, id=id_of(token), username=username, token_sealed=seal.close(token), secret_sealed=secret)
    database.write(lambda work: keep_bot(work, replace(changed, status="active")))
    database.close()
    typer.echo(f"{name}: has its new token.")
    if other:
        typer.echo(
            f"{name} is @{username} from now on, and @{row.username or row.id} is disabled: put the token into"
            " CATAT_BOT_TOKEN, and invite the officers anew (`catat invite`)."
        )


def allow_another(rows: list[BotRow], row: BotRow, number: int, username: str) -> None:
    """SettingsError unless another bot may take the place of this one; at a terminal somebody is asked."""
    if row.name != MAIN:
        raise SettingsError(f"that token belongs to another bot than {row.name}: @{username}")
    taken = next((each.name for each in rows if each.id == number), None)
    if taken is not None and not taken.startswith(f"{MAIN}-"):
        raise SettingsError(f"that token belongs to {taken}, which is a bot of its own here")
    if sys.stdin.isatty():
        typer.confirm(f"Is @{username} to take the place of @{row.username or row.id}?", abort=True)


def change_status(name: str, status: str) -> None:
    """Set a bot's status and say so."""
    database = open_database(load_settings())
    with database.work() as work:
        row = find(bots(work), name)
        set_status(work, row.id, status)
    database.close()
    typer.echo(f"{name}: {status}.")


def find(rows: list[BotRow], name: str) -> BotRow:
    """The bot with this name; SettingsError when there is none."""
    for row in rows:
        if row.name == name:
            return row
    raise SettingsError(f"there is no bot {name!r}; there are {', '.join(row.name for row in rows) or 'none'}")


def read_token() -> str:
    """A token from standard input; SettingsError when it is none."""
    token = (getpass.getpass("Token: ") if sys.stdin.isatty() else sys.stdin.readline()).strip()
    if not TOKEN.fullmatch(token):
        raise SettingsError("that is not a bot token (numbers, a colon, letters), as @BotFather gives it")
    return token


async def username_of(settings: Settings, token: str) -> str:
    """The bot's name, as Telegram tells it; SettingsError when it does not."""
    bot = TelegramBot(token, settings.telegram_url)
    try:
        await bot.initialize()
        return bot.username
    except InvalidToken:
        raise SettingsError("the bot's token is refused by Telegram: ask @BotFather for the right one") from None
    except Exception as error:
        raise SettingsError(f"Telegram at {settings.telegram_url} did not tell the bot's name: {error}") from None
    finally:
        await bot.shutdown()
