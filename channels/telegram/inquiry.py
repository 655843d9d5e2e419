"""What Telegram says of a bot's updates: how many wait there, and when it last failed to deliver one by webhook.

A proxy that is down is seen here alone: the process behind it is well, and hears nothing.
"""

from __future__ import annotations

import asyncio

import structlog
from prometheus_client import Gauge

from channels.telegram.transport import TelegramBot

log = structlog.get_logger()
EACH_SECONDS = 60.0
WAITING = Gauge("catat_pending_updates", "Updates that wait at Telegram.", ["bot"])
FAILED_AT = Gauge(
    "catat_webhook_failed_timestamp_seconds", "When Telegram last could not deliver by webhook; 0: never.", ["bot"]
)


async def inquire(bot: TelegramBot, number: int) -> None:
    """Ask each minute, until cancelled. number: the bot's."""
    while True:
        try:
            await ask(bot, number)
        except Exception as error:  # whoever stands for Telegram may not know this call: receiving goes on
            log.debug("telegram_not_asked", bot=number, error=type(error).__name__)
        await asyncio.sleep(EACH_SECONDS)


async def ask(bot: TelegramBot, number: int) -> None:
    """Ask once, and keep what Telegram says for whoever reads the metrics."""
    info = await bot.get_webhook_info()
    WAITING.labels(str(number)).set(info.pending_update_count)
    failed = info.last_error_date
    FAILED_AT.labels(str(number)).set(failed.timestamp() if failed else 0)
