"""A button with a good guess: as good as the line that was meant, and not for ever."""

from datetime import timedelta

import pytest

from db.engine.work import Database
from tests.town import Town

YES = "✅ Ya, simpan"


def status(town: Town, no: int) -> str | None:
    return next(row.status for row in town.households() if row.no == no)


@pytest.mark.parametrize(("later", "saved"), [(timedelta(hours=30), True), (timedelta(days=3), False)])
def test_a_guess_is_good_for_two_days(database: Database, later: timedelta, saved: bool) -> None:
    town = Town(database)
    town.writes("Ani", "12 seleai 4")
    asked = town.now
    town.now += later
    (said,) = town.presses("Ani", YES)
    assert ("✅ 12 " in said.text, status(town, 12) == "complete") == (saved, saved)
    assert saved or "sudah lewat" in said.text
    assert [row.visited_at for row in town.visits()] == ([asked] if saved else [])


@pytest.mark.parametrize("sent", ["0", "1", "-1", "zzzzzzzz", "", "١", "9" * 50])
def test_nobody_chooses_the_day_by_writing_the_button(database: Database, sent: str) -> None:
    town = Town(database)
    town.writes("Ani", f"/maksud {sent} 12 S 4")
    assert status(town, 12) is None
