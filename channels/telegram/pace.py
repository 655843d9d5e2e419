"""The pace of one bot: every call counts against Telegram's thirty a second over all chats, replies as well.

A lone reply leaves at once, and so do a few together. Beyond that calls leave evenly, and what matters most leaves
first: officers' replies may use up what the others have to leave. Whether Telegram counts a call when it leaves here or
when it is answered, nobody can tell; so a call counts until a second after its answer, and no second holds more than
thirty however long the way is. Bulk leaves one a second in a chat; citizens' replies a few at once, then the same.

Seconds come from a monotonic clock, as an argument.
"""

from __future__ import annotations

import math
from collections import deque

from db.outbox.claims import Room
from db.outbox.messages import Lane

PER_SECOND = 30
"""Calls that Telegram takes from a bot in a second, over all chats."""
EVENLY = 0.963
"""The share of them that leaves when many wait, so that a late one finds its place."""
TOGETHER = {Lane.REPLY: 5, Lane.CITIZEN: 3, Lane.ALERT: 3}
"""How many calls may leave together after a rest, by lane; of bulk one."""
LATE = 0.5
"""How much of an interval a call may be late and still not delay the next."""
SECOND = 1.0
CHAT_SECONDS = 1.05
CHAT_TOGETHER = 3
"""Replies that a citizen's chat gets at once; then one a second. Officers' replies are one for each message."""
SLOW_SECONDS = 10.0
OWN_FAULT = 3.0
"""Telegram refuses a chat that got something so many seconds before; one that did not is refused for the bot's sake."""
REMEMBERED = 2_000
A_TRIFLE = 1e-6


class Pace:
    """When the next call may leave."""

    def __init__(self, per_second: int = PER_SECOND) -> None:
        """per_second: what Telegram takes; 0: there is no limit over all chats."""
        self.most = per_second or math.inf
        self.interval = 1.0 / (per_second * EVENLY) if per_second else 0.0
        self.due = self.resting_until = self.bulk_resting_until = self.doubtful_until = -math.inf
        self.under_way = 0
        self.lately: deque[float] = deque()
        self.sent_at: dict[int, tuple[float, float]] = {}
        self.filled_until: dict[int, float] = {}
        self.slow_until: dict[int, float] = {}
        self.refused: dict[int, float] = {}

    def room(self, now: float, most: int) -> Room:
        """Return how many outbox messages may leave now; at most `most`."""
        self._forget(now)
        at_once = 1 if now < self.doubtful_until else self.most - len(self.lately)
        free = min(most, at_once - self.under_way)
        officers, others, bulk = (
            int(max(0, min(free, self._steps(depth, now)))) for depth in (TOGETHER[Lane.REPLY], TOGETHER[Lane.ALERT], 1)
        )
        return Room(officers, others, bulk if now >= self.bulk_resting_until else 0)

    def _forget(self, now: float) -> None:
        """Calls that were answered a second ago count no more."""
        while self.lately and self.lately[0] + SECOND <= now:
            self.lately.popleft()

    def _steps(self, depth: int, now: float) -> float:
        """How many calls the even steps let through, if so many may leave together after a rest."""
        if now < self.resting_until:
            return 0
        if not self.interval:
            return math.inf
        ahead = max(-LATE, (self.due - now) / self.interval)
        return math.floor(depth - ahead + A_TRIFLE)

    def wait(self, now: float, lane: Lane) -> float:
        """Return the seconds until a message of this lane may leave; infinite if a call under way is awaited."""
        depth = TOGETHER.get(lane, 1)
        ready = max(self.resting_until, self.due - (depth - 1) * self.interval)
        if lane > Lane.ALERT:
            ready = max(ready, self.bulk_resting_until)
        if self.under_way and now < self.doubtful_until:
            return math.inf
        self._forget(now)
        too_many = self.under_way + len(self.lately) + 1 - self.most
        if too_many > len(self.lately):
            return math.inf
        if too_many > 0:
            ready = max(ready, self.lately[int(too_many) - 1] + SECOND)
        return max(0.0, ready - now)

    def left(self, now: float) -> None:
        """A call leaves. Its answer, or that there is none, has to be told as well."""
        self.under_way += 1
        self.due = max(self.due, now - LATE * self.interval) + self.interval

    def answered(self, now: float, *, well: bool = True) -> None:
        """A call was answered, or given up; well: Telegram did what was asked."""
        self.under_way -= 1
        if well:
            self.doubtful_until = -math.inf
        if self.most < math.inf:
            self.lately.append(now)

    def written(self, chat: int, now: float) -> None:
        """Something leaves for this chat."""
        self.sent_at[chat] = now, self.sent_at.get(chat, (-math.inf, 0.0))[0]
        if len(self.sent_at) > REMEMBERED:
            self.sent_at = {each: ats for each, ats in self.sent_at.items() if now - ats[0] < OWN_FAULT}
            self.filled_until = {each: until for each, until in self.filled_until.items() if until > now}

    def fresh_chats(self, now: float) -> set[int]:
        """Chats that got a message within the last second: bulk leaves them alone."""
        return {chat for chat, (at, _) in self.sent_at.items() if now - at < CHAT_SECONDS}

    def rest_after(self, chat: int, now: float, lane: Lane) -> float:
        """Seconds that a chat waits after a message: bulk fills its second, so does whatever goes to a slowed chat."""
        if self.slow_until.get(chat, 0.0) >= now or lane > Lane.ALERT:
            return CHAT_SECONDS
        self.slow_until.pop(chat, None)
        if lane is not Lane.CITIZEN:
            return 0.0
        self.filled_until[chat] = max(now, self.filled_until.get(chat, now)) + CHAT_SECONDS
        return max(0.0, self.filled_until[chat] - now - (CHAT_TOGETHER - 1) * CHAT_SECONDS)

    def too_fast(self, chat: int, now: float, seconds: float, lane: Lane) -> bool:
        """Telegram asked for a pause: this chat goes slowly for a while; whether it meant the whole bot.

        It did when it refuses a second chat while the first one's pause lasts, and neither had just got anything. Until
        that is known, one call at a time is made.
        """
        self.slow_until[chat] = now + seconds + SLOW_SECONDS
        if lane > Lane.ALERT:
            self.bulk_resting_until = max(self.bulk_resting_until, now + seconds)
        at, before = self.sent_at.get(chat, (now, -math.inf))
        if at - before >= OWN_FAULT:
            self.refused = {each: until for each, until in self.refused.items() if until > now}
            self.refused[chat] = self.doubtful_until = now + max(seconds, SECOND)
        if len(self.refused) < 2 or chat not in self.refused:
            return False
        self.rest(now, max(now + seconds, *self.refused.values()) - now)
        return True

    def rest(self, now: float, seconds: float) -> None:
        """Nothing leaves for so long, and afterwards one call after the other."""
        self.resting_until = max(self.resting_until, now + seconds)
        self.due = max(self.due, self.resting_until + (TOGETHER[Lane.REPLY] - 1) * self.interval)
