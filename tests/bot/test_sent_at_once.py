"""A batch typed in the evening is one group for who checks it: approved together, seen singly, or asked about."""

from datetime import timedelta

import pytest

from core.review.submitted import Hint, ReportsToCheck
from db.engine.work import Database
from db.review.queue import reports_to_check
from tests.people import MORNING
from tests.town import Town

EVENING = MORNING + timedelta(hours=7.5)
BATCH = "\n".join(f"{no} S {no % 5 + 1}" for no in range(1, 9))


@pytest.fixture
def town(database: Database) -> Town:
    """Ani has typed the whole day in the evening."""
    town = Town(database, now=EVENING)
    town.writes("Ani", BATCH)
    town.now += timedelta(hours=1)
    return town


def waiting(town: Town) -> list[int]:
    with town.database.read() as work:
        return [one.household.no for one in reports_to_check(work, ReportsToCheck("PML-001"), 100)]


def test_it_is_approved_with_one_press(town: Town) -> None:
    (said,) = town.writes("Budi", "/periksa")
    assert "8 laporan dikirim sekaligus" in said.text and "16.30" in said.text
    assert [button.text for button in said.buttons][:3] == ["✅ Setujui 8", "👁 Lihat satu-satu", "💬 Tanya Ani"]
    (done,) = town.presses("Budi", "✅ Setujui 8")
    assert "8" in done.text
    assert waiting(town) == []


def test_one_by_one_each_can_be_approved_and_the_hour_is_no_hint(town: Town) -> None:
    town.writes("Budi", "/periksa")
    (said,) = town.presses("Budi", "👁 Lihat satu-satu")
    for no in range(1, 9):
        assert f"No. {no} ·" in said.text and "sekaligus" not in said.text
        assert "lainnya dalam" not in said.text
        (said,) = town.writes("Budi", "setuju")
    assert waiting(town) == []


def test_the_sender_is_asked(town: Town) -> None:
    town.writes("Budi", "/periksa")
    (said,) = town.presses("Budi", "💬 Tanya Ani")
    assert "Ani" in said.text
    town.writes("Budi", "Jam berapa masing-masing kunjungannya?")
    town.presses("Budi", "📨 Kirim")
    assert len(waiting(town)) == 8


def test_a_report_that_changed_meanwhile_is_not_approved_with_the_others(town: Town) -> None:
    town.writes("Budi", "/periksa")
    town.writes("Ani", "/koreksi 3")
    town.presses("Ani", "Jumlah orang")
    town.writes("Ani", "7")
    said = [each.text for each in town.presses("Budi", "✅ Setujui 8")]
    assert waiting(town) != [], said
    assert 3 in waiting(town)


def test_what_is_odd_stays_out_of_the_group(database: Database) -> None:
    town = Town(database, now=EVENING)
    town.writes("Ani", "1 S 4; 2 S 15; 3 S 2")
    town.now += timedelta(hours=1)
    (said,) = town.writes("Budi", "/periksa")
    assert "2 laporan dikirim sekaligus" in said.text
    assert "2 · Siti Aminah" not in said.text


def test_many_reports_with_a_signal_within_minutes_are_still_a_hint(database: Database) -> None:
    town = Town(database, now=EVENING)
    for no in range(1, 7):
        town.writes("Ani", f"{no} S 3")
        town.now += timedelta(minutes=1)
    with database.read() as work:
        found = reports_to_check(work, ReportsToCheck("PML-001"), 100)
    assert all(Hint.CLOSE in one.hints and not one.together for one in found)
