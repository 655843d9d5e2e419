"""Rounds: each system in turn is used by its people for some seconds, so that all meet the machine's moods alike."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import psutil

from tests.bench.people import Person
from tests.bench.systems import System, held_back, watched

WARM_UP = 1.0


@dataclass(frozen=True)
class Figures:
    """One round. a_second: messages answered; cpu, database, stand_in: processor milliseconds a message.

    others: how many processors whatever else runs on this machine kept busy meanwhile.
    """

    a_second: float
    p50: float
    p99: float
    cpu: float
    database: float
    stand_in: float
    others: float


@dataclass
class Measured:
    """All rounds of one system."""

    system: System
    rounds: list[Figures] = field(default_factory=list)

    def median(self, name: str) -> float:
        """The median over the rounds."""
        return float(statistics.median(getattr(figures, name) for figures in self.rounds))

    def ratios(self, other: Measured, name: str = "a_second") -> list[float]:
        """This over the other, round by round."""
        pairs = zip(self.rounds, other.rounds, strict=True)
        return [getattr(mine, name) / getattr(theirs, name) for mine, theirs in pairs]


async def one_round(system: System, seconds: float, database_cpu: Callable[[], float]) -> Figures:
    """Let everybody talk for so long, then end what they are at."""
    crowd, stop = system.crowd, asyncio.Event()
    crowd.replies.clear()
    people = list(system.people.values())
    async with watched(people), held_back(system):
        talking = [asyncio.create_task(_talk(person, stop)) for person in people]
        await asyncio.sleep(WARM_UP)
        before, begun = _clocks(system, database_cpu), time.perf_counter()
        await asyncio.sleep(seconds)
        after, ended = _clocks(system, database_cpu), time.perf_counter()
        stop.set()
        await asyncio.gather(*talking)
    times = sorted(took for at, took in crowd.replies if begun <= at <= ended)
    number, lasted = max(1, len(times)), ended - begun
    busy, *spent = (b - a for a, b in zip(before, after, strict=True))
    p50, p99 = (1000 * quantile(times, share) for share in (0.5, 0.99))
    each = [1000 * seconds / number for seconds in spent]
    return Figures(number / lasted, p50, p99, each[0], each[1], each[2], max(0.0, busy - sum(spent)) / lasted)


async def _talk(person: Person, stop: asyncio.Event) -> None:
    while not stop.is_set():
        await person.report()


def _clocks(system: System, database_cpu: Callable[[], float]) -> tuple[float, ...]:
    times = psutil.cpu_times()
    busy = sum(times) - times.idle - getattr(times, "iowait", 0.0) - getattr(times, "guest", 0.0)
    return busy, system.cpu(), database_cpu(), time.process_time()


def quantile(ordered: Sequence[float], share: float) -> float:
    """The value that this share of an ordered list does not exceed; 0 when it is empty."""
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
