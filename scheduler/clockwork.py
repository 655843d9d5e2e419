"""The clockwork: APScheduler ticks, and each tick does what is due by the program's own clock."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import TypeVar

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.metrics import count_run
from bot.office import Office
from db.due import done_since
from scheduler.jobs import due_runs, perform, tidy_up
from scheduler.reminders import remind
from scheduler.timetable import REVISITS
from scheduler.upkeep import keep_up

log = structlog.get_logger()
T = TypeVar("T")
TICK_SECONDS = 2
MEMORY = timedelta(days=2)


class Clockwork:
    """Runs due jobs. Any number of clockworks may run: the database lets one of them have each run."""

    def __init__(self, office: Office, wake: Callable[[], None]) -> None:
        self.threads, self.clock, self.campaign = office.threads, office.clock, office.campaign
        self.wake = wake
        self.scheduler = AsyncIOScheduler(timezone="UTC")
        self.scheduler.add_job(
            self.tick, "interval", seconds=TICK_SECONDS, coalesce=True, max_instances=1, misfire_grace_time=None
        )

    def start(self) -> None:
        """Begin to tick."""
        self.scheduler.start()

    def stop(self) -> None:
        """Tick no more."""
        self.scheduler.shutdown(wait=False)

    async def in_thread(self, job: Callable[[], T]) -> T:
        """Do a job in a thread of its own, for it waits for one transaction after the other."""
        return await asyncio.get_running_loop().run_in_executor(None, job)

    async def tick(self) -> int:
        """Do what is due; how many messages were posted."""
        now, posted = self.clock.now(), 0
        try:
            done = await self.threads.read(lambda work: done_since(work, now - MEMORY))
            due = await self.threads.read(lambda work: due_runs(work, now))
            for run in due:
                if (run.job, run.due_at, f"{run.region}/{run.zone}") in done:
                    continue
                counts = await self.in_thread(partial(perform, self.threads.write_now, run, self.campaign, now))
                if counts is not None:
                    count_run(run.job, counts)
                    log.info("job_done", job=run.job, due=run.due_at.isoformat(), region=run.region, **counts)
                    posted += counts["posted"]
            reminded = await self.in_thread(partial(remind, self.threads.write_now, self.campaign, now))
            await self.in_thread(partial(tidy_up, self.threads.write_now, now))
            await self.in_thread(partial(keep_up, self.threads.write_now, self.campaign, now))
            if reminded["posted"]:
                count_run(REVISITS, reminded)
                log.info("job_done", job=REVISITS, **reminded)
        except Exception as error:  # the next tick finds what this one left
            count_run("tick", {"failed": 1})
            log.warning("tick_failed", error=type(error).__name__)
            return posted
        posted += reminded["posted"]
        if posted:
            self.wake()
        return posted
