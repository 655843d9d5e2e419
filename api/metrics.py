"""`GET /metrics` for Prometheus: with the token of the settings; without one, for this machine alone.

A proxy on this machine asks from it, too, and need not say that it is one. So a process whose port stands behind a
proxy, which is how a webhook comes in, wants the token.
"""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from ipaddress import ip_address

from fastapi import FastAPI, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST

PROXIED = ("forwarded", "x-forwarded-for", "x-real-ip", "via")
"""A call with one of these came through a proxy, so its address says nothing about who asks."""


def add_metrics(
    app: FastAPI, exposition: Callable[[], Awaitable[bytes]], token: str | None, *, proxied: bool = False
) -> None:
    """Serve the metrics. With a token everybody must give it; without, only this machine may ask, and directly.

    proxied: the port stands behind a proxy; then nobody may ask without a token.
    """

    @app.get("/metrics")
    async def metrics(request: Request) -> Response:
        if not may_read(request, token, proxied=proxied):
            return Response(status_code=401 if token else 403)
        return Response(await exposition(), media_type=CONTENT_TYPE_LATEST)


def may_read(request: Request, token: str | None, *, proxied: bool) -> bool:
    """Return whether this call may read the metrics."""
    if token:
        given = request.headers.get("authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {token}".encode())
    if proxied or request.client is None or any(name in request.headers for name in PROXIED):
        return False
    try:
        return ip_address(request.client.host).is_loopback
    except ValueError:
        return False
