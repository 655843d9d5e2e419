"""The database: reachable, of the right revision, with the clock of this machine; and what waits in it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from functools import partial

from sqlalchemy.exc import DBAPIError

from cli.checks.finding import Finding, look, ok, wrong
from cli.in_step import digests, other_than, out_of_step
from cli.keys import is_other_key
from cli.opening import address, notes
from cli.settings import Settings
from core.workload.period_change import written
from db.bots import bots
from db.engine import schema
from db.engine.deployment import DAYS, fact
from db.engine.leases import leases, processes
from db.engine.sqlite import open_to_others
from db.engine.work import Database, ReadWork
from db.outbox.backlog import backlog, ways_of
from db.outbox.messages import Lane
from db.status import parked
from running.clock import Clock

SKEW_SECONDS = 2.0
"""Leases last ten seconds by each machine's own clock."""
FRESH_SECONDS = 15
OLD_SECONDS = 600


def check_database(settings: Settings, database: Database) -> Iterator[Finding]:
    """Everything about the database; the first thing in the way ends it."""
    if database.file is not None and not database.file.exists():
        yield _nothing(settings, database, "there is no file yet", "the first start of Catat makes it")
        return
    try:
        if database.sqlite:
            database.write(lambda work: None)
        with database.read() as work:
            revision, ways = schema.revision_of(work), ways_of(work)
    except (DBAPIError, OSError) as error:
        why = " ".join(str(getattr(error, "orig", None) or error).split())
        yield wrong("database", why, "look at CATAT_DATABASE_URL, at the server, and at who owns the file")
        return
    yield ok("database", ways.told)
    if revision is None:
        told = "the database is empty"
        yield _nothing(settings, database, told, "`catat db upgrade`, or start Catat, makes the tables")
        return
    yield _revision(revision)
    yield from _files(database)
    if not database.sqlite:
        yield _skew((Clock().real() - ways.now).total_seconds())
    elif ways.journal != "wal":
        yield wrong("journal", f"the journal is {ways.journal}, not wal", "put the file on a local disk, not a share")
    if revision == schema.newest():
        with database.read() as work:
            yield from _key(work, settings)
            yield from _people(work, Clock().real())
            yield from _days(work, settings)
            yield from _in_step(work, settings, Clock().real())
            yield from _letters(work, Clock(settings.clock).now())


def _nothing(settings: Settings, database: Database, told: str, mend: str) -> Finding:
    """A database without tables: as it should be before the first start only."""
    if address(database) in notes(settings):
        mend = "it has had data: `catat restore` a backup, or mend CATAT_DATABASE_URL"
        return wrong("database", f"{told}: {address(database)}", mend)
    if database.file is not None:
        folder = next(each for each in database.file.absolute().parents if each.exists())
        if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
            told = f"CATAT_DATABASE_URL: no file can be made in {folder}"
            return wrong("database", told, "name a file in a folder of your own")
    return look("database", told, mend)


def _files(database: Database) -> Iterator[Finding]:
    """Whether anybody else may read the database's files."""
    for file in open_to_others(database.file) if database.file else ():
        yield wrong("files", f"others may read {file.name}", f"`chmod 600 {file}`; the next start does it, too")


def _key(work: ReadWork, settings: Settings) -> Iterator[Finding]:
    """Whether the secret key is the one that the database lives by."""
    if is_other_key(work, settings):
        yield wrong("secret key", "CATAT_SECRET_KEY is not the one of this database", "put the old key back")


def _revision(revision: str) -> Finding:
    check = "schema"
    if revision == schema.newest():
        return ok(check, f"revision {revision}")
    if schema.is_behind(revision):
        return wrong(check, f"revision {revision}, needed is {schema.newest()}", "`catat db upgrade`")
    return wrong(check, f"revision {revision} is of a newer Catat", "start the newer release")


def _skew(seconds: float) -> Finding:
    told = f"the database's clock differs by {abs(seconds):.1f} s"
    if abs(seconds) > SKEW_SECONDS:
        return wrong("clocks", told, "let both machines keep time by NTP: leases need it")
    return ok("clocks", told)


def _people(work: ReadWork, now: datetime) -> Iterator[Finding]:
    """Who is at work, and whether every bot has somebody who sends and receives for it."""
    rows = processes(work)
    fresh = [row for row in rows if (now - row.seen_at).total_seconds() < FRESH_SECONDS]
    for row in rows:
        if row not in fresh:
            told = f"{row.id} (pid {row.pid} on {row.host}) has not been seen since {row.seen_at:%Y-%m-%d %H:%M} UTC"
            yield wrong("processes", told, "start it again, and look at the end of its log")
    if not fresh:
        if not rows:
            yield look("processes", "none runs", "`catat serve`, or the units of deploy/")
        return
    kinds = {row.kind for row in fresh}
    for part in ("web", "sender", "scheduler"):
        if not kinds & {part, "serve"}:
            yield wrong("processes", f"no {part} runs", f"start `catat {part}`")
    yield ok("processes", ", ".join(sorted(row.id for row in fresh)))
    held = {row.name for row in leases(work) if row.until > now}
    for bot in bots(work):
        if bot.status == "active" and f"sending:{bot.id}" not in held:
            yield wrong("leases", f"nobody sends for {bot.name}", "look again in 15 s; then at the log of a sender")


def _days(work: ReadWork, settings: Settings) -> Iterator[Finding]:
    """Whether the people were told other days of fieldwork than those of the settings."""
    known = fact(work, DAYS)
    if known is not None and known != written(settings.fieldwork()):
        told = f"the days of fieldwork were changed (told last: {known}), and nobody was told"
        yield look("days", told, "`catat campaign announce`; or put the old days back")


def _in_step(work: ReadWork, settings: Settings, now: datetime) -> Iterator[Finding]:
    """Whether all that run do so by the same settings, and by those of this terminal."""
    rows = [row for row in processes(work) if row.settings and (now - row.seen_at).total_seconds() < FRESH_SECONDS]
    differing = out_of_step(rows)
    for name, groups in differing.items():
        told = " and ".join(", ".join(group) for group in groups)
        yield wrong("settings alike", f"{name} is not the same in {told}", "give all the same, and start them again")
    mine = digests(settings)
    others = {name for row in rows for name in other_than(mine, row.settings)} - set(differing)
    for name in sorted(others):
        told = f"{name} of this terminal is not that of the running processes"
        yield wrong("settings alike", told, "if it was changed, start them again; else mend it here")
    if rows and not differing and not others:
        yield ok("settings alike", "all processes run by the settings of this terminal")


def _letters(work: ReadWork, now: datetime) -> Iterator[Finding]:
    """What waits, and what somebody should look at."""
    rows = backlog(work)
    waiting = [row for row in rows if row.status != "dead"]
    age = max(((now - row[4]).total_seconds() for row in waiting), default=0.0)
    told = f"{sum(row[3] for row in waiting):,} letters wait, the oldest for {max(0.0, age):,.0f} s"
    bulk = all(row.lane > Lane.ALERT for row in waiting)
    if age > OLD_SECONDS:
        finding = (
            partial(look, mend="`catat status` shows the lane") if bulk else partial(wrong, mend="see Telegram above")
        )
        yield finding("outbox", told)
    else:
        yield ok("outbox", told)
    dead, put_aside = sum(row[3] for row in rows if row.status == "dead"), len(parked(work))
    if dead or put_aside:
        yield look(
            "troubles", f"{dead} dead letters, {put_aside} parked updates", "`catat status`, and docs/operate.md"
        )
