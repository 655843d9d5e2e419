"""What comes in over HTTP: too much, too slowly, to nowhere, or through somebody who is not trusted."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx2
import pytest
from fastapi import Request

import api.limits as limits
from api.app import add_webhook, create_app
from api.metrics import add_metrics
from cli.listening import serving

SECRET = {"X-Telegram-Bot-Api-Secret-Token": "only-telegram-knows"}
Port = int


class Desk:
    """Stands where a reception is, and keeps what it was given."""

    bot_id = 1

    def __init__(self) -> None:
        self.updates: list[dict[str, Any]] = []

    async def receive(self, update: dict[str, Any]) -> None:
        """Take an update."""
        if update["update_id"] == 13:
            raise RuntimeError("Siti Aminah, Jl. Mangga")
        self.updates.append(update)


@pytest.fixture
def desk() -> Desk:
    """The desk."""
    return Desk()


@pytest.fixture
def proxies() -> str | None:
    """Nobody's word about an address counts."""
    return None


@pytest.fixture
async def port(desk: Desk, proxies: str | None, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Port]:
    """The web side, served as a process serves it."""
    monkeypatch.setattr(limits, "BODY_SECONDS", 0.4)

    async def check() -> dict[str, str]:
        return {"database": "ok"}

    async def exposition() -> bytes:
        return b""

    app = create_app(check)
    add_metrics(app, exposition, None)
    add_webhook(app, "/telegram", "main", lambda bot, secret: desk if secret in SECRET.values() else None)  # type: ignore[arg-type,return-value]

    @app.get("/caller")
    async def caller(request: Request) -> str:
        return request.client.host if request.client else ""

    @app.get("/broken")
    async def broken() -> str:
        raise RuntimeError("Siti Aminah, Jl. Mangga")

    async with serving(app, "127.0.0.1", 0, proxies) as found:
        yield found


async def send(port: Port, *parts: bytes, pause: float = 0.0) -> tuple[int, float]:
    """Write these parts to the webhook with pauses between; the status, and after how many seconds."""
    began = asyncio.get_running_loop().time()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for part in parts:
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(pause)
    except ConnectionError:
        pass
    status = int((await reader.readline()).split()[1])
    writer.close()
    return status, asyncio.get_running_loop().time() - began


def head(*headers: str) -> bytes:
    """The head of a call of the webhook, with the right secret."""
    lines = ["POST /telegram HTTP/1.1", "Host: x", "X-Telegram-Bot-Api-Secret-Token: only-telegram-knows", *headers]
    return "\r\n".join([*lines, "", ""]).encode()


def chunk(data: bytes) -> bytes:
    """A part of a chunked body."""
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


BIG = b'{"update_id": 1, "text": "' + b"a" * 60_000
CHUNKED = "Transfer-Encoding: chunked"


async def test_a_body_in_chunks(port: Port, desk: Desk) -> None:
    status, _ = await send(port, head(CHUNKED), chunk(BIG), chunk(b'"}'), chunk(b""))
    assert status == 200
    assert len(desk.updates) == 1


async def test_a_body_that_is_too_large(port: Port, desk: Desk) -> None:
    status, _ = await send(port, head(CHUNKED), *[chunk(BIG)] * 20, chunk(b""))
    assert status == 413
    whole = b"x" * 1_100_000
    assert (await send(port, head(f"Content-Length: {len(whole)}"), whole))[0] == 413
    assert desk.updates == []


async def test_a_body_that_comes_too_slowly(port: Port, desk: Desk) -> None:
    status, seconds = await send(port, head("Content-Length: 100"), *[b"{"] * 8, pause=0.1)
    assert status == 408
    assert seconds < 2
    assert desk.updates == []


async def test_without_the_secret_the_body_is_not_even_read(port: Port) -> None:
    status, _ = await send(port, b"POST /telegram HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n")
    assert status == 403


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("GET", "/docs", 404),
        ("GET", "/openapi.json", 404),
        ("GET", "/telegram", 404),
        ("POST", "/health/live", 404),
        ("DELETE", "/metrics", 404),
        ("POST", "/telegram/", 404),
        ("POST", "/telegram", 403),
        ("GET", "/../.env", 404),
        ("GET", "/broken", 500),
        ("GET", "/health/live", 200),
    ],
)
async def test_answers_say_no_more_than_they_must(port: Port, method: str, path: str, status: int) -> None:
    async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}") as http:
        answer = await http.request(method, path)
    assert answer.status_code == status
    if status in (404, 403):
        assert answer.content == b""
    assert "Siti" not in answer.text
    assert "server" not in answer.headers
    if status != 500:
        for name, value in limits.HEADERS.items():
            assert answer.headers[name.decode()] == value.decode()


async def test_errors_are_logged_without_their_text(port: Port, caplog: pytest.LogCaptureFixture) -> None:
    from cli.logs import HideTokens

    async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}") as http:
        await http.get("/broken")
        update = {"update_id": 13}
        assert (await http.post("/telegram", json=update, headers={**SECRET, "X": "1"})).status_code in (403, 500)
    assert caplog.records
    for record in caplog.records:
        HideTokens().filter(record)
        assert record.exc_info is None
        assert "Siti" not in record.getMessage()


@pytest.mark.parametrize(
    ("proxies", "seen"), [(None, "127.0.0.1"), ("10.0.0.1", "127.0.0.1"), ("127.0.0.1", "192.0.2.7")]
)
async def test_whose_word_about_an_address_counts(port: Port, seen: str) -> None:
    async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}") as http:
        answer = await http.get("/caller", headers={"X-Forwarded-For": "192.0.2.7"})
    assert answer.json() == seen
