"""Connections as sockets see them: heads that are too large or too slow, calls behind calls, too many at once."""

import asyncio
import contextlib
import re
import resource
from collections.abc import AsyncIterator

import pytest

import api.connections as connections
from api.app import create_app
from api.connections import LARGEST_HEAD, LARGEST_URL, MOST_HEADERS
from cli.listening import serving

WELL = b"GET /health/live HTTP/1.1\r\nHost: x\r\n"
POST = b"POST /health/live HTTP/1.1\r\nHost: x\r\n"
Port = int


@pytest.fixture
async def port(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Port]:
    """A web side with short patience."""
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.3)
    monkeypatch.setattr(connections, "LINGER_SECONDS", 0.3)
    monkeypatch.setattr(connections, "MOST_CONNECTIONS", 5)

    async def check() -> dict[str, str]:
        return {"database": "ok"}

    async with serving(create_app(check), "127.0.0.1", 0) as found:
        yield found


async def send(port: Port, *parts: bytes, pause: float = 0.0) -> list[int]:
    """Write these parts with pauses between, as far as somebody reads them; the status of each answer until the end."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    answers = bytearray()

    async def listen() -> None:
        with contextlib.suppress(ConnectionError):
            while part := await reader.read(4_096):
                answers.extend(part)

    listening = asyncio.create_task(listen())
    with contextlib.suppress(ConnectionError):
        for part in parts:
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(pause)
    await asyncio.wait_for(listening, 20)
    writer.close()
    return [int(status) for status in re.findall(rb"HTTP/1.1 (\d{3})", answers)]


def header(size: int, number: int = 0) -> bytes:
    """A header line of so many bytes."""
    return f"X-{number}: ".encode().ljust(size - 2, b"a") + b"\r\n"


CLOSE = b"Connection: close\r\n\r\n"
CASES = [
    ("an ordinary call", [WELL + CLOSE], [200]),
    ("a head in single bytes", [bytes([byte]) for byte in WELL + CLOSE], [200]),
    ("two calls at once", [WELL + b"\r\n" + WELL + CLOSE], [200, 200]),
    ("as many headers as there may be", [WELL, *[header(20, n) for n in range(MOST_HEADERS - 2)], CLOSE], [200]),
    ("too many headers", [WELL, *[header(20, n) for n in range(MOST_HEADERS + 1)]], [431]),
    ("too many at once", [WELL + b"".join(header(20, n) for n in range(MOST_HEADERS + 1)) + CLOSE], [431]),
    ("one endless header", [WELL + b"X: ", *[b"a" * 60_000] * 20], [431]),
    ("an endless name", [WELL, *[b"a" * 60_000] * 20], [431]),
    ("large headers", [WELL, *[header(4_000, n) for n in range(1 + LARGEST_HEAD // 4_000)], CLOSE], [431]),
    ("a long address", [b"GET /" + b"a" * LARGEST_URL + b" HTTP/1.1\r\nHost: x\r\n" + CLOSE], [414]),
    ("an endless address", [b"GET /", *[b"a" * 60_000] * 20], [414]),
    ("an endless method", [b"A" * 60_000] * 20, [400]),
    ("a large head behind an ordinary call", [WELL + b"\r\n", WELL, *[header(4_000, n) for n in range(9)]], [200, 431]),
    ("no HTTP", [b"\x16\x03\x01\x02\x00"], [400]),
]


@pytest.mark.parametrize(("parts", "statuses"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
async def test_heads(port: Port, parts: list[bytes], statuses: list[int]) -> None:
    assert await send(port, *parts) == statuses


@pytest.mark.parametrize(
    "parts",
    [
        [b"G", *[b"E"] * 20],
        [WELL, *[b"X: a\r\n"] * 20],
        [*[b"\r\n"] * 20],
        [WELL + b"\r\n" + b"G", *[b"E"] * 20],
        [WELL + b"\r\n", *[b"\r\n"] * 20],
    ],
    ids=["a slow method", "slow headers", "slow blank lines", "behind a call", "blank lines behind a call"],
)
async def test_a_slow_head_is_cut(port: Port, parts: list[bytes]) -> None:
    assert (await send(port, *parts, pause=0.1))[-1] in (400, 408)


async def test_a_silent_connection_is_cut(port: Port) -> None:
    assert await send(port) == [408]


ENDLESS = [
    ("trailers", b"0\r\n", [header(4_000, n) for n in range(12)]),
    ("one trailer", b"0\r\nX: ", [b"a" * 60_000] * 20),
    ("chunk extensions", b"1;", [b"a" * 60_000] * 20),
    ("chunks of a byte", b"", [b"1\r\na\r\n" * 10_000] * 4),
]


@pytest.mark.parametrize(("begin", "rest"), [case[1:] for case in ENDLESS], ids=[case[0] for case in ENDLESS])
async def test_what_surrounds_a_body_is_limited_too(port: Port, begin: bytes, rest: list[bytes]) -> None:
    """The answer (404) or nothing, and the end of the connection."""
    assert await send(port, POST + b"Transfer-Encoding: chunked\r\n\r\n" + begin, *rest) in ([], [404])


@pytest.mark.parametrize("body", [b"Content-Length: 1000000\r\n\r\n", b"Transfer-Encoding: chunked\r\n\r\n5\r\nab"])
async def test_a_body_that_nobody_waits_for_keeps_no_connection(port: Port, body: bytes) -> None:
    assert await send(port, POST + body, *[b"a"] * 8, pause=0.1) == [404]


async def test_who_only_holds_connections_keeps_nobody_out(port: Port) -> None:
    held = [await asyncio.open_connection("127.0.0.1", port) for _ in range(15)]
    for _, writer in held[10:]:
        writer.write(b"GET /")
    for _ in range(10):
        assert await send(port, WELL + CLOSE) == [200]
    assert await held[0][0].read() == b"", "the first of them was cut"
    for _, writer in held:
        writer.close()


async def test_calls_at_work_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "MOST_CONNECTIONS", 5)
    begun, end = asyncio.Semaphore(0), asyncio.Event()

    async def check() -> dict[str, str]:
        begun.release()
        await end.wait()
        return {"database": "ok"}

    async with serving(create_app(check), "127.0.0.1", 0) as port:
        calls = [asyncio.create_task(send(port, WELL.replace(b"live", b"ready") + CLOSE)) for _ in range(5)]
        for _ in calls:
            await begun.acquire()
        assert await send(port, WELL + CLOSE) in ([503], []), "at once, and without reading"
        end.set()
        assert await asyncio.gather(*calls) == [[200]] * 5


async def test_a_hundred_megabytes_of_headers_take_no_memory(port: Port) -> None:
    large = header(60_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    await asyncio.gather(*(send(port, WELL, *[large] * 400) for _ in range(4)))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000, "kilobytes"
