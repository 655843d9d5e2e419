"""The jobs: what a due run posts. Each returns counts; every letter has a key, so that no one gets it twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.campaign import Campaign
from bot.flows.revisit import reminder_words
from bot.flows.summary import summary_words
from bot.flows.target import LISTED, end_of_day, target_words
from bot.render import menu, message
from core.people import Role
from core.team import SummaryOf
from core.words import Words
from core.workload import NextHouseholds, ProgressOf
from db.due import claim_run, enumerators, finish_run, leaders, mark_reminded, regions, revisits_due
from db.outbox import Lane, Letter, post
from db.team import summary_of
from db.work import ReadWork, Work
from db.workload import household, next_households, progress_of
from scheduler.timetable import BY_NAME, DAILY, DIGEST, MORNING, REMINDED_LATE, REVISITS, may_remind

Counts = dict[str, int]


@dataclass(frozen=True)
class Run:
    """One job's run for one region at the instant it was due."""

    job: str
    due_at: datetime
    region: str
    zone: str

    @property
    def day(self) -> date:
        """The region's calendar day of the run."""
        return self.due_at.astimezone(ZoneInfo(self.zone)).date()


def perform(work: Work, run: Run, campaign: Campaign, now: datetime) -> Counts | None:
    """Claim a run and do it, in one transaction; None when somebody has or had it.

    A run that comes too late, or before the fieldwork, is recorded and posts nothing.
    """
    if not claim_run(work, run.job, run.due_at, f"{run.region}/{run.zone}", now):
        return None
    if run.day < campaign.period.start:
        counts = {"posted": 0}
    elif BY_NAME[run.job].too_late(run.due_at, now):
        counts = {"posted": 0, "skipped": 1}
    else:
        counts = {MORNING.name: morning, DIGEST.name: digest}[run.job](work, run, campaign, now)
    finish_run(work, run.job, run.due_at, f"{run.region}/{run.zone}", counts)
    return counts


def morning(work: Work, run: Run, campaign: Campaign, now: datetime) -> Counts:
    """Tell every enumerator of the region the day's target and list."""
    posted = 0
    zone = ZoneInfo(run.zone)
    for person in enumerators(work, run.region, run.zone):
        progress = progress_of(work, ProgressOf(person.id, run.day), campaign.period)
        until = end_of_day(run.due_at.astimezone(zone))
        upcoming = next_households(work, NextHouseholds(person.id, until, min(LISTED, max(1, progress.target))))
        said = target_words("target.morning", progress, upcoming, zone)
        posted += tell(work, person, said, Lane.REMINDER, f"morning:{person.id}:{run.day}", campaign, now)
    return {"posted": posted}


def digest(work: Work, run: Run, campaign: Campaign, now: datetime) -> Counts:
    """Send every leader of the region the team's figures of the day."""
    posted = 0
    for person in leaders(work, run.region, run.zone):
        summary = summary_of(work, SummaryOf(person.id, run.day, run.due_at), campaign.period)
        said = summary_words("summary.evening", summary, run.day)
        posted += tell(work, person, said, Lane.DIGEST, f"digest:{person.id}:{run.day}", campaign, now)
    return {"posted": posted}


def remind_of_revisits(work: Work, campaign: Campaign, now: datetime) -> Counts:
    """Remind enumerators of the revisits whose hour has come; each hour of a household once."""
    posted = 0
    rows = [row for row in revisits_due(work, now - REMINDED_LATE, now) if may_remind(row.revisit_at, now, row.zone)]
    for row in rows:
        said = reminder_words(household(row), ZoneInfo(row.zone))
        key = f"revisit:{row.id}:{row.revisit_at:%Y-%m-%dT%H:%MZ}"
        posted += tell(work, row, said, Lane.REMINDER, key, campaign, now)
    mark_reminded(work, [row.id for row in rows])
    return {"posted": posted}


def tell(work: Work, person: Any, said: Words, lane: Lane, key: str, campaign: Campaign, now: datetime) -> int:  # noqa: PLR0913
    """Post something to an officer, in the officer's language; 1 when it is new, 0 when it was posted before."""
    language = person.language or campaign.language
    params = message(person.chat, [said], language, menu(Role(person.role), language))
    return int(post(work, Letter(person.bot, person.chat, lane, key, "sendMessage", params), now))


def due_runs(work: ReadWork, now: datetime) -> list[Run]:
    """The latest run of every daily job in every region, also when it is too late to make up for."""
    return [
        Run(job.name, job.latest(now, ZoneInfo(zone)), region, zone) for region, zone in regions(work) for job in DAILY
    ]


def run_by_hand(work: Work, job: str, campaign: Campaign, at: datetime) -> list[tuple[str, str, str]]:
    """Do what of one job is due at an instant: region, due instant and result of each run."""
    if job == REVISITS:
        return [("all", at.isoformat(timespec="minutes"), _told(remind_of_revisits(work, campaign, at)))]
    results = []
    for run in due_runs(work, at):
        if run.job == job:
            counts = perform(work, run, campaign, at)
            due = run.due_at.astimezone(ZoneInfo(run.zone)).isoformat(timespec="minutes")
            results.append((run.region, due, "was done before" if counts is None else _told(counts)))
    return results


def _told(counts: Counts) -> str:
    return ", ".join(f"{number} {what}" for what, number in counts.items())
