"""SIGKILL at random moments, under load: nothing lost, nothing doubled, at most one repeated message a kill."""

import os
import time
from datetime import UTC, datetime
from random import Random

import pytest

from tests.e2e.phones import until
from tests.faults.conftest import SOAK, Note
from tests.faults.deployment import Deployment
from tests.faults.reporters import Reporter
from tests.faults.street import Street
from tests.faults.toll import most_repeats_between, toll_of

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3600 if SOAK else 200)]

KILLS = 100 if SOAK else 6
LAYOUTS = {
    "sqlite": ("serve",),
    "postgresql": ("web-1", "web-2", "sender-1", "sender-2", "scheduler-1", "scheduler-2"),
}
WAYS = {"sqlite": "polling", "postgresql": "webhook"}


@pytest.fixture
def way(backend: str) -> str:
    """The way that fits the layout best."""
    return WAYS[backend]


def test_killed_at_random_moments(
    deployment: Deployment, street: Street, reporters: list[Reporter], backend: str, note: Note
) -> None:
    random = Random(f"{os.environ.get('CATAT_SEED', '1')} {backend}")
    street.faults.deliver_twice = True
    deployment.start(*LAYOUTS[backend])
    at_work = [street.live(reporter.work()) for reporter in reporters]
    kills, recoveries = [], []
    for turn in range(KILLS):
        if turn == KILLS // 2:
            shuffle(street, reporters)
        until(lambda: any(person.done() for person in at_work) or answered(reporters), "the first answers")
        time.sleep(random.uniform(0.0, 1.5))
        victim = random.choice(sorted(deployment.running))
        deployment.kill(victim)
        kills.append(datetime.now(UTC))
        shown = number_shown(reporters)
        deployment.start(victim, ready=False)
        if victim == "serve" or victim.startswith(("web", "sender")):
            started = time.monotonic()
            until(lambda shown=shown: number_shown(reporters) > shown + 2, "somebody to be answered again")
            recoveries.append(time.monotonic() - started)
    for reporter in reporters:
        reporter.stop()
    for person in at_work:
        person.result(120)
    until(deployment.all_is_sent, "everything to be sent")
    toll = toll_of(deployment.database, reporters)
    worst = most_repeats_between([reporter.chat for reporter in reporters], kills)
    note(
        f"SIGKILL {KILLS} times under load",
        backend,
        f"{sum(r.updates for r in reporters)} updates sent; at most {worst} repeated by one kill",
        lost=len(toll.lost),
        doubled=len(toll.doubled),
        repeated=len(toll.repeated),
        recovery=max(recoveries, default=0.0),
    )
    toll.none_but_repeats(at_most=KILLS)


def shuffle(street: Street, reporters: list[Reporter]) -> None:
    """From now on updates come out of order; so people wait for each question first."""
    for reporter in reporters:
        reporter.at_once = 0.0
    begun = {reporter.officer: len(reporter.book) for reporter in reporters}
    until(lambda: all(len(r.book) > begun[r.officer] for r in reporters), "everybody to begin another household")
    street.faults.shuffle = True


def number_shown(reporters: list[Reporter]) -> int:
    """How many messages are on the phones."""
    return sum(len(reporter.chat.entries) for reporter in reporters)


def answered(reporters: list[Reporter]) -> bool:
    """Whether people are at work."""
    return all(reporter.read for reporter in reporters)
