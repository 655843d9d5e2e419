"""A message whose reading comes to no end: it is put aside and the person told, though the process is killed meanwhile.

The hang is put into real processes by tests/faults/hangs: none of our own parsers has one, as
tests/hostile shows.
"""

import signal
from pathlib import Path

import pytest

from tests.e2e.phones import until
from tests.faults.conftest import Note, in_short
from tests.faults.deployment import Deployment
from tests.faults.street import Street

pytestmark = pytest.mark.slow
HANGS = str(Path(__file__).parent / "hangs")
TOLD = "terlalu rumit"


@pytest.fixture
def way(backend: str) -> str:
    """How updates come in."""
    return {"sqlite": "polling", "postgresql": "webhook"}[backend]


@pytest.fixture(autouse=True)
def hanging(deployment: Deployment) -> None:
    """Let the processes hang when they are told to."""
    deployment.settings["PYTHONPATH"] = HANGS


def at_work(deployment: Deployment) -> bool:
    """Whether some writer has noted what it is at."""
    notes = deployment.folder.rglob("at-work-*.notes")
    return any(path.read_bytes()[:256].strip() for path in notes)


def parked(deployment: Deployment) -> int:
    return deployment.number("select count(*) from failure where parked")


def test_a_loop_is_stopped(deployment: Deployment, street: Street, backend: str, note: Note) -> None:
    deployment.start("serve")
    victim, other = street.outside.phone("ppl-1"), street.outside.phone("ppl-2")
    victim.type("POISON loop")
    until(lambda: at_work(deployment), "the hang to begin")
    assert "Target hari ini" in other.say("/target", "Target hari ini")
    assert "C902" in victim.hear(TOLD)
    assert "Target hari ini" in victim.say("/target", "Target hari ini")
    assert deployment.alive()
    assert (parked(deployment), len(victim.told(TOLD))) == (1, 1)
    assert "parked update" in deployment.catat("status")
    note("a message that is read without end", backend, "stopped after 2 s of the processor, parked, told", lost=0)


def test_killed_in_the_middle_again_and_again(deployment: Deployment, street: Street, backend: str, note: Note) -> None:
    """Nothing but the notes counts these attempts: the process is killed before the budget is used up."""
    victim, other = street.outside.phone("ppl-1"), street.outside.phone("ppl-2")
    deployment.start("serve")
    victim.type("POISON loop")
    for _ in range(3):
        until(lambda: at_work(deployment), "the hang to begin")
        deployment.kill("serve")
        assert parked(deployment) == 0
        deployment.start("serve")
    assert "C902" in victim.hear(TOLD)
    assert "Target hari ini" in other.say("/target", "Target hari ini")
    assert parked(deployment) == 1
    assert deployment.number("select max(attempts) from failure") == 3, "it was not begun a fourth time"
    note("the same, killed each time before it is stopped", backend, "parked at the third start, told", lost=0)


def test_a_pattern_that_keeps_the_lock(deployment: Deployment, street: Street, backend: str, note: Note) -> None:
    """Not even the watchdog runs: the kernel ends the process, and the next start parks what was at work."""
    if backend not in in_short("postgresql"):
        pytest.skip("in the short form on PostgreSQL alone: the lock is Python's")
    deployment.start("serve")
    victim, other = street.outside.phone("ppl-1"), street.outside.phone("ppl-2")
    victim.type("POISON pattern")
    process = deployment.running.pop("serve")
    assert process.wait(120) == -signal.SIGVTALRM
    deployment.start("serve")
    assert "C902" in victim.hear(TOLD)
    assert "Target hari ini" in other.say("/target", "Target hari ini")
    assert "sitecustomize.py" in deployment.log("serve"), "where it was is told"
    assert "POISON" not in deployment.log()
    note("a pattern that never ends", backend, "the process ended itself; parked at the next start", lost=0)
