"""`catat campaign announce`: changed days are told once, to everybody whom they concern, after quiet hours."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from cli.in_step import digests
from cli.settings import load_settings
from core.workload.period_change import PeriodChange, read, written
from core.workload.targets import period_of
from db.engine.leases import Holder, seen
from db.engine.work import Database
from db.tables import Chat, Outbox
from tests.cli.conftest import Catat
from tests.people import ANI, BUDI, DEWI, DIAN, EKO, MORNING
from tests.town import Town

LONGER = "2022-10-15/2022-11-21"


def new_days(monkeypatch: pytest.MonkeyPatch, period: str = LONGER, off: str = "") -> None:
    monkeypatch.setenv("CATAT_PERIOD", period)
    monkeypatch.setenv("CATAT_DAYS_OFF", off)


@pytest.fixture
def begun(catat: Catat, database: Database) -> Town:
    """A campaign whose first days are known; Dian speaks English and sleeps, Dewi has blocked the bot."""
    assert "Nothing to tell" in catat("campaign", "announce", "--yes").text
    with database.work() as work:
        quiet = {"quiet_from": time(8), "quiet_until": time(12), "language": "en"}
        work.change(update(Chat).where(col(Chat.chat) == DIAN).values(**quiet))
        work.change(update(Chat).where(col(Chat.chat) == DEWI).values(blocked_at=MORNING))
    return Town(database)


def heard(town: Town) -> dict[int, str]:
    return {said.chat: said.text for said in town.said()}


def letters(database: Database) -> list[Any]:
    with database.read() as work:
        return list(work.rows(select(col(Outbox.chat), col(Outbox.not_before)).order_by(col(Outbox.id))))


def test_everybody_is_told_once(catat: Catat, begun: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    new_days(monkeypatch)
    assert "catat campaign announce" in catat("doctor").text
    told = catat("campaign", "announce", typed="y\n")
    assert "catat campaign announce" not in catat("doctor").text
    assert "Tell 4 officers?" in told.text
    assert "4 officers are told" in told.text
    said = heard(begun)
    assert sorted(said) == [ANI, BUDI, EKO], "Dian's leaves after her quiet hours"
    assert "15 Okt" in said[ANI]
    assert "21 Nov" in said[ANI]
    assert "2 keluarga per hari, sebelumnya 3" in said[ANI], "60 open in 33 days, before in 26"
    assert "keluarga per hari" not in said[BUDI]
    assert "Tim Anda juga diberi tahu" in said[BUDI]
    assert "Nothing to tell" in catat("campaign", "announce", "--yes").text
    assert len(letters(begun.database)) == 4
    begun.now = MORNING.replace(hour=4)  # noon in Balikpapan
    [dians] = begun.said()
    assert (dians.chat, "The days of fieldwork have changed" in dians.text) == (DIAN, True)


def test_there_and_back_is_told_twice(catat: Catat, begun: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    new_days(monkeypatch)
    catat("campaign", "announce", "--yes")
    new_days(monkeypatch, "2022-10-15/2022-11-14")
    assert "4 officers are told" in catat("campaign", "announce", "--yes").text
    assert len(letters(begun.database)) == 8


def test_a_day_off_is_named_and_days_that_have_passed_are_not(
    catat: Catat, begun: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    new_days(monkeypatch, "2022-10-15/2022-11-14", "2022-10-18,2022-11-08")
    catat("campaign", "announce", "--yes")
    text = heard(begun)[ANI]
    assert ("8 Nov" in text, "18 Okt" in text, "Hari libur berubah" in text) == (True, False, True)


def test_nobody_is_told_unless_it_is_confirmed(catat: Catat, begun: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    new_days(monkeypatch)
    assert catat("campaign", "announce", typed="n\n").code == 2
    assert letters(begun.database) == []
    assert "4 officers are told" in catat("campaign", "announce", "--yes").text, "it can still be told"


def test_it_waits_until_every_process_runs_by_the_new_days(
    catat: Catat, begun: Town, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, now = digests(load_settings()), datetime.now(UTC)
    with database.work() as work:
        seen(work, Holder("serve-1", "serve", "here", 1, now, old), now)
    new_days(monkeypatch)
    told = catat("campaign", "announce", "--yes")
    assert (told.code, "serve-1 still runs by another CATAT_PERIOD" in told.text) == (2, True)
    assert letters(database) == []


def test_days_are_read_as_they_were_written() -> None:
    period = period_of(date(2022, 10, 15), date(2022, 11, 14), "minggu,2022-11-08")
    assert read(written(period)) == period
    plain = period_of(date(2022, 10, 15), date(2022, 11, 14))
    change, today = PeriodChange(plain, period), date(2022, 11, 6)
    assert change.now_off(today) == [date(2022, 11, 6), date(2022, 11, 8), date(2022, 11, 13)]
    assert PeriodChange(period, plain).now_worked(today) == change.now_off(today)
    assert (change.moved, change.now_worked(today)) == (False, [])
