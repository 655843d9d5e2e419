"""The budget of an update: what takes too long is stopped and put aside, others go on, no restart begins it anew."""

import asyncio
import itertools
import mmap
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from bot import hear
from bot.event import Event, event_of
from bot.parking import Fault, Parking
from bot.router import Wish, wish_of
from core.outgoing import DELETE
from db.engine.work import Database
from db.outbox.inbox import parked, to_try_again
from db.tables import Outbox
from running import budget, watchdog
from running.at_work import SLOT, AtWork, Left, left_behind
from running.budget import Meter, OverBudget
from running.office import Office
from running.watchdog import Watchdog
from tests.bot.conftest import FakeBot, reception_of, until
from tests.people import ANI, BOT, BUDI, CITRA, MORNING
from tests.town import Town
from tests.updates import message

METHODS = select(col(Outbox.method))

WORK: Any = None
"""The meter's functions look at no database here."""


@pytest.fixture
def small_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "BUDGET_SECONDS", 0.3)
    monkeypatch.setattr(budget, "LAST_SECONDS", 60.0)


@pytest.fixture
async def watched(office: Office) -> "Iterator[Watchdog]":  # type: ignore[misc]
    dog = Watchdog(office.threads, end=pytest.fail)  # type: ignore[arg-type]
    dog.start()
    yield dog
    dog.stop()


