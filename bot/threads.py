"""The bridge from async edges to synchronous transactions: one writer thread on SQLite, a few on PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from db.work import Database, ReadWork, Work

T = TypeVar("T")
POSTGRES_THREADS = 4


class Threads:
    """Runs functions of a transaction in worker threads."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.writers = ThreadPoolExecutor(1 if database.sqlite else POSTGRES_THREADS, "writer")
        self.readers = ThreadPoolExecutor(2, "reader")

    async def write(self, function: Callable[[Work], T]) -> T:
        """Run a function in one transaction; its result once that is committed."""

        def run() -> T:
            with self.database.work() as work:
                return function(work)

        return await asyncio.get_running_loop().run_in_executor(self.writers, run)

    async def read(self, function: Callable[[ReadWork], T]) -> T:
        """Run a function that only reads."""

        def run() -> T:
            with self.database.read() as work:
                return function(work)

        return await asyncio.get_running_loop().run_in_executor(self.readers, run)

    def close(self) -> None:
        """Let what runs finish, then stop."""
        self.writers.shutdown()
        self.readers.shutdown()
