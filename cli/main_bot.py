"""The bot whose token stands in the settings: it is called main, and kept in the database like the others."""

from __future__ import annotations

from contextlib import suppress
from urllib.parse import urlsplit

from bot.sealing import SealBroken, id_of
from cli.opening import seal_of
from cli.settings import Settings, SettingsError
from db.bots import BotRow, bots, keep_bot
from db.work import ReadWork, Work

WEBHOOK_PATH = "/telegram"
MAIN = "main"
"""The name of the bot whose token stands in the settings."""


def keep_main_bot(work: Work, settings: Settings) -> None:
    """Let the bot of the settings be the bot called main; SettingsError when there is no bot at all."""
    known = {row.name: row for row in bots(work)}
    if settings.bot_token is None:
        if not any(row.status == "active" for row in known.values()):
            raise SettingsError("CATAT_BOT_TOKEN is not set, and there is no other bot: see `catat bot add`")
        return
    seal, main = seal_of(settings), known.get(MAIN)
    secret = settings.webhook_secret or ""
    status = "active"
    if main is not None and main.id == id_of(settings.bot_token):
        status = "disabled" if main.status == "disabled" else "active"
        with suppress(SealBroken):  # another CATAT_SECRET_KEY: sealed anew below
            kept = seal.open(main.secret_sealed)
            secret = secret or kept  # a process that receives nothing need not know the secret
            if (seal.open(main.token_sealed), kept) == (settings.bot_token, secret) and main.status == status:
                return
    sealed = seal.close(settings.bot_token), seal.close(secret)
    keep_bot(work, BotRow(id_of(settings.bot_token), MAIN, "", *sealed, (), status))


def webhook_address(settings: Settings, bot: str) -> str:
    """The public address of a bot's webhook: the configured one, or below it for bots other than the main one."""
    url = settings.webhook_url or ""
    url += "" if urlsplit(url).path else WEBHOOK_PATH
    return url if bot == MAIN else f"{url}/{bot}"


def others_at_work(work: ReadWork, main: int) -> bool:
    """Whether any bot but the main one is active."""
    return any(row.status == "active" and row.id != main for row in bots(work))
