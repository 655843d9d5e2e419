"""How fast a bot may send, and how long Telegram waits for things."""

import math
from collections import deque
from dataclasses import dataclass, field
from typing import NoReturn

from sandbox.refusals import too_fast


@dataclass(frozen=True)
class Limits:
    """Rates are calls or messages a second, bursts are messages, the rest are seconds.

    The defaults are Telegram's: 30 calls in any second over all chats and one message a second in one chat, a few of
    them at once. `webhook_pause` is the second wait before a failed webhook is tried again (the first is none); it
    doubles up to a minute.
    """

    per_second: float = 30.0
    chat_per_second: float = 1.0
    chat_burst: float = 5.0
    webhook_pause: float = 2.0
    webhook_timeout: float = 60.0
    query_life: float = 150.0

    @classmethod
    def off(cls) -> "Limits":
        """No speed limit at all: for load tests and seeding."""
        return cls(per_second=math.inf, chat_per_second=math.inf, chat_burst=math.inf)


class Window:
    """Lets so many through in any second; below one a second, one in so many seconds."""

    def __init__(self, per_second: float) -> None:
        self.most = max(1.0, per_second)
        self.seconds = max(1.0, 1.0 / per_second)
        self._lately: deque[float] = deque()

    def wait(self, now: float) -> float:
        """Seconds until one more is let through; 0 when it is now."""
        while self._lately and now - self._lately[0] >= self.seconds:
            self._lately.popleft()
        return 0.0 if len(self._lately) < self.most else self._lately[0] + self.seconds - now

    def take(self, now: float) -> None:
        """Let one through; call only after `wait` said 0."""
        if not math.isinf(self.most):
            self._lately.append(now)


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
    """What one bot has sent lately. refused: calls answered 429; hasty: those of them within an announced pause."""

    limits: Limits
    refused: int = 0
    hasty: int = 0
    _all: Window | None = None
    _chats: dict[int, TokenBucket] = field(default_factory=dict)
    _paused: dict[int | None, float] = field(default_factory=dict)

    def spend(self, chat_id: int | None, now: float) -> None:
        """Count one call, for this chat if it is a message; raises Refusal 429 when it comes too fast.

        A pause that was announced is kept: what comes within it is refused, too. `now` is monotonic seconds.
        """
        rules = self.limits
        if self._all is None:
            self._all = Window(rules.per_second)
        bucket = None
        if chat_id is not None:
            bucket = self._chats.setdefault(chat_id, TokenBucket(rules.chat_per_second, rules.chat_burst, now))
        for whose in (None, chat_id):
            if (left := self._paused.get(whose, now) - now) > 0:
                self.hasty += 1
                self._refuse(whose, now, left)
        if (wait := self._all.wait(now)) > 0:
            self._refuse(None, now, wait)
        if bucket and (wait := bucket.wait(now)) > 0:
            self._refuse(chat_id, now, wait)
        self._all.take(now)
        if bucket:
            bucket.take()

    def _refuse(self, whose: int | None, now: float, wait: float) -> NoReturn:
        """Announce a pause, of a chat or of the whole bot (None)."""
        self.refused += 1
        seconds = max(1, math.ceil(wait))
        self._paused[whose] = max(self._paused.get(whose, now), now + seconds)
        raise too_fast(seconds)
