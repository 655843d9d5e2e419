"""The reception: takes an update in, works on it, and parks it when it keeps failing, so that it blocks no phone."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

import structlog
from structlog.contextvars import bound_contextvars
from telegram.error import TelegramError

from bot.budget import OverBudget
from bot.event import Event, chat_of, event_of
from bot.metrics import count_update
from bot.office import Office
from bot.parking import Fault, Parking
from bot.sealing import id_of
from bot.sender import Sender
from bot.talk import Done, hear
from bot.traces import place_of, span
from bot.transport import TelegramBot
from db.passing import passes

log = structlog.get_logger()


class Reception:
    """Where the updates of one bot come in, by polling or by webhook."""

    def __init__(self, bot: TelegramBot, office: Office, sender: Sender, wake: Callable[[], None]) -> None:
        self.bot, self.sender, self.wake = bot, sender, wake
        self.threads, self.clock, self.campaign = office.threads, office.clock, office.campaign
        self.left, self.pulse = office.left, office.threads.pulse
        self.parking = Parking(office.threads, office.clock, office.campaign)
        self.bot_id = id_of(bot.token)
        self.answering: set[asyncio.Task[None]] = set()

    async def receive(self, data: dict[str, Any]) -> None:
        """Work on one update, as Telegram sent it. Raises when it failed and should be delivered again."""
        try:
            self.pulse.begin((self.bot_id, data["update_id"]))
            await self._receive(data)
        finally:
            self.pulse.end((self.bot_id, data["update_id"]))

    async def _receive(self, data: dict[str, Any]) -> None:
        now = self.clock.now()
        try:
            event = event_of(self.bot_id, data, now, self.clock.offset)
        except Exception as error:  # whatever comes of reading what is not as Telegram writes it
            await self._park_unread(data, now, error)
            return
        if event is None:
            return
        if event.press:
            self._answer_press(event.press)
        with bound_contextvars(update=event.name), span("update", event.name, kind=event.kind):
            await self._work_on(event, data, now)
        self.wake()

    async def _park_unread(self, data: dict[str, Any], now: datetime, error: Exception) -> None:
        """Put aside what cannot be read; a repeat would mend nothing."""
        event = Event(self.bot_id, data["update_id"], chat_of(data) or 0, "unreadable", now)
        fault = Fault(f"{type(error).__name__} at {place_of(error)}", mends=False)
        log.warning("update_unreadable", update=event.name, error=type(error).__name__, where=place_of(error))
        await self.parking.note(event, data, fault)
        count_update(event, "parked", 0.0)
        self.wake()

    async def _work_on(self, event: Event, data: dict[str, Any], now: datetime) -> None:
        """Work on an event, count it and say so; raises when it failed and is not parked."""
        began = time.monotonic()
        try:
            with span("transaction"):
                done = await self._hear(event, now)
            if event.name in self.left:
                await self.parking.forget(event)
                self.left.discard(event.name)
            result = "done" if done else "duplicate"
        except Exception as error:
            where = place_of(error)
            log.warning("update_failed", error=type(error).__name__, where=where)
            fault = Fault(f"{type(error).__name__} at {where}")
            if isinstance(error, OverBudget):
                fault = replace(fault, problem="too_heavy", mends=False)
            if passes(error) or not await self.parking.note(event, data, fault):
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
            about = f"{event.name}:{event.chat}"
            hearing = partial(hear, event=event, campaign=self.campaign, now=now, at_once=at_once)
            done = await self.threads.write(hearing, about)
            reply = done.reply if done else None
            return done
        finally:
            if at_once:
                self.sender.redeem(event.chat, reply)

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
