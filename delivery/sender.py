"""The sender: claims messages of one bot from the outbox, sends them, and marks what became of them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import structlog

from core.outgoing import kind_of
from db.engine.leases import NEVER, held_until
from db.engine.work import Work
from db.outbox.claims import (
    Room,
    claim,
    is_waiting,
    mark_sent,
    put_back,
    retry_now,
    send_uncertain_again,
    take_over,
    uncertain,
)
from db.outbox.messages import Claimed, Lane
from db.outbox.screen import in_time
from delivery.channel import BotRefused, Channel, Fate, Pace, Undelivered, Verdict
from delivery.files import Unmade
from delivery.journal import Journal, note_of
from delivery.settled import Settled, mark_all, update_of
from running.metrics import count_held_back, count_refused, count_send
from running.office import Office
from running.traces import span

log = structlog.get_logger()
AT_ONCE = 100
KEPT_FREE = 20
"""Places among those that replies leave to whatever queues."""
SWEEP_SECONDS = 10.0
"""How often the sender looks for claimed messages that a process left unsent when it ended."""
IDLE_SECONDS = 0.5
A_MOMENT = 0.05
SURE_SECONDS = 1.0
"""For how long the lease is not asked for again while it lasts."""
LAST_SECONDS = 10.0
"""How long the end of a process waits for a database that is away."""
LONGEST_REST = timedelta(hours=1)
"""Nothing waits longer for another try; an instant further off was written by a clock that has been set back."""


class Sender:
    """Delivers for one bot. One chat gets one message at a time, so that order holds."""

    def __init__(self, channel: Channel, office: Office) -> None:
        self.channel, self.office, self.bot_id = channel, office, channel.id
        self.lease = f"sending:{self.bot_id}"
        self.woken = asyncio.Event()
        self.busy: set[int] = set()
        self.reserved: set[int] = set()
        self.settled: list[Settled] = []
        self.under_way: dict[int, asyncio.Task[None]] = {}
        self.making = 0
        self.unheard = False
        self.journal = Journal(office.notes, self.bot_id)
        self.pace: Pace = channel.pace
        self.at_work = False
        self.held: Lane | None = None
        self.asked_at = self.swept_at = float("-inf")
        self.ours_until = NEVER

    def wake(self) -> None:
        """There may be something to send."""
        self.woken.set()

    def reserve(self, chat: int, lane: Lane = Lane.REPLY) -> bool:
        """Keep a chat free for the reply to a message that is being worked on; False when the reply must queue.

        The reply's row is then written as claimed, and goes from its transaction straight to Telegram: else each reply
        would wait for two more transactions. Every reservation has to be redeemed.
        """
        at_hand = len(self.under_way) + len(self.reserved)
        if not self.at_work or self.unheard or chat in self.busy or at_hand >= AT_ONCE - KEPT_FREE:
            return False
        if self.office.clock.real() >= self.ours_until:
            return False
        if (self.held is not None and self.held <= lane) or self._room(time.monotonic()).of(lane) < 1:
            count_held_back(self.bot_id, lane)
            return False
        self.busy.add(chat)
        self.reserved.add(chat)
        return True

    def _room(self, tick: float) -> Room:
        """Return how many messages may leave now, beside those that are sure to leave."""
        room = self.pace.room(tick, AT_ONCE + self.making - len(self.under_way))
        sure = len(self.reserved) + self.channel.in_line
        return Room(*(max(0, number - sure) for number in room))

    def redeem(self, chat: int, reply: Claimed | None) -> None:
        """Send the reply for which a chat was reserved; None: there is none to be sent at once."""
        self.reserved.discard(chat)
        if reply is None:
            self._free(chat)
        elif self.at_work:
            self._send(reply)
        else:  # another takes over, and finds it
            self.busy.discard(chat)

    async def run(self) -> None:
        """Deliver until cancelled; BotRefused when the channel refuses the bot. Only one process may, by lease."""
        await self._insist(partial(self._take_over, noted=self.journal.read()))
        self.journal.clear()
        try:
            self.at_work, self.swept_at = True, time.monotonic()
            while True:
                self.woken.clear()
                if not await self._turn():
                    await self._idle()
        finally:
            self.at_work = False
            await self._finish()
            self.journal.close()

    def _take_over(self, work: Work, noted: frozenset[str]) -> None:
        """What somebody was sending when it broke off: sent if the journal says so, else perhaps."""
        for message, key in uncertain(work, self.bot_id):
            if note_of(key) in noted:
                mark_sent(work, message, self.office.clock.now())
        send_uncertain_again(work, self.bot_id)
        take_over(work, self.bot_id)
        retry_now(work, self.bot_id, later_than=self.office.clock.now() + LONGEST_REST)

    async def _turn(self) -> bool:
        """Mark what is settled and claim what is next, in one transaction; whether there was anything to do."""
        settled, self.settled = self.settled, []
        tick = time.monotonic()
        room = self._room(tick)
        busy, fresh = set(self.busy), self.pace.fresh_chats(tick) if room.bulk else set()
        now = self.office.clock.now()
        if tick - self.swept_at > SWEEP_SECONDS:
            self.unheard = True
        unheard, mine = self.unheard and not self.reserved, list(self.under_way)

        def turn(work: Work) -> tuple[list[Claimed], Lane | None]:
            mark_all(work, settled)
            if unheard:
                put_back(work, self.bot_id, mine)
                take_over(work, self.bot_id)
            if not self._may_send(work):
                return [], None
            messages, held = claim(work, self.bot_id, now, room, (busy, fresh))
            return in_time(work, messages, now), held

        try:
            messages, self.held = await self.office.threads.write(turn)
        except asyncio.CancelledError:  # perhaps it was written, perhaps not: the end marks once more
            self.settled, self.unheard = settled + self.settled, True
            raise
        except Exception as error:  # the database is away: nothing is lost, the rows wait
            log.warning("outbox_unwritable", error=type(error).__name__)
            self.settled, self.unheard = settled + self.settled, True
            await asyncio.sleep(IDLE_SECONDS)
            return True
        if unheard:
            self.unheard, self.swept_at = False, tick
        if not self.settled:
            self.journal.clear()
        for message in messages:
            self._send(message)
        if any(each.verdict.fate is Fate.BOT_REFUSED for each in settled):
            raise BotRefused
        return bool(messages or settled)

    def _send(self, message: Claimed) -> None:
        """Start to send a message. Its time is now, not the claim: the database may have been slow."""
        self.busy.add(message.chat)
        self.pace.written(message.chat, time.monotonic())
        self.under_way[message.id] = asyncio.create_task(self._deliver(message))

    async def _idle(self) -> None:
        """Wait until somebody wakes us, or a held-back message may leave; sometimes look for others' messages."""
        while True:
            held_back = None if self.held is None else self.pace.wait(time.monotonic(), self.held)
            if held_back == 0:  # it may leave since the last turn looked
                return
            try:
                async with asyncio.timeout(min(IDLE_SECONDS, held_back or IDLE_SECONDS)):
                    await self.woken.wait()
                return
            except TimeoutError:
                if held_back:
                    return
            if time.monotonic() - self.swept_at > SWEEP_SECONDS:
                return
            try:
                now = self.office.clock.now()
                if await self.office.threads.read(partial(is_waiting, bot=self.bot_id, now=now)):
                    return
            except Exception as error:
                log.warning("outbox_unreadable", error=type(error).__name__)

    async def _deliver(self, message: Claimed) -> None:
        """Send one message; its chat waits meanwhile. The next turn marks it."""
        began, update, number, method = time.monotonic(), update_of(message.key), None, kind_of(message.what)
        try:
            with span("send", update, kind=method):
                language = message.language or self.office.campaign.language
                call = message.call or self.channel.render(message.what, message.chat, language)
                method = self.channel.name_of(call)
                if self.channel.needs_file(call):
                    call = await self._with_file(call)
                number = await self.channel.bring(call, message)
                self.journal.note(message.key)
            verdict = Verdict(Fate.SENT)
            log.debug("sent", letter=message.id, update=update)
        except Undelivered as error:
            verdict = error.verdict
            why = type(error.__cause__).__name__
            log.warning("not_sent", letter=message.id, update=update, fate=verdict.fate.name, error=why)
        except Exception as error:  # a message that cannot even be written down is dead, not stuck
            verdict = Verdict(Fate.DEAD, why=str(error) if isinstance(error, Unmade) else type(error).__name__)
            log.error("not_sendable", letter=message.id, update=update, error=verdict.why)
        count_send(self.bot_id, method, verdict.fate.name.lower(), time.monotonic() - began)
        self.settled.append(Settled(message, verdict, self.office.clock.now(), number))
        del self.under_way[message.id]
        now = time.monotonic()
        if verdict.paced:
            count_refused(self.bot_id, bot=self.pace.too_fast(message.chat, now, verdict.wait, message.lane))
        rest = max(verdict.wait, self.pace.rest_after(message.chat, now, message.lane))
        if rest > 0:
            asyncio.get_running_loop().call_later(rest + A_MOMENT, self._free, message.chat)
        else:
            self._free(message.chat)
        self.wake()

    async def _with_file(self, call: Any) -> Any:
        """Return a call with its file. While the file is made, other messages leave as usual."""
        self.making += 1
        self.wake()
        try:
            return await self.channel.with_file(call)
        finally:
            self.making -= 1

    def _may_send(self, work: Work) -> bool:
        """Return whether the lease is ours. Nobody can take it before its end, so not every turn asks for it."""
        tick, real = time.monotonic(), self.office.clock.real()
        if tick - self.asked_at > SURE_SECONDS or real >= self.ours_until:
            self.asked_at = tick
            self.ours_until = held_until(work, self.lease, self.office.holder.id, real) or NEVER
        return real < self.ours_until

    def _free(self, chat: int) -> None:
        self.busy.discard(chat)
        self.wake()

    async def _finish(self) -> None:
        """Wait for what is under way and mark it: what was sent must not be sent again for want of its mark."""
        if self.under_way:
            await asyncio.wait(self.under_way.values())
        settled, self.settled = self.settled, []
        unheard = self.unheard

        def mark(work: Work) -> None:
            mark_all(work, settled)
            if unheard and self._may_send(work):
                put_back(work, self.bot_id, [])

        if settled or unheard:
            try:
                async with asyncio.timeout(LAST_SECONDS):
                    await self._insist(mark)
                self.unheard = False
            except TimeoutError:  # the journal knows what was sent, and whoever comes next reads it
                log.warning("outbox_unmarked", letters=len(settled))

    async def _insist(self, function: Callable[[Work], object]) -> None:
        """Write until it is written."""
        while True:
            try:
                await self.office.threads.write(function)
                return
            except Exception as error:
                log.warning("outbox_unwritable", error=type(error).__name__)
                await asyncio.sleep(IDLE_SECONDS)
