"""Calls beside the outbox count as well: presses are answered at once, wait a little, or are left out."""

import asyncio
import time

import pytest

from channels.telegram import calls as calling
from channels.telegram.calls import Calls
from channels.telegram.pace import PER_SECOND, TOGETHER, Pace
from db.outbox.messages import Lane
from tests.bot.conftest import FakeBot


@pytest.fixture
def calls(bot: FakeBot) -> Calls:
    return Calls(bot, Pace())  # type: ignore[arg-type]


async def test_a_press_is_answered_at_once_and_counts(calls: Calls, bot: FakeBot) -> None:
    assert await calls.answer_press("x", Lane.CITIZEN)
    assert bot.answered == ["x"]
    assert (calls.pace.under_way, len(calls.pace.lately)) == (0, 1)


async def test_where_there_is_no_room_a_citizens_press_is_left_out(calls: Calls, bot: FakeBot) -> None:
    for _ in range(TOGETHER[Lane.CITIZEN]):
        calls.pace.left(time.monotonic())
    assert not await calls.answer_press("a citizen's", Lane.CITIZEN)
    assert await calls.answer_press("an officer's", Lane.REPLY)
    assert bot.answered == ["an officer's"]


async def test_an_officers_press_waits_for_its_turn(calls: Calls, bot: FakeBot) -> None:
    for _ in range(TOGETHER[Lane.REPLY]):
        calls.pace.left(time.monotonic())
    waiting = asyncio.create_task(calls.answer_press("x", Lane.REPLY))
    await asyncio.sleep(0)
    assert (calls.in_line, bot.answered) == (1, [])
    assert await waiting
    assert (calls.in_line, bot.answered) == (0, ["x"])


async def test_a_press_does_not_wait_for_ever(
    calls: Calls, bot: FakeBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calling, "PRESS_SECONDS", 0.01)
    calls.pace.rest(time.monotonic(), 3600)
    assert not await calls.answer_press("x", Lane.REPLY)
    assert (calls.in_line, bot.answered) == (0, [])


async def test_of_many_who_stand_in_line_no_two_take_the_same_place(calls: Calls) -> None:
    """As many as have room in a second leave in it, each counted."""
    number = PER_SECOND // 2
    assert all(await asyncio.gather(*[calls._stand_in_line(Lane.REPLY, 10) for _ in range(number)]))
    assert (calls.in_line, calls.pace.under_way) == (0, number)
