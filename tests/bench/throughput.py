"""The whole durable way of a message with many people at once: Catat beside plain bots, in the same run."""

from __future__ import annotations

import json
import os
import statistics
import sys
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from core.areas import WITA, zone
from tests.bench.city import Enumerator, import_city, invite, write_city
from tests.bench.rounds import Measured, one_round
from tests.bench.sheets import Sheet
from tests.bench.systems import System, catat_by_webhook, catat_serve, catat_settings, cpu_of, plain_bot
from tests.bench.telegram import StandIn
from tests.postgres import Server

NOON = datetime(2022, 10, 20, 13, tzinfo=zone(WITA))
"""When it is: too late for the morning's messages and too early for the evening's, so that people only talk."""
DURABLE = ("fsync=on", "synchronous_commit=on", "full_page_writes=on")
NOTHING, ROW_SQLITE, ROW_POSTGRES = "plain, keeps nothing", "plain, a row on SQLite", "plain, a row on PostgreSQL"
CATAT_SQLITE, CATAT_POSTGRES = "Catat on SQLite", "Catat on PostgreSQL"
ONE, TWO = "Catat on PostgreSQL, webhook", "Catat on PostgreSQL, webhook, and a second process"
ONE_HELD, TWO_HELD = f"{ONE}, held back", f"{TWO}, held back"
BY_WEBHOOK = {
    name: ["serve"] if name in (ONE, ONE_HELD) else ["serve", "web"] for name in (ONE, TWO, ONE_HELD, TWO_HELD)
}
HELD_BACK = 0.3
NO_LIMIT = {"CATAT_TELEGRAM_PER_SECOND": "0"}
"""Here the stand-in takes whatever comes: how fast Catat is, not how fast Telegram lets it be."""
SYSTEMS = (NOTHING, ROW_SQLITE, ROW_POSTGRES, CATAT_SQLITE, CATAT_POSTGRES, *BY_WEBHOOK)
PAIRS = (
    (CATAT_SQLITE, ROW_SQLITE, 2.0),
    (CATAT_POSTGRES, ROW_POSTGRES, 2.0),
    (CATAT_SQLITE, NOTHING, 1.0),
    (CATAT_POSTGRES, NOTHING, 1.0),
    (TWO, ONE, 1.7),
    (TWO_HELD, ONE_HELD, 1.7),
)
"""What is compared with what, and how many times as fast it ought to be."""


@dataclass(frozen=True)
class Plan:
    """How much is measured. only: parts of the names of the systems to measure (none: all)."""

    people: int
    rounds: int
    seconds: float
    only: tuple[str, ...] = ()
    profile: bool = False

    def wants(self, name: str) -> bool:
        """Whether a system is to be measured."""
        return not self.only or any(part in name for part in self.only)


class Ground:
    """What the systems stand on: the stand-in, a PostgreSQL, the made-up city in a database of each kind."""

    def __init__(self, folder: Path, enumerators: list[Enumerator], postgres: Server) -> None:
        self.folder, self.enumerators, self.postgres = folder, enumerators, postgres
        self.telegram = StandIn()
        self.imported = False
        self.tokens = (f"{7_000_000_001 + n}:not-a-secret-of-anybody" for n in range(100))

    def build(self, name: str, profile: str) -> System:
        """One of the systems by its name."""
        token = next(self.tokens)
        if not name.startswith("Catat"):
            kept = {NOTHING: "nothing", ROW_SQLITE: f"sqlite:///{self.folder / 'plain.db'}"}
            return plain_bot(name, self.telegram, token, kept.get(name) or self.empty_postgres())
        settings = catat_settings(self.database(name), token, self.telegram, NOON) | NO_LIMIT
        if name in BY_WEBHOOK:
            system = catat_by_webhook(name, self.telegram, settings, BY_WEBHOOK[name])
            system.share = HELD_BACK if name in (ONE_HELD, TWO_HELD) else 1.0
            return system
        return catat_serve(name, self.telegram, settings, profile)

    def empty_postgres(self) -> str:
        """A database with nothing in it, by its plain address."""
        return self.postgres.create().replace("+psycopg", "")

    def database(self, name: str) -> str:
        """A database of this system's own with the city in it; on PostgreSQL a copy of the first one."""
        if "PostgreSQL" not in name:
            url = f"sqlite:///{self.folder / 'catat.db'}"
            import_city(self.folder, url)
            return url
        if not self.imported:
            import_city(self.folder, self.postgres.create("city"))
            self.imported = True
        return self.postgres.create(template="city")


async def throughput(plan: Plan, folder: Path) -> tuple[list[Sheet], int]:
    """Measure; the tables, and 1 when a message was lost, doubled or wrong."""
    enumerators = write_city(folder, [250] * plan.people)
    with Server(*DURABLE, on_disk=True) as postgres:
        ground = Ground(folder, enumerators, postgres)
        await ground.telegram.start()
        systems: list[Measured] = []
        try:
            for name in SYSTEMS:
                if plan.wants(name):
                    systems.append(Measured(await bring_up(ground, name, plan.profile)))
            await measure(systems, plan, ground)
        finally:
            for measured in systems:
                measured.system.stop()
            ground.telegram.stop()
    faulty = int(any(measured.system.crowd.faults for measured in systems))
    return [*sheets_of(systems, plan), *profiles_of(folder)], faulty


