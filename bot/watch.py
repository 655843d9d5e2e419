"""What Prometheus reads: this process's counters, and how the whole service stands, asked of the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

import structlog
from prometheus_client import REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from bot.office import Office
from db.backlog import backlog, leases_of
from db.bots import BotRow, bots
from db.outbox import Lane
from db.work import ReadWork

log = structlog.get_logger()
ANSWER_SECONDS = 5.0
"""A database that does not answer within is away."""


@dataclass(frozen=True)
class Standing:
    """How the service stands at one instant. letters: bot, lane, status, how many, since when."""

    up: bool
    now: datetime
    bots: list[BotRow] = field(default_factory=list)
    letters: list[Any] = field(default_factory=list)
    leases: list[str] = field(default_factory=list)
    connections: dict[str, int] = field(default_factory=dict)


class Gauges(Collector):
    """A standing, in Prometheus's words."""

    def __init__(self, standing: Standing) -> None:
        self.standing = standing

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The gauges of `docs/operate.md`; where the database is away, only those that need none."""
        seen = self.standing
        yield GaugeMetricFamily("catat_database_up", "Whether the database answered just now.", value=int(seen.up))
        pool = GaugeMetricFamily("catat_database_connections", "This process's connections.", labels=["state"])
        for state, number in seen.connections.items():
            pool.add_metric([state], number)
        yield pool
        if not seen.up:
            return
        info = GaugeMetricFamily("catat_bot", "The bots: always 1.", labels=["bot", "name", "status"])
        for row in seen.bots:
            info.add_metric([str(row.id), row.name, row.status], 1)
        yield info
        yield from self._outbox()
        held = GaugeMetricFamily("catat_leases_held", "Leases that this process holds.", labels=["lease"])
        for kind, number in Counter(name.partition(":")[0] for name in seen.leases).items():
            held.add_metric([kind], number)
        yield held

    def _outbox(self) -> Iterator[GaugeMetricFamily]:
        letters = GaugeMetricFamily("catat_outbox_letters", "Letters not sent.", labels=["bot", "lane", "status"])
        oldest = GaugeMetricFamily(
            "catat_outbox_oldest_seconds", "Age of the oldest letter that still has to leave.", labels=["bot", "lane"]
        )
        ages: dict[tuple[str, str], float] = {
            (str(bot.id), lane.name.lower()): 0.0 for bot in self.standing.bots for lane in Lane
        }
        for bot, lane, status, number, since in self.standing.letters:
            name = Lane(lane).name.lower()
            letters.add_metric([str(bot), name, status], number)
            if status != "dead":
                age = max(0.0, (self.standing.now - since).total_seconds())
                ages[str(bot), name] = max(age, ages.get((str(bot), name), 0.0))
        for labels, age in ages.items():
            oldest.add_metric(labels, age)
        yield from (letters, oldest)


async def standing_of(office: Office) -> Standing:
    """Ask the database how things stand."""
    now, pool = office.clock.now(), office.threads.database.engine.pool
    connections = {
        state: int(count())
        for state, name in (("in_use", "checkedout"), ("idle", "checkedin"))
        if (count := getattr(pool, name, None))
    }
    ask = partial(_ask, holder=office.holder.id, real=office.clock.real())
    try:
        return Standing(True, now, *await office.threads.read(ask), connections)
    except Exception as error:
        log.warning("standing_unreadable", error=type(error).__name__)
        return Standing(False, now, connections=connections)


def _ask(work: ReadWork, holder: str, real: datetime) -> tuple[list[BotRow], list[Any], list[str]]:
    return bots(work), backlog(work), leases_of(work, holder, real)


async def exposition(office: Office) -> bytes:
    """All metrics, in Prometheus's text format."""
    registry = CollectorRegistry()
    registry.register(Gauges(await standing_of(office)))
    return generate_latest(REGISTRY) + generate_latest(registry)
