"""A process of the service without a network: real rows, real threads, and a bot that does as it is told."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any

import pytest

from channels.telegram.channel import Telegram
from channels.telegram.reception import Reception
from db.engine.leases import Holder
from db.engine.work import Database
from delivery.sender import Sender
from running.clock import Clock
from running.office import Office
from running.sealing import Seal
from running.threads import Threads
from tests.people import BOT, CAMPAIGN, MORNING

PATIENCE = 10.0
ASIDE = ("answerCallbackQuery", "editMessageReplyMarkup")
"""Calls beside the outbox."""
"""Seconds until a test gives up waiting for what should happen at once."""


class FakeBot:
    """Stands where the way to Telegram is. trouble: what to raise for a chat, one after the other; then it works."""

    token = f"{BOT}:a-token-of-the-tests"

    def __init__(self) -> None:
        self.sent: list[tuple[int, str]] = []
        self.tried: dict[int, int] = defaultdict(int)
        self.trouble: dict[int, list[Exception]] = defaultdict(list)
        self.hold: asyncio.Event | None = None
        self.answered: list[str] = []

    async def call(self, method: str, params: dict[str, Any]) -> None:
        """One call of the Bot API."""
        if method in ASIDE:
            self.answered.append(str(params.get("callback_query_id") or params["message_id"]))
            return
        chat = params["chat_id"]
        self.tried[chat] += 1
        if self.hold:
            await self.hold.wait()
        if self.trouble[chat]:
            raise self.trouble[chat].pop(0)
        self.sent.append((chat, params["text"]))

    def texts(self, chat: int) -> list[str]:
        """What a chat got."""
        return [text for to, text in self.sent if to == chat]


def sender_of(bot: FakeBot, office: Office) -> Sender:
    """The sender of a bot."""
    return Sender(Telegram(bot, office.per_second), office)  # type: ignore[arg-type]


def reception_of(bot: FakeBot, office: Office, wake: Callable[[], None] = lambda: None) -> Reception:
    """Where the updates of a bot come in."""
    channel = Telegram(bot, office.per_second)  # type: ignore[arg-type]
    return Reception(channel, office, Sender(channel, office), wake)


async def until(true: Callable[[], bool]) -> None:
    """Wait until something is true; an AssertionError when it does not become true in time."""
    for _ in range(int(PATIENCE / 0.01)):
        if true():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it did not happen in time")


@pytest.fixture
async def office(database: Database) -> AsyncIterator[Office]:
    """A process on the database."""
    threads = Threads(database)
    holder = Holder("process-1", "test", "here", 1, MORNING - timedelta(hours=1))
    yield Office(threads, Clock(MORNING), CAMPAIGN, Seal(b"k" * 32), "http://localhost", holder)
    threads.close()


@pytest.fixture
def bot() -> FakeBot:
    """The bot."""
    return FakeBot()
