"""Playing a campaign: everybody comes on, the clock runs to the end, and the books are compared with the database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from random import Random

from simulation import checks
from simulation.audit import audit
from simulation.city import build
from simulation.enumerators import Enumerator
from simulation.habits import habit_of
from simulation.leaders import Leader
from simulation.people import Officer
from simulation.stage import Life, Stage

TICK = timedelta(minutes=5)
FIRST_CHAT = 1_000_000_000

Watch = Callable[[Stage], None]


def prepare(stage: Stage) -> None:
    """Build the city and let everybody wait for their first moment."""
    people: dict[int, Officer] = {}
    for number, (officer, (role, code)) in enumerate(build(stage).items(), start=1):
        chat, random = FIRST_CHAT + number, Random(f"habits of {officer} {stage.plan.seed}")
        if role == "ppl":
            habit = habit_of(random, stage.period.start, stage.plan.days)
            people[chat] = Enumerator(stage, chat, officer, code, habit)
        else:
            people[chat] = Leader(stage, chat, officer, code, "en" if random.random() < 0.08 else "id")
        stage.enter(people[chat].live(), stage.start)
    stage.enter(clockwork(stage, people), stage.start)


def clockwork(stage: Stage, people: Mapping[int, Officer]) -> Life:
    """The scheduler's ticks: what it posts is handed to the people, and at midnight old letters are forgotten."""
    while True:
        stage.now = stage.now.replace(second=0, microsecond=0)
        for shown in stage.telegram.tick(stage.now):
            stage.count("letters unasked")
            if shown.chat in people:
                people[shown.chat].receive(shown)
            else:
                stage.differ("letters to nobody", shown.text[:80])
        checks.reminders(stage)
        if stage.local.hour == 0 and stage.local.minute == 0:
            stage.telegram.tidy()
        stage.watch(stage)
        yield stage.now + TICK


def play(stage: Stage, watch: Watch = lambda stage: None) -> Stage:
    """Play a prepared campaign to its end; watch is called at every tick."""
    stage.play(watch)
    return stage


def simulate(stage: Stage, watch: Watch = lambda stage: None) -> Stage:
    """Prepare, play and audit a campaign on an empty database."""
    prepare(stage)
    play(stage, watch)
    audit(stage)
    return stage
