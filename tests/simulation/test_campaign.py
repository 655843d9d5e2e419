"""Whole campaigns: the bot agrees with the books on both databases, and the same plan plays the same campaign."""

from collections import Counter
from pathlib import Path

import pytest

from db.engine.work import Database
from simulation.play import simulate, throwaway
from simulation.played import played
from simulation.stage import Plan, Stage
from simulation.tables import fingerprint
from tests.simulation.conftest import SMALL

PLAYED: dict[str, str] = {}


def agrees(stage: Stage) -> None:
    assert not stage.differing, stage.differences


def test_the_bot_agrees_with_the_books(ground: Database) -> None:
    stage = simulate(Stage(ground, SMALL))
    agrees(stage)
    for what in (
        "digests",
        "rows of digests",
        "summaries",
        "reminders",
        "next steps",
        "open cases",
        "cases",
        "targets",
        "receipt checks",
    ):
        assert stage.compared[what], what
    assert sum(day["typed without signal"] for day in stage.days.values())


def test_the_same_plan_plays_the_same_campaign_on_both_databases(ground: Database) -> None:
    stage = simulate(Stage(ground, Plan(60, 2, 2, seed=7)))
    assert PLAYED.setdefault("fingerprint", fingerprint(played(stage))) == fingerprint(played(stage))


def test_another_seed_plays_another_campaign(tmp_path: Path) -> None:
    fingerprints = set()
    for seed in (1, 2):
        database = throwaway(tmp_path / f"{seed}.db")
        fingerprints.add(fingerprint(played(simulate(Stage(database, Plan(40, 2, 1, seed))))))
        database.close()
    assert len(fingerprints) == 2


@pytest.mark.parametrize(("households", "enumerators", "days"), [(1, 1, 1), (3, 3, 2), (5, 1, 6)])
def test_the_smallest_campaigns(sqlite_ground: Database, households: int, enumerators: int, days: int) -> None:
    agrees(simulate(Stage(sqlite_ground, Plan(households, enumerators, days, seed=3))))


def test_cases_are_worked_on_where_many_families_refuse(ground: Database) -> None:
    stage = simulate(Stage(ground, Plan(80, 2, 4, seed=7, refusing=0.4)))
    agrees(stage)
    assert stage.compared["case files"] and stage.compared["acts"]
    assert not stage.books.reminders.watched, "nothing is open at the end"


@pytest.mark.slow
def test_a_bigger_campaign_agrees_too(sqlite_ground: Database) -> None:
    stage = simulate(Stage(sqlite_ground, Plan(households=2000, enumerators=9, days=8, seed=2)))
    agrees(stage)
    tally = sum(stage.days.values(), start=Counter())
    for what in (
        "slips",
        "corrections",
        "corrections told",
        "contradictions",
        "reported again",
        "told again",
        "codes checked",
        "delivered twice",
        "typed without signal",
        "typed lines",
    ):
        assert tally[what], what
    for what in ("mistyped codes", "used invitations", "silent enumerators", "commands not for leaders"):
        assert stage.compared[what], what


def test_a_finished_campaign_keeps_few_letters(sqlite_ground: Database) -> None:
    stage = simulate(Stage(sqlite_ground, Plan(60, 2, 4, seed=7)))
    sent = sum(day["letters"] for day in stage.days.values())
    with sqlite_ground.read() as work:
        kept = work.connection.exec_driver_sql("SELECT count(*) FROM outbox").scalar()
    assert 0 < kept < sent
