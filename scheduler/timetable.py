"""The timetable: which job is due when, on the clock of each region. Pure arithmetic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.cases.closing import BEGINS, turn_on
from core.visits.corrections import DIGEST_HOUR
from core.workload.targets import Period


@dataclass(frozen=True)
class Daily:
    """A job of every day at one hour of the region's own clock; a run later than `patience` is not made up for.

    to_work: it asks people to work, so it rests on days off and after the last day. at_end: it is for the end of the
    fieldwork, and rests on all days but those of core/cases/closing.py.
    """

    name: str
    hour: time
    patience: timedelta
    to_work: bool = True
    at_end: bool = False

    def latest(self, now: datetime, zone: ZoneInfo) -> datetime:
        """The instant at which the latest run was due."""
        local = now.astimezone(zone)
        at = datetime.combine(local.date(), self.hour, zone)
        return at if at <= local else datetime.combine(local.date() - timedelta(days=1), self.hour, zone)

    def too_late(self, due_at: datetime, now: datetime) -> bool:
        """Return whether a run is no longer worth making up for."""
        return now - due_at > self.patience

    def rests(self, day: date, period: Period) -> bool:
        """Return whether nothing is to be said on this day of the region's calendar."""
        if self.at_end:
            return turn_on(day, period) is None
        return day < period.start or (self.to_work and not period.is_worked(day))


MORNING = Daily("morning", time(7), timedelta(hours=5))
NUDGE = Daily("nudge", time(16, 30), timedelta(hours=1))
"""Before the digest, so that who hears it can still be in it; later than half past five it is of no use."""
DIGEST = Daily("digest", DIGEST_HOUR, timedelta(hours=12), to_work=False)
CLOSING = Daily("closing", BEGINS, timedelta(hours=10), at_end=True)
"""The proposal to close what is still open; later than six in the evening the digest has told of it."""
DAILY = (MORNING, NUDGE, DIGEST, CLOSING)
BY_NAME = {job.name: job for job in DAILY}

REVISITS = "revisits"
"""The reminders of cases: revisits, appointments, and what is overdue (core/cases/reminders.py); at any hour."""

TIDY = "tidy"
"""Every hour: old letters and updates are deleted."""

CASES = "cases"
"""Every hour: a case for every open household, and the contact rates by hour."""

CARDS = "cards"
"""Pinned cards that are out of date."""

JOBS = (*(job.name for job in DAILY), REVISITS, TIDY, CASES, CARDS)
