"""Reminders against the books, where a long one only counts some households."""

from collections import Counter

import pytest

from db.engine.work import Database
from simulation import pursuits
from simulation.stage import Plan, Stage

NAMESAKES = {"PPL-0001": "Ani", "PPL-0002": "Ani", "PPL-0003": "Budi"}
LEFT_OUT = ("BPS-01", "hour", "", 0)
SAID = [
    ("all that is left out", [LEFT_OUT] * 3, []),
    ("one of two namesakes' is told", [LEFT_OUT] * 2 + [("BPS-01", "hour", "Ani", 7)], []),
    ("one is forgotten", [LEFT_OUT] * 2, ["reminders"]),
    ("one is invented", [LEFT_OUT] * 4, ["reminders"]),
]


@pytest.mark.parametrize(("said", "differing"), [case[1:] for case in SAID], ids=[case[0] for case in SAID])
def test_a_long_reminder(
    said: list[tuple[str, str, str, int]],
    differing: list[str],
    sqlite_ground: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stage = Stage(sqlite_ground, Plan(60, 2, 2, seed=7))
    stage.books.names = NAMESAKES
    due = Counter({("BPS-01", "hour", officer, 7): 1 for officer in NAMESAKES})
    monkeypatch.setattr(stage.books.reminders, "due", lambda now: due)
    stage.reminded = said
    pursuits.reminders(stage)
    assert list(stage.differing) == differing
