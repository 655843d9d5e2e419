"""Polling: an update is confirmed once it and all before it are committed, and one that is stuck holds nobody up."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any

import pytest
from telegram.error import NetworkError, RetryAfter

from channels.telegram import polling
from channels.telegram.polling import poll
from running.pulse import Pulse
from tests.bot.conftest import until
from tests.people import ANI, BUDI, CITRA, MORNING
from tests.updates import message


class Telegram:
    """Keeps updates until a later one is asked for, as Telegram does."""

    def __init__(self) -> None:
        self.updates: list[dict[str, Any]] = []
        self.more, self.asked, self.most = asyncio.Event(), list[int](), 100

    def write(self, number: int, chat: int) -> None:
        self.updates.append(message(number, chat, "x", MORNING, text="x"))
        self.more.set()

    async def delete_webhook(self) -> bool:
        return True

    async def fetch_updates(self, offset: int, wait: int, _kinds: list[str]) -> list[dict[str, Any]]:
        self.asked.append(offset)
        self.updates = [update for update in self.updates if update["update_id"] >= offset]
        if not self.updates and wait:
            self.more.clear()
            await self.more.wait()
        return self.updates[: self.most]

    @property
    def kept(self) -> list[int]:
        """The updates that are not confirmed."""
        return [update["update_id"] for update in self.updates]


class Desk:
    """Works on updates. stuck: those that fail until they are let go."""

    bot_id = 1

    def __init__(self) -> None:
        self.pulse = Pulse()
        self.done: list[int] = []
        self.begun: list[int] = []
        self.stuck: set[int] = set()
        self.held: dict[int, asyncio.Event] = {}

    async def receive(self, update: dict[str, Any]) -> None:
        number = update["update_id"]
        self.begun.append(number)
        if number in self.held:
            await self.held[number].wait()
        if number in self.stuck:
            raise RuntimeError
        self.done.append(number)


@asynccontextmanager
async def polled(telegram: Telegram, desk: Desk) -> AsyncIterator[None]:
    task = asyncio.create_task(poll(telegram, desk))  # type: ignore[arg-type]
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


class Busy(Telegram):
    """Answers with these errors first, and takes note of how often it was asked."""

    def __init__(self, *errors: Exception) -> None:
        super().__init__()
        self.errors = list(errors)

    async def fetch_updates(self, offset: int, wait: int, kinds: list[str]) -> list[dict[str, Any]]:
        if self.errors:
            raise self.errors.pop(0)
        return await super().fetch_updates(offset, wait, kinds)


async def pauses(monkeypatch: pytest.MonkeyPatch, *errors: Exception) -> list[float]:
    """For how long Telegram is left alone after each of these errors; then it works."""
    telegram, desk, slept = Busy(*errors), Desk(), list[float]()
    telegram.write(1, ANI)

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr(polling, "asyncio", SimpleNamespace(**{**vars(asyncio), "sleep": sleep}))
    async with polled(telegram, desk):
        await until(lambda: desk.done == [1])
    return slept


@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
async def test_telegram_is_left_alone_for_as_long_as_it_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    assert await pauses(monkeypatch, RetryAfter(40), RetryAfter(1)) == [40, 1]


async def test_telegram_is_asked_less_and_less_often_while_it_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    assert await pauses(monkeypatch, *[NetworkError("away")] * 8) == [0.5, 1, 2, 4, 8, 15, 15, 15]


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes half a second takes a moment here."""
    monkeypatch.setattr(polling, "PATIENCE", 0.02)


async def test_all_are_worked_on_once_and_confirmed() -> None:
    telegram, desk = Telegram(), Desk()
    telegram.most = 3
    for number in range(10):
        telegram.write(number, ANI + number % 3)
    async with polled(telegram, desk):
        await until(lambda: sorted(desk.done) == list(range(10)) and telegram.kept == [])
    assert desk.begun == desk.done


async def test_one_person_waits_for_herself_alone() -> None:
    telegram, desk = Telegram(), Desk()
    desk.held[1] = asyncio.Event()
    for number, chat in ((1, ANI), (2, BUDI), (3, ANI)):
        telegram.write(number, chat)
    async with polled(telegram, desk):
        await until(lambda: desk.done == [2])
        desk.held[1].set()
        await until(lambda: desk.done == [2, 1, 3])


async def test_a_stuck_update_holds_nobody_up_and_is_not_confirmed() -> None:
    telegram, desk = Telegram(), Desk()
    desk.stuck.add(1)
    telegram.write(1, ANI)
    async with polled(telegram, desk):
        await until(lambda: 1 in desk.begun)
        for number in (2, 3, 4):
            telegram.write(number, BUDI)
            await until(lambda number=number: number in desk.done)  # type: ignore[misc]
        telegram.write(5, ANI)
        await asyncio.sleep(0.1)
        assert desk.done == [2, 3, 4]
        assert telegram.kept == [1, 2, 3, 4, 5] and max(telegram.asked) == 1
        desk.stuck.clear()
        await until(lambda: telegram.kept == [])
    assert desk.done == [2, 3, 4, 1, 5]


async def asked_for_a_while(telegram: Telegram) -> float:
    """How often Telegram is asked in the time in which it should be asked once."""
    begun, before = asyncio.get_running_loop().time(), len(telegram.asked)
    await asyncio.sleep(0.2)
    passed = asyncio.get_running_loop().time() - begun
    return (len(telegram.asked) - before - 1) * polling.PATIENCE / passed


async def test_while_nothing_moves_telegram_is_not_asked_all_the_time() -> None:
    telegram, desk = Telegram(), Desk()
    desk.held[1] = asyncio.Event()
    telegram.write(1, ANI)
    async with polled(telegram, desk):
        await until(lambda: len(desk.begun) == 1)
        assert await asked_for_a_while(telegram) <= 1


async def test_what_is_being_worked_on_at_the_end_comes_again() -> None:
    telegram, desk = Telegram(), Desk()
    desk.held[1] = asyncio.Event()
    telegram.write(1, CITRA)
    async with polled(telegram, desk):
        await until(lambda: desk.begun == [1])
    assert (desk.done, telegram.kept) == ([], [1])
    desk.held[1].set()
    async with polled(telegram, desk):
        await until(lambda: desk.done == [1])


async def test_numbers_may_begin_anew_lower() -> None:
    """After a week without updates Telegram takes any number."""
    telegram, desk = Telegram(), Desk()
    telegram.write(900, ANI)
    async with polled(telegram, desk):
        await until(lambda: desk.done == [900])
    telegram.write(5, ANI)
    async with polled(telegram, desk):
        await until(lambda: desk.done == [900, 5])


async def test_what_has_no_number_or_no_sender_holds_nobody_up() -> None:
    telegram, desk = Telegram(), Desk()
    telegram.write(1, ANI)
    telegram.write(2, BUDI)
    telegram.updates[0]["message"]["from"] = {"id": []}
    given, odd = telegram.fetch_updates, [None, {}, {"update_id": "x"}, {"update_id": 2**70}, {"update_id": True}]

    async def with_odd_ones(offset: int, wait: int, kinds: list[str]) -> list[dict[str, Any]]:
        return [*odd, *await given(offset, 0, kinds)]  # type: ignore[list-item]

    telegram.fetch_updates = with_odd_ones  # type: ignore[method-assign]
    async with polled(telegram, desk):
        await until(lambda: sorted(desk.done) == [1, 2] and telegram.kept == [])
        assert await asked_for_a_while(telegram) <= 1
