"""Running the sandbox: in a thread of its own, or as a task of the caller's event loop."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from types import TracebackType

import uvicorn
from fastapi import FastAPI

from sandbox.telegram import Telegram


class SandboxServer:
    """One listening sandbox. Port 0 picks a free one; `url` is known from the start.

    Either `start()`/`stop()` (or `with`), which use a thread, or `await serve()`, which ends after `stop()`.
    """

    def __init__(self, app: FastAPI, host: str = "127.0.0.1", port: int = 0) -> None:
        # Named as TCP, or asyncio leaves Nagle's algorithm on and every answer waits 40 ms.
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind((host, port))
        self.port: int = self._socket.getsockname()[1]
        shown = "127.0.0.1" if host in ("0.0.0.0", "") else host  # noqa: S104
        self.url = f"http://{shown}:{self.port}"
        config = uvicorn.Config(app, log_config=None, access_log=False, timeout_graceful_shutdown=1)
        self._server = _Quiet(config, app.state.telegram)
        self._thread: threading.Thread | None = None

    async def serve(self) -> None:
        """Serve on the caller's event loop until `stop()`."""
        await self._server.serve(sockets=[self._socket])

    def start(self) -> "SandboxServer":
        """Serve in a background thread; returns once requests are answered."""
        run = self._server.run
        self._thread = threading.Thread(target=run, kwargs={"sockets": [self._socket]}, daemon=True)
        self._thread.start()
        if not self._server.up.wait(10):
            raise RuntimeError("the sandbox did not start within 10 seconds")
        return self

    def stop(self) -> None:
        """End the server; in thread mode, returns when it has ended."""
        self._server.should_exit = True
        if self._thread:
            self._thread.join(10)
            self._thread = None

    def __enter__(self) -> "SandboxServer":
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


class _Quiet(uvicorn.Server):
    """Leaves the signals to the one who starts it, and says when it is up."""

    def __init__(self, config: uvicorn.Config, telegram: Telegram) -> None:
        super().__init__(config)
        self._telegram = telegram
        self.up = threading.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals belong to the program, not to its sandbox."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """As usual, and tell the waiting thread."""
        await super().startup(sockets=sockets)
        self.up.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End what waits on purpose (streams, long polls) first, so that stopping is quick."""
        self._telegram.close()
        await super().shutdown(sockets=sockets)
