"""The clockwork: APScheduler ticks, and each tick does what is due by the program's own clock.

Each job is guarded by itself: one that fails is logged with its place, shown by `catat status`, and tried again; the
others go on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from db.outbox.due import done_since, fail_run, mend_runs
from running.metrics import count_run, expect_runs
from running.office import Office
from running.traces import place_of
from scheduler.cards import show_cards
from scheduler.jobs import Run, due_runs, perform, tidy_up
from scheduler.reminders import remind
from scheduler.telling import Counts
from scheduler.timetable import CARDS, CASES, JOBS, REVISITS, TIDY
from scheduler.upkeep import keep_up

log = structlog.get_logger()
TICK_SECONDS = 2
MEMORY = timedelta(days=2)
ALWAYS = {REVISITS: remind, TIDY: lambda write, _campaign, now: tidy_up(write, now), CASES: keep_up, CARDS: show_cards}
"""The jobs that have no hour of their own: each tick asks them."""


class Clockwork:
    """Runs due jobs. Any number of clockworks may run: the database lets one of them have each run."""

    def __init__(self, office: Office, wake: Callable[[], None]) -> None:
        self.threads, self.clock, self.campaign = office.threads, office.clock, office.campaign
        self.wake = wake
        self.failing = set(ALWAYS)
        self.scheduler = AsyncIOScheduler(timezone="UTC")
        self.scheduler.add_job(
            self.tick, "interval", seconds=TICK_SECONDS, coalesce=True, max_instances=1, misfire_grace_time=None
        )

    def start(self) -> None:
        """Begin to tick."""
        expect_runs((*JOBS, "tick"))
        self.scheduler.start()

    def stop(self) -> None:
        """Tick no more."""
        self.scheduler.shutdown(wait=False)

    async def tick(self) -> int:
        """Do what is due; how many messages were posted."""
        now, posted = self.clock.now(), 0
        try:
            done = await self.threads.read(lambda work: done_since(work, now - MEMORY))
            due = await self.threads.read(lambda work: due_runs(work, now))
        except Exception as error:  # the next tick finds what this one left
            count_run("tick", {"failed": 1})
            log.warning("tick_failed", error=type(error).__name__, where=place_of(error))
            return 0
        for run in due:
            if (run.job, run.due_at, f"{run.region}/{run.zone}") not in done:
                posted += await self._daily(run, now)
        for job in ALWAYS:
            posted += await self._always(job, now)
        if posted:
            self.wake()
        log.debug("ticked", posted=posted)
        return posted

    async def _daily(self, run: Run, now: datetime) -> int:
        """Do a run of a daily job, unless somebody has or had it."""
        place = f"{run.region}/{run.zone}"
        counts = await self._guarded(
            (run.job, run.due_at, place), partial(perform, self.threads.write_now, run, self.campaign, now)
        )
        if not counts:
            return 0
        count_run(run.job, counts)
        log.info("job_done", job=run.job, due=run.due_at.isoformat(), region=run.region, **counts)
        return counts["posted"]

    async def _always(self, job: str, now: datetime) -> int:
        """Do a job that looks for itself what there is to do."""
        hour = now.replace(minute=0, second=0, microsecond=0)
        do = partial(ALWAYS[job], self.threads.write_now, self.campaign, now)
        counts = await self._guarded((job, hour, "all"), do)
        if job == REVISITS and counts and (counts["posted"] or counts.get("failed")):
            count_run(job, counts)
            log.info("job_done", job=job, **counts)
        return counts["posted"] if counts else 0

    async def _guarded(self, run: tuple[str, datetime, str], do: Callable[[], Counts | None]) -> Counts | None:
        """Do a job in a thread of its own, for it waits for one transaction after the other; None when it failed."""
        job, _, region = run
        try:
            counts = await asyncio.get_running_loop().run_in_executor(None, do)
            if job in self.failing and counts is not None:
                await self.threads.write(partial(mend_runs, job=job))
                self.failing.discard(job)
        except Exception as error:  # it is tried again; the jobs behind it run all the same
            where = f"{type(error).__name__} at {place_of(error)}"
            count_run(job, {"failed": 1})
            log.warning("job_failed", job=job, region=region, error=type(error).__name__, where=place_of(error))
            await self._remember(run, where)
            return None
        return counts

    async def _remember(self, run: tuple[str, datetime, str], where: str) -> None:
        """Let `catat status` show the failure, if the database is there."""
        job, due_at, region = run
        if job in ALWAYS:
            self.failing.add(job)
        now = self.clock.now()
        keep = partial(fail_run, job=job, due_at=due_at, region=region, now=now, error=where)
        try:
            await self.threads.write(keep)
        except Exception as error:
            log.warning("failure_not_kept", job=job, error=type(error).__name__)
