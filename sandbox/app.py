"""The sandbox as one web application: Bot API, control API and the page with phones."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse
from starlette.staticfiles import StaticFiles

from sandbox.accounts import DEFAULT_PHONES, BotAccount, PhoneSpec
from sandbox.botapi import BotApi
from sandbox.bots import World
from sandbox.clock import ClockControl
from sandbox.control_api import control_routes
from sandbox.limits import Limits
from sandbox.phone_api import phone_routes
from sandbox.refusals import PhoneRefusal
from sandbox.sharing_api import sharing_routes
from sandbox.telegram import Telegram

_STATIC = Path(__file__).parent / "static"
_DEFAULT_LIMITS = Limits()


def create_app(
    bots: Sequence[BotAccount] | None = None,
    phones: Sequence[PhoneSpec] = DEFAULT_PHONES,
    clock: ClockControl | None = None,
    limits: Limits = _DEFAULT_LIMITS,
) -> FastAPI:
    """A Telegram of its own, all state in memory. `bots` None accepts any well-formed token.

    `app.state.telegram` is the `Telegram` behind it, for use on the server's own event loop only.
    """
    telegram = Telegram(bots, phones, World(limits, clock))

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        telegram.close()

    app = FastAPI(title="Catat sandbox", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    app.state.telegram = telegram
    app.add_exception_handler(PhoneRefusal, _refused)
    app.router.routes.extend(BotApi(telegram).routes())
    app.include_router(phone_routes(telegram))
    app.include_router(sharing_routes(telegram))
    app.include_router(control_routes(telegram))

    @app.get("/", include_in_schema=False)
    async def page() -> FileResponse:
        return FileResponse(_STATIC / "index.html", headers={"Cache-Control": "no-cache"})

    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    return app


async def _refused(_: Request, error: Exception) -> JSONResponse:
    status = error.status if isinstance(error, PhoneRefusal) else 500
    return JSONResponse({"error": str(error)}, status)
