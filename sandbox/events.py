"""What the open pages hear: every change of every phone, as server-sent events."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

_HEARTBEAT = 15.0
_MOST_UNREAD = 5000


class Events:
    """Hands each published event to every listener; one that reads too slowly is cut off, and loads anew."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[dict[str, Any] | None]] = set()

    def publish(self, kind: str, **fields: Any) -> None:
        """Tell all pages. `kind` becomes the event's "type"."""
        for listener in self._listeners:
            if listener.qsize() < _MOST_UNREAD:
                listener.put_nowait({"type": kind, **fields})
            elif listener.qsize() == _MOST_UNREAD:
                listener.put_nowait(None)

    def close(self) -> None:
        """End all streams."""
        for listener in self._listeners:
            listener.put_nowait(None)

    async def stream(self) -> AsyncIterator[str]:
        """Events as text/event-stream lines, with a heartbeat when nothing happens."""
        inbox: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()
        self._listeners.add(inbox)
        try:
            yield 'data: {"type": "hello"}\n\n'
            while True:
                try:
                    event = await asyncio.wait_for(inbox.get(), _HEARTBEAT)
                except TimeoutError:
                    yield ": still here\n\n"
                    continue
                if event is None:
                    return
                yield f"data: {json.dumps(event)}\n\n"
        finally:
            self._listeners.discard(inbox)
