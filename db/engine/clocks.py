"""The clock of the settings: a restart with the same setting goes on where it is, also in other processes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, select
from sqlmodel import col

from db.engine.inserting import insert_if_new
from db.engine.work import ReadWork, Work
from db.tables import ClockStart

BEGIN = insert_if_new(ClockStart, "setting")
BEGUN = select(col(ClockStart.begun_at)).where(col(ClockStart.setting) == bindparam("setting"))


def begin_clock(work: Work, setting: str, real: datetime) -> datetime:
    """When in real time this clock was first started: now, unless it was before."""
    work.change(BEGIN, setting=setting, begun_at=real)
    return begun(work, setting) or real


def begun(work: ReadWork, setting: str) -> datetime | None:
    """When in real time this clock was first started, or None."""
    found: datetime | None = work.value(BEGUN, setting=setting)
    return found
