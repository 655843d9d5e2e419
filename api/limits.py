"""The first checks of every call: limits of its body's size and time, headers for its answer, no details of errors."""

from __future__ import annotations

import asyncio
from collections.abc import MutableMapping
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI, Request, Response
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_BODY = 1_000_000
"""Bytes; Telegram's largest updates are some tens of thousands."""
BODY_SECONDS = 10.0
"""How long a body may take to arrive."""
HEADERS = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"x-frame-options": b"DENY",
    b"cache-control": b"no-store",
    b"content-security-policy": b"default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; form-action 'self'; "
    b"base-uri 'none'; frame-ancestors 'none'",
}
"""What every answer carries, unless it says something of its own."""


def limit(app: FastAPI) -> None:
    """Let an application keep these limits, and tell errors by their number alone."""
    app.add_middleware(Limits)

    @app.exception_handler(HTTPException)
    async def refuse(_request: Request, refused: HTTPException) -> Response:
        """An empty answer; a known path with another method is as unknown as any other."""
        return Response(status_code=404 if refused.status_code == 405 else refused.status_code)


class Limits:
    """Refuses a body that is too large (413) or too slow (408), chunked or not, and adds the headers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One call."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        body = Body(receive, asyncio.get_running_loop().time() + BODY_SECONDS)

        async def answer(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                given = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(h for h in HEADERS.items() if h[0] not in given)]
            await send(message)

        await self.app(scope, body.receive, answer)


@dataclass
class Body:
    """The body of one call, as it arrives."""

    source: Receive
    deadline: float
    size: int = 0
    whole: bool = False

    async def receive(self) -> Message:
        """The next part; HTTPException when it makes the body too large, or does not come in time."""
        if self.whole:
            return await self.source()
        try:
            async with asyncio.timeout_at(self.deadline):
                message = await self.source()
        except TimeoutError:
            raise HTTPException(408) from None
        self.size += len(message.get("body", b""))
        self.whole = not message.get("more_body", False)
        if self.size > LARGEST_BODY:
            raise HTTPException(413)
        return message
