"""The program's clock: real time, or real time plus an offset for demo and training."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class Clock:
    """Tells the time. With a start, it runs from that instant on, as fast as real time.

    begun_at: when in real time it was there; now, unless told otherwise.
    """

    def __init__(self, start: datetime | None = None, begun_at: datetime | None = None) -> None:
        self.offset = start - (begun_at or datetime.now(UTC)) if start else timedelta(0)

    def now(self) -> datetime:
        """This instant (aware, UTC) on the program's clock."""
        return datetime.now(UTC) + self.offset

    def real(self) -> datetime:
        """This instant (aware, UTC) in the real world: for leases, which must not jump."""
        return datetime.now(UTC)

    def move(self, seconds: float) -> None:
        """Set the clock forward."""
        if seconds < 0:
            raise ValueError("the clock only moves forward")
        self.offset += timedelta(seconds=seconds)
