"""The bridge from async edges to synchronous transactions.

A few writers (one on SQLite, which lets only one write) commit together whatever waits at that moment, each function
still a unit of its own.
"""

from __future__ import annotations

import asyncio
import itertools
import queue
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from db.engine.work import Database, Failed, ReadWork, Work
from running.at_work import AtWork
from running.budget import Meter
from running.pulse import Pulse

T = TypeVar("T")
Loop = asyncio.AbstractEventLoop
POSTGRES_WRITERS = 2
MOST_TOGETHER = 50
FIRST, LATER, LAST = range(3)
"""What is written first: everything but citizens' messages, then those, and at the very end that there is no more."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A function, the future of its result, the loop on which somebody waits for that (None: a thread waits), and the
    update that it works on, within the budget of one (running/budget.py); empty: something else, without a budget.
    """

    function: Callable[[Work], Any]
    future: Any
    loop: Loop | None
    about: str = ""


class Threads:
    """Runs functions of a transaction in worker threads."""

    def __init__(self, database: Database, notes: Path | None = None) -> None:
        """notes: the folder for what a killed process leaves to the next."""
        self.database, self.at_work, self.pulse = database, AtWork(notes), Pulse()
        meters = [Meter(self.at_work, number) for number in range(1 if database.sqlite else POSTGRES_WRITERS)]
        self.writers = Writers(database, meters, self.pulse)
        self.readers = ThreadPoolExecutor(2, "reader")

    async def write(self, function: Callable[[Work], T], about: str = "", *, later: bool = False) -> T:
        """Run a function in a transaction; its result once that is committed. RuntimeError once closed.

        about: the update that it works on; OverBudget when that takes too much of the processor. later: after whatever
        else waits.
        """
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self.writers.submit(Waiting(function, future, loop, about), LATER if later else FIRST)
        return await future

    def write_now(self, function: Callable[[Work], T]) -> T:
        """The same for code that runs in a thread and may wait."""
        future: Future[T] = Future()
        self.writers.submit(Waiting(function, future, None))
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
        self.at_work.close()


class Writers:
    """Threads that commit together what waits: each takes its share, so that nothing waits while a writer is idle."""

    def __init__(self, database: Database, meters: Sequence[Meter], pulse: Pulse) -> None:
        """One writer for each meter."""
        self.database, self.meters, self.pulse = database, meters, pulse
        self.waiting: queue.PriorityQueue[tuple[int, int, Waiting | None]] = queue.PriorityQueue()
        self.numbers = itertools.count()
        self.door, self.closed = threading.Lock(), False
        self.busy_since: dict[int, float] = {}
        self.threads = [threading.Thread(target=self._run, args=[each], name="writer", daemon=True) for each in meters]
        for thread in self.threads:
            thread.start()

    def submit(self, waiting: Waiting, rank: int = FIRST) -> None:
        """Run a function in a transaction; the future is done once that is committed. RuntimeError once closed."""
        with self.door:
            if self.closed:
                raise RuntimeError("the writers are closed")
            self.waiting.put((rank, next(self.numbers), waiting))

    def busy(self, now: float) -> float:
        """For how many seconds the slowest writer has been at one transaction."""
        return now - min([*self.busy_since.values()], default=now)

    def begin_anew(self, now: float) -> None:
        """Count from now on: the process stood still."""
        self.busy_since.update(dict.fromkeys([*self.busy_since], now))

    def close(self) -> None:
        """Finish what waits, then stop."""
        with self.door:
            self.closed = True
            for _ in self.threads:
                self.waiting.put((LAST, next(self.numbers), None))
        for thread in self.threads:
            thread.join()

    def _run(self, meter: Meter) -> None:
        while (first := self.waiting.get()[-1]) is not None:
            batch, last = [first], False
            for _ in range(min(MOST_TOGETHER - 1, self.waiting.qsize() // len(self.threads))):
                try:
                    following = self.waiting.get_nowait()[-1]
                except queue.Empty:
                    break
                if following is None:
                    last = True
                    break
                batch.append(following)
            self.busy_since[meter.writer] = time.monotonic()
            self._commit(batch, meter)
            del self.busy_since[meter.writer]
            if last:
                return

    def _commit(self, batch: list[Waiting], meter: Meter) -> None:
        """One transaction for all; each future learns what became of its own function.

        A function whose caller has stopped waiting before it began is left out, as a pool of threads does it.
        """
        batch = [each for each in batch if not each.future.cancelled()]
        limited = [meter.limit(each.function, each.about) if each.about else each.function for each in batch]
        try:
            results = self.database.together(limited)
        except Exception as error:  # nothing of the batch was kept
            results = [Failed(error)] * len(batch)
        if not all(isinstance(result, Failed) for result in results):
            self.pulse.note_commit()
        told: dict[Loop | None, list[tuple[Any, Any]]] = defaultdict(list)
        for each, result in zip(batch, results, strict=True):
            told[each.loop].append((each.future, result))
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
