"""How fast a bot may send, as strictly as can be: in no second more than so many calls, and few at once in a chat.

A pause that was announced is kept: what comes within it is refused as well.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field

PER_SECOND = 30
CHAT_SECONDS = 1.0
CHAT_TOGETHER = 3
"""Messages that one chat takes at once; after that one a second."""


@dataclass
class Limits:
    """What was let through lately. anyway: every so many calls one is refused without any reason (0: none).

    by_all, by_chat: calls refused for the bot's and for a chat's sake; hasty: those of them within an announced pause.
    """

    per_second: int = PER_SECOND
    anyway: int = 0
    asked: int = 0
    by_all: int = 0
    by_chat: int = 0
    hasty: int = 0
    lately: deque[float] = field(default_factory=deque)
    chats: dict[int, float] = field(default_factory=dict)
    paused: dict[int | None, float] = field(default_factory=dict)

    def wait(self, chat: int | None, now: float) -> int:
        """0 lets a call through; else it is refused, and how many seconds to wait.

        chat: whom a message is for; None: another call, which counts for the bot alone. now: monotonic seconds.
        """
        self.asked += 1
        if self.anyway and self.asked % self.anyway == 0:
            return 2
        while self.lately and now - self.lately[0] >= 1.0:
            self.lately.popleft()
        if any(self.paused.get(whose, now) > now for whose in (None, chat)):
            self.hasty += 1
        filled = max(now, self.chats.get(chat, now)) + CHAT_SECONDS if chat is not None else now
        in_chat = filled - now - CHAT_TOGETHER * CHAT_SECONDS
        if chat is not None and (rest := max(in_chat, self.paused.get(chat, now) - now)) > 0:
            self.by_chat += 1
            return self._pause(chat, now, rest)
        full = self.lately[0] + 1.0 - now if len(self.lately) >= self.per_second else 0.0
        if (rest := max(full, self.paused.get(None, now) - now)) > 0:
            self.by_all += 1
            return self._pause(None, now, rest)
        self.lately.append(now)
        if chat is not None:
            self.chats[chat] = filled
        return 0

    def _pause(self, whose: int | None, now: float, rest: float) -> int:
        seconds = math.ceil(rest)
        self.paused[whose] = max(self.paused.get(whose, now), now + seconds)
        return seconds

    @property
    def refused(self) -> int:
        """Calls that were refused for a reason."""
        return self.by_all + self.by_chat
