"""The sender: claims letters of one bot from the outbox, sends them, and marks what became of them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import timedelta

import structlog
from telegram.error import TelegramError

from bot.campaign import Campaign
from bot.clock import Clock
from bot.delivery import Fate, Verdict, judge
from bot.pace import Pace
from bot.threads import Threads
from bot.transport import TelegramBot, id_of
from bot.unreachable import tell_leader
from db.chats import mark_blocked
from db.outbox import Claimed, Lane, claim, drop_waiting, mark_again, mark_dead, mark_sent, send_uncertain_again
from db.work import Work

log = structlog.get_logger()
AT_ONCE = 20
IDLE_SECONDS = 1.0
CHAT_SECONDS = 1.05
SLOW_SECONDS = 10.0
"""Telegram takes about one message a second in a chat. Replies go at once until it says so, then at that pace."""


class Sender:
    """Delivers for one bot. One chat gets one letter at a time, so that order holds."""

    def __init__(self, bot: TelegramBot, threads: Threads, clock: Clock, campaign: Campaign) -> None:
        self.bot, self.threads, self.clock, self.campaign = bot, threads, clock, campaign
        self.bot_id = id_of(bot.token)
        self.woken = asyncio.Event()
        self.busy: set[int] = set()
        self.under_way: set[asyncio.Task[None]] = set()
        self.pace = Pace()
        self.slow: dict[int, float] = {}

    def wake(self) -> None:
        """There may be something to send."""
        self.woken.set()

    async def run(self) -> None:
        """Deliver until cancelled."""
        await self._settled(lambda work: send_uncertain_again(work, self.bot_id))
        while True:
            self.woken.clear()
            free = AT_ONCE - len(self.under_way)
            letters = await self._claim(free) if free > 0 else []
            for letter in letters:
                self.busy.add(letter.chat)
                task = asyncio.create_task(self._deliver(letter))
                self.under_way.add(task)
                task.add_done_callback(self.under_way.discard)
            if not letters:
                try:
                    await asyncio.wait_for(self.woken.wait(), IDLE_SECONDS)
                except TimeoutError:
                    continue

    async def _claim(self, free: int) -> list[Claimed]:
        now, bulk = self.clock.now(), self.pace.open(time.monotonic())
        busy = set(self.busy)
        try:
            return await self.threads.write(lambda work: claim(work, self.bot_id, now, (free, bulk), busy))
        except Exception as error:  # the database is away: nothing is lost, the rows wait
            log.warning("outbox_unreadable", error=type(error).__name__)
            await asyncio.sleep(IDLE_SECONDS)
            return []

    async def _deliver(self, letter: Claimed) -> None:
        """Send one letter and mark it; its chat waits meanwhile."""
        rest = 0.0
        try:
            if letter.lane > Lane.ALERT:
                self.pace.spend(time.monotonic())
            try:
                await self.bot.call(letter.method, letter.params)
                verdict = Verdict(Fate.SENT)
            except TelegramError as error:
                verdict = judge(error, letter.lane, letter.attempts)
                log.warning("not_sent", letter=letter.id, fate=verdict.fate.name, error=type(error).__name__)
            except Exception as error:  # a letter that cannot even be written down is dead, not stuck
                verdict = Verdict(Fate.DEAD, why=type(error).__name__)
                log.error("not_sendable", letter=letter.id, error=type(error).__name__)
            rest = self._rest(letter, verdict)
            await self._settled(lambda work: self._mark(work, letter, verdict))
        finally:
            asyncio.get_running_loop().call_later(rest, self._free, letter.chat)

    def _rest(self, letter: Claimed, verdict: Verdict) -> float:
        """How many seconds the chat waits before its next letter: a chat that Telegram slowed down goes slowly."""
        now = time.monotonic()
        if verdict.paced:
            self.slow[letter.chat] = now + SLOW_SECONDS
            if letter.lane > Lane.ALERT:
                self.pace.rest(now, verdict.wait)
        if self.slow.get(letter.chat, 0.0) < now:
            self.slow.pop(letter.chat, None)
            return verdict.wait
        return max(verdict.wait, CHAT_SECONDS)

    def _mark(self, work: Work, letter: Claimed, verdict: Verdict) -> None:
        now = self.clock.now()
        match verdict.fate:
            case Fate.SENT:
                mark_sent(work, letter.id, now)
            case Fate.AGAIN | Fate.BOT_REFUSED:
                mark_again(work, letter.id, now + timedelta(seconds=verdict.wait), verdict.why)
            case Fate.DEAD:
                mark_dead(work, letter.id, verdict.why)
            case Fate.UNREACHABLE:
                mark_dead(work, letter.id, verdict.why)
                drop_waiting(work, letter.bot, letter.chat, verdict.why)
                if mark_blocked(work, letter.bot, letter.chat, now):
                    tell_leader(work, letter, self.campaign, now)

    async def _settled(self, function: Callable[[Work], object]) -> None:
        """Write until it is written: what was sent must not be sent again for want of its mark."""
        while True:
            try:
                await self.threads.write(function)
                return
            except Exception as error:
                log.warning("outbox_unwritable", error=type(error).__name__)
                await asyncio.sleep(IDLE_SECONDS)

    def _free(self, chat: int) -> None:
        self.busy.discard(chat)
        self.wake()
