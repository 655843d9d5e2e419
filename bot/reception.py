"""The reception: takes an update in, works on it, and parks it when it keeps failing, so that it blocks no phone."""

from __future__ import annotations

import asyncio
import time
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import structlog
from structlog.contextvars import bound_contextvars
from telegram.error import TelegramError

from bot.event import Event, event_of
from bot.flows.kit.script import Turn
from bot.metrics import count_problems, count_update
from bot.office import Office
from bot.render import turn_message
from bot.sender import Sender
from bot.talk import Done, caller_of, hear
from bot.traces import span
from bot.transport import TelegramBot, id_of
from core.problems import PROBLEMS
from core.words import words
from db.chats import lock_chat, save_talk
from db.inbox import first_time, note_failure, park
from db.outbox import Lane, Letter, post
from db.passing import passes
from db.work import Work

log = structlog.get_logger()
ATTEMPTS = 3
"""The failure of an update that parks it."""


class Reception:
    """Where the updates of one bot come in, by polling or by webhook."""

    def __init__(self, bot: TelegramBot, office: Office, sender: Sender, wake: Callable[[], None]) -> None:
        self.bot, self.sender, self.wake = bot, sender, wake
        self.threads, self.clock, self.campaign = office.threads, office.clock, office.campaign
        self.bot_id = id_of(bot.token)
        self.answering: set[asyncio.Task[None]] = set()

    async def receive(self, data: dict[str, Any]) -> None:
        """Work on one update, as Telegram sent it. Raises when it failed and should be delivered again."""
        now = self.clock.now()
        event = event_of(self.bot_id, data, now, self.clock.offset)
        if event is None:
            return
        if event.press:
            self._answer_press(event.press)
        with bound_contextvars(update=event.name), span("update", event.name, kind=event.kind):
            await self._work_on(event, data, now)
        self.wake()

    async def _work_on(self, event: Event, data: dict[str, Any], now: datetime) -> None:
        """Work on an event, count it and say so; raises when it failed and is not parked."""
        began = time.monotonic()
        try:
            with span("transaction"):
                done = await self._hear(event, now)
            result = "done" if done else "duplicate"
        except Exception as error:
            where = place_of(error)
            log.warning("update_failed", error=type(error).__name__, where=where)
            if passes(error) or not await self._park(event, data, f"{type(error).__name__} at {where}"):
                count_update(event, "failed", time.monotonic() - began)
                raise
            result = "parked"
        count_update(event, result, time.monotonic() - began)
        log.debug("update_taken", kind=event.kind, result=result)

    async def _hear(self, event: Event, now: datetime) -> Done | None:
        """One transaction; the reply goes straight to the sender, if that has time for it."""
        at_once = self.sender.reserve(event.chat)
        reply = None
        try:
            done = await self.threads.write(lambda work: hear(work, event, self.campaign, now, at_once=at_once))
            reply = done.reply if done else None
            return done
        finally:
            if at_once:
                self.sender.redeem(event.chat, reply)

    async def _park(self, event: Event, data: dict[str, Any], error: str) -> bool:
        """Count the failure; at the third, put the update aside and tell the person."""
        now = self.clock.now()

        def settle(work: Work) -> bool:
            if note_failure(work, event.bot, event.update_id, error, now) < ATTEMPTS:
                return False
            if first_time(work, event.bot, event.update_id, now):
                park(work, event.bot, event.update_id, data, now)
                self._apologize(work, event)
            return True

        return await self.threads.write(settle)

    def _apologize(self, work: Work, event: Event) -> None:
        """Tell the person; the talk that may be the cause ends, so that the chat goes on."""
        row = lock_chat(work, event.bot, event.chat)
        me = caller_of(row, self.campaign, event.at)
        save_talk(work, event.bot, event.chat, None, row.talk_no)
        sorry = words("problem.parked", code=f"{PROBLEMS['parked']}-{event.update_id}")
        count_problems([sorry])
        params = turn_message(me, Turn([sorry]), row.talk_no)
        key = f"{event.name}:parked"
        post(work, Letter(event.bot, event.chat, Lane.REPLY, key, "sendMessage", params), self.clock.now())

    def _answer_press(self, press: str) -> None:
        """Stop the button's spinner at once; it is not worth a row, for it dies after 150 seconds anyway."""

        async def answer() -> None:
            try:
                await self.bot.answer_press(press)
            except TelegramError as error:
                log.info("press_not_answered", error=type(error).__name__)

        task = asyncio.create_task(answer())
        self.answering.add(task)
        task.add_done_callback(self.answering.discard)


def place_of(error: BaseException) -> str:
    """Where in our own code an error came up: file, line and function, never its data."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "site-packages" not in frame.filename] or list(frames)
    if not ours:
        return "?"
    last = ours[-1]
    return f"{Path(last.filename).parent.name}/{Path(last.filename).name}:{last.lineno} {last.name}"
