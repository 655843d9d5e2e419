"""The bridge from async edges to synchronous transactions.

SQLite has one writer: a thread that commits together whatever waits, each function still a unit of its own. On
PostgreSQL a few threads commit one transaction each.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Protocol, TypeVar

from db.work import Database, Failed, ReadWork, Work

T = TypeVar("T")
POSTGRES_THREADS = 10
"""Mostly they wait for the disk: what commits at the same moment, PostgreSQL writes down together."""
MOST_TOGETHER = 50


class Writer(Protocol):
    """Runs functions in transactions, on threads of its own."""

    def submit(self, function: Callable[[Work], T]) -> Future[T]:
        """Run a function in one transaction; the future is done once that is committed."""
        ...

    def close(self) -> None:
        """Finish what waits, then stop."""
        ...


class Threads:
    """Runs functions of a transaction in worker threads."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.writer: Writer = GroupWriter(database) if database.sqlite else PoolWriter(database)
        self.readers = ThreadPoolExecutor(2, "reader")

    async def write(self, function: Callable[[Work], T]) -> T:
        """Run a function in one transaction; its result once that is committed."""
        return await asyncio.wrap_future(self.writer.submit(function))

    def write_now(self, function: Callable[[Work], T]) -> T:
        """The same for code that runs in a thread and may wait."""
        return self.writer.submit(function).result()

    async def read(self, function: Callable[[ReadWork], T]) -> T:
        """Run a function that only reads."""

        def run() -> T:
            with self.database.read() as work:
                return function(work)

        return await asyncio.get_running_loop().run_in_executor(self.readers, run)

    def close(self) -> None:
        """Let what runs finish, then stop."""
        self.writer.close()
        self.readers.shutdown()


class PoolWriter:
    """A few threads, a transaction each."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.pool = ThreadPoolExecutor(POSTGRES_THREADS, "writer")

    def submit(self, function: Callable[[Work], T]) -> Future[T]:
        """Run a function in one transaction; the future is done once that is committed."""

        def run() -> T:
            with self.database.work() as work:
                return function(work)

        return self.pool.submit(run)

    def close(self) -> None:
        """Finish what waits, then stop."""
        self.pool.shutdown()


Waiting = tuple[Callable[[Work], Any], Future[Any]]


class GroupWriter:
    """One thread that commits together what waits at that moment."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.waiting: queue.SimpleQueue[Waiting | None] = queue.SimpleQueue()
        self.door, self.closed = threading.Lock(), False
        self.thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self.thread.start()

    def submit(self, function: Callable[[Work], T]) -> Future[T]:
        """Run a function in a transaction; the future is done once that is committed. RuntimeError once closed."""
        future: Future[T] = Future()
        with self.door:
            if self.closed:
                raise RuntimeError("the writer is closed")
            self.waiting.put((function, future))
        return future

    def close(self) -> None:
        """Finish what waits, then stop."""
        with self.door:
            self.closed = True
            self.waiting.put(None)
        self.thread.join()

    def _run(self) -> None:
        while (first := self.waiting.get()) is not None:
            batch, last = [first], False
            while len(batch) < MOST_TOGETHER and not self.waiting.empty():
                following = self.waiting.get()
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
        batch = [(function, future) for function, future in batch if future.set_running_or_notify_cancel()]
        try:
            results = self.database.together([function for function, _ in batch])
        except Exception as error:  # nothing of the batch was kept
            results = [Failed(error)] * len(batch)
        for (_, future), result in zip(batch, results, strict=True):
            if isinstance(result, Failed):
                future.set_exception(result.error)
            else:
                future.set_result(result)
