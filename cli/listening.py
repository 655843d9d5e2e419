"""Listening: a web application on its port, until the process ends."""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from fastapi import FastAPI

from api.connections import Connection
from cli.settings import SettingsError

CLOSING_SECONDS = 15
"""How long calls under way may still take when the process ends."""


class Web(uvicorn.Server):
    """uvicorn, leaving signals to us."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Catch nothing."""
        yield


@asynccontextmanager
async def serving(app: FastAPI, host: str, port: int, proxies: str | None = None) -> AsyncIterator[int]:
    """The web application on its port, which is handed back; SettingsError when the port cannot be had.

    proxies: the addresses whose word about the caller's address counts; None: nobody's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # named, so that Nagle's delay is off
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise SettingsError(
            f"{host}:{port} cannot be used ({error.strerror}): set CATAT_HTTP_HOST or CATAT_HTTP_PORT to another"
        ) from None
    trusted = {"proxy_headers": proxies is not None, "forwarded_allow_ips": proxies or ""}
    quiet = {"log_config": None, "access_log": False, "lifespan": "off", "server_header": False}
    limited = {"http": Connection, "ws": "none", "timeout_graceful_shutdown": CLOSING_SECONDS}
    server = Web(uvicorn.Config(app, **quiet, **trusted, **limited))  # type: ignore[arg-type]
    task = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        yield listener.getsockname()[1]
    finally:
        server.should_exit = True
        await task
        listener.close()


def stop_on_signals() -> asyncio.Event:
    """An event that SIGINT and SIGTERM set."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop
