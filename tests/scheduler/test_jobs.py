"""The jobs against a database: once each, late or not, and a reminder is not lost when the hour moves."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update
from sqlmodel import col

from db.engine.work import Database
from db.people.chats import mark_blocked
from db.tables import Absence, Chat, DueRun, Household
from scheduler.jobs import due_runs, perform, run_by_hand
from tests.people import ANI, BOT, CAMPAIGN, DIAN, MORNING, PERIOD
from tests.town import Town

RUNS = select(DueRun.__table__).order_by(DueRun.job)  # type: ignore[attr-defined, arg-type]


def test_runs_are_recorded_with_their_counts(database: Database) -> None:
    now = MORNING + timedelta(hours=10)
    with database.read() as work:
        due = due_runs(work, now)
    counted: dict[str, Any] = {run.job: perform(database.write, run, CAMPAIGN, now) for run in due}
    assert counted == {
        "closing": {"posted": 0, "skipped": 1},
        "digest": {"posted": 3},
        "morning": {"posted": 0, "skipped": 1},
        "nudge": {"posted": 0, "skipped": 1},
    }
    with database.read() as work:
        assert {row.job: (row.outcome, row.counts) for row in work.rows(RUNS)} == {
            job: ("done", counts) for job, counts in counted.items()
        }
    assert [perform(database.write, run, CAMPAIGN, now) for run in due] == [None] * len(due)


RESTING = [
    ("before the fieldwork", MORNING - timedelta(days=10), "morning nudge digest"),
    ("a working day", MORNING, ""),
    ("a Sunday off", MORNING + timedelta(days=3), "morning nudge"),
    ("after the last day", MORNING + timedelta(days=30), "morning nudge"),
]


@pytest.mark.parametrize(("day", "rest"), [c[1:] for c in RESTING], ids=[c[0] for c in RESTING])
def test_days_on_which_nobody_is_sent_to_work(database: Database, day: datetime, rest: str) -> None:
    campaign = replace(CAMPAIGN, period=PERIOD.without([MORNING.date() + timedelta(days=3)]))
    posted = {}
    for job, hour in (("morning", 7), ("nudge", 16.5), ("digest", 18)):
        now = day + timedelta(hours=hour - 9)
        with database.read() as work:
            run = next(run for run in due_runs(work, now) if run.job == job)
        posted[job] = perform(database.write, run, campaign, now)
    assert {job for job, counts in posted.items() if counts == {"posted": 0, "resting": 1}} == set(rest.split())
    assert all(counts and (counts["posted"] or counts.get("resting")) for counts in posted.values())


def nudged(town: Town, now: datetime = MORNING + timedelta(hours=7.5)) -> dict[int, str]:
    """Run the nudge that is due; what is said, by chat."""
    with town.database.read() as work:
        run = next(run for run in due_runs(work, now) if run.job == "nudge")
    perform(town.database.write, run, town.campaign, now)
    return {said.chat: said.text for said in town.said()}


def settle(database: Database, officer: str) -> None:
    with database.work() as work:
        work.change(update(Household).where(col(Household.enumerator) == officer).values(settled_on=MORNING.date()))


def be_away(database: Database, officer: str, first: int, last: int | None) -> None:
    """Absent from so many days after today to so many; None: until further notice."""
    days = {"start": MORNING.date() + timedelta(days=first), "until": None}
    if last is not None:
        days["until"] = MORNING.date() + timedelta(days=last)
    with database.work() as work:
        work.change(insert(Absence), officer=officer, why="leave", at=MORNING, **days)


def be_quiet(database: Database, chat: int, first: int, last: int) -> None:
    with database.work() as work:
        hours = {"quiet_from": time(first), "quiet_until": time(last)}
        work.change(update(Chat).where(col(Chat.chat) == chat).values(**hours))


def block(database: Database) -> None:
    with database.work() as work:
        mark_blocked(work, BOT, DIAN, MORNING)


NUDGED: list[tuple[str, Callable[[Database], object], set[int]]] = [
    ("nobody has reported", lambda db: None, {ANI, DIAN}),
    ("a report of today", lambda db: Town(db).writes("Ani", "1 S 4"), {DIAN}),
    ("a report of a visit where nobody was home", lambda db: Town(db).writes("Ani", "1 T besok 16:00"), {DIAN}),
    ("a report of yesterday", lambda db: Town(db).writes("Ani", "1 S 4", MORNING - timedelta(days=1)), {ANI, DIAN}),
    ("nothing is open any more", lambda db: settle(db, "PPL-0001"), {DIAN}),
    ("ill until further notice", lambda db: be_away(db, "PPL-0001", -2, None), {DIAN}),
    ("on leave today", lambda db: be_away(db, "PPL-0001", 0, 0), {DIAN}),
    ("back since today", lambda db: be_away(db, "PPL-0001", -3, -1), {ANI, DIAN}),
    ("on leave from tomorrow", lambda db: be_away(db, "PPL-0001", 1, 3), {ANI, DIAN}),
    ("quiet hours", lambda db: be_quiet(db, ANI, 16, 20), {DIAN}),
    ("quiet hours that begin later", lambda db: be_quiet(db, ANI, 17, 20), {ANI, DIAN}),
    ("the bot is blocked", block, {ANI}),
]


@pytest.mark.parametrize(("happens", "told"), [c[1:] for c in NUDGED], ids=[c[0] for c in NUDGED])
def test_who_is_nudged(database: Database, happens: Callable[[Database], object], told: set[int]) -> None:
    happens(database)
    town = Town(database)
    town.said()
    assert set(nudged(town)) == told


def test_a_nudge_comes_once(database: Database) -> None:
    """Also when two processes find it due, and when a run that broke off is taken up again."""
    town = Town(database)
    assert set(nudged(town)) == {ANI, DIAN}
    assert nudged(town, MORNING + timedelta(hours=8)) == {}
    with database.work() as work:
        work.change(update(DueRun).values(outcome="started"))
    assert nudged(town, MORNING + timedelta(hours=8)) == {}
    assert set(nudged(town, MORNING + timedelta(days=1, hours=7.5))) == {ANI, DIAN}


def test_a_nudge_that_is_late_is_not_sent(database: Database) -> None:
    assert nudged(Town(database), MORNING + timedelta(hours=8, minutes=31)) == {}


BY_HAND = [
    ("in time", "nudge", timedelta(hours=8), ["2 posted", "was done before"]),
    ("too late", "morning", timedelta(hours=8), ["nothing posted: too late, it is made up for within 5 h"]),
    ("a day off", "nudge", timedelta(days=3, hours=8), ["nothing posted: no day of fieldwork, or a day off"]),
    ("nobody to tell", "revisits", timedelta(hours=8), ["0 posted"]),
]


@pytest.mark.parametrize(("job", "after", "told"), [c[1:] for c in BY_HAND], ids=[c[0] for c in BY_HAND])
def test_by_hand_the_result_is_told_in_words(database: Database, job: str, after: timedelta, told: list[str]) -> None:
    campaign = replace(CAMPAIGN, period=PERIOD.without([MORNING.date() + timedelta(days=3)]))
    for result in told:
        assert [row[-1] for row in run_by_hand(database.write, job, campaign, MORNING + after)] == [result]
