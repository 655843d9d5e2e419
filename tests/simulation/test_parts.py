"""A campaign in parts: together they are the whole city, and each is played in a process of its own."""

import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from cli.logs import set_up_logs
from core.sample.city import City
from simulation.city import Part
from simulation.parts import Sight, play_parts
from simulation.played import Played
from simulation.report import write_report
from simulation.stage import Plan
from simulation.tables import fingerprint
from tests.e2e.phones import until

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0
PLAN = Plan(households=240, enumerators=120, days=2, seed=3, parts=2)


def test_the_parts_are_the_city() -> None:
    whole, parts = City(1200, 1, 200), [Part(Plan(1200, 200, 2, 1, parts=3), number) for number in range(3)]
    assert whole.kosekas > 3
    officers = [row for part in parts for row in part.officers()]
    assert {row for row in officers if row[0] != "BPS-01"} == {row for row in whole.officers() if row[0] != "BPS-01"}
    assert [row[0] for row in officers].count("BPS-01") == 3, "each part has the office"
    assert sorted(row for part in parts for row in part.prelist()) == sorted(whole.prelist())


@pytest.mark.parametrize("number", range(3))
def test_nobody_works_for_somebody_in_another_part(number: int) -> None:
    part = Part(Plan(1200, 200, 2, 1, parts=3), number)
    here = {row[0] for row in part.officers()}
    assert all(row[3] in here for row in part.officers() if row[3])
    assert all(row[4] in here for row in part.prelist())


def test_more_parts_than_coordinators_are_refused() -> None:
    with pytest.raises(ValueError, match="3 parts: a city of this size has 2"):
        Part(Plan(240, 60, 2, 1, parts=3), 0)


def fails() -> None:
    raise RuntimeError("a process that cannot begin")


@pytest.mark.slow
def test_played_in_parts(tmp_path: Path) -> None:
    sights: list[Sight] = []

    def play(name: str) -> Played:
        folder = tmp_path / name
        folder.mkdir()
        return play_parts(PLAN, folder, sights.append, set_up_logs)

    first, second = play("first"), play("second")
    assert not first.differing, first.differences
    assert list(first.sheets) == [f"PPL-{number:04}" for number in range(1, 121)]
    assert sum(len(sheet.cases) for sheet in first.sheets.values()) >= PLAN.households
    assert sum(tally["messages"] for tally in first.days.values()) == first.messages
    assert fingerprint(first) == fingerprint(second)
    assert sights and all(sight.now <= PLAN.end and sight.messages <= first.messages for sight in sights)
    pages = [write_report(played, tmp_path / "report")[0].read_text() for played in (first, second)]
    assert pages[0] == pages[1]
    assert "in 2 parts" in pages[0]


@pytest.mark.slow
def test_no_part_plays_on_when_the_command_is_killed() -> None:
    size = ["--households", "2000", "--enumerators", "120", "--days", "31", "--parts", "2"]
    command = subprocess.Popen([sys.executable, "-m", "cli", "simulate", *size], cwd=ROOT, stderr=subprocess.DEVNULL)
    playing = psutil.Process(command.pid)
    until(lambda: len(playing.children()) >= PLAN.parts, "the parts have begun", PATIENCE)
    parts = playing.children()
    command.kill()
    command.wait()
    _, left = psutil.wait_procs(parts, timeout=PATIENCE)
    assert not left


@pytest.mark.slow
def test_a_part_that_breaks_breaks_the_campaign(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="terminated abruptly"):
        play_parts(PLAN, tmp_path, lambda sight: None, fails)
