"""How fast a bot may send, as strictly as can be: in no second more than so many, and one a second in a chat."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field

PER_SECOND = 30
CHAT_SECONDS = 1.0


@dataclass
class Limits:
    """What was let through lately. anyway: every so many messages one is refused without any reason (0: none)."""

    per_second: int = PER_SECOND
    anyway: int = 0
    asked: int = 0
    by_all: int = 0
    by_chat: int = 0
    lately: deque[float] = field(default_factory=deque)
    chats: dict[int, float] = field(default_factory=dict)

    def wait(self, chat: int, now: float) -> int:
        """0 lets a message through; else it is refused, and how many seconds to wait. now: monotonic seconds."""
        self.asked += 1
        if self.anyway and self.asked % self.anyway == 0:
            return 2
        while self.lately and now - self.lately[0] >= 1.0:
            self.lately.popleft()
        rest = self.chats.get(chat, -math.inf) + CHAT_SECONDS - now
        if rest > 0:
            self.by_chat += 1
            return math.ceil(rest)
        if len(self.lately) >= self.per_second:
            self.by_all += 1
            return 1
        self.lately.append(now)
        self.chats[chat] = now
        return 0
