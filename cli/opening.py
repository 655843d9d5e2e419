"""What the commands open first: the database and the clock; and the campaign that the settings name.

The database is brought up to date, and neither emptiness nor another key goes unnoticed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

import structlog
from sqlalchemy.exc import ArgumentError, DBAPIError

from cli.keys import check_key, derived_key
from cli.parts import clear_parts
from cli.settings import Settings, SettingsError
from core.campaign import Campaign
from core.review.states import read_rule
from db.campaigns import number_of
from db.engine import copies, schema
from db.engine.clocks import begin_clock, begun
from db.engine.sqlite import OWNERS_ALONE, open_to_others
from db.engine.work import Database
from running.clock import Clock

log = structlog.get_logger()
NOTES = "databases"
"""The file of the state directory with the addresses of the databases that have had data, one a line."""


def open_database(settings: Settings, *, creates: bool = False, anew: bool = False) -> Database:
    """The database, brought up to date; SettingsError when it cannot be had, or lives by another secret key.

    creates: an empty database gets its tables, unless it has had data before; else one is refused. anew: it gets them
    all the same.
    """
    with told():
        database = Database(settings.database_url)
        if not anew and copies.is_empty(database):
            refuse_emptiness(settings, database, creates)
        schema.upgrade(database)
        close_to_others(database)
        if creates and database.file is not None:
            clear_parts(database.file.parent)
        check_key(settings, database)
        remember(settings, database)
    return database


@contextmanager
def told() -> Iterator[None]:
    """Whatever is wrong with the database, as one sentence."""
    try:
        yield
    except (ArgumentError, ValueError):
        raise SettingsError("CATAT_DATABASE_URL is not the address of a database") from None
    except OSError as error:
        raise SettingsError(f"CATAT_DATABASE_URL cannot be used ({error})") from None
    except DBAPIError as error:
        why = " ".join(str(error.orig).split())
        raise SettingsError(f"CATAT_DATABASE_URL: the database cannot be used ({why})") from None
    except schema.NewerRelease as newer:
        raise SettingsError(f"CATAT_DATABASE_URL: a newer Catat has worked on this database ({newer})") from None


def refuse_emptiness(settings: Settings, database: Database, creates: bool) -> None:
    """SettingsError for an empty database that has had data, and for any when nothing is to be made."""
    if address(database) in notes(settings):
        raise SettingsError(
            f"the database {address(database)} is empty, and it has had data: restore a backup (`catat restore`), put"
            " the right address into CATAT_DATABASE_URL, or, if it is to begin anew, `catat db upgrade --anew`"
        )
    if not creates:
        raise SettingsError(f"the database {address(database)} is empty: `catat import` or `catat serve` begins it")


def address(database: Database) -> str:
    """Where a database is, without who enters it and how."""
    if database.file is not None:
        return str(database.file.resolve())
    url = database.url
    return f"{url.host or 'localhost'}:{url.port or 5432}/{url.database}"


def notes(settings: Settings) -> list[str]:
    """The databases that have had data, as this machine knows it."""
    with suppress(FileNotFoundError):
        return Path(settings.state_dir, NOTES).read_text(encoding="utf-8").splitlines()
    return []


def remember(settings: Settings, database: Database) -> None:
    """Note that this database has data, for the day on which it has none."""
    if address(database) in notes(settings):
        return
    with database.read() as work:
        if not copies.has_data(work):
            return
    path = Path(settings.state_dir, NOTES)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, OWNERS_ALONE)
        try:
            os.write(file, f"{address(database)}\n".encode())
        finally:
            os.close(file)
    except OSError as error:
        log.warning("database_not_noted", error=type(error).__name__)


def close_to_others(database: Database) -> None:
    """Let nobody but its owner read or change the database's files. Who does not own them is told by the doctor."""
    for file in open_to_others(database.file) if database.file else ():
        with suppress(PermissionError):
            file.chmod(OWNERS_ALONE)


def clock_of(settings: Settings, database: Database) -> Clock:
    """The program's clock as the running processes have it."""
    setting = settings.clock
    if setting is None:
        return Clock()
    with database.read() as work:
        return Clock(setting, begun(work, setting.isoformat()))


def start_clock(settings: Settings, database: Database) -> Clock:
    """The program's clock for a process that runs on: with a setting used before, it goes on where it is."""
    setting = settings.clock
    if setting is None:
        return Clock()
    return Clock(setting, database.write(partial(begin_clock, setting=setting.isoformat(), real=Clock().real())))


def campaign_in(settings: Settings, database: Database) -> Campaign:
    """What the talks need to know of the campaign that this database is at."""
    with database.read() as work:
        return campaign_of(settings, number_of(work))


def campaign_of(settings: Settings, number: int = 1) -> Campaign:
    """The same of a campaign by its number: each has receipt codes of its own."""
    purpose = "receipt" if number == 1 else f"receipt of campaign {number}"
    key, percent = derived_key(settings, purpose), read_rule(settings.review)
    ladders = settings.ladders_in_force()
    return Campaign(settings.fieldwork(), settings.language, key, settings.contact, ladders, percent)
