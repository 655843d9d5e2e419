"""Delivery by webhook: the secret, retries, order, connections."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from fastapi import FastAPI, Request, Response

from cli.listening import serving
from sandbox.webhooks import pause_after
from tests.sandbox.conftest import ANI, Bench, until

SECRET = "s3cret-token"


class Ear:
    """A bot's web server: keeps what it hears; `answers` are the next statuses, then 200."""

    def __init__(self) -> None:
        self.heard: list[dict[str, Any]] = []
        self.secrets: list[str | None] = []
        self.answers: list[int] = []
        self.busy = self.most_busy = 0
        self.slow = 0.0
        self.url = ""

    async def listen(self, request: Request) -> Response:
        self.busy += 1
        self.most_busy = max(self.busy, self.most_busy)
        self.heard.append(await request.json())
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        await asyncio.sleep(self.slow)
        self.busy -= 1
        return Response(status_code=self.answers.pop(0) if self.answers else 200)

    def texts(self) -> list[str]:
        return [u["message"]["text"] for u in self.heard if "message" in u]

    async def wait(self, count: int) -> None:
        async def enough() -> bool:
            return len(self.heard) >= count

        await until(enough)


@pytest.fixture
async def ear() -> AsyncIterator[Ear]:
    made = Ear()
    app = FastAPI()
    app.add_api_route("/hook", made.listen, methods=["POST"])
    async with serving(app, "127.0.0.1", 0) as port:
        made.url = f"http://127.0.0.1:{port}/hook"
        yield made


@pytest.fixture
async def hooked(bench: Bench, ear: Ear) -> Bench:
    await bench.ok("setWebhook", url=ear.url, secret_token=SECRET, drop_pending_updates=True)
    return bench


async def test_delivered_with_the_secret(hooked: Bench, ear: Ear) -> None:
    await hooked.phone("ani/text", {"text": "Hello"})
    await ear.wait(1)
    assert ear.texts() == ["Hello"]
    assert ear.secrets == [SECRET]


async def test_pending_updates_arrive_after_the_webhook_is_set(bench: Bench, ear: Ear) -> None:
    await bench.ok("setWebhook", url=ear.url)
    await ear.wait(1)
    assert ear.texts() == ["/start"]
    assert ear.secrets == [None]


async def test_tried_again_until_2xx_and_in_order(hooked: Bench, ear: Ear) -> None:
    ear.answers = [500, 503, 404]
    await hooked.phone("ani/text", {"text": "one"})
    await hooked.phone("ani/text", {"text": "two"})
    await ear.wait(5)
    assert ear.texts() == ["one", "one", "one", "one", "two"]
    info = await hooked.ok("getWebhookInfo")
    assert info["last_error_message"].startswith("Wrong response from the webhook: 404")
    assert info["url"] == ear.url


async def test_presses_do_not_wait_for_messages(hooked: Bench, ear: Ear) -> None:
    markup = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}
    made = await hooked.ok("sendMessage", chat_id=ANI, text="?", reply_markup=markup)
    ear.answers = [500] * 1000  # the message is never taken
    await hooked.phone("ani/text", {"text": "late"})
    press = hooked.phone("ani/press", {"message_id": made["message_id"], "data": "y", "wait": 0})
    assert await press == {"answered": False}

    async def pressed() -> bool:
        return any("callback_query" in update for update in ear.heard)

    await until(pressed)


async def test_no_more_connections_than_allowed(bench: Bench, ear: Ear) -> None:
    await bench.ok("setWebhook", url=ear.url, max_connections=2, drop_pending_updates=True)
    ear.slow = 0.05
    for phone in ("ani", "budi", "citra"):
        for word in ("one", "two"):
            await bench.phone(f"{phone}/text", {"text": word})
    await ear.wait(6)
    assert ear.most_busy <= 2


async def test_delivered_twice(hooked: Bench, ear: Ear) -> None:
    await hooked.faults(deliver_twice=True)
    await hooked.phone("ani/text", {"text": "Hello"})
    await ear.wait(2)
    assert ear.heard[0] == ear.heard[1]


async def test_away_delivers_nothing_until_back(hooked: Bench, ear: Ear) -> None:
    await hooked.faults(away=True)
    await hooked.phone("ani/text", {"text": "Hello"})
    await asyncio.sleep(0.3)
    assert ear.heard == []
    await hooked.faults(away=False)
    await ear.wait(1)


async def test_polling_conflicts_with_a_webhook(hooked: Bench) -> None:
    told = await hooked.call("getUpdates")
    assert told["error_code"] == 409
    assert "can't use getUpdates method while webhook is active" in told["description"]
    await hooked.ok("deleteWebhook")
    assert (await hooked.ok("getWebhookInfo"))["url"] == ""
    await hooked.ok("getUpdates")


@pytest.mark.parametrize(("tries", "pause"), [(1, 0), (2, 2), (3, 4), (4, 8), (7, 60), (20, 60)])
def test_pauses(tries: int, pause: float) -> None:
    assert pause_after(tries, 2.0) == pause
