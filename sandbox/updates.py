"""One bot's updates: numbered, kept until confirmed, handed out by long polling or by webhook."""

import asyncio
import random
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sandbox.faults import Faults
from sandbox.limits import Limits
from sandbox.refusals import Refusal
from sandbox.webhooks import Courier, Letter, Webhook

KINDS = ("message", "edited_message", "callback_query", "my_chat_member")
_OTHER_GETUPDATES = "terminated by other getUpdates request; make sure that only one bot instance is running"
_WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


@dataclass(frozen=True)
class Ask:
    """What a getUpdates call wants; `timeout` in seconds."""

    offset: int = 0
    limit: int = 100
    timeout: float = 0
    allowed: Sequence[str] | None = None


class Inbox:
    """The updates of one bot that it has not confirmed yet."""

    def __init__(self, faults: Faults, limits: Limits) -> None:
        self.faults, self.limits = faults, limits
        self.pending: dict[int, Letter] = {}
        self.allowed: list[str] = []
        self.courier: Courier | None = None
        self._next_id = 100_000_000 + secrets.randbelow(800_000_000)
        self._turn = 0
        self._closed = False
        self._bell = asyncio.Event()

    def add(self, kind: str, body: dict[str, Any], lane: str) -> None:
        """Queue an update; `lane` is the queue that keeps its order (one a chat, one a person for presses)."""
        if self.allowed and kind not in self.allowed:
            return
        letter = Letter(self._next_id, {"update_id": self._next_id, kind: body}, lane)
        self._next_id += 1
        self.pending[letter.id] = letter
        if self.courier:
            self.courier.offer(letter)
        self._ring()

    async def poll(self, ask: Ask) -> list[dict[str, Any]]:
        """Confirm what lies before the offset, then wait for updates up to the timeout.

        Raises Refusal 409 when a webhook is set, or when a newer getUpdates call takes over.
        """
        if self.courier:
            raise Refusal(409, _WEBHOOK_ACTIVE)
        if ask.allowed is not None:
            self.allowed = list(ask.allowed)
        self._turn += 1
        turn = self._turn
        self._ring()
        self._confirm(ask.offset)
        loop = asyncio.get_running_loop()
        until = loop.time() + ask.timeout
        while True:
            batch = self._batch(ask.limit)
            left = until - loop.time()
            if batch or left <= 0 or self._closed:
                return batch
            bell = self._bell
            try:
                await asyncio.wait_for(bell.wait(), left)
            except TimeoutError:
                return []
            if self.courier:
                raise Refusal(409, "terminated by setWebhook request")
            if turn != self._turn:
                raise Refusal(409, _OTHER_GETUPDATES)

    def set_webhook(self, webhook: Webhook, allowed: Sequence[str] | None) -> None:
        """Deliver by webhook from now on, beginning with what is pending."""
        self.drop_webhook()
        if allowed is not None:
            self.allowed = list(allowed)
        self.courier = Courier(webhook, self.faults, self.limits, self._done)
        for letter in self.pending.values():
            self.courier.offer(letter)
        self._ring()

    def drop_webhook(self) -> None:
        """Back to polling; what was not delivered stays pending."""
        if self.courier:
            self.courier.close()
        self.courier = None

    def close(self) -> None:
        """The end: waiting polls return empty, deliveries stop."""
        self._closed = True
        self.drop_webhook()
        self._ring()

    def forget(self) -> None:
        """Drop all pending updates."""
        self.pending.clear()

    def _done(self, letter: Letter) -> None:
        self.pending.pop(letter.id, None)

    def _confirm(self, offset: int) -> None:
        ids = list(self.pending)
        gone = ids[:offset] if offset < 0 else [i for i in ids if i < offset]
        for update_id in gone:
            del self.pending[update_id]

    def _batch(self, limit: int) -> list[dict[str, Any]]:
        letters = list(self.pending.values())[:limit]
        if self.faults.deliver_twice:
            letters = [letter for letter in letters for _ in range(2)]
        if self.faults.shuffle:
            random.shuffle(letters)
        return [letter.body for letter in letters]

    def _ring(self) -> None:
        bell, self._bell = self._bell, asyncio.Event()
        bell.set()
