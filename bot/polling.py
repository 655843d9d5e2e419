"""Polling: asks Telegram for updates, and confirms a batch only when all of it is committed."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import Any

import structlog
from telegram.error import InvalidToken, RetryAfter, TelegramError

from bot.event import person_of
from bot.reception import Reception
from bot.transport import TelegramBot

log = structlog.get_logger()
WAIT_SECONDS = 25
LONGEST_PAUSE = 15.0
ALLOWED = ["message", "callback_query", "my_chat_member"]
"""The kinds of update that Catat asks for."""


async def poll(bot: TelegramBot, reception: Reception) -> None:
    """Receive updates until cancelled; InvalidToken when the bot's token is refused."""
    offset, failures, webhook = 0, 0, True
    while True:
        try:
            if webhook:
                webhook = not await bot.delete_webhook()
            updates = await bot.fetch_updates(offset, WAIT_SECONDS, ALLOWED)
            failures = 0
        except InvalidToken:
            raise
        except TelegramError as error:
            failures += 1
            pause = min(LONGEST_PAUSE, 2.0 ** min(failures, 6) / 4)
            if isinstance(error, RetryAfter):
                pause = max(pause, _seconds(error))
            log.warning("polling_failed", error=type(error).__name__, pause=pause)
            await asyncio.sleep(pause)
            continue
        if updates:
            await receive_all(updates, reception)
            offset = updates[-1]["update_id"] + 1


async def receive_all(updates: list[dict[str, Any]], reception: Reception) -> None:
    """Work on a batch: one person's updates one after the other, different people's side by side."""
    people: dict[int | None, list[dict[str, Any]]] = defaultdict(list)
    for update in updates:
        people[person_of(update)].append(update)
    await asyncio.gather(*(_receive_in_order(theirs, reception) for theirs in people.values()))


async def _receive_in_order(updates: list[dict[str, Any]], reception: Reception) -> None:
    for update in updates:
        pause = 0.1
        while True:
            try:
                await reception.receive(update)
                break
            except Exception as error:  # until it is done or parked: an update is never skipped
                name = f"{reception.bot_id}:{update['update_id']}"
                log.info("update_again", update=name, error=type(error).__name__, pause=pause)
                await asyncio.sleep(pause)
                pause = min(LONGEST_PAUSE, pause * 3)


def _seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    return float(wait) if isinstance(wait, int | float) else wait.total_seconds()
