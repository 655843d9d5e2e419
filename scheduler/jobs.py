"""The jobs: what a due run posts. Each returns counts; every letter has a key, so that no one gets it twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from actions.actor import Actor
from bot.flows.summary import evening_summary
from core.campaign import Campaign
from core.cases.letters import UnansweredLetters
from core.people.person import Caller, Role
from core.review.submitted import ReturnedTo
from core.words import Words, words
from core.workload.households import CourseOf, NextHouseholds, ProgressOf
from db.cases.letters import unanswered_letters
from db.cases.reminders import other_steps, told_in_the_morning
from db.engine.work import ReadWork, Work
from db.outbox.cards import begin_card
from db.outbox.due import claim_run, enumerators, finish_run, leaders, regions, unheard
from db.outbox.messages import Lane
from db.people.settings import quiet_end
from db.review.queue import returned_to
from db.tidy import tidy
from db.visits.walking import next_households
from db.workload.progress import course_of, progress_of
from scheduler.closing import propose
from scheduler.reminders import remind
from scheduler.scripts import told_by
from scheduler.telling import Counts, Write, tell, tell_each
from scheduler.timetable import BY_NAME, CASES, CLOSING, DAILY, DIGEST, MORNING, NUDGE, REVISITS, TIDY
from scheduler.upkeep import keep_up
from wording.letters import overdue_words
from wording.reviewed import returned_words
from wording.target import LISTED, end_of_day, morning_doors, morning_words, nudge_words

TellOne = Callable[[Work, "Run", Any, Campaign, datetime], int]


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


def perform(write: Write, run: Run, campaign: Campaign, now: datetime) -> Counts | None:
    """Claim a run and do it, a few people a transaction, so that nobody who talks has to wait.

    None when somebody has or had it. A run that comes too late, or on a day on which it rests, is recorded and posts
    nothing. A run that broke off is taken up again by whoever finds it: its letters' keys keep it from saying
    anything twice.
    """
    job = BY_NAME[run.job]
    place = f"{run.region}/{run.zone}"
    if not write(partial(claim_run, job=run.job, due_at=run.due_at, region=place, now=now)):
        return None
    counts = {"posted": 0}
    if job.too_late(run.due_at, now):
        counts["skipped"] = 1
    elif job.rests(run.day, campaign.period):
        counts["resting"] = 1
    else:
        people, tell_one = TELLING[run.job]
        whom = write(partial(people, region=run.region, zone=run.zone, due_at=run.due_at, now=now))
        tell_some = partial(_tell_some, tell_one=tell_one, run=run, campaign=campaign, now=now)
        counts = tell_each(write, tell_some, whom, run.job)
    write(partial(finish_run, job=run.job, due_at=run.due_at, region=place, counts=counts))
    return counts


def _tell_some(  # noqa: PLR0913
    work: Work, some: Sequence[Any], tell_one: TellOne, run: Run, campaign: Campaign, now: datetime
) -> int:
    return sum(tell_one(work, run, person, campaign, now) for person in some)


def morning(work: Work, run: Run, person: Any, campaign: Campaign, now: datetime) -> int:
    """Tell an enumerator the day's target and list; how many messages were posted."""
    zone = ZoneInfo(run.zone)
    course = course_of(work, CourseOf(person.id, run.day), campaign.period)
    local = run.due_at.astimezone(zone)
    upcoming = next_households(work, NextHouseholds(person.id, end_of_day(local), LISTED))
    joined = person.joined_at.astimezone(zone).date() if person.joined_at else None
    said = morning_words(course, local, upcoming, joined)
    returned = returned_to(work, ReturnedTo(person.id))
    if returned:
        said = words("review.above", returned=returned_words(returned, run.due_at), below=said)
    steps = other_steps(work, person.id)
    doors = morning_doors(course.by(run.day), upcoming)
    how = [words("target.how", no=int(doors[0].typed))] if doors else []
    told = [said, *how, *([words("target.cases", n=steps)] if steps else []), *_late_letters(work, person, run)]
    posted = tell(work, person, told, (Lane.REMINDER, f"morning:{person.id}:{run.day}"), now, doors)
    if posted:
        begin_card(work, person.bot, person.chat, run.day)
        told_in_the_morning(work, [each.id for each in upcoming if each.revisit_at], run.due_at, now)
    return posted


