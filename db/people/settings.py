"""An officer's settings in the database: quiet hours beside the chat, absences from db/people/absences.py."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select, update
from sqlmodel import col

from core.people.quiet import Quiet, SetQuiet
from core.people.settings import Settings, SettingsOf
from db.engine.work import ReadWork, Work
from db.outbox.messages import hold_held
from db.people.absences import absences_from
from db.tables import Chat

QUIET = select(col(Chat.quiet_from), col(Chat.quiet_until)).where(col(Chat.officer) == bindparam("officer"))
SET_QUIET = (
    update(Chat)
    .where(col(Chat.bot) == bindparam("b"), col(Chat.chat) == bindparam("c"))
    .values(quiet_from=bindparam("start"), quiet_until=bindparam("end"))
)


def settings_of(work: ReadWork, query: SettingsOf) -> Settings:
    """The caller's settings."""
    officer = query.caller.officer or ""
    row = work.row(QUIET, officer=officer)
    return Settings(quiet_of(row) if row else None, absences_from(work, officer, query.caller.today))


def set_quiet(work: Work, command: SetQuiet, chat: tuple[int, int], now: datetime) -> None:
    """Keep the quiet hours; what they, or the ones before, hold back leaves at their end."""
    caller, quiet = command.caller, command.quiet
    start, end = (quiet.start, quiet.end) if quiet else (None, None)
    work.change(SET_QUIET, b=chat[0], c=chat[1], start=start, end=end)
    hold_held(work, *chat, quiet.end_of(now.astimezone(caller.zone)) if quiet else None)


def quiet_of(row: Any) -> Quiet | None:
    """The quiet hours of a row with quiet_from and quiet_until; None when there are none."""
    if row.quiet_from is None or row.quiet_until is None or row.quiet_from == row.quiet_until:
        return None
    return Quiet(row.quiet_from, row.quiet_until)


def quiet_end(row: Any, now: datetime) -> datetime | None:
    """When the quiet hours end that hold `now`, for a row with quiet_from, quiet_until and zone; None when none do."""
    quiet = quiet_of(row)
    return quiet.end_of(now.astimezone(ZoneInfo(row.zone))) if quiet else None
