"""What an officer may set: quiet hours, and days of absence (the language is part of the caller)."""

from __future__ import annotations

from dataclasses import dataclass

from core.people.absences import Absence
from core.people.person import Caller
from core.people.quiet import Quiet
from core.requests import Query


@dataclass(frozen=True)
class Settings:
    """An officer's settings. absences: today's and later ones, the earliest first."""

    quiet: Quiet | None
    absences: tuple[Absence, ...]


@dataclass(frozen=True)
class SettingsOf(Query[Settings]):
    """The caller's settings, as they are on the day of the message."""

    caller: Caller
