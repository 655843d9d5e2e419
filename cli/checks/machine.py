"""This machine: the secret key, the disk, the zones, the clock; and the days of fieldwork by that clock."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cli.checks.finding import Finding, look, ok, wrong
from cli.settings import Settings
from core.areas import WIB, WIT, WITA
from db.engine.work import Database
from running.clock import Clock

FULL, NEARLY_FULL = 200_000_000, 1_000_000_000
"""Bytes that are left."""
FEW_CHARACTERS = 8


def check_key(settings: Settings) -> Finding:
    """Whether the secret is one."""
    key = settings.secret_key
    if key is None:
        return wrong("secret key", "CATAT_SECRET_KEY is not set", "make one as .env.example tells, and keep it")
    if len(set(key)) < FEW_CHARACTERS:
        told = f"CATAT_SECRET_KEY has only {len(set(key))} different characters"
        return wrong("secret key", told, "before the fieldwork begins, make a random one as .env.example tells")
    return ok("secret key", f"{len(key)} characters")


def check_disk(database: Database) -> Finding:
    """Whether there is room: beside the database when that is a file, else here."""
    place = Path(str(database.url.database)).parent if database.sqlite else Path()
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free
    told = f"{free / 1e9:,.1f} GB are free" + (" beside the database" if database.sqlite else " here")
    if free < FULL:
        return wrong("disk", told, "make room now: without it nothing can be stored")
    if free < NEARLY_FULL:
        return look("disk", told, "make room, or move the database to a larger disk")
    return ok("disk", told)


def check_zones() -> Finding:
    """Whether the hours of Indonesia can be told."""
    missing = list(_missing_zones())
    if missing:
        return wrong(
            "zones", f"no data of {', '.join(missing)}", "run `make setup` again: the package tzdata is missing"
        )
    return ok("zones", "WIB, WITA and WIT are known")


def _missing_zones() -> Iterator[str]:
    for name in (WIB, WITA, WIT):
        try:
            ZoneInfo(name)
        except ZoneInfoNotFoundError:
            yield name


def check_clock(settings: Settings) -> Finding:
    """Whether the program lives in the present."""
    if settings.clock is not None:
        told = f"CATAT_CLOCK is set to {settings.clock.isoformat(timespec='minutes')}"
        return look("clock", told, "right for training only: unset it before the fieldwork")
    return ok("clock", "real time")


def check_fieldwork(settings: Settings) -> Finding:
    """Whether the fieldwork is still to come, or under way."""
    period = settings.fieldwork()
    days = (period.end - period.start).days + 1
    told = f"{period.start} to {period.end}, {period.days} of {days} days are worked"
    if period.is_over(Clock(settings.clock).now().date()):
        mend = "set CATAT_PERIOD to the days of your fieldwork; until then nobody is sent to work"
        return look("fieldwork", f"{told}; it is over", mend)
    return ok("fieldwork", told)


def check_texts() -> Finding:
    """Whether the texts and the migrations came along with the program."""
    for package, name in (("locales", "id.po"), ("db.migrations", "env.py")):
        if not (files(package) / name).is_file():
            return wrong("program", f"{package}/{name} is missing", "install Catat again")
    return ok("program", "complete")
