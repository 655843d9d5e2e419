"""Trouble with Telegram and with people: nothing is lost, nothing is said out of order, nobody gets a wrong word."""

import re
import time

import pytest

from tests.e2e.conftest import Join
from tests.e2e.office import WAYS, Office
from tests.e2e.phones import Phone, Telegram, until

pytestmark = pytest.mark.slow

EARLY, MORNING = "2022-10-20T06:30+08:00", "2022-10-20T07:00+08:00"
NOON, BEFORE_SIX = "2022-10-20T12:00+08:00", "2022-10-20T17:59:58+08:00"


@pytest.mark.parametrize("way", WAYS)
def test_telegram_is_away_at_start(office: Office, telegram: Telegram) -> None:
    citra = telegram.phone("citra")
    telegram.misbehave(away=True)
    office.start(NOON)
    citra.type("/start")
    citra.type("/cek")
    telegram.behave()
    assert "Punya kode bukti" in citra.hear()
    assert "ketik kode bukti" in citra.hear()


def report(phone: Phone, number: int) -> None:
    """Report a household by typing alone, without waiting for any answer."""
    for text in (f"/lapor {number}", "selesai", "3"):
        phone.type(text)


def hears_of(phone: Phone, number: int) -> None:
    """The answers to such a report, in their order."""
    phone.hear(f"No. {number} ·")
    phone.hear("Berapa orang")
    phone.hear(f"No. {number} ·")


TROUBLES = {
    "away": {"away": True},
    "hanging": {"hang": 2, "hang_seconds": 1.5},
    "errors": {"server_error": 2},
    "too fast": {"too_many_requests": 2, "retry_after": 1},
    "no answer": {"apply_then_time_out": 1, "time_out_seconds": 1.0},
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_telegram_is_in_trouble_for_a_while(office: Office, join: Join, telegram: Telegram, trouble: str) -> None:
    office.start(NOON)
    ani = join("ani")["ani"]
    until(office.all_is_marked, "the welcome to be marked as sent")
    telegram.misbehave(**TROUBLES[trouble])
    start = ani.read_to
    report(ani, 1)
    report(ani, 2)
    if trouble == "away":
        time.sleep(1.5)
        telegram.behave()
    ani.read_to = start
    hears_of(ani, 1)
    hears_of(ani, 2)
    assert office.rows("select outcome, persons from visit") == [("complete", 3)] * 2
    until(office.all_is_marked, "every letter to be marked as sent")
    assert len(ani.told("Tersimpan")) in ((2, 3) if trouble == "no answer" else (2,))


def test_who_blocks_the_bot_is_missed_and_welcome_again(office: Office, join: Join) -> None:
    office.start(EARLY)
    phones = join("ani", "dewi", "budi")
    ani, dewi, budi = (phones[name] for name in ("ani", "dewi", "budi"))
    ani.block()
    until(lambda: office.number("select count(*) from chat where blocked_at is not null"), "the block to be noted")
    office.catat("job", "morning", "--at", MORNING)
    dewi.hear("Selamat pagi")
    alert = budi.hear("tidak bisa dihubungi")
    assert "Ani Rahmawati" in alert
    assert "PPL-0001" in alert
    assert ani.told("Selamat pagi") == []

    office.stop()
    office.start(BEFORE_SIX)
    assert "Ani Rahmawati" in budi.hear("Laporan sore")
    assert len(budi.told("tidak bisa dihubungi")) == 1

    ani.unblock()
    assert "Target hari ini" in ani.say("/target")
    assert office.number("select count(*) from chat where blocked_at is not null") == 0


def test_a_polite_stop_loses_nothing(office: Office, join: Join) -> None:
    office.start(NOON)
    phones = join("ani", "dewi", "eko")
    before = {phone: phone.read_to for phone in phones.values()}
    for phone in phones.values():
        report(phone, 5)
    assert office.stop() == 0
    office.start()
    for phone, read_to in before.items():
        phone.read_to = read_to
        hears_of(phone, 5)
    assert office.stop() == 0
    assert office.rows("select outcome, persons from visit") == [("complete", 3)] * 3
    assert office.all_is_marked()
    for phone in phones.values():
        assert len(phone.told("Tersimpan")) == 1
    assert not re.search(r'"level": "(error|critical)"', office.log())
