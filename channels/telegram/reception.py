"""The reception: takes an update in, works on it, and parks it when it keeps failing, so that it blocks no phone."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

import structlog
from structlog.contextvars import bound_contextvars

from bot.event import Event, chat_of, event_of
from bot.flooding import Flooding, Heed
from bot.hear import Done, hear
from bot.parking import Fault, Parking
from bot.together import Way
from channels.telegram.channel import Telegram
from db.engine.passing import passes
from db.engine.work import Work
from db.outbox.messages import Lane, reply_lane
from delivery.sender import Sender
from running.budget import OverBudget
from running.metrics import count_update
from running.office import Office
from running.traces import place_of, span

log = structlog.get_logger()
ABOUT_THE_BOT = ("blocked", "unblocked")
"""Kinds of event that nobody wrote."""


class Reception:
    """The entrance for the updates of one bot, by polling or by webhook."""

    def __init__(self, channel: Telegram, office: Office, sender: Sender, wake: Callable[[], None]) -> None:
        self.channel, self.sender, self.wake = channel, sender, wake
        self.threads, self.clock, self.campaign = office.threads, office.clock, office.campaign
        self.left, self.pulse = office.left, office.threads.pulse
        self.parking = Parking(office.threads, office.clock, office.campaign)
        self.bot_id = channel.id
        self.flooding = Flooding()
        self.officers: set[int] = set()
        self.answering: set[asyncio.Task[bool]] = set()

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
        heed = self.flooding.heed(event.chat, event.update_id, now)
        if heed is Heed.SILENT and event.kind not in ABOUT_THE_BOT:
            count_update(event.bot, event.kind, "silenced", 0.0)
            return
        if event.press:
            self._answer_press(event)
        with bound_contextvars(update=event.name), span("update", event.name, kind=event.kind):
            await self._work_on(event, data, now, calmly=heed is Heed.CALM)
        self.wake()

    async def _park_unread(self, data: dict[str, Any], now: datetime, error: Exception) -> None:
        """Put aside what cannot be read; a repeat would mend nothing."""
        event = Event(self.bot_id, data["update_id"], chat_of(data) or 0, "unreadable", now)
        fault = Fault(f"{type(error).__name__} at {place_of(error)}", mends=False)
        log.warning("update_unreadable", update=event.name, error=type(error).__name__, where=place_of(error))
        await self.parking.note(event, data, fault)
        count_update(event.bot, event.kind, "parked", 0.0)
        self.wake()

    async def _work_on(self, event: Event, data: dict[str, Any], now: datetime, *, calmly: bool) -> None:
        """Work on an event, count it and say so; raises when it failed and is not parked."""
        began = time.monotonic()
        try:
            with span("transaction"):
                done = await self._hear(event, now, calmly=calmly)
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
                count_update(event.bot, event.kind, "failed", time.monotonic() - began)
                raise
            result = "parked"
        count_update(event.bot, event.kind, result, time.monotonic() - began)
        log.info("update_taken", kind=event.kind, result=result)

    async def _hear(self, event: Event, now: datetime, *, calmly: bool) -> Done | None:
        """One transaction; the reply goes straight to the sender, if that has time for it."""
        lane = self._lane(event)
        at_once = self.sender.reserve(event.chat, lane)
        way, reply = Way(at_once, together=not at_once, calmly=calmly), None
        try:
            about = f"{event.name}:{event.chat}"
            hearing = partial(self._heard, event=event, now=now, way=way)
            done = await self.threads.write(hearing, about, later=lane is Lane.CITIZEN)
            if done:
                reply = done.reply
                self._learn(event, now, officer=done.officer)
                if done.spent:
                    self._on_the_side(self.channel.calls.take_buttons(event.chat, done.spent, self._lane(event)))
            return done
        finally:
            if at_once:
                self.sender.redeem(event.chat, reply)

    def _heard(self, work: Work, event: Event, now: datetime, way: Way) -> Done | None:
        """Work on an event, and write a reply that leaves at once as Telegram wants it, both in the database's thread:
        the thread that sends has enough to do.
        """
        done = hear(work, event, self.campaign, now, way)
        if done is None or done.reply is None:
            return done
        reply = done.reply
        call = self.channel.render(reply.what, reply.chat, reply.language or self.campaign.language)
        return replace(done, reply=replace(reply, call=call))

    def _lane(self, event: Event) -> Lane:
        """The lane of the reply, by who it was the last time: a guess for the first message that comes in here."""
        return reply_lane(officer=event.chat in self.officers)

    def _learn(self, event: Event, now: datetime, *, officer: bool) -> None:
        """Remember who wrote; a citizen's messages are counted."""
        (self.officers.add if officer else self.officers.discard)(event.chat)
        if event.kind not in ABOUT_THE_BOT:
            self.flooding.worked(event.chat, event.update_id, now, officer=officer)

    def _answer_press(self, event: Event) -> None:
        """Stop the button's spinner at once; it is not worth a row, for it dies after 150 seconds anyway."""
        self._on_the_side(self.channel.calls.answer_press(event.press, self._lane(event)))

    def _on_the_side(self, call: Coroutine[Any, Any, bool]) -> None:
        task = asyncio.create_task(call)
        self.answering.add(task)
        task.add_done_callback(self.answering.discard)
