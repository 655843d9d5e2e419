"""What tests and the page steer beside the phones: the log of calls, faults, the clock, the event stream."""

import asyncio
from typing import Any

from fastapi import APIRouter, Body
from starlette.responses import Response, StreamingResponse

from sandbox.clock import seconds_to
from sandbox.faults import Faults
from sandbox.refusals import PhoneRefusal
from sandbox.telegram import Telegram

Json = dict[str, Any]


def control_routes(telegram: Telegram) -> APIRouter:
    """Routes under /sandbox that belong to no phone."""
    api = APIRouter(prefix="/sandbox")

    @api.get("/bots")
    async def bots() -> list[Json]:
        return [bot.shown() for bot in telegram.bots.values()]

    @api.get("/calls")
    async def calls(method: str = "", since: int = 0) -> list[Json]:
        wanted = method.lower()
        return [c for c in telegram.calls if c["n"] > since and (not wanted or c["method"].lower() == wanted)]

    @api.delete("/calls")
    async def forget_calls() -> Json:
        telegram.calls.clear()
        return {"ok": True}

    @api.get("/events")
    async def events() -> StreamingResponse:
        return StreamingResponse(telegram.world.events.stream(), media_type="text/event-stream")

    @api.get("/files/{bot}/{file_id}")
    async def file(bot: str, file_id: str) -> Response:
        stored = telegram.bot_named(bot).shelf.by_id(file_id)
        if stored is None:
            raise PhoneRefusal("no such file", 404)
        safe = stored.upload.mime if stored.width else "application/octet-stream"
        return Response(stored.upload.data, media_type=safe, headers={"X-Content-Type-Options": "nosniff"})

    _add_faults(api, telegram.world.faults)
    _add_clock(api, telegram)
    return api


def _add_faults(api: APIRouter, switches: Faults) -> None:
    @api.get("/faults")
    async def faults() -> Json:
        return switches.shown()

    @api.post("/faults")
    async def set_faults(wanted: Json = Body(...)) -> Json:  # noqa: B008
        switches.set(wanted)
        return switches.shown()

    @api.delete("/faults")
    async def clear_faults() -> Json:
        switches.clear()
        return switches.shown()


def _add_clock(api: APIRouter, telegram: Telegram) -> None:
    clock = telegram.world.clock

    def shown() -> Json:
        return {"movable": clock is not None, "now": clock.now().isoformat() if clock else None}

    @api.get("/clock")
    async def read_clock() -> Json:
        return shown()

    @api.post("/clock")
    async def move_clock(wanted: Json = Body(...)) -> Json:  # noqa: B008
        if clock is None:
            raise PhoneRefusal("this sandbox was given no clock", 404)
        if "to" in wanted:
            ahead = seconds_to(str(wanted["to"]), clock.now())
        elif isinstance(wanted.get("minutes"), int | float) and wanted["minutes"] >= 0:
            ahead = wanted["minutes"] * 60
        else:
            raise PhoneRefusal('give {"minutes": n} with n >= 0, or {"to": "HH:MM" or an ISO time}', 400)
        await asyncio.to_thread(clock.move, ahead)
        telegram.world.events.publish("clock", **shown())
        return shown()
