"""How fast a bot may send, and how long Telegram waits for things."""

import math
from dataclasses import dataclass, field

from sandbox.refusals import too_fast


@dataclass(frozen=True)
class Limits:
    """Rates are messages a second, bursts are messages, the rest are seconds.

    The defaults are Telegram's: about 30 a second over all chats and one a second in one chat. `webhook_pause` is
    the second wait before a failed webhook is tried again (the first is none); it doubles up to a minute.
    """

    per_second: float = 30.0
    burst: float = 30.0
    chat_per_second: float = 1.0
    chat_burst: float = 5.0
    webhook_pause: float = 2.0
    webhook_timeout: float = 60.0
    query_life: float = 150.0

    @classmethod
    def off(cls) -> "Limits":
        """No speed limit at all: for load tests and seeding."""
        return cls(per_second=math.inf, burst=math.inf, chat_per_second=math.inf, chat_burst=math.inf)


class TokenBucket:
    """Holds up to `burst` tokens and gains `rate` a second; every message costs one."""

    def __init__(self, rate: float, burst: float, now: float) -> None:
        self.rate, self.burst, self._level, self._at = rate, burst, burst, now

    def wait(self, now: float) -> float:
        """Seconds until a token is there; 0 when one is."""
        if math.isinf(self.rate):
            return 0.0
        self._level = min(self.burst, self._level + (now - self._at) * self.rate)
        self._at = now
        return max(0.0, (1.0 - self._level) / self.rate)

    def take(self) -> None:
        """Spend one token; call only after `wait` said 0."""
        if not math.isinf(self.rate):
            self._level -= 1.0


@dataclass
class Pace:
    """One bot's buckets: one for all its chats, one for each chat."""

    limits: Limits
    _all: TokenBucket | None = None
    _chats: dict[int, TokenBucket] = field(default_factory=dict)

    def spend(self, chat_id: int, now: float) -> None:
        """Count one message to this chat; raises Refusal 429 when it comes too fast. `now` is monotonic seconds."""
        rules = self.limits
        if self._all is None:
            self._all = TokenBucket(rules.per_second, rules.burst, now)
        if chat_id not in self._chats:
            self._chats[chat_id] = TokenBucket(rules.chat_per_second, rules.chat_burst, now)
        buckets = (self._all, self._chats[chat_id])
        wait = max(bucket.wait(now) for bucket in buckets)
        if wait > 0:
            raise too_fast(max(1, math.ceil(wait)))
        for bucket in buckets:
            bucket.take()
