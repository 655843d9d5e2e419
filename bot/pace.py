"""The pace of one bot: bulk messages leave evenly, below Telegram's thirty a second over all chats and one a second in
one chat. Replies leave at once, unless bulk has filled the second; then they go first.

Seconds come from a monotonic clock, as an argument.
"""

from __future__ import annotations

PER_SECOND = 28.9
LATE = 0.5
"""How much of an interval a message may be late and still not delay the next: no second holds more than thirty, also
when the way to Telegram takes one message twenty milliseconds longer than another."""
CHAT_SECONDS = 1.05
SLOW_SECONDS = 10.0
REMEMBERED = 2_000


class Pace:
    """When the next message may leave."""

    def __init__(self, per_second: float = PER_SECOND) -> None:
        self.interval = 1.0 / per_second
        self.free_at = self.resting_until = self.bulk_at = float("-inf")
        self.sent_at: dict[int, float] = {}
        self.slow_until: dict[int, float] = {}

    def open(self, now: float, most: int) -> tuple[int, int]:
        """How many messages may leave now, and how many of them from the bulk lanes; at most `most`."""
        slot = min(most, int(now >= self.free_at))
        bulk = slot if now >= self.resting_until else 0
        return (slot if self.bulk_runs(now) else most), bulk

    def wait(self, now: float) -> float:
        """Seconds until a message that was held back may leave; 0 when nothing is held back."""
        return max(0.0, self.free_at - now, self.resting_until - now)

    def fresh_chats(self, now: float) -> set[int]:
        """Chats that got a message within the last second: bulk leaves them alone."""
        return {chat for chat, at in self.sent_at.items() if now - at < CHAT_SECONDS}

    def sent(self, chat: int, now: float, *, bulk: bool) -> None:
        """A message leaves for this chat."""
        running = bulk or self.bulk_runs(now)
        self.free_at = max(self.free_at, now - LATE * self.interval if running else now) + self.interval
        self.bulk_at = now if bulk else self.bulk_at
        self.sent_at[chat] = now
        if len(self.sent_at) > REMEMBERED:
            self.sent_at = {chat: at for chat, at in self.sent_at.items() if now - at < CHAT_SECONDS}

    def rest_after(self, chat: int, now: float, *, bulk: bool) -> float:
        """Seconds that a chat waits after a message: a bulk message fills its second, a slowed chat goes slowly."""
        if self.slow_until.get(chat, 0.0) < now:
            self.slow_until.pop(chat, None)
            return CHAT_SECONDS if bulk else 0.0
        return CHAT_SECONDS

    def too_fast(self, chat: int, now: float, seconds: float, *, bulk: bool) -> None:
        """Telegram asked for a pause: this chat goes slowly for a while, and the bulk lanes rest."""
        self.slow_until[chat] = now + seconds + SLOW_SECONDS
        if bulk:
            self.resting_until = max(self.resting_until, now + seconds)

    def bulk_runs(self, now: float) -> bool:
        """Whether bulk messages fill the seconds just now."""
        return now - self.bulk_at < 1.0
