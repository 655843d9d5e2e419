"""The things that the parts of one process share: database threads, clock, campaign, seal, and where Telegram is."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import structlog

from core.campaign import Campaign
from db.engine.leases import LENGTH, Holder, seen, take
from running.clock import Clock
from running.sealing import Seal
from running.threads import Threads

log = structlog.get_logger()
RENEW_SECONDS = 3.0


@dataclass(frozen=True)
class Office:
    """One process's share of the service.

    notes: the folder for what a killed process leaves to the next. left: the names of updates that one was at.
    per_second: how many calls Telegram takes from each bot in a second (0: no limit).
    """

    threads: Threads
    clock: Clock
    campaign: Campaign
    seal: Seal
    telegram_url: str
    holder: Holder
    notes: Path | None = None
    left: set[str] = field(default_factory=set)
    per_second: int = 30

    async def alone(self, name: str, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Do something that one process at a time may do: whenever the lease is ours, until it is lost.

        Ends when the work itself ends, and raises what the work raises.
        """
        while True:
            try:
                ours = await self._take(name)
            except Exception as error:  # the database is away: nobody can take a lease now
                ours = False
                log.warning("lease_unwritable", lease=name, error=type(error).__name__)
            if ours:
                log.info("lease_taken", lease=name)
                if await self._while_held(name, asyncio.create_task(work())):
                    return
                log.warning("lease_lost", lease=name)
            await asyncio.sleep(RENEW_SECONDS)

    async def _while_held(self, name: str, task: asyncio.Task[None]) -> bool:
        """Renew the lease while the task runs; True when the task ended by itself, False when the lease was lost."""
        held_at = time.monotonic()
        try:
            while True:
                await asyncio.wait([task], timeout=RENEW_SECONDS)
                if task.done():
                    task.result()
                    return True
                try:
                    async with asyncio.timeout(RENEW_SECONDS):
                        ours = await self._take(name)
                    if not ours:
                        return False
                    held_at = time.monotonic()
                except Exception as error:
                    log.warning("lease_unwritable", lease=name, error=type(error).__name__)
                if time.monotonic() - held_at > LENGTH.total_seconds() - RENEW_SECONDS:
                    return False
        finally:
            task.cancel()
            await asyncio.wait([task])

    async def _take(self, name: str) -> bool:
        return await self.threads.write(partial(take, name=name, holder=self.holder.id, now=self.clock.real()))

    async def be_seen(self) -> None:
        """Tell the database now and then that this process is alive."""
        while True:
            try:
                await self.threads.write(partial(seen, holder=self.holder, now=self.clock.real()))
            except Exception as error:
                log.warning("not_seen", error=type(error).__name__)
            await asyncio.sleep(RENEW_SECONDS)
