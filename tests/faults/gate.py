"""A gate: passes what comes in at one port on to one of several doors, as a load balancer does."""

import asyncio
from collections.abc import Sequence
from itertools import count


class Gate:
    """Takes the doors in turn; one that is shut is passed over."""

    def __init__(self) -> None:
        self.doors: Sequence[int] = []
        self._turn = count()
        self._server: asyncio.Server | None = None
        self.port = 0

    async def open(self) -> None:
        """Listen on a free port."""
        self._server = await asyncio.start_server(self._pass_on, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    def close(self) -> None:
        """Listen no more."""
        if self._server:
            self._server.close()

    async def _pass_on(self, inside: asyncio.StreamReader, outside: asyncio.StreamWriter) -> None:
        first = next(self._turn)
        for place in range(len(self.doors)):
            try:
                reader, writer = await asyncio.open_connection(
                    "127.0.0.1", self.doors[(first + place) % len(self.doors)]
                )
            except OSError:
                continue
            await asyncio.gather(_pour(inside, writer), _pour(reader, outside))
            return
        outside.close()


async def _pour(source: asyncio.StreamReader, goal: asyncio.StreamWriter) -> None:
    """Hand on what comes until one side ends."""
    try:
        while data := await source.read(65536):
            goal.write(data)
            await goal.drain()
    except OSError:
        pass
    goal.close()