async def bring_up(ground: Ground, name: str, profile: bool) -> System:
    """Start a system and let everybody join."""
    say(f"starting: {name}")
    file = str(ground.folder / f"{name.replace(' ', '-')}.profile") if profile and name.startswith("Catat") else ""
    system = ground.build(name, file)
    try:
        await system.start(ground.folder)
        if name.startswith("Catat"):
            url = system.starts[0].settings["CATAT_DATABASE_URL"]
            await system.join(ground.enumerators, invite(url, ground.enumerators, NOON))
        else:
            await system.join(
                [unknown_to_the_bot(each) for each in ground.enumerators], ["-"] * len(ground.enumerators)
            )
    except BaseException:
        system.stop()
        raise
    return system


def unknown_to_the_bot(enumerator: Enumerator) -> Enumerator:
    """Somebody whose households a plain bot knows by their numbers alone."""
    families = [replace(family, head="", address="") for family in enumerator.families]
    return replace(enumerator, families=families)


async def measure(systems: list[Measured], plan: Plan, ground: Ground) -> None:
    """All rounds; within a round one system after the other, another one first each time.

    PostgreSQL looks once a minute at tables that have grown. The rounds are over sooner, so it is told to before each.
    """
    server = ground.postgres._process.pid
    for number in range(plan.rounds):
        for measured in (*systems[number % len(systems) :], *systems[: number % len(systems)]):
            ground.postgres.analyze()
            done = await one_round(measured.system, plan.seconds, lambda: cpu_of(server))
            measured.rounds.append(done)
            say(f"round {number + 1}, {measured.system.name}: {done.a_second:.0f}/s (others use {done.others:.1f} CPU)")


def sheets_of(systems: list[Measured], plan: Plan) -> list[Sheet]:
    """The figures, and the ratios round by round."""
    title = f"{plan.people} people at once, {plan.rounds} rounds of {plan.seconds:.0f} s, medians"
    columns = (
        "",
        "messages/s",
        "p50 ms",
        "p99 ms",
        "CPU ms",
        "database CPU ms",
        "stand-in CPU ms",
        "others CPU",
        "faults",
    )
    figures = Sheet(title, columns)
    for measured in systems:
        values = [f"{measured.median(name):.0f}" for name in ("a_second", "p50", "p99")]
        values += [f"{measured.median(name):.2f}" for name in ("cpu", "database", "stand_in")]
        values.append(f"{measured.median('others'):.1f}")
        crowd = measured.system.crowd
        figures.rows.append([measured.system.name, *values, str(crowd.faults)])
        figures.notes += [f"{measured.system.name}: {complaint}" for complaint in crowd.complaints]
    figures.notes.append(
        f"CPU ms is processor time a message; others CPU is how many of the machine's {os.cpu_count()} processors other"
        " work kept busy meanwhile. Such work slows a bot that does one thing after the other more than one that does"
        " several at once, so the ratios count only where it is near nothing. The goal for p99 is 200 ms."
    )
    return [figures, ratios_of({measured.system.name: measured for measured in systems})]


def ratios_of(by_name: dict[str, Measured]) -> Sheet:
    """How many times as much one system does as another, in the same round."""
    sheet = Sheet(
        "Side by side", ("messages/s of one over the other", "goal", "median", "", "round by round", "CPU a message")
    )
    for one, other, goal in PAIRS:
        if one in by_name and other in by_name:
            ratios = by_name[one].ratios(by_name[other])
            cpu = by_name[one].median("cpu") / by_name[other].median("cpu")
            shown = ", ".join(f"{ratio:.2f}" for ratio in ratios)
            median = statistics.median(ratios)
            reached = "reached" if median >= goal else "missed"
            sheet.rows.append([f"{one} / {other}", f"{goal:.1f}", f"{median:.2f}", reached, shown, f"{cpu:.2f}"])
    sheet.notes.append(
        f"Held back: each process may use {HELD_BACK:.0%} of a processor, so that a second one finds room also on a"
        " small machine, where one process with its database and the people takes all of it."
    )
    return sheet


def profiles_of(folder: Path) -> list[Sheet]:
    """Where the processes spent their time, if they were profiled."""
    sheets = []
    for path in sorted(folder.glob("*.profile")):
        parts = json.loads(path.read_text())["parts"]
        whole = sum(parts.values())
        rows = [[part, f"{spent / whole:.1%}"] for part, spent in sorted(parts.items(), key=lambda pair: -pair[1])]
        sheets.append(Sheet(f"Where {path.stem.replace('-', ' ')} spends its time", ("", "share"), list(rows)))
    return sheets


def say(what: str) -> None:
    """Tell whoever waits."""
    sys.stderr.write(f"{what}\n")
