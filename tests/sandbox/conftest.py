"""A fresh sandbox for every test that asks, on a free port."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

import httpx2
import pytest
from telegram import Bot

from sandbox.accounts import DEFAULT_PHONES, BotAccount
from sandbox.app import create_app
from sandbox.limits import Limits
from sandbox.server import SandboxServer

TOKEN = "4711:sandbox-test-token"
OTHER_TOKEN = "4712:another-test-token"
ACCOUNTS = (BotAccount(TOKEN, "echo_bot", "Echo"), BotAccount(OTHER_TOKEN, "other_bot", "Other"))
ANI = 700_000_001


async def until(check: Callable[[], Awaitable[bool]], seconds: float = 10) -> None:
    """Wait until the check says yes; fails when it does not in time."""
    for _ in range(int(seconds / 0.02)):
        if await check():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("waited in vain")


class Bench:
    """The two sides of one sandbox: the Bot API with the first token, and the phones."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.http = httpx2.AsyncClient(base_url=url, timeout=20)

    async def call(self, method: str, token: str = TOKEN, **params: Any) -> dict[str, Any]:
        """A Bot API call with a JSON body; returns the whole envelope."""
        answer = await self.http.post(f"/bot{token}/{method}", json=params)
        told: dict[str, Any] = answer.json()
        assert answer.status_code == (200 if told["ok"] else told["error_code"])
        return told

    async def ok(self, method: str, **params: Any) -> Any:
        """The result of a call that must succeed."""
        told = await self.call(method, **params)
        assert told["ok"], told
        return told["result"]

    async def phone(self, path: str, body: dict[str, Any] | None = None, status: int = 200) -> Any:
        """A POST to the control API, such as "ani/text"."""
        answer = await self.http.post(f"/sandbox/phones/{path}".rstrip("/"), json=body or {})
        assert answer.status_code == status, answer.text
        return answer.json()

    async def screen(self, phone: str) -> list[dict[str, Any]]:
        """The messages a phone shows."""
        answer = await self.http.get(f"/sandbox/phones/{phone}")
        return [entry["message"] for entry in answer.json()["messages"]]

    async def faults(self, **switches: Any) -> None:
        """Set fault switches."""
        assert (await self.http.post("/sandbox/faults", json=switches)).status_code == 200


@pytest.fixture
def limits() -> Limits:
    """Override in a module to test other limits."""
    return Limits(webhook_pause=0.05)


@pytest.fixture
def server(limits: Limits) -> Iterator[SandboxServer]:
    """A running sandbox with two bots and the three usual phones."""
    with SandboxServer(create_app(ACCOUNTS, DEFAULT_PHONES, limits=limits)) as running:
        yield running


@pytest.fixture
async def bench(server: SandboxServer) -> AsyncIterator[Bench]:
    """Ani has started the first bot; message 1 is her "/start"."""
    made = Bench(server.url)
    await made.phone("ani/text", {"text": "/start"})
    await made.ok("getUpdates", offset=-1)
    yield made
    await made.http.aclose()


@pytest.fixture
async def ptb(server: SandboxServer) -> AsyncIterator[Bot]:
    """The library the product uses, pointed at the sandbox."""
    async with Bot(TOKEN, base_url=f"{server.url}/bot", base_file_url=f"{server.url}/file/bot") as bot:
        yield bot