@pytest.fixture
def burning(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Lets the reading of POISON go on for ever; how often it was begun."""
    begun: list[str] = []

    def read(event: Event) -> Wish:
        if event.text == "POISON":
            begun.append(event.name)
            for _ in itertools.count():
                pass
        return wish_of(event)

    monkeypatch.setattr(hear, "wish_of", read)
    return begun


def write(number: int, chat: int, text: str) -> dict[str, Any]:
    return message(number, chat, "x", MORNING, text=text)


@pytest.mark.usefixtures("watched", "small_budget")
async def test_a_hang_among_others(database: Database, office: Office, bot: FakeBot, burning: list[str]) -> None:
    reception, town = reception_of(bot, office), Town(database)  # type: ignore[arg-type]
    updates = [write(number, CITRA + number, "/bantuan") for number in range(1, 21)]
    updates.insert(10, write(99, ANI, "POISON"))
    await asyncio.gather(*map(reception.receive, updates))
    said = town.said()
    assert len(said) == 21
    (sorry,) = [each.text for each in said if each.chat == ANI]
    assert "C902-99" in sorry
    with database.read() as work:
        (row,) = parked(work)
    assert (row.update_id, row.attempts) == (99, 1)
    assert row.error.startswith("OverBudget at ")

    await reception.receive(updates[10])
    await reception.receive(write(100, ANI, "/target"))
    assert len(burning) == 1, "it was begun once, alone or with others, and never again"
    assert ["Target hari ini" in each.text for each in town.said()] == [True]


@pytest.mark.usefixtures("watched", "small_budget")
async def test_waiting_is_not_working(office: Office) -> None:
    assert await office.threads.write(lambda _: time.sleep(1) or "done", "1:1:1") == "done"


@pytest.mark.usefixtures("watched", "small_budget")
async def test_what_belongs_to_no_update_may_take_its_time(office: Office) -> None:
    def work_long(_: Any) -> str:
        until_then = time.thread_time() + 0.8
        while time.thread_time() < until_then:
            pass
        return "done"

    assert await office.threads.write(work_long) == "done"
    with pytest.raises(OverBudget):
        await office.threads.write(work_long, "1:1:1")


def test_a_stop_that_comes_too_late_strikes_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """The thread goes on to the next update; whatever stopped this one must not reach that one."""
    monkeypatch.setattr(budget, "BUDGET_SECONDS", -1.0)
    meter, over = Meter(AtWork(), 0), threading.Event()

    def stop_again_and_again() -> None:
        while not over.is_set():
            meter.check()

    other = threading.Thread(target=stop_again_and_again)
    other.start()
    results = {True: 0, False: 0}
    try:
        for tried in itertools.count():
            if tried >= 300 and results[False]:
                break  # without a stop the other thread has not had its turn yet
            try:
                meter.limit(lambda _: sum(range(2000)), "1:1:1")(WORK)
                results[True] += 1
            except OverBudget:
                results[False] += 1
            sum(range(2000))
    finally:
        over.set()
        other.join()
    assert meter.task is None
    assert results[False] > 0


def let_go(at_work: AtWork) -> None:
    """What the kernel does when a process is killed."""
    assert isinstance(at_work.notes, mmap.mmap)
    at_work.notes.close()
    os.close(at_work.file or 0)


AFTER_A_STOP = """
import itertools, sys, threading
from running import budget
budget.BUDGET_SECONDS = 0.0
meter, working = budget.Meter(budget.AtWork(), 0), threading.Event()
def stop_once():
    working.wait()
    meter.check()
def work(_):
    working.set()
    for _ in itertools.count():
        pass
threading.Thread(target=stop_once).start()
try:
    meter.limit(work, "1:1:1")(None)
except budget.OverBudget:
    sys.settrace(lambda *_: None)
    print(str("called"))
    (lambda: print("and back"))()
"""


def test_a_stopped_update_leaves_no_call_looking_for_something_to_raise() -> None:
    """Such a process is slower for ever, and under a tracer its next call never ends."""
    ended = subprocess.run([sys.executable, "-c", AFTER_A_STOP], capture_output=True, text=True, timeout=60, check=True)
    assert ended.stdout == "called\nand back\n"


def test_notes_outlive_the_process(tmp_path: Path) -> None:
    at_work = AtWork(tmp_path)
    at_work.note(0, "7:41:1001")
    at_work.note(1, "7:42:-5")
    assert left_behind(tmp_path) == [], "it still runs"
    let_go(at_work)
    (ended,) = left_behind(tmp_path)
    assert ended.left == [Left(7, 41, 1001, to_blame=False), Left(7, 42, -5, to_blame=False)]
    assert left_behind(tmp_path) == [], "nobody counts it twice"


def test_who_is_to_blame_is_noted(tmp_path: Path) -> None:
    at_work = AtWork(tmp_path)
    at_work.note(0, "7:41:1001")
    at_work.note(1, "7:42:1002")
    at_work.blame("7:42:1002")
    let_go(at_work)
    (ended,) = left_behind(tmp_path)
    assert [left.to_blame for left in ended.left] == [False, True]


def test_a_process_that_ends_well_leaves_nothing(tmp_path: Path) -> None:
    at_work = AtWork(tmp_path)
    at_work.note(0, "7:41:1001")
    at_work.close()
    assert list(tmp_path.iterdir()) == []


def test_odd_notes_are_read(tmp_path: Path) -> None:
    (tmp_path / "at-work-1.notes").write_bytes(b"\xff" * SLOT + b"x:y".ljust(SLOT) + b"1:2".ljust(SLOT))
    (tmp_path / "at-work-2.notes").touch()
    assert [ended.left for ended in left_behind(tmp_path)] == [[], []]


async def test_a_folder_that_cannot_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "state").touch()
    at_work = AtWork(tmp_path / "state")
    at_work.note(0, "7:41:1001")
    at_work.close()


async def test_the_third_end_parks_what_was_at_work(database: Database, office: Office) -> None:
    parking, town = Parking(office.threads, office.clock, office.campaign), Town(database)
    town.writes("Ani", "/lapor 3")
    left = Left(BOT, 41, ANI, to_blame=False)
    assert town.talk(ANI) is not None
    assert [await parking.note_left(left) for _ in range(3)] == [False, False, True]
    (sorry,) = town.said()
    assert "C902-41" in sorry.text
    assert town.talk(ANI) is None, "what may be the cause does not go on"
    assert await parking.note_left(Left(BOT, 42, BUDI, to_blame=True))
    with database.read() as work:
        assert [row.update_id for row in parked(work)] == [41, 42]


@pytest.mark.parametrize(("text", "kinds"), [("NIK 6471010101900001", {DELETE, "message"}), ("1 S 4", {"message"})])
async def test_a_number_of_a_person_leaves_the_chat_also_when_its_message_is_put_aside(
    database: Database, office: Office, text: str, kinds: set[str]
) -> None:
    parking = Parking(office.threads, office.clock, office.campaign)
    event = event_of(BOT, write(41, ANI, text), MORNING, timedelta(0))
    assert event is not None
    assert [await parking.note(event, None, Fault("somewhere")) for _ in range(3)] == [False, False, True]
    with database.read() as work:
        assert {row.method for row in work.rows(METHODS)} == kinds


async def test_what_was_at_work_at_a_kill_and_is_done_then_leaves_no_trace(
    database: Database, office: Office, bot: FakeBot
) -> None:
    parking = Parking(office.threads, office.clock, office.campaign)
    assert not await parking.note_left(Left(BOT, 41, ANI, to_blame=False))
    office.left.add(f"{BOT}:41")
    reception = reception_of(bot, office)
    await reception.receive(write(41, ANI, "/target"))
    assert office.left == set()
    with database.read() as work:
        assert work.connection.exec_driver_sql("select count(*) from failure").scalar() == 0


async def test_what_was_done_before_the_kill_counts_no_failure(
    database: Database, office: Office, bot: FakeBot
) -> None:
    reception = reception_of(bot, office)
    await reception.receive(write(41, ANI, "/target"))
    parking = Parking(office.threads, office.clock, office.campaign)
    assert await parking.note_left(Left(BOT, 41, ANI, to_blame=False)), "nothing is left to try"
    with database.read() as work:
        assert work.connection.exec_driver_sql("select count(*) from failure").scalar() == 0


async def test_failures_of_what_was_done_after_all_are_forgotten_at_the_next_start(
    database: Database, office: Office, bot: FakeBot
) -> None:
    parking = Parking(office.threads, office.clock, office.campaign)
    for number in (41, 42):
        assert not await parking.note_left(Left(BOT, number, ANI, to_blame=False))
    await reception_of(bot, office).receive(write(41, ANI, "/target"))  # its process did not know of the failure
    assert [tuple(row) for row in database.write(to_try_again)] == [(BOT, 42)]


async def test_a_loop_that_does_not_turn_ends_the_process(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watchdog, "LOOP_SECONDS", 0.5)
    ended: list[str] = []
    dog = Watchdog(office.threads, end=ended.append)
    dog.start()
    await asyncio.sleep(1)
    assert ended == []
    time.sleep(2)  # noqa: ASYNC251
    assert "event loop" in ended[0]
    dog.stop()


async def test_a_writer_without_an_end_ends_the_process(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watchdog, "WRITER_SECONDS", 0.5)
    ended: list[str] = []
    dog = Watchdog(office.threads, end=ended.append)
    dog.start()
    await office.threads.write(lambda _: time.sleep(1.5))
    dog.stop()
    assert "writer" in ended[0]


async def test_an_update_that_cannot_be_stopped_ends_the_process(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budget, "BUDGET_SECONDS", 0.2)
    monkeypatch.setattr(budget, "LAST_SECONDS", 0.8)
    ended: list[str] = []
    dog = Watchdog(office.threads, end=ended.append)
    dog.start()

    def swallow(_: Any) -> None:
        while not ended:
            try:
                while not ended:
                    pass
            except OverBudget:
                continue

    with pytest.raises(OverBudget):
        await office.threads.write(lambda work: (swallow(work), stopped()), "7:41:1001")
    await until(lambda: bool(ended))
    dog.stop()
    assert ended[0] == "update 7:41 does not stop"


def stopped() -> None:
    """What the rest of such an update comes to."""
    raise OverBudget
