"""The limits of a connection before it is a call: limits of its number, and of the size and time of a call's head.

httptools, which reads HTTP, has no limit of its own, and uvicorn counts calls only when their heads are complete.
"""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

MOST_CONNECTIONS = 500
"""Open at once; half of the files that a process may have open by default."""
LARGEST_HEAD = 32_768
"""Bytes of all that is not body: the first line, headers, sizes of chunks, trailers."""
LARGEST_URL = 4_096
MOST_HEADERS = 100
HEAD_SECONDS = 10.0
"""How long a head may take to arrive, from the opening of the connection or from its own first byte."""
LINGER_SECONDS = 2.0
"""How long more is taken in, and thrown away, after an answer that came early: a reset would lose the answer."""


class Refused(Exception):
    """A head that is not read to its end."""


class Connection(HttpToolsProtocol):
    """A connection that is cut (503, 408, 414 or 431) when there are too many, or its head is too much or too slow.

    Of too many the one goes that has been waiting longest without a call at work, so that who only holds connections
    keeps nobody out. since: from when on it waits, in seconds of the loop's clock.

    around: bytes of the call under way that are not body. size: of its address and headers. within: its head was read,
    and its body was not yet. refused: nothing is read any more. timer: of a head that is awaited, or of the end.
    """

    since = 0.0
    around = 0
    size = 0
    within = False
    status = 400
    refused = False
    timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """One more, if there is room."""
        super().connection_made(transport)
        self.since = self.loop.time()
        if len(self.connections) > MOST_CONNECTIONS and not self.make_room():
            self.refuse(503)
            transport.close()
        else:
            self.expect_head()

    def make_room(self) -> bool:
        """Cut the connection that has been waiting longest; whether there was one."""
        ours = (other for other in self.connections if isinstance(other, Connection) and other is not self)
        waiting = [other for other in ours if not other.at_work]
        if waiting:
            oldest = min(waiting, key=lambda other: other.since)
            self.connections.discard(oldest)
            oldest.transport.abort()
        return bool(waiting)

    @property
    def at_work(self) -> bool:
        """Return whether a call is here that has not been answered."""
        return self.cycle is not None and not self.cycle.response_complete

    def connection_lost(self, exc: Exception | None) -> None:
        """It is over."""
        self.stop_timer()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Some bytes."""
        if self.refused or self.transport.is_closing():
            return
        if not self.within:
            self.expect_head()
        self.around += len(data)
        super().data_received(data)
        self.around = max(self.around, 0)
        if self.around > LARGEST_HEAD and not self.refused:
            self.refuse(431)

    def expect_head(self) -> None:
        """Cut the connection if the head, from now on, does not come in time."""
        if self.timer is None:
            self.timer = self.loop.call_later(HEAD_SECONDS, self.refuse, 408)

    def stop_timer(self) -> None:
        """Cut no more."""
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None

    def on_message_begin(self) -> None:
        """A head begins."""
        super().on_message_begin()
        self.size = 0
        self.expect_head()

    def on_url(self, url: bytes) -> None:
        """A part of the address."""
        self.size += len(url)
        if self.size > LARGEST_URL:
            self.stop(414)
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header, or a trailer behind the body."""
        super().on_header(name, value)
        self.size += len(name) + len(value) + len(": \r\n")
        if len(self.headers) > MOST_HEADERS or self.size > LARGEST_HEAD:
            self.stop(431)

    def on_headers_complete(self) -> None:
        """A head is complete."""
        self.stop_timer()
        self.within = True
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """A part of the body."""
        self.around -= len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The call is here."""
        super().on_message_complete()
        self.around, self.within = 0, False
        self.stop_timer()

    def on_response_complete(self) -> None:
        """The answer is out; a body that is still coming has little time."""
        super().on_response_complete()
        self.since = self.loop.time()
        if self.within and not self.transport.is_closing():
            self.linger()

    def stop(self, status: int) -> None:
        """Stop reading: the parser hands the exception to `send_400_response`."""
        self.status = status
        raise Refused

    def send_400_response(self, msg: str) -> None:
        """Refuse what cannot be read, or was stopped."""
        self.refuse(self.status)

    def refuse(self, status: int) -> None:
        """Say so, and close. A call that is being worked on is cut off without a word."""
        self.refused = True
        if self.at_work:
            self.transport.abort()
            return
        if not self.within:
            self.transport.write(STATUS_LINE[status] + b"content-length: 0\r\nconnection: close\r\n\r\n")
        self.transport.write_eof()
        self.linger()

    def linger(self) -> None:
        """Close soon."""
        self.stop_timer()
        self.timer = self.loop.call_later(LINGER_SECONDS, self.transport.close)
