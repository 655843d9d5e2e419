"""What the commands open first: the database and the clock; and the campaign and the keys that the settings name."""

from __future__ import annotations

import hashlib
import hmac
from functools import partial

from sqlalchemy.exc import ArgumentError, DBAPIError

from bot.campaign import Campaign
from bot.clock import Clock
from bot.sealing import Seal
from cli.settings import Settings, SettingsError
from core.review import read_rule
from db import schema
from db.clocks import begin_clock, begun
from db.work import Database


def derived_key(settings: Settings, purpose: str) -> bytes:
    """A key of its own for each purpose, made from the one secret."""
    secret = (settings.secret_key or "").encode()
    return hmac.new(secret, purpose.encode(), hashlib.sha256).digest()


def seal_of(settings: Settings) -> Seal:
    """What tokens are sealed with."""
    return Seal(derived_key(settings, "tokens"))


def open_database(settings: Settings) -> Database:
    """The database, brought up to date; SettingsError when it cannot be had."""
    try:
        database = Database(settings.database_url)
        schema.upgrade(database)
    except (ArgumentError, ValueError):
        raise SettingsError("CATAT_DATABASE_URL is not the address of a database") from None
    except OSError as error:
        raise SettingsError(f"CATAT_DATABASE_URL cannot be used ({error})") from None
    except DBAPIError as error:
        why = " ".join(str(error.orig).split())
        raise SettingsError(f"CATAT_DATABASE_URL: the database cannot be used ({why})") from None
    except schema.NewerRelease as newer:
        raise SettingsError(f"CATAT_DATABASE_URL: a newer Catat has worked on this database ({newer})") from None
    return database


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


def campaign_of(settings: Settings) -> Campaign:
    """What the talks need to know."""
    key, percent = derived_key(settings, "receipt"), read_rule(settings.review)
    ladders = settings.ladders_in_force()
    return Campaign(settings.fieldwork(), settings.language, key, settings.contact, ladders, percent)