def nudge(work: Work, run: Run, person: Any, campaign: Campaign, now: datetime) -> int:
    """Remind an enumerator who has not reported today that the digest comes; not in quiet hours, and not after them."""
    if quiet_end(person, now) is not None:
        return 0
    progress = progress_of(work, ProgressOf(person.id, run.day), campaign.period)
    said = nudge_words(progress, DIGEST.hour)
    return tell(work, person, said, (Lane.REMINDER, f"nudge:{person.id}:{run.day}"), now)


def digest(work: Work, run: Run, person: Any, campaign: Campaign, now: datetime) -> int:
    """Send a leader the team's figures of the day; how many messages were posted."""
    me = Caller(Role(person.role), "", run.due_at, ZoneInfo(person.zone), person.id, person.name)
    key = f"digest:{person.id}:{run.day}"
    said = told_by(partial(evening_summary, me), Actor(work, campaign, me, now, key))
    return tell(work, person, said, (Lane.DIGEST, key), now)


def _late_letters(work: ReadWork, person: Any, run: Run) -> list[Words]:
    """One line on the officer's own letters for help whose answer is overdue."""
    letters = unanswered_letters(work, UnansweredLetters(person.id))
    return overdue_words(letters, Role(person.role), run.due_at)


def close(work: Work, run: Run, person: Any, campaign: Campaign, now: datetime) -> int:
    """Propose to a leader to close what is still open, when it is this leader's turn."""
    return propose(work, person, (run.due_at, run.day), campaign, now)


TELLING: dict[str, tuple[Callable[..., list[Any]], TellOne]] = {
    MORNING.name: (enumerators, morning),
    NUDGE.name: (unheard, nudge),
    DIGEST.name: (leaders, digest),
    CLOSING.name: (leaders, close),
}
"""Whom each daily job tells, and what."""


def due_runs(work: ReadWork, now: datetime) -> list[Run]:
    """The latest run of every daily job in every region, also when it is too late to make up for."""
    return [
        Run(job.name, job.latest(now, ZoneInfo(zone)), region, zone) for region, zone in regions(work) for job in DAILY
    ]


def run_by_hand(write: Write, job: str, campaign: Campaign, at: datetime) -> list[tuple[str, str, str]]:
    """Do what of one job is due at an instant: region, due instant and result of each run."""
    if job == REVISITS:
        return [("all", at.isoformat(timespec="minutes"), _told(remind(write, campaign, at)))]
    if job in (TIDY, CASES):
        counts = tidy_up(write, at) if job == TIDY else keep_up(write, campaign, at)
        return [("all", at.isoformat(timespec="minutes"), "was done before" if counts is None else _told(counts))]
    results = []
    for run in write(partial(due_runs, now=at)):
        if run.job == job:
            counts = perform(write, run, campaign, at)
            due = run.due_at.astimezone(ZoneInfo(run.zone)).isoformat(timespec="minutes")
            results.append((run.region, due, "was done before" if counts is None else _told(counts, job)))
    return results


def tidy_up(write: Write, now: datetime) -> Counts | None:
    """Delete what has served its purpose, once an hour; None when somebody did it already."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    if not write(partial(claim_run, job=TIDY, due_at=hour, region="all", now=now)):
        return None
    deleted = 0
    while some := write(partial(tidy, now=now)):
        deleted += some
    counts = {"posted": 0, "deleted": deleted}
    write(partial(finish_run, job=TIDY, due_at=hour, region="all", counts=counts))
    return counts


def _told(counts: Counts, job: str = "") -> str:
    """What a run did, in words."""
    if counts.get("skipped"):
        hours = BY_NAME[job].patience.total_seconds() / 3600
        return f"nothing posted: too late, it is made up for within {hours:g} h"
    if counts.get("resting") and job == CLOSING.name:
        return "nothing posted: it is for the last day of the fieldwork and the two after it"
    if counts.get("resting"):
        return "nothing posted: no day of fieldwork, or a day off"
    return ", ".join(f"{number} {what}" for what, number in counts.items())
