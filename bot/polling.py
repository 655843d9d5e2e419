"""Polling: asks Telegram for updates, and confirms a batch only when all of it is committed."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import Any

import structlog
from telegram import Bot, Update
from telegram.error import InvalidToken, RetryAfter, TelegramError

from bot.reception import Reception

log = structlog.get_logger()
WAIT_SECONDS = 25
LONGEST_PAUSE = 15.0
ALLOWED = ["message", "callback_query", "my_chat_member"]
"""The kinds of update that Catat asks for."""


async def poll(bot: Bot, reception: Reception) -> None:
    """Receive updates until cancelled; InvalidToken when the bot's token is refused."""
    offset, failures, webhook = 0, 0, True
    while True:
        try:
            if webhook:
                webhook = not await bot.delete_webhook()
            updates = await bot.get_updates(offset=offset, timeout=WAIT_SECONDS, allowed_updates=ALLOWED)
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
            offset = updates[-1].update_id + 1


async def receive_all(updates: tuple[Update, ...], reception: Reception) -> None:
    """Work on a batch: one person's updates one after the other, different people's side by side."""
    people: dict[Any, list[Update]] = defaultdict(list)
    for update in updates:
        person = update.effective_user
        people[person.id if person else None].append(update)
    await asyncio.gather(*(_receive_in_order(theirs, reception) for theirs in people.values()))


async def _receive_in_order(updates: list[Update], reception: Reception) -> None:
    for update in updates:
        pause = 0.1
        while True:
            try:
                await reception.receive(update.to_dict())
                break
            except Exception as error:  # until it is done or parked: an update is never skipped
                log.info(
                    "update_again",
                    update=f"{reception.bot_id}:{update.update_id}",
                    error=type(error).__name__,
                    pause=pause,
                )
                await asyncio.sleep(pause)
                pause = min(LONGEST_PAUSE, pause * 3)


def _seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    return float(wait) if isinstance(wait, int | float) else wait.total_seconds()
