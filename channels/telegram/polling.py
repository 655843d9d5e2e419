"""Polling: asks Telegram for updates, works on them, and confirms an update once it and all before it are committed."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import suppress
from typing import Any

import structlog
from telegram.error import InvalidToken, RetryAfter, TelegramError

from bot.event import number_of_update, person_of
from channels.telegram.failures import seconds_of
from channels.telegram.reception import Reception
from channels.telegram.transport import TelegramBot

log = structlog.get_logger()
WAIT_SECONDS = 25
LONGEST_PAUSE = 15.0
ALLOWED = ["message", "edited_message", "callback_query", "my_chat_member"]
"""The kinds of update that Catat asks for."""
PATIENCE = 0.5
"""Seconds after which others are asked for although an update is still being worked on."""


async def poll(bot: TelegramBot, reception: Reception) -> None:
    """Receive updates until cancelled; InvalidToken when the bot's token is refused."""
    intake, failures, webhook = Intake(reception), 0, True
    try:
        while True:
            try:
                if webhook:
                    webhook = not await bot.delete_webhook()
                wait = 0 if intake.at_work else WAIT_SECONDS
                updates = await bot.fetch_updates(intake.offset, wait, ALLOWED)
                failures = 0
            except InvalidToken:
                raise
            except TelegramError as error:
                failures += 1
                pause = min(LONGEST_PAUSE, 2.0 ** min(failures, 6) / 4)
                if isinstance(error, RetryAfter):
                    pause = max(pause, seconds_of(error))
                log.warning("polling_failed", error=type(error).__name__, pause=pause)
                await asyncio.sleep(pause)
                continue
            fresh = intake.take(updates)
            if updates and not fresh and not intake.at_work:  # none of them has a number to go on from
                await asyncio.sleep(PATIENCE)
            await intake.settle(fresh=fresh)
    finally:
        await intake.close()


class Intake:
    """The updates being worked on: one person's one after the other, different people's side by side.

    Telegram gives all from the offset on each time it is asked, so those that came before are known by their numbers.
    """

    def __init__(self, reception: Reception) -> None:
        self.reception = reception
        self.next = 0
        self.at_work: set[int] = set()
        self.known: set[int] = set()
        self.waiting: dict[int | None, deque[dict[str, Any]]] = {}
        self.tasks: set[asyncio.Task[None]] = set()
        self.done_one = asyncio.Event()

    @property
    def offset(self) -> int:
        """The first update that is not committed yet: asking from here on confirms all before it."""
        return min(self.at_work, default=self.next)

    def take(self, updates: list[dict[str, Any]]) -> bool:
        """Begin to work on those that are new; whether any is."""
        offset = self.offset
        self.known = {number for number in self.known if number >= offset}
        numbered = [update for update in updates if number_of_update(update) is not None]
        fresh = [update for update in numbered if update["update_id"] not in self.known]
        for update in fresh:
            self.known.add(update["update_id"])
            self.at_work.add(update["update_id"])
            self._queue(update)
        if numbered:
            self.next = numbered[-1]["update_id"] + 1
        elif updates:
            log.warning("updates_without_number", number=len(updates))
        return bool(fresh)

    def _queue(self, update: dict[str, Any]) -> None:
        person = person_of(update)
        if person in self.waiting:
            self.waiting[person].append(update)
            return
        self.waiting[person] = deque([update])
        task = asyncio.create_task(self._work(person))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def settle(self, *, fresh: bool) -> None:
        """Wait until it is worth while to ask for more: half is done, or one when the last answer brought nothing new.

        Waiting for all would leave everybody idle for the sake of the last one.
        """
        left = len(self.at_work) // 2 if fresh else len(self.at_work) - 1
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                while len(self.at_work) > max(0, left):
                    self.done_one.clear()
                    await self.done_one.wait()

    async def _work(self, person: int | None) -> None:
        """Work on one person's updates until none waits."""
        queue = self.waiting[person]
        while queue:
            await self._receive(queue[0])
            self.at_work.discard(queue.popleft()["update_id"])
            self.done_one.set()
        del self.waiting[person]

    async def _receive(self, update: dict[str, Any]) -> None:
        """Work on an update until it is done or parked: none is ever skipped."""
        stuck = "polled", self.reception.bot_id, update["update_id"]
        self.reception.pulse.begin(stuck)
        try:
            await self._try(update)
        finally:
            self.reception.pulse.end(stuck)

    async def _try(self, update: dict[str, Any]) -> None:
        pause = 0.1
        while True:
            try:
                await self.reception.receive(update)
                return
            except Exception as error:
                name = f"{self.reception.bot_id}:{update['update_id']}"
                log.info("update_again", update=name, error=type(error).__name__, pause=pause)
                await asyncio.sleep(pause)
                pause = min(LONGEST_PAUSE, pause * 3)

    async def close(self) -> None:
        """Leave off; what is not committed will come again."""
        tasks = list(self.tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
