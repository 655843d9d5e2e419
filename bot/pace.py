"""The pace of bulk lanes: below Telegram's thirty messages a second for a bot, without a burst."""

from __future__ import annotations

PER_SECOND = 28.0
BURST = 3.0


class Pace:
    """A small token bucket; seconds come from a monotonic clock, as an argument."""

    def __init__(self, per_second: float = PER_SECOND, burst: float = BURST) -> None:
        self.per_second, self.burst = per_second, burst
        self.tokens, self.at, self.resting_until = burst, 0.0, 0.0

    def open(self, now: float) -> int:
        """How many bulk messages may leave at this instant; none while resting."""
        if now < self.resting_until:
            return 0
        self.tokens = min(self.burst, self.tokens + (now - self.at) * self.per_second)
        self.at = now
        return int(self.tokens)

    def spend(self, now: float) -> None:
        """One bulk message leaves."""
        self.open(now)
        self.tokens -= 1

    def rest(self, now: float, seconds: float) -> None:
        """Telegram asked for a pause."""
        self.resting_until = max(self.resting_until, now + seconds)
