"""The bridge from async edges to synchronous transactions.

A few writers (one on SQLite, which lets only one write) commit together whatever waits at that moment, each function
still a unit of its own.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import Any, TypeVar

from db.work import Database, Failed, ReadWork, Work

T = TypeVar("T")
Loop = asyncio.AbstractEventLoop
Waiting = tuple[Callable[[Work], Any], Any, Loop | None]
"""A function, the future of its result, and the loop on which somebody waits for that (None: a thread waits)."""
POSTGRES_WRITERS = 2
MOST_TOGETHER = 50


class Threads:
    """Runs functions of a transaction in worker threads."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.writers = Writers(database, 1 if database.sqlite else POSTGRES_WRITERS)
        self.readers = ThreadPoolExecutor(2, "reader")

    async def write(self, function: Callable[[Work], T]) -> T:
        """Run a function in a transaction; its result once that is committed. RuntimeError once closed."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self.writers.submit(function, future, loop)
        return await future

    def write_now(self, function: Callable[[Work], T]) -> T:
        """The same for code that runs in a thread and may wait."""
        future: Future[T] = Future()
        self.writers.submit(function, future, None)
        return future.result()

    async def read(self, function: Callable[[ReadWork], T]) -> T:
        """Run a function that only reads."""

        def run() -> T:
            with self.database.read() as work:
                return function(work)

        return await asyncio.get_running_loop().run_in_executor(self.readers, run)

    def close(self) -> None:
        """Let what runs finish, then stop."""
        self.writers.close()
        self.readers.shutdown()


class Writers:
    """Threads that commit together what waits: each takes its share, so that nothing waits while a writer is idle."""

    def __init__(self, database: Database, number: int) -> None:
        self.database = database
        self.waiting: queue.SimpleQueue[Waiting | None] = queue.SimpleQueue()
        self.door, self.closed = threading.Lock(), False
        self.threads = [threading.Thread(target=self._run, name="writer", daemon=True) for _ in range(number)]
        for thread in self.threads:
            thread.start()

    def submit(self, function: Callable[[Work], Any], future: Any, loop: Loop | None) -> None:
        """Run a function in a transaction; the future is done once that is committed. RuntimeError once closed."""
        with self.door:
            if self.closed:
                raise RuntimeError("the writers are closed")
            self.waiting.put((function, future, loop))

    def close(self) -> None:
        """Finish what waits, then stop."""
        with self.door:
            self.closed = True
            for _ in self.threads:
                self.waiting.put(None)
        for thread in self.threads:
            thread.join()

    def _run(self) -> None:
        while (first := self.waiting.get()) is not None:
            batch, last = [first], False
            for _ in range(min(MOST_TOGETHER - 1, self.waiting.qsize() // len(self.threads))):
                try:
                    following = self.waiting.get_nowait()
                except queue.Empty:
                    break
                if following is None:
                    last = True
                    break
                batch.append(following)
            self._commit(batch)
            if last:
                return

    def _commit(self, batch: list[Waiting]) -> None:
        """One transaction for all; each future learns what became of its own function.

        A function whose caller has stopped waiting before it began is left out, as a pool of threads does it.
        """
        batch = [each for each in batch if not each[1].cancelled()]
        try:
            results = self.database.together([function for function, _, _ in batch])
        except Exception as error:  # nothing of the batch was kept
            results = [Failed(error)] * len(batch)
        told: dict[Loop | None, list[tuple[Any, Any]]] = defaultdict(list)
        for (_, future, loop), result in zip(batch, results, strict=True):
            told[loop].append((future, result))
        for loop, pairs in told.items():
            if loop is None:
                _tell(pairs)
            else:
                with suppress(RuntimeError):  # the loop is closed: nobody waits any more
                    loop.call_soon_threadsafe(_tell, pairs)


def _tell(pairs: Sequence[tuple[Any, Any]]) -> None:
    """Let those who still wait know."""
    for future, result in pairs:
        if future.cancelled():
            continue
        if isinstance(result, Failed):
            future.set_exception(result.error)
        else:
            future.set_result(result)
