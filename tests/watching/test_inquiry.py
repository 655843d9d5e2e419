"""A proxy that is down is seen by what Telegram says of the webhook: asked for real, by HTTP."""

import asyncio
import time
from collections.abc import Iterator

import pytest
from prometheus_client import REGISTRY
from telegram.error import InvalidToken, TimedOut

from channels.telegram.inquiry import ask, inquire
from channels.telegram.transport import TelegramBot
from running.metrics import expect_runs
from sandbox.accounts import BotAccount
from sandbox.app import create_app
from sandbox.server import SandboxServer
from tests.e2e.phones import Telegram

NUMBER = 7_000_000_031
TOKEN = f"{NUMBER}:the-secret-half-of-the-token"


@pytest.fixture
def telegram() -> Iterator[Telegram]:
    """A local Telegram whose bot has a webhook behind which nobody listens."""
    with SandboxServer(create_app([BotAccount(TOKEN, "CatatTestBot")])) as server:
        made = Telegram(server.url)
        made.http.post(f"{server.url}/bot{TOKEN}/setWebhook", json={"url": "http://127.0.0.1:1/telegram"})
        yield made
        made.http.close()


def told(name: str) -> float:
    value = REGISTRY.get_sample_value(name, {"bot": str(NUMBER)})
    assert value is not None
    return value


async def test_what_waits_and_what_failed(telegram: Telegram) -> None:
    bot = TelegramBot(TOKEN, telegram.url)
    began = time.time()
    try:
        await ask(bot, NUMBER)
        assert told("catat_webhook_failed_timestamp_seconds") == 0
        assert told("catat_pending_updates") == 0
        phones = telegram.http.get("/sandbox/phones").json()
        telegram.phone((phones["phones"] if isinstance(phones, dict) else phones)[0]["id"]).type("/start")
        while not told("catat_webhook_failed_timestamp_seconds"):
            await asyncio.sleep(0.05)
            await ask(bot, NUMBER)
        assert told("catat_webhook_failed_timestamp_seconds") >= int(began)
        assert told("catat_pending_updates") == 1
    finally:
        await bot.shutdown()


@pytest.mark.parametrize("answer", [TypeError("no such method"), TimedOut(), InvalidToken()])
async def test_asking_never_ends_the_receiving(answer: Exception) -> None:
    class Mute:
        asked = asyncio.Event()

        async def get_webhook_info(self) -> None:
            self.asked.set()
            raise answer

    mute = Mute()
    asking = asyncio.create_task(inquire(mute, NUMBER))  # type: ignore[arg-type]
    await mute.asked.wait()
    await asyncio.sleep(0)
    assert not asking.done()
    asking.cancel()


def test_counters_of_runs_begin_at_nothing() -> None:
    expect_runs(["a job that never ran"])
    for result in ("done", "skipped", "failed"):
        assert REGISTRY.get_sample_value("catat_due_runs_total", {"run": "a job that never ran", "result": result}) == 0
