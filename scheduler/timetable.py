"""The timetable: which job is due when, on the clock of each region. Pure arithmetic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Daily:
    """A job of every day at one hour of the region's own clock; a run later than `patience` is not made up for."""

    name: str
    hour: time
    patience: timedelta

    def due(self, now: datetime, zone: ZoneInfo) -> datetime | None:
        """The instant at which the latest run was due, or None when that is too long ago to make up for."""
        local = now.astimezone(zone)
        at = datetime.combine(local.date(), self.hour, zone)
        if at > local:
            at = datetime.combine(local.date() - timedelta(days=1), self.hour, zone)
        return at if now - at <= self.patience else None

    def next(self, now: datetime, zone: ZoneInfo) -> datetime:
        """The instant of the next run."""
        local = now.astimezone(zone)
        at = datetime.combine(local.date(), self.hour, zone)
        return at if at > local else datetime.combine(local.date() + timedelta(days=1), self.hour, zone)


MORNING = Daily("morning", time(7), timedelta(hours=5))
DIGEST = Daily("digest", time(18), timedelta(hours=12))
DAILY = (MORNING, DIGEST)

REVISITS = "revisits"
"""The reminder at the hour of a revisit; it has no hour of its own."""

REMINDED_LATE = timedelta(hours=12)
"""A revisit older than this is no longer reminded of by itself: the morning list and /kunjungan show it."""

JOBS = (*(job.name for job in DAILY), REVISITS)
