"""The whole durable way of a message with many people at once: Catat beside plain bots, in the same run."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from core.areas import WITA, zone
from tests.bench.city import Enumerator, import_city, invite, write_city
from tests.bench.rounds import Measured, one_round
from tests.bench.systems import System, catat_by_webhook, catat_serve, catat_settings, cpu_of, plain_bot
from tests.bench.telegram import StandIn
from tests.postgres import Server

NOON = datetime(2022, 10, 20, 13, tzinfo=zone(WITA))
"""When it is: too late for the morning's messages and too early for the evening's, so that people only talk."""
DURABLE = ("fsync=on", "synchronous_commit=on", "full_page_writes=on")
NOTHING, ROW_SQLITE, ROW_POSTGRES = "plain, keeps nothing", "plain, a row on SQLite", "plain, a row on PostgreSQL"
CATAT_SQLITE, CATAT_POSTGRES = "Catat on SQLite", "Catat on PostgreSQL"
ONE, TWO = "Catat on PostgreSQL, webhook", "Catat on PostgreSQL, webhook, two processes"
BY_WEBHOOK = {ONE: 1, TWO: 2}
SYSTEMS = (NOTHING, ROW_SQLITE, ROW_POSTGRES, CATAT_SQLITE, CATAT_POSTGRES, ONE, TWO)
PAIRS = (
    (CATAT_SQLITE, ROW_SQLITE),
    (CATAT_POSTGRES, ROW_POSTGRES),
    (CATAT_SQLITE, NOTHING),
    (CATAT_POSTGRES, NOTHING),
    (TWO, ONE),
)


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
        settings = catat_settings(self.database(name), token, self.telegram, NOON)
        if name in BY_WEBHOOK:
            return catat_by_webhook(name, self.telegram, settings, BY_WEBHOOK[name])
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


async def throughput(plan: Plan, folder: Path) -> int:
    """Measure and print; how many messages were lost, doubled or wrong (at most 1 is told)."""
    enumerators = write_city(folder, [250] * plan.people)
    with Server(*DURABLE) as postgres:
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
    report(systems, plan)
    print_profiles(folder)
    return int(any(measured.system.crowd.faults for measured in systems))


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
    """All rounds; within a round, one system after the other."""
    server = ground.postgres._process.pid
    for number in range(plan.rounds):
        for measured in systems:
            done = await one_round(measured.system, plan.seconds, lambda: cpu_of(server))
            measured.rounds.append(done)
            say(f"round {number + 1}, {measured.system.name}: {done.a_second:.0f}/s (others use {done.others:.1f} CPU)")


def report(systems: list[Measured], plan: Plan) -> None:
    """Print the tables."""
    console = Console(width=120)
    title = f"{plan.people} people at once, {plan.rounds} rounds of {plan.seconds:.0f} s, medians"
    table = Table(title=title)
    for column in ("", "messages/s", "p50 ms", "p99 ms", "CPU ms", "database CPU ms", "stand-in CPU ms", "faults"):
        table.add_column(column, justify="left" if not column else "right")
    for measured in systems:
        values = [f"{measured.median(name):.0f}" for name in ("a_second", "p50", "p99")]
        values += [f"{measured.median(name):.2f}" for name in ("cpu", "database", "stand_in")]
        table.add_row(measured.system.name, *values, str(measured.system.crowd.faults))
    console.print(table)
    by_name = {measured.system.name: measured for measured in systems}
    ratios = Table("ratio", "median", "round by round", "CPU a message")
    for one, other in PAIRS:
        if one in by_name and other in by_name:
            found = by_name[one].ratios(by_name[other])
            cpu = f"{by_name[one].median('cpu') / by_name[other].median('cpu'):.2f}"
            shown = "  ".join(f"{ratio:.2f}" for ratio in found)
            ratios.add_row(f"{one} / {other}", f"{sorted(found)[len(found) // 2]:.2f}", shown, cpu)
    console.print(ratios)
    for measured in systems:
        crowd = measured.system.crowd
        if crowd.faults:
            console.print(f"{measured.system.name}: {crowd.lost} lost, {crowd.doubled} doubled, {crowd.wrong} wrong")
            console.print("\n".join(crowd.complaints), markup=False)


def print_profiles(folder: Path) -> None:
    """Print where the processes spent their time, if they were profiled."""
    for path in sorted(folder.glob("*.profile")):
        parts = json.loads(path.read_text())["parts"]
        table = Table(f"where {path.stem} spends its time", "share")
        for part, seconds in sorted(parts.items(), key=lambda pair: -pair[1]):
            table.add_row(part, f"{seconds / sum(parts.values()):.1%}")
        Console().print(table)


def say(what: str) -> None:
    """Tell whoever waits."""
    sys.stderr.write(f"{what}\n")
