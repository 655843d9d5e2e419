"""`catat sandbox`: the local Telegram alone."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from cli.listening import stop_on_signals
from cli.terminal import SettingsError
from sandbox.app import create_app
from sandbox.server import SandboxServer


def sandbox(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port.")] = 8081,
) -> None:
    """The local Telegram alone; point CATAT_TELEGRAM_URL at it."""
    asyncio.run(run_sandbox(host, port))


async def run_sandbox(host: str, port: int) -> None:
    """Serve the local Telegram alone; it takes any well-formed token."""
    server = open_sandbox(create_app(None), host, port)
    typer.echo(f"The sandbox is at {server.url}", err=True)
    stop = stop_on_signals()
    with server:
        await stop.wait()


def open_sandbox(app: object, host: str, port: int) -> SandboxServer:
    """The sandbox on its port; SettingsError when the port cannot be had."""
    try:
        return SandboxServer(app, host, port)  # type: ignore[arg-type]
    except OSError as error:
        raise SettingsError(f"{host}:{port} cannot be used ({error.strerror}): choose another with --port") from None
