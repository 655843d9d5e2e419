"""The bell between processes: who posts rings, who sends hears it, so that a reply need not wait for the next look."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

import structlog

from db.engine.bell import listen, ring
from running.threads import Threads

log = structlog.get_logger()
APART_SECONDS = 0.005
"""Rings closer together than this are one."""
AGAIN_SECONDS = 2.0


class Bell:
    """One process's end of it. Without PostgreSQL it is silent, and senders look by themselves."""

    def __init__(self, threads: Threads, heard: Callable[[], None]) -> None:
        self.threads, self.heard = threads, heard
        self.pulled = asyncio.Event()

    def pull(self) -> None:
        """Let the others know, in a moment."""
        self.pulled.set()

    async def run(self, *, hears: bool) -> None:
        """Ring for whoever pulls, and hear the others if told so, until cancelled."""
        if self.threads.database.sqlite:
            return
        async with asyncio.TaskGroup() as both:
            both.create_task(self._ring())
            if hears:
                both.create_task(self._hear())

    async def _ring(self) -> None:
        while True:
            await self.pulled.wait()
            self.pulled.clear()
            try:
                await self.threads.write(ring)
            except Exception as error:  # they look by themselves, too
                log.warning("bell_silent", error=type(error).__name__)
            await asyncio.sleep(APART_SECONDS)

    async def _hear(self) -> None:
        loop, stopped = asyncio.get_running_loop(), threading.Event()

        def heard() -> None:
            loop.call_soon_threadsafe(self.heard)

        try:
            while True:
                try:
                    await asyncio.to_thread(listen, self.threads.database, heard, stopped.is_set)
                except Exception as error:
                    log.warning("bell_unheard", error=type(error).__name__)
                await asyncio.sleep(AGAIN_SECONDS)
        finally:
            stopped.set()
