"""Just enough HTTP, so that measuring takes little of the machine it measures on."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

Params = dict[str, Any]
Respond = Callable[[int, Params], None]
"""Answers a request, now or later: the status and the body."""
Handle = Callable[[str, Params, Respond], None]
"""Takes a request: its path, its parameters, and how to answer it."""


class Requests(asyncio.Protocol):
    """One connection of a bot: requests come in one after the other, each is answered before the next is read."""

    def __init__(self, handle: Handle) -> None:
        self.handle = handle
        self.transport: asyncio.Transport | None = None
        self.waiting = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way back."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        """Take whole requests out of what has come so far."""
        self.waiting += data
        while True:
            head, found, rest = self.waiting.partition(b"\r\n\r\n")
            if not found:
                return
            line, _, names = head.partition(b"\r\n")
            headers = dict(_header(each) for each in names.split(b"\r\n") if each)
            length = int(headers.get(b"content-length", b"0"))
            if len(rest) < length:
                return
            self.waiting = rest[length:]
            path = line.split(b" ", 2)[1].decode()
            self.handle(path, read_params(headers.get(b"content-type", b""), rest[:length]), self.respond)

    def respond(self, status: int, body: Params) -> None:
        """Write an answer; nobody hears it when the connection is gone."""
        if self.transport is None or self.transport.is_closing():
            return
        written = json.dumps(body, ensure_ascii=False).encode()
        head = f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {len(written)}\r\n\r\n"
        self.transport.write(head.encode() + written)


def _header(line: bytes) -> tuple[bytes, bytes]:
    name, _, value = line.partition(b":")
    return name.lower(), value.strip()


def read_params(kind: bytes, body: bytes) -> Params:
    """The parameters of a request, as a form or as JSON; what is JSON inside a form is read too."""
    if not body:
        return {}
    if kind.startswith(b"application/json"):
        params: Params = json.loads(body)
        return params
    return {name: _value(value) for name, value in parse_qsl(body.decode(), keep_blank_values=True)}


def _value(value: str) -> Any:
    if value[:1] in '{["' or value.lstrip("-").isdecimal():
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


class Poster:
    """Posts JSON to addresses over connections that are kept open; each carries one request at a time."""

    def __init__(self) -> None:
        self.free: dict[tuple[str, int], list[tuple[asyncio.StreamReader, asyncio.StreamWriter]]] = {}

    async def post(self, url: str, body: Params, headers: dict[str, str]) -> int:
        """The status of one POST; OSError or asyncio.IncompleteReadError when there is no answer."""
        parts = urlsplit(url)
        place = (parts.hostname or "", parts.port or 80)
        pool = self.free.setdefault(place, [])
        reader, writer = pool.pop() if pool else await asyncio.open_connection(*place)
        written = json.dumps(body).encode()
        lines = [f"POST {parts.path or '/'} HTTP/1.1", f"Host: {parts.netloc}", f"Content-Length: {len(written)}"]
        lines += ["Content-Type: application/json", *(f"{name}: {value}" for name, value in headers.items())]
        writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + written)
        head = await reader.readuntil(b"\r\n\r\n")
        names = dict(_header(each) for each in head.split(b"\r\n")[1:] if each)
        await reader.readexactly(int(names.get(b"content-length", b"0")))
        if names.get(b"connection", b"").lower() == b"close":
            writer.close()
        else:
            pool.append((reader, writer))
        return int(head.split(b" ", 2)[1])

    def close(self) -> None:
        """Close what is kept open."""
        for pool in self.free.values():
            for _, writer in pool:
                writer.close()
        self.free.clear()
