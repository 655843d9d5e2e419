"""The street: a local Telegram on a loop of its own, with people who report as fast as they are answered."""

import asyncio
import threading
from collections.abc import Coroutine, Sequence
from concurrent.futures import Future
from typing import Any, TypeVar

from sandbox.accounts import BotAccount, PhoneSpec
from sandbox.app import create_app
from sandbox.limits import Limits
from sandbox.server import SandboxServer
from tests.e2e.phones import Telegram, until
from tests.faults.gate import Gate

T = TypeVar("T")
LIMITS = Limits(per_second=float("inf"), chat_per_second=float("inf"), webhook_pause=0.05, webhook_timeout=30)


class Street:
    """Telegram, its phones, and a gate for webhooks. `outside` steers it over HTTP, as the sandbox's page does."""

    def __init__(self, bots: Sequence[BotAccount], phones: Sequence[PhoneSpec], limits: Limits = LIMITS) -> None:
        app = create_app(bots, phones, limits=limits)
        self.telegram = app.state.telegram
        self.faults = self.telegram.world.faults
        self.gate = Gate()
        self._server = SandboxServer(app)
        self.url = self._server.url
        self.outside = Telegram(self.url)
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> "Street":
        """Returns once Telegram answers."""
        self._thread.start()
        self.live(self.gate.open()).result(10)
        until(lambda: self.outside.http.get("/sandbox/bots").status_code == 200, "the local Telegram")
        return self

    def stop(self) -> None:
        """The end of everybody on it."""
        self.outside.http.close()
        self._server.stop()
        self._thread.join(10)

    def live(self, coroutine: Coroutine[Any, Any, T]) -> Future[T]:
        """Let somebody act on Telegram's own loop."""
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop)

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        self.loop.run_until_complete(self._server.serve())
        self.gate.close()
