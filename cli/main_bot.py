"""The main bot, whose token stands in the settings: a wrong token there changes nothing in the database."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from cli.keys import seal_of
from cli.settings import Settings, SettingsError
from db.bots import BotRow, bots, keep_bot
from db.engine.locks import Turn, wait_for
from db.engine.work import ReadWork, Work
from running.sealing import SealBroken, id_of

MAIN = "main"
"""The name of the bot whose token stands in the settings."""
WEBHOOK_PATH = "/telegram"


def wanted_main_bot(work: ReadWork, settings: Settings) -> BotRow | None:
    """The row of the bot called main as the settings want it; None when it stands so already.

    SettingsError when there is no bot at all, and when the token is of another bot than main: chats are with that one.
    """
    rows = bots(work)
    if settings.bot_token is None:
        if not any(row.status == "active" for row in rows):
            raise SettingsError("CATAT_BOT_TOKEN is not set, and there is no other bot: see `catat bot add`")
        return None
    number = id_of(settings.bot_token)
    main = next((row for row in rows if row.name == MAIN), None)
    secret = settings.webhook_secret or ""
    if main is not None and main.id == number:
        return _changed(main, settings, secret)
    if main is not None and main.username:  # Telegram has told its name: it has been at work
        raise SettingsError(
            f"CATAT_BOT_TOKEN is the token of bot {number}, and the main bot is @{main.username} ({main.id}): put its"
            " token back. If another bot is to take its place: `catat bot rotate main`"
        )
    if other := next((row for row in rows if row.id == number), None):
        raise SettingsError(f"CATAT_BOT_TOKEN is the token of {other.name}, which is a bot of its own here")
    seal = seal_of(settings)
    return BotRow(number, MAIN, "", seal.close(settings.bot_token), seal.close(secret), (), "active")


def _changed(main: BotRow, settings: Settings, secret: str) -> BotRow | None:
    """The main bot with what differs in the settings; None when nothing does."""
    seal, status, token = seal_of(settings), main.status, settings.bot_token or ""
    try:
        kept = seal.open(main.secret_sealed)
        secret = secret or kept  # a process that receives nothing need not know the secret
        same_token = seal.open(main.token_sealed) == token
    except SealBroken:
        kept, same_token = "", False
    if same_token and secret == kept and status != "refused":
        return None
    status = "disabled" if status == "disabled" else "active"
    return replace(main, token_sealed=seal.close(token), secret_sealed=seal.close(secret), areas=(), status=status)


def keep_main_bot(work: Work, settings: Settings, username: str = "") -> None:
    """Let the bot of the settings be the bot called main. username: as Telegram has just told it for that token.

    SettingsError as in `wanted_main_bot`.
    """
    wait_for(work, Turn.BOTS)
    row = wanted_main_bot(work, settings)
    if row is not None:
        keep_bot(work, replace(row, username=username or row.username))


def webhook_address(settings: Settings, bot: str) -> str:
    """The public address of a bot's webhook: the configured one, or below it for bots other than the main one."""
    url = settings.webhook_url or ""
    url += "" if urlsplit(url).path else WEBHOOK_PATH
    return url if bot == MAIN else f"{url}/{bot}"


def others_at_work(work: ReadWork, main: int) -> bool:
    """Whether any bot but the main one is active."""
    return any(row.status == "active" and row.id != main for row in bots(work))
