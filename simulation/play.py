"""Playing a campaign: everybody comes on, the clock runs to the end, and the books are compared with the database."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import event, func, select

from db.engine.schema import upgrade
from db.engine.work import Database
from db.tables import Officer
from simulation import people, pursuits
from simulation.audit import audit
from simulation.city import build
from simulation.enumerators import Enumerator
from simulation.habits import habit_of
from simulation.leaders import Leader
from simulation.stage import Life, Stage

TICK = timedelta(minutes=5)
FIRST_CHAT = 1_000_000_000

OFFICERS = select(func.count()).select_from(Officer)

Watch = Callable[[Stage], None]


def prepare(stage: Stage) -> None:
    """Build the city and let everybody wait for their first moment."""
    phones: dict[int, people.Officer] = {}
    for number, (officer, (role, code)) in enumerate(build(stage).items(), start=1):
        chat, random = FIRST_CHAT + number, Random(f"habits of {officer} {stage.plan.seed}")
        if role == "ppl":
            habit = habit_of(random, stage.period.start, stage.plan.days)
            phones[chat] = Enumerator(stage, chat, officer, code, habit)
        else:
            phones[chat] = Leader(stage, chat, officer, code, "en" if random.random() < 0.08 else "id")
        stage.enter(phones[chat].live(), stage.start)
    stage.people.extend(phones.values())
    stage.enter(clockwork(stage, phones), stage.start)


def clockwork(stage: Stage, phones: Mapping[int, people.Officer]) -> Life:
    """The scheduler's ticks: what it posts is handed to the people, and at midnight old letters are forgotten."""
    while True:
        for shown in stage.telegram.tick(stage.now):
            if shown.chat in phones:
                phones[shown.chat].receive(shown)
            else:
                stage.differ("letters to nobody", shown.text[:80])
        pursuits.reminders(stage)
        if stage.local.hour == 0 and stage.local.minute == 0:
            stage.telegram.tidy()
        stage.watch(stage)
        yield stage.now + TICK


def throwaway(path: Path) -> Database:
    """A new SQLite database that lasts for one simulation: nothing is synced to the disk, and nobody else may look."""
    database = Database(f"sqlite:///{path}")

    @event.listens_for(database.engine, "connect")
    def hurry(connection: Any, _record: Any) -> None:
        for pragma in ("locking_mode=EXCLUSIVE", "journal_mode=MEMORY", "synchronous=OFF", "cache_size=-65536"):
            connection.execute(f"PRAGMA {pragma}")

    upgrade(database)
    return database


def is_empty(database: Database) -> bool:
    """Whether nobody works with this database."""
    with database.read() as work:
        return int(work.value(OFFICERS)) == 0


def play(stage: Stage, watch: Watch = lambda stage: None) -> Stage:
    """Play a prepared campaign to its end; watch is called at every tick."""
    stage.play(watch)
    return stage


def simulate(stage: Stage, watch: Watch = lambda stage: None) -> Stage:
    """Prepare, play and audit a campaign on an empty database."""
    prepare(stage)
    gc.collect()
    gc.freeze()  # the city stays: looking through it again and again costs a tenth of the time
    usual = gc.get_threshold()
    gc.set_threshold(20_000, 20, 20)
    try:
        play(stage, watch)
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()
    audit(stage)
    return stage
