"""The web application: Telegram's webhook and the health of the service."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse

from api.limits import limit
from bot.edge import read_json
from bot.event import number_of_update
from channels.telegram.reception import Reception

log = structlog.get_logger()
Check = Callable[[], Awaitable[dict[str, str]]]
Find = Callable[[str, str], Reception | None]
"""Where the updates of a bot go, by its name and the secret given; None when either is wrong."""


def create_app(check: Check) -> FastAPI:
    """The application; `check` names what is wrong with each part of the service ("ok" when nothing is)."""
    app = FastAPI(title="Catat", docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    limit(app)

    @app.get("/health/live")
    async def live() -> dict[str, str]:
        """The process runs."""
        return {"status": "ok"}

    @app.get("/health/ready")
    async def ready() -> JSONResponse:
        """The process can do its work: 200, or 503 with what is missing."""
        parts = await check()
        well = all(state == "ok" for state in parts.values())
        return JSONResponse({"status": "ok" if well else "not ready", **parts}, 200 if well else 503)

    return app


def add_webhook(app: FastAPI, path: str, main: str, find: Find) -> None:
    """Take updates in from whoever knows a bot's secret: at the path for the main bot, below it for the others.

    A wrong bot or secret is 403; 500 makes Telegram deliver again. The routes are Starlette's own: FastAPI's reading of
    parameters, of which there are none, would cost a fifth of a message.
    """

    async def webhook(request: Request) -> Response:
        reception = find(
            request.path_params.get("bot", main), request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        )
        if reception is None:
            return Response(status_code=403)
        try:
            update = read_json(await request.body())
        except ValueError:
            return Response(status_code=400)
        if number_of_update(update) is None:
            return Response(status_code=400)
        try:
            await reception.receive(update)
        except Exception as error:
            update_name = f"{reception.bot_id}:{update['update_id']}"
            log.info("update_refused", update=update_name, error=type(error).__name__)
            return Response(status_code=500)
        return Response(status_code=200)

    app.add_route(path, webhook, ["POST"])
    app.add_route(path.rstrip("/") + "/{bot}", webhook, ["POST"])
