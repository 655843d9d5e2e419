"""The figures that Prometheus reads: this process's counters, and the state of the whole service from the database."""

from __future__ import annotations

import asyncio
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

from db.bots import BotRow, bots
from db.engine.work import ReadWork
from db.outbox.backlog import backlog, leases_of
from db.outbox.messages import Lane
from db.status import count_parked, failing
from running.office import Office
from running.pulse import SILENT_SECONDS

log = structlog.get_logger()
ANSWER_SECONDS = 5.0
"""A database that does not answer within is away."""


@dataclass(frozen=True)
class Standing:
    """How the service stands at one instant. letters: bot, lane, status, how many, since when. oldest, silent: seconds
    that this process's oldest update has been at work, and since its last commit. aside: updates that are parked, and
    that have failed and may come again.
    """

    up: bool
    now: datetime
    oldest: float
    silent: float
    bots: list[BotRow] = field(default_factory=list)
    letters: list[Any] = field(default_factory=list)
    leases: list[str] = field(default_factory=list)
    aside: dict[str, int] = field(default_factory=dict)
    connections: dict[str, int] = field(default_factory=dict)


class Gauges(Collector):
    """A standing, in Prometheus's words."""

    def __init__(self, standing: Standing) -> None:
        self.standing = standing

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The gauges of `docs/operate.md`; where the database is away, only those that need none."""
        seen = self.standing
        yield GaugeMetricFamily("catat_database_up", "Whether the database answered just now.", value=int(seen.up))
        oldest, silent = "Age of the oldest update at work.", "Seconds since this process committed anything."
        yield GaugeMetricFamily("catat_update_oldest_seconds", oldest, value=seen.oldest)
        yield GaugeMetricFamily("catat_commit_age_seconds", silent, value=seen.silent)
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
        kinds = Counter(name.partition(":")[0] for name in seen.leases)
        for kind, number in ({"sending": 0, "polling": 0} | kinds).items():
            held.add_metric([kind], number)
        yield held
        aside = GaugeMetricFamily("catat_updates_aside", "Updates that failed: parked, or failing.", labels=["state"])
        for state, number in seen.aside.items():
            aside.add_metric([state], number)
        yield aside

    def _outbox(self) -> Iterator[GaugeMetricFamily]:
        letters = GaugeMetricFamily("catat_outbox_letters", "Letters not sent.", labels=["bot", "lane", "status"])
        oldest = GaugeMetricFamily(
            "catat_outbox_oldest_seconds", "Age of the oldest letter that still has to leave.", labels=["bot", "lane"]
        )
        ages: dict[tuple[str, str], float] = {
            (str(bot.id), lane.name.lower()): 0.0 for bot in self.standing.bots for lane in Lane
        }
        dead = dict.fromkeys(ages, 0)
        for bot, lane, status, number, since in self.standing.letters:
            name = Lane(lane).name.lower()
            if status == "dead":
                dead[str(bot), name] = number
            else:
                letters.add_metric([str(bot), name, status], number)
                age = max(0.0, (self.standing.now - since).total_seconds())
                ages[str(bot), name] = max(age, ages.get((str(bot), name), 0.0))
        for labels, age in ages.items():
            oldest.add_metric(labels, age)
        for labels, number in dead.items():  # also where there are none: the first one is an increase
            letters.add_metric([*labels, "dead"], number)
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
    pulse = office.threads.pulse
    oldest, silent = pulse.oldest(), pulse.silent()
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            found = await office.threads.read(ask)
    except Exception as error:
        log.warning("standing_unreadable", error=type(error).__name__)
        return Standing(False, now, oldest, silent, connections=connections)
    return Standing(silent < SILENT_SECONDS, now, oldest, silent, *found, connections=connections)


def _ask(work: ReadWork, holder: str, real: datetime) -> tuple[list[BotRow], list[Any], list[str], dict[str, int]]:
    aside = {"parked": count_parked(work), "failing": len(failing(work))}
    return bots(work), backlog(work), leases_of(work, holder, real), aside


async def exposition(office: Office) -> bytes:
    """All metrics, in Prometheus's text format."""
    registry = CollectorRegistry()
    registry.register(Gauges(await standing_of(office)))
    return generate_latest(REGISTRY) + generate_latest(registry)
