"""Days of fieldwork that were changed after the people had been told others: what is new for whoever works then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.workload.targets import DAY, Period, period_of


@dataclass(frozen=True)
class PeriodChange:
    """The days as they were last known to the people, and as they are now."""

    before: Period
    after: Period

    @property
    def moved(self) -> bool:
        """Whether the first or the last day is another; else days off alone have changed."""
        return (self.before.start, self.before.end) != (self.after.start, self.after.end)

    def now_off(self, today: date) -> list[date]:
        """Days from today on that are not worked now, though they were no days off."""
        return [day for day in self._ahead(today) if self.after.is_off(day) and not self.before.is_off(day)]

    def now_worked(self, today: date) -> list[date]:
        """Days from today on that are worked now, and were days off."""
        return [day for day in self._ahead(today) if self.after.is_worked(day) and self.before.is_off(day)]

    def _ahead(self, today: date) -> list[date]:
        first = max(today, self.after.start)
        return [first + DAY * n for n in range((self.after.end - first).days + 1)]


def written(period: Period) -> str:
    """The days as one text: both ends, and the days off: 2022-10-15/2022-11-14/2022-10-16,2022-10-23."""
    off = ",".join(day.isoformat() for day in sorted(period.off) if period.is_off(day))
    return f"{period.start}/{period.end}/{off}"


def read(text: str) -> Period:
    """The days of what `written` wrote."""
    start, end, off = text.split("/")
    return period_of(date.fromisoformat(start), date.fromisoformat(end), off)
