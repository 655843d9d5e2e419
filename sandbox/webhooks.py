"""Delivery by webhook: one queue a lane, tried again until the bot answers 2xx."""

import asyncio
import random
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from http.client import responses
from typing import Any

from pyreqwest.client import Client, ClientBuilder
from pyreqwest.exceptions import ConnectError, PyreqwestError

from sandbox.faults import Faults
from sandbox.limits import Limits

_LONGEST_PAUSE = 60.0
_AWAY_PAUSE = 0.2
_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105


@dataclass(eq=False)
class Letter:
    """One update on its way; letters of one lane are delivered one after the other."""

    id: int
    body: dict[str, Any]
    lane: str
    tries: int = 0


@dataclass(frozen=True)
class Webhook:
    """Where updates go, and the secret that tells the bot they come from here."""

    url: str
    secret: str = ""
    max_connections: int = 40


class Courier:
    """Posts letters to one webhook until it is closed; `done` hears of each delivered letter."""

    def __init__(self, webhook: Webhook, faults: Faults, limits: Limits, done: Callable[[Letter], None]) -> None:
        self.webhook, self.faults, self.limits = webhook, faults, limits
        self.last_error: tuple[int, str] | None = None
        self._done = done
        self._lanes: dict[str, deque[Letter]] = {}
        self._ready: deque[str] = deque()
        self._trips: set[asyncio.Task[None]] = set()
        self._client: Client | None = None
        self._closed = False

    def offer(self, letter: Letter) -> None:
        """Put a letter at the end of its lane."""
        lane = self._lanes.setdefault(letter.lane, deque())
        lane.append(letter)
        if len(lane) == 1:
            self._open(letter.lane)

    def close(self) -> None:
        """Stop; what is on its way now is given up."""
        self._closed = True
        for trip in self._trips:
            trip.cancel()
        if self._client:
            closing = asyncio.get_running_loop().create_task(self._client.close())
            self._trips = {closing}

    def _open(self, lane: str) -> None:
        self._ready.append(lane)
        self._start()

    def _start(self) -> None:
        while self._ready and len(self._trips) < self.webhook.max_connections and not self._closed:
            if self.faults.shuffle:
                self._ready.rotate(random.randrange(len(self._ready)))  # noqa: S311
            trip = asyncio.get_running_loop().create_task(self._deliver(self._ready.popleft()))
            self._trips.add(trip)
            trip.add_done_callback(self._back)

    def _back(self, trip: asyncio.Task[None]) -> None:
        self._trips.discard(trip)
        self._start()

    async def _deliver(self, name: str) -> None:
        lane = self._lanes[name]
        if self.faults.shuffle:
            lane.rotate(random.randrange(len(lane)))  # noqa: S311
        letter = lane[0]
        if self.faults.away:
            self._later(name, _AWAY_PAUSE)
            return
        trouble = await self._post(letter)
        if not trouble and self.faults.deliver_twice:
            await self._post(letter)
        if trouble:
            letter.tries += 1
            self.last_error = (int(time.time()), trouble)
            self._later(name, pause_after(letter.tries, self.limits.webhook_pause))
            return
        lane.remove(letter)
        self._done(letter)
        if lane:
            self._ready.append(name)
        else:
            del self._lanes[name]

    def _later(self, lane: str, seconds: float) -> None:
        asyncio.get_running_loop().call_later(seconds, self._open, lane)

    async def _post(self, letter: Letter) -> str:
        """Returns what went wrong, in the words of getWebhookInfo; empty when nothing did."""
        if self._client is None:
            limit = timedelta(seconds=self.limits.webhook_timeout)
            builder = ClientBuilder().no_proxy().follow_redirects(False).timeout(limit)
            self._client = builder.danger_accept_invalid_certs(True).build()  # bots here certify themselves
        headers = {_SECRET_HEADER: self.webhook.secret} if self.webhook.secret else {}
        try:
            request = self._client.post(self.webhook.url).headers(headers).body_json(letter.body)
            status = (await request.build().send()).status
        except TimeoutError:
            return "Read timeout expired"
        except ConnectError:
            return "Connection refused"
        except PyreqwestError as error:
            return f"Connection failed: {type(error).__name__}"
        return (
            ""
            if 200 <= status < 300
            else f"Wrong response from the webhook: {status} {responses.get(status, '')}".rstrip()
        )


def pause_after(tries: int, second_pause: float) -> float:
    """Seconds until the next try after this many failed ones: none, then doubling up to a minute."""
    return 0.0 if tries <= 1 else min(_LONGEST_PAUSE, second_pause * 2.0 ** (tries - 2))
