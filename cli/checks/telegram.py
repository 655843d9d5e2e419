"""Telegram: whether it can be reached, knows each bot, and sends the updates where they should go."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass

from telegram import WebhookInfo
from telegram.error import InvalidToken, TelegramError

from channels.telegram.transport import TelegramBot
from cli.checks.finding import Finding, look, ok, wrong
from cli.keys import seal_of
from cli.main_bot import MAIN, webhook_address
from cli.settings import Settings
from db.bots import BotRow
from running.sealing import SealBroken, id_of

RECENT_SECONDS = 600
MANY = 100


@dataclass(frozen=True)
class Known:
    """A bot to ask about."""

    name: str
    token: str


def known_bots(settings: Settings, rows: list[BotRow]) -> tuple[list[Known], list[Finding]]:
    """The bots of the settings and of the database, and what is wrong with their rows."""
    known = {MAIN: Known(MAIN, settings.bot_token)} if settings.bot_token else {}
    findings = []
    for row in rows:
        if row.name == MAIN and row.username and settings.bot_token and id_of(settings.bot_token) != row.id:
            told = f"CATAT_BOT_TOKEN is of another bot, {id_of(settings.bot_token)}; main is @{row.username} ({row.id})"
            findings.append(wrong("bot main", told, "put its token back; or `catat bot rotate main`, on purpose"))
        if row.status == "refused":
            findings.append(wrong(f"bot {row.name}", "Telegram refused its token", f"`catat bot rotate {row.name}`"))
        if row.status != "active" or row.name in known:
            continue
        try:
            known[row.name] = Known(row.name, seal_of(settings).open(row.token_sealed))
        except SealBroken:
            told = "its token was sealed with another CATAT_SECRET_KEY"
            findings.append(wrong(f"bot {row.name}", told, "put the old key back, or add the bot's token again"))
    if not known and not findings:
        findings.append(wrong("bots", "there is none", "set CATAT_BOT_TOKEN, or `catat bot add`"))
    return list(known.values()), findings


async def check_bot(settings: Settings, known: Known) -> AsyncIterator[Finding]:
    """Whether Telegram knows the bot, and where its updates go."""
    check = f"bot {known.name}"
    bot = TelegramBot(known.token, settings.telegram_url)
    try:
        await bot.initialize()
        yield ok(check, f"@{bot.username}")
        yield check_webhook(settings, known.name, await bot.get_webhook_info())
    except InvalidToken:
        mend = "ask @BotFather for the right one" + ("" if known.name == MAIN else f", `catat bot rotate {known.name}`")
        yield wrong(check, f"Telegram refuses the token of bot {id_of(known.token)}", mend)
    except TelegramError as error:
        told = f"{settings.telegram_url} does not answer ({type(error).__name__})"
        yield wrong(check, told, "is there a way out to it, by HTTPS? A proxy, a firewall, CATAT_TELEGRAM_URL?")
    finally:
        await bot.shutdown()


def check_webhook(settings: Settings, name: str, info: WebhookInfo) -> Finding:
    """Whether the updates go where the settings say."""
    check, expected = f"updates {name}", webhook_address(settings, name) if settings.webhook_url else ""
    waiting = f"{info.pending_update_count:,} wait"
    if info.url != expected and not expected:
        return wrong(check, "a webhook is set, yet the settings say polling", "start Catat, which removes it")
    if info.url != expected:
        told = "no webhook is set" if not info.url else "the webhook goes elsewhere"
        return wrong(check, told, "start `catat web`, which sets it; is another program using this bot?")
    failed_at = info.last_error_date
    if failed_at is not None and time.time() - failed_at.timestamp() < RECENT_SECONDS:
        told = f"Telegram could not deliver: {info.last_error_message}; {waiting}"
        return wrong(check, told, "is the process there, the proxy, the certificate? See docs/operate.md")
    if info.pending_update_count > MANY:
        return look(check, waiting, "Catat is stopped or too slow: see the log and /metrics")
    return ok(check, f"by {'webhook' if expected else 'polling'}, {waiting}")
