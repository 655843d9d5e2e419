"""The way to Telegram: python-telegram-bot's requests over aiohttp, several times cheaper than its default."""

from __future__ import annotations

from typing import Any, cast

import aiohttp
import orjson
from telegram import Bot
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

from bot.uploads import FIELDS, Upload

CONNECTIONS = 100
SECONDS = 20.0
UNSAID = ("Accept-Encoding", "User-Agent")
"""Headers that nobody needs: answers are short."""


class Written:
    """Parameters of a call, written down as a form: what every Bot API server reads, and yarl writes fast.

    It stands where python-telegram-bot has its RequestData; as there, what is no text is JSON.
    """

    contains_files = False

    def __init__(self, params: dict[str, Any]) -> None:
        told = {name: value for name, value in params.items() if value is not None}
        query = {name: v if isinstance(v, str) else orjson.dumps(v).decode() for name, v in told.items()}
        self.body = URL.build(query=query).raw_query_string.encode()


class WrittenWithFile:
    """The same for a call that brings a file: as parts, the file as it is."""

    contains_files = True

    def __init__(self, params: dict[str, Any]) -> None:
        self.body = aiohttp.FormData(quote_fields=False)
        for name, value in params.items():
            if isinstance(value, Upload):
                self.body.add_field(name, value.content, filename=value.name, content_type=value.kind)
            elif value is not None:
                self.body.add_field(name, value if isinstance(value, str) else orjson.dumps(value).decode())


class AiohttpRequest(BaseRequest):
    """One pool of connections. Errors never carry the address, for it holds the bot's token."""

    def __init__(self, connections: int = CONNECTIONS) -> None:
        self.connections = connections
        self.session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """Seconds to wait for an answer when the caller says nothing."""
        return SECONDS

    async def initialize(self) -> None:
        """Open the pool."""
        if self.session is None:
            connector = aiohttp.TCPConnector(limit=self.connections)
            jar = aiohttp.DummyCookieJar()
            self.session = aiohttp.ClientSession(
                connector=connector, cookie_jar=jar, skip_auto_headers=UNSAID, trust_env=False
            )

    async def shutdown(self) -> None:
        """Close the pool."""
        if self.session is not None:
            await self.session.close()
            self.session = None

    async def do_request(  # noqa: PLR0913  the signature is python-telegram-bot's
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """One request: the status and the body. TimedOut or NetworkError when there is no answer."""
        await self.initialize()
        if self.session is None:
            raise NetworkError("the transport is closed")
        seconds = read_timeout if isinstance(read_timeout, int | float) else SECONDS
        timeout = aiohttp.ClientTimeout(total=seconds + 5, sock_connect=10, sock_read=seconds)
        data, headers = _body(request_data)
        try:
            async with self.session.request(method, url, data=data, headers=headers, timeout=timeout) as answer:
                return answer.status, await answer.read()
        except (TimeoutError, aiohttp.ServerTimeoutError):
            raise TimedOut("no answer in time") from None
        except aiohttp.ClientError as error:
            raise NetworkError(f"no connection ({type(error).__name__})") from None

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """What Telegram answered; TelegramError when it is no JSON (a proxy's page, say)."""
        try:
            answer: dict[str, Any] = orjson.loads(payload)
        except ValueError:
            raise TelegramError("the answer is no JSON") from None
        return answer


def _body(
    data: RequestData | Written | WrittenWithFile | None,
) -> tuple[aiohttp.FormData | dict[str, str] | bytes | None, dict[str, str]]:
    if data is None:
        return None, {}
    if isinstance(data, Written):
        return data.body, {"Content-Type": "application/x-www-form-urlencoded"}
    if isinstance(data, WrittenWithFile):
        return data.body, {}
    if not data.contains_files:
        return data.json_parameters, {}
    form = aiohttp.FormData()
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime) in (data.multipart_data or {}).items():
        form.add_field(name, content, filename=filename, content_type=mime)
    return form, {}


class TelegramBot(Bot):
    """python-telegram-bot's client over our transport, with calls by name for what waits in the outbox."""

    def __init__(self, token: str, url: str) -> None:
        """url: where Telegram is. Polling has a pool of its own, so that it never keeps a reply waiting."""
        super().__init__(
            token,
            base_url=f"{url}/bot",
            base_file_url=f"{url}/file/bot",
            request=AiohttpRequest(),
            get_updates_request=AiohttpRequest(1),
        )

    async def call(self, method: str, params: dict[str, Any]) -> Any:
        """One call of the Bot API; a TelegramError tells what came of it, with a refused token told as such."""
        written = WrittenWithFile(params) if method in FIELDS else Written(params)
        return await self._ask(self._request[1], method, written)

    async def answer_press(self, press: str) -> None:
        """Stop the spinner of a button that was pressed."""
        await self.call("answerCallbackQuery", {"callback_query_id": press})

    async def fetch_updates(self, offset: int, wait: int, kinds: list[str]) -> list[dict[str, Any]]:
        """Updates from this one on, as Telegram sent them; waits so many seconds for the first."""
        params = {"offset": offset, "timeout": wait, "allowed_updates": kinds}
        heard = await self._ask(self._request[0], "getUpdates", Written(params), wait + SECONDS)
        updates: list[dict[str, Any]] = heard
        return updates

    async def _ask(
        self, request: BaseRequest, method: str, written: Written | WrittenWithFile, seconds: float = SECONDS
    ) -> Any:
        data = cast(RequestData, written)
        return await request.post(f"{self.base_url}/{method}", data, read_timeout=seconds)

    async def shutdown(self) -> None:
        """Close the pools, also those of a bot that Telegram never answered."""
        await super().shutdown()
        for request in self._request:
            await request.shutdown()


def id_of(token: str) -> int:
    """The bot's own id, which its token begins with: known even while Telegram is away."""
    return int(token.partition(":")[0])
