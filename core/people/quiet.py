"""Quiet hours: a span of an officer's own clock in which nothing comes that can wait.

| what | in quiet hours |
|---|---|
| a reply, an alert | comes |
| the reminder of an appointment | comes: the family expects somebody at that hour |
| the reminder of a next try that the officer chose | waits, and comes when the quiet hours end if it is still due |
| a leader's message | waits, and leaves when the quiet hours end; its sender is told when that is |
| the morning list, a digest, a broadcast | is written at its hour, and leaves when the quiet hours end |
| a nudge | is not sent: after the digest it is of no use |
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from core.people.person import Caller
from core.problems import Problem
from core.requests import Command


@dataclass(frozen=True)
class Quiet:
    """From `start`, included, to `end`, not included, on a clock's face; across midnight when `end` is the earlier."""

    start: time
    end: time

    def __post_init__(self) -> None:
        if self.start == self.end:
            raise Problem("hours_equal")

    def holds(self, hour: time) -> bool:
        """Return whether this hour of the clock lies in the quiet hours."""
        if self.start < self.end:
            return self.start <= hour < self.end
        return hour >= self.start or hour < self.end

    def end_of(self, local: datetime) -> datetime | None:
        """When the quiet hours that hold this instant (aware, on the officer's clock) end; None when none do."""
        if not self.holds(local.time()):
            return None
        day = local.date() if local.time() < self.end else local.date() + timedelta(days=1)
        return datetime.combine(day, self.end, local.tzinfo)


@dataclass(frozen=True)
class SetQuiet(Command[None]):
    """Keep these quiet hours from now on; None: none. What waits in the outbox waits for the new ones."""

    caller: Caller
    quiet: Quiet | None
