"""Writes in threads: each a unit of its own, whatever becomes of its neighbours and of whoever waits for it."""

import asyncio
import threading
from collections.abc import Callable, Iterator

import pytest

from db.engine.work import Database, Work
from running.threads import Threads
from tests.town import Town


@pytest.fixture
def threads(database: Database) -> Iterator[Threads]:
    made = Threads(database)
    yield made
    made.close()


def add_one(work: Work) -> int:
    """Count household 2's persons up."""
    return work.connection.exec_driver_sql("UPDATE household SET persons = persons + 1 WHERE id = 2").rowcount


def fail(work: Work) -> None:
    """Change household 1, and fail."""
    work.connection.exec_driver_sql("UPDATE household SET persons = 7 WHERE id = 1")
    raise ZeroDivisionError


async def test_a_write_that_fails_leaves_its_neighbours(database: Database, threads: Threads) -> None:
    writes = [threads.write(fail if number % 3 == 0 else add_one) for number in range(30)]
    results = await asyncio.gather(*writes, return_exceptions=True)
    assert [isinstance(result, ZeroDivisionError) for result in results] == [n % 3 == 0 for n in range(30)]
    town = Town(database)
    assert (town.household(1).persons, town.household(2).persons) == (0, 20)


async def test_who_stops_waiting_stops_nobody_else(database: Database, threads: Threads) -> None:
    """A writer that dies of it would stop the whole service without a word."""
    go_on, begun = threading.Event(), threading.Semaphore(0)

    def hold(work: Work) -> bool:
        begun.release()
        return go_on.wait(10)

    first = []
    for _ in threads.writers.threads:  # one by one, so that each writer holds one of them
        first.append(asyncio.ensure_future(threads.write(hold)))
        assert await asyncio.to_thread(begun.acquire, timeout=10)
    waiting = [asyncio.ensure_future(threads.write(add_one)) for _ in range(20)]
    await asyncio.sleep(0.05)
    for number in (1, 7, 19):
        waiting[number].cancel()
    first[0].cancel()
    await asyncio.sleep(0)
    go_on.set()
    results = await asyncio.wait_for(asyncio.gather(*waiting, return_exceptions=True), 10)
    assert sum(result == 1 for result in results) == 17
    assert await asyncio.wait_for(threads.write(add_one), 10) == 1


async def test_closing_finishes_what_waits(database: Database) -> None:
    threads = Threads(database)
    writes = [asyncio.ensure_future(threads.write(add_one)) for _ in range(30)]
    await asyncio.sleep(0)
    threads.close()
    assert await asyncio.wait_for(asyncio.gather(*writes), 10) == [1] * 30
    assert Town(database).household(2).persons == 30


async def test_reading_sees_what_was_written(threads: Threads) -> None:
    await threads.write(add_one)
    persons = await threads.read(
        lambda work: work.connection.exec_driver_sql("SELECT persons FROM household WHERE id = 2").scalar()
    )
    assert persons == 1


async def test_after_the_end_nobody_waits_for_ever(database: Database) -> None:
    """A job that still runs in a thread of its own is told, or the process would never end."""
    threads = Threads(database)
    threads.close()
    with pytest.raises(RuntimeError):
        threads.write_now(add_one)


async def test_what_may_wait_is_written_after_the_rest(threads: Threads) -> None:
    """Citizens' messages, when more come in than are written. One writer goes on, so that there is an order."""
    begun, written = threading.Semaphore(0), list[str]()
    holds = [threading.Event() for _ in threads.writers.threads]

    def hold(until: threading.Event) -> Callable[[Work], bool]:
        return lambda work: begun.release() or until.wait(10)

    def note(what: str) -> Callable[[Work], None]:
        return lambda work: written.append(what)

    holding = []
    for until in holds:
        holding.append(asyncio.ensure_future(threads.write(hold(until))))
        assert await asyncio.to_thread(begun.acquire, timeout=10)
    waiting = [asyncio.ensure_future(threads.write(note("citizen"), later=True)) for _ in range(5)]
    waiting += [asyncio.ensure_future(threads.write(note("officer"))) for _ in range(5)]
    await asyncio.sleep(0)
    holds[0].set()
    await asyncio.wait_for(asyncio.gather(*waiting), 10)
    assert written == ["officer"] * 5 + ["citizen"] * 5
    for until in holds:
        until.set()
    await asyncio.gather(*holding)
