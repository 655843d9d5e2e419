"""The Bot API over HTTP: one address a method, answers in Telegram's envelope."""

import asyncio
import contextlib
import json
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from sandbox.bots import Bot
from sandbox.faults import Faults
from sandbox.files import Upload
from sandbox.methods.call import Call, read_params
from sandbox.methods.table import METHODS
from sandbox.refusals import Refusal, bad, too_fast
from sandbox.telegram import Telegram

_MOST_BYTES = 60 * 1024 * 1024


class BotApi:
    """The two addresses that a bot's program talks to."""

    def __init__(self, telegram: Telegram) -> None:
        self.telegram = telegram

    def routes(self) -> list[Route]:
        """`/bot<token>/<method>` and `/file/bot<token>/<path>`."""
        return [
            Route("/bot{token}/{method}", self.answer, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", self.download, methods=["GET"]),
        ]

    async def answer(self, request: Request) -> Response:
        """Carry out one call; whatever is refused is answered in the envelope and logged."""
        name = request.path_params["method"]
        faults = self.telegram.world.faults
        if faults.away:
            return PlainTextResponse("Telegram is away", 503)
        raw: dict[str, Any] = {}
        bot: Bot | None = None
        silent = False
        try:
            bot = self.telegram.bot_of(request.path_params["token"])
            raw = await _raw_params(request)
            await _misbehave(faults, name.lower())
            silent = faults.strikes("apply_then_time_out", name.lower())
            result = await _carry_out(bot, name.lower(), raw)
            answer, status = {"ok": True, "result": result}, 200
        except Refusal as refusal:
            answer, status = refusal.body(), refusal.code
        except ClientDisconnect:
            return Response(status_code=400)
        self._log(bot, name, raw, answer, status)
        if silent:
            await _stay_silent(request, faults.time_out_seconds)
            return PlainTextResponse("Gateway Timeout", 504)
        return JSONResponse(answer, status)

    async def download(self, request: Request) -> Response:
        """The bytes of a file, by the path that getFile gave."""
        if self.telegram.world.faults.away:
            return PlainTextResponse("Telegram is away", 503)
        try:
            bot = self.telegram.bot_of(request.path_params["token"])
        except Refusal as refusal:
            return JSONResponse(refusal.body(), refusal.code)
        stored = bot.shelf.by_path(request.path_params["path"])
        if stored is None:
            return JSONResponse(Refusal(404).body(), 404)
        return Response(stored.upload.data, media_type="application/octet-stream")

    def _log(self, bot: Bot | None, name: str, raw: dict[str, Any], answer: dict[str, Any], status: int) -> None:
        method = METHODS.get(name.lower())
        entry = {
            "bot": bot.account.username if bot else None,
            "method": method.name if method else name,
            "params": {k: f"<{v.name}, {len(v.data)} bytes>" if isinstance(v, Upload) else v for k, v in raw.items()},
            "status": status,
        }
        if not answer["ok"]:
            entry["description"] = answer["description"]
        elif isinstance(answer["result"], dict) and "message_id" in answer["result"]:
            entry["message_id"] = answer["result"]["message_id"]
        self.telegram.log(entry)


async def _carry_out(bot: Bot, name: str, raw: dict[str, Any]) -> Any:
    method = METHODS.get(name)
    if method is None:
        raise Refusal(404, "method not found")
    return await method.run(Call(bot, read_params(raw, method.required, method.optional)))


async def _misbehave(faults: Faults, name: str) -> None:
    if faults.strikes("hang", name):
        await asyncio.sleep(faults.hang_seconds)
    if faults.strikes("too_many_requests", name):
        raise too_fast(faults.retry_after)
    if faults.strikes("server_error", name):
        raise Refusal(500)
    if name == "editmessagetext" and faults.strikes("refuse_edits", name):
        raise bad("message can't be edited")


async def _stay_silent(request: Request, seconds: float) -> None:
    """Until the caller hangs up or the seconds are over."""

    async def hung_up() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass

    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(hung_up(), seconds)


async def _raw_params(request: Request) -> dict[str, Any]:
    """Parameters of the address and the body as they came: JSON values, strings, or uploads."""
    params: dict[str, Any] = dict(request.query_params)
    if int(request.headers.get("content-length") or 0) > _MOST_BYTES:
        raise Refusal(413)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        try:
            body = json.loads(await request.body() or b"{}")
        except ValueError as error:
            raise bad("can't parse JSON object") from error
        if not isinstance(body, dict):
            raise bad("object expected as the request body")
        params.update(body)
    elif kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
        async with request.form() as form:
            for name, value in form.multi_items():
                params[name] = await _upload(value) if isinstance(value, UploadFile) else value
    return params


async def _upload(file: UploadFile) -> Upload:
    mime = file.content_type or ""
    return Upload(await file.read(), file.filename or "", "" if mime == "application/octet-stream" else mime)
