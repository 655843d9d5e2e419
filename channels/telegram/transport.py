"""The way to Telegram: python-telegram-bot's requests over pyreqwest, many times cheaper than its default."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

import certifi
import orjson
from pyreqwest.client import Client, ClientBuilder
from pyreqwest.exceptions import BuilderError, PyreqwestError
from pyreqwest.multipart import FormBuilder, PartBuilder
from pyreqwest.request import RequestBuilder
from telegram import Bot
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot.edge import read_json
from delivery.files import FIELDS, Upload

CONNECTIONS = 100
SECONDS = 20.0
GRACE = 5.0
"""Seconds beyond what the caller allows for an answer: for the way there and back."""
CONNECTING = timedelta(seconds=10)
IDLE = timedelta(seconds=15)
"""For how long a connection that nothing uses is kept: servers close theirs after a minute or so."""


class Written:
    """Parameters of a call, written down as a form, which every Bot API server reads.

    It stands where python-telegram-bot has its RequestData; as there, what is no text is JSON.
    """

    def __init__(self, params: dict[str, Any]) -> None:
        self.fields = {name: _text(value) for name, value in params.items() if value is not None}

    def put_into(self, request: RequestBuilder) -> RequestBuilder:
        """The request with the form."""
        return request.form(self.fields)


class WrittenWithFile:
    """The same for a call that brings a file: as parts, the file as it is."""

    def __init__(self, params: dict[str, Any]) -> None:
        self.form = FormBuilder().percent_encode_noop()
        for name, value in params.items():
            if isinstance(value, Upload):
                part = PartBuilder.from_bytes(value.content).file_name(value.name).mime(value.kind)
                self.form = self.form.part(name, part)
            elif value is not None:
                self.form = self.form.text(name, _text(value))

    def put_into(self, request: RequestBuilder) -> RequestBuilder:
        """The request with the parts."""
        return request.multipart(self.form)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else orjson.dumps(value).decode()


class PyreqwestRequest(BaseRequest):
    """One pool of connections. Errors never carry the address, for it holds the bot's token."""

    def __init__(self, connections: int = CONNECTIONS) -> None:
        self.connections = connections
        self.client: Client | None = None

    @property
    def read_timeout(self) -> float | None:
        """Seconds to wait for an answer when the caller says nothing."""
        return SECONDS

    async def initialize(self) -> None:
        """Open the pool."""
        if self.client is None:
            self.client = _client(self.connections)

    async def shutdown(self) -> None:
        """Close the pool."""
        if self.client is not None:
            await self.client.close()
            self.client = None

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
        if self.client is None:
            raise NetworkError("the transport is closed")
        seconds = read_timeout if isinstance(read_timeout, int | float) else SECONDS
        try:
            request = self.client.request(method, url).timeout(timedelta(seconds=seconds + GRACE))
            if request_data is not None:
                request = _written(request_data).put_into(request)
            answer = await request.build().send()
            return answer.status, bytes(await answer.bytes())
        except TimeoutError:
            # By its kind nobody can tell whether it was sent: all are called delays of connecting.
            raise TimedOut("no answer in time") from None
        except PyreqwestError as error:
            raise NetworkError(f"no connection ({type(error).__name__})") from None

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """What Telegram answered; TelegramError when it is no JSON (a proxy's page, say)."""
        try:
            answer: dict[str, Any] = read_json(payload)
        except ValueError:
            raise TelegramError("the answer is no JSON") from None
        return answer


def _client(connections: int) -> Client:
    """A client with the machine's certificates, or Mozilla's where the machine has none."""

    def builder() -> ClientBuilder:
        plain = ClientBuilder().no_proxy().follow_redirects(False).gzip(False).brotli(False).zstd(False).deflate(False)
        waiting = plain.connect_timeout(CONNECTING).pool_timeout(timedelta(seconds=SECONDS)).pool_idle_timeout(IDLE)
        return waiting.max_connections(connections)

    try:
        return builder().build()
    except BuilderError:
        return builder().add_root_certificate_pem(certifi.contents().encode()).build()


def _written(data: RequestData | Written | WrittenWithFile) -> Written | WrittenWithFile:
    """What is to be sent; python-telegram-bot's own data, which never hold a file here, written down as ours."""
    return data if isinstance(data, Written | WrittenWithFile) else Written(data.json_parameters)


class TelegramBot(Bot):
    """python-telegram-bot's client over our transport, with calls by name for what waits in the outbox."""

    def __init__(self, token: str, url: str) -> None:
        """url: where Telegram is. Polling has a pool of its own, so that it never keeps a reply waiting."""
        super().__init__(
            token,
            base_url=f"{url}/bot",
            base_file_url=f"{url}/file/bot",
            request=PyreqwestRequest(),
            get_updates_request=PyreqwestRequest(1),
        )

    async def call(self, method: str, params: dict[str, Any]) -> Any:
        """One call of the Bot API; a TelegramError tells what came of it, with a refused token told as such."""
        written = WrittenWithFile(params) if method in FIELDS else Written(params)
        return await self._ask(self._request[1], method, written)

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
