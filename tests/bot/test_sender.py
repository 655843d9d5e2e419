"""The sender with real rows and a bot that fails in every way that Telegram knows."""

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import delete, select
from sqlmodel import col
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TimedOut

from channels.telegram import failures as delivery
from channels.telegram import pace
from core.outgoing import Call, Message
from core.people.person import Role
from core.words import words
from db.engine.leases import LENGTH, take
from db.engine.work import Database
from db.outbox.messages import Lane, OutboxMessage, post
from db.people.chats import chat_of, speak
from db.tables import Lease, Outbox
from delivery.channel import BotRefused
from delivery.sender import Sender
from running.office import Office
from tests.bot.conftest import FakeBot, sender_of, until
from tests.people import ANI, BOT, BUDI, CITRA, DIAN, MORNING
from wording.texts import sentence

pytestmark = pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
ROWS = select(Outbox.__table__).order_by(col(Outbox.id))  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes a second at Telegram takes a moment here."""
    monkeypatch.setattr(pace, "CHAT_SECONDS", 0.02)
    monkeypatch.setattr(delivery, "LONGEST_WAIT", 0.05)


@asynccontextmanager
async def sending(office: Office, bot: FakeBot, *, ours: bool = True) -> AsyncIterator[Sender]:
    """A sender that runs; ours: whether this process holds the lease."""
    sender = sender_of(bot, office)
    who = office.holder.id if ours else "process-2"
    await office.threads.write(lambda work: take(work, sender.lease, who, office.clock.real()))
    task = asyncio.create_task(sender.run())
    try:
        yield sender
    finally:
        task.cancel()
        await asyncio.wait([task])


def put(
    database: Database, chat: int, text: str, lane: Lane = Lane.REPLY, not_before: datetime | None = None
) -> None:
    params = {"chat_id": chat, "text": text}
    with database.work() as work:
        assert post(work, OutboxMessage(BOT, chat, lane, text, Call("sendMessage", params)), MORNING, not_before)


async def test_a_message_is_told_in_the_language_of_the_moment(
    database: Database, office: Office, bot: FakeBot
) -> None:
    with database.work() as work:
        asked = Message((words("talk.cancelled"),), menu=Role.PPL)
        post(work, OutboxMessage(BOT, ANI, Lane.ALERT, "told", asked), MORNING)
        speak(work, BOT, ANI, "en")
    async with sending(office, bot):
        await until(lambda: status(database)["told"] == "sent")
    assert bot.texts(ANI) == [sentence(words("talk.cancelled"), "en")]


def rows(database: Database) -> dict[str, Any]:
    """The letters by their key."""
    with database.read() as work:
        return {row.key: row for row in work.rows(ROWS)}


def status(database: Database) -> dict[str, str]:
    return {key: row.status for key, row in rows(database).items() if ":" not in key}


async def test_letters_of_a_chat_arrive_in_order_and_once(database: Database, office: Office, bot: FakeBot) -> None:
    for number in range(5):
        for chat in (ANI, BUDI):
            put(database, chat, f"{chat} {number}")
    async with sending(office, bot):
        await until(lambda: len(bot.sent) == 10 and set(status(database).values()) == {"sent"})
    for chat in (ANI, BUDI):
        assert bot.texts(chat) == [f"{chat} {number}" for number in range(5)]


async def test_a_restart_sends_nothing_that_quiet_hours_hold_back(
    database: Database, office: Office, bot: FakeBot
) -> None:
    morning = MORNING + timedelta(hours=8)
    put(database, ANI, "a reminder of the night", Lane.REMINDER, morning)
    for text in ("first", "after the restart"):
        put(database, BUDI, text)
        async with sending(office, bot):
            await until(lambda text=text: status(database)[text] == "sent")  # type: ignore[misc]
    assert bot.texts(ANI) == []
    held = rows(database)["a reminder of the night"]
    assert (held.status, held.not_before) == ("waiting", morning)


async def test_a_slow_chat_keeps_nobody_else_waiting(database: Database, office: Office, bot: FakeBot) -> None:
    bot.trouble[ANI] = [RetryAfter(3600)]
    put(database, ANI, "to Ani")
    put(database, BUDI, "to Budi")
    async with sending(office, bot):
        await until(lambda: bot.texts(BUDI) == ["to Budi"] and status(database)["to Ani"] == "waiting")
    assert bot.tried[ANI] == 1
    assert (rows(database)["to Ani"].not_before - MORNING).total_seconds() >= 3600


async def test_pauses_in_several_chats_rest_the_whole_bot(database: Database, office: Office, bot: FakeBot) -> None:
    """Nothing is called while the pause lasts, which Telegram announced; then all go."""
    bot.trouble = defaultdict(list, {ANI: [RetryAfter(1)], BUDI: [RetryAfter(1)]})
    for chat in (ANI, BUDI):
        put(database, chat, f"to {chat}")
    async with sending(office, bot) as sender:
        await until(lambda: bot.tried[ANI] == bot.tried[BUDI] == 1 and not sender.under_way)
        for chat in (CITRA, DIAN):
            put(database, chat, f"to {chat}", Lane.CITIZEN)
        assert not sender.reserve(9001) and not sender.reserve(9002, Lane.CITIZEN)
        assert not await sender.channel.calls.answer_press("a citizen's", Lane.CITIZEN)
        resting = sender.pace.resting_until
        while time.monotonic() < resting - 0.1:
            sender.wake()
            await asyncio.sleep(0.02)
            assert (sum(bot.tried.values()), bot.answered) == (2, [])
        office.clock.offset = timedelta(hours=1)
        await until(lambda: set(status(database).values()) == {"sent"})


async def test_officers_before_citizens_before_alerts(database: Database, office: Office, bot: FakeBot) -> None:
    for number, lane in enumerate([Lane.DIGEST, Lane.ALERT, *[Lane.CITIZEN] * 6, *[Lane.REPLY] * 6]):
        put(database, 9000 + number, f"{lane.name} {number}", lane)
    async with sending(office, bot):
        await until(lambda: len(bot.sent) == 14)
    lanes = [Lane[text.partition(" ")[0]] for _, text in bot.sent]
    assert lanes == sorted(lanes)


async def test_a_citizens_chat_rests_after_a_few_replies(
    database: Database, office: Office, bot: FakeBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "CHAT_SECONDS", 3600)
    for number in range(5):
        put(database, CITRA, f"to Citra {number}", Lane.CITIZEN)
        put(database, ANI, f"to Ani {number}")
    async with sending(office, bot) as sender:
        await until(lambda: len(bot.texts(ANI)) == 5 and not sender.under_way)
        await until(lambda: len(bot.texts(CITRA)) == pace.CHAT_TOGETHER and CITRA in sender.busy)
        sender.wake()
        await asyncio.sleep(0.1)
    assert bot.texts(CITRA) == [f"to Citra {number}" for number in range(pace.CHAT_TOGETHER)]


TRANSIENT = {
    "slow down": RetryAfter(0),
    "no answer": TimedOut(),
    "no connection": NetworkError("no route"),
}


@pytest.mark.parametrize("trouble", TRANSIENT.values(), ids=TRANSIENT.keys())
async def test_what_passes_is_tried_again(database: Database, office: Office, bot: FakeBot, trouble: Exception) -> None:
    bot.trouble[ANI] = [trouble, trouble]
    put(database, ANI, "first")
    put(database, ANI, "second")
    async with sending(office, bot):
        await until(lambda: status(database) == {"first": "sent", "second": "sent"})
    assert bot.texts(ANI) == ["first", "second"]
    assert rows(database)["first"].attempts == 3


async def test_who_blocked_the_bot_is_marked_and_the_leader_told_once(
    database: Database, office: Office, bot: FakeBot
) -> None:
    bot.trouble[ANI] = [Forbidden("bot was blocked by the user")]
    put(database, ANI, "first")
    put(database, ANI, "second")
    async with sending(office, bot):
        await until(lambda: len(bot.texts(BUDI)) == 1)
    assert status(database) == {"first": "dead", "second": "dead"}
    assert "Ani" in bot.texts(BUDI)[0]
    assert bot.tried[ANI] == 1
    with database.read() as work:
        ani, dian = chat_of(work, "PPL-0001"), chat_of(work, "PPL-0002")
    assert ani is not None and ani.blocked_at is not None
    assert dian is not None and dian.blocked_at is None


async def test_a_citizen_who_is_gone_has_no_leader(database: Database, office: Office, bot: FakeBot) -> None:
    bot.trouble[CITRA] = [BadRequest("Chat not found")]
    put(database, CITRA, "x")
    async with sending(office, bot):
        await until(lambda: status(database) == {"x": "dead"})
    assert bot.sent == []


async def test_what_telegram_refuses_is_dead_and_the_chat_goes_on(
    database: Database, office: Office, bot: FakeBot
) -> None:
    bot.trouble[ANI] = [BadRequest("Can't parse entities"), KeyError("a fault of ours")]
    for text in ("first", "second", "third"):
        put(database, ANI, text)
    async with sending(office, bot):
        await until(lambda: bot.texts(ANI) == ["third"])
        await until(lambda: status(database) == {"first": "dead", "second": "dead", "third": "sent"})
    assert "parse" in rows(database)["first"].error


async def test_a_broadcast_without_an_answer_waits_for_a_person(
    database: Database, office: Office, bot: FakeBot
) -> None:
    bot.trouble[ANI] = [TimedOut()]
    put(database, ANI, "news", Lane.BROADCAST)
    async with sending(office, bot):
        await until(lambda: status(database) == {"news": "dead"})
    assert "uncertain" in rows(database)["news"].error


async def test_a_refused_token_ends_the_sender_and_loses_nothing(
    database: Database, office: Office, bot: FakeBot
) -> None:
    bot.trouble[ANI] = [InvalidToken()]
    put(database, ANI, "x")
    sender = sender_of(bot, office)
    await office.threads.write(lambda work: take(work, sender.lease, office.holder.id, office.clock.real()))
    with pytest.raises(BotRefused):
        await asyncio.wait_for(sender.run(), 10)
    assert status(database) == {"x": "waiting"}


async def test_without_the_lease_nothing_is_sent(database: Database, office: Office, bot: FakeBot) -> None:
    put(database, ANI, "x")
    async with sending(office, bot, ours=False) as sender:
        for _ in range(3):
            sender.wake()
            await asyncio.sleep(0.05)
    assert (bot.sent, status(database)) == ([], {"x": "waiting"})


def test_a_lease_is_not_believed_beyond_its_end(
    database: Database, office: Office, bot: FakeBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    sender, begin, passed = sender_of(bot, office), office.clock.real(), 0.0  # type: ignore[arg-type]
    monkeypatch.setattr("delivery.sender.time", SimpleNamespace(monotonic=lambda: passed))
    monkeypatch.setattr(office.clock, "real", lambda: begin + timedelta(seconds=passed))

    def ours() -> bool:
        with database.work() as work:
            return sender._may_send(work)

    database.write(lambda work: take(work, sender.lease, office.holder.id, begin))
    assert ours()
    passed = LENGTH.total_seconds() - 0.1
    assert ours()
    passed += 0.1
    assert not ours()
    database.write(lambda work: take(work, sender.lease, office.holder.id, office.clock.real()))
    assert ours()
    database.write(lambda work: work.change(delete(Lease)))
    passed += 0.9
    assert ours()
    passed += 0.2
    assert not ours()


async def test_what_was_under_way_at_the_end_is_marked(database: Database, office: Office, bot: FakeBot) -> None:
    bot.hold = asyncio.Event()
    put(database, DIAN, "x")
    async with sending(office, bot):
        await until(lambda: bot.tried[DIAN] == 1)
        assert status(database) == {"x": "sending"}
        asyncio.get_running_loop().call_later(0.05, bot.hold.set)
    assert (bot.texts(DIAN), status(database)) == (["x"], {"x": "sent"})


async def test_after_a_crash_what_was_uncertain_goes_again(database: Database, office: Office, bot: FakeBot) -> None:
    put(database, ANI, "reply")
    put(database, BUDI, "news", Lane.BROADCAST)
    with database.work() as work:
        work.change(Outbox.__table__.update().values(status="sending"))  # type: ignore[attr-defined]
    async with sending(office, bot):
        await until(lambda: status(database)["reply"] == "sent")
    assert status(database)["news"] in ("sending", "dead")
    assert bot.texts(BUDI) == []


@pytest.fixture
def some_bulk(database: Database) -> Iterator[list[str]]:
    texts = [f"bulk {number}" for number in range(5)]
    for number, text in enumerate(texts):
        put(database, 9000 + number, text, Lane.DIGEST)
    yield texts


async def test_replies_overtake_bulk(database: Database, office: Office, bot: FakeBot, some_bulk: list[str]) -> None:
    put(database, ANI, "reply")
    async with sending(office, bot):
        await until(lambda: len(bot.sent) == 6)
    assert bot.sent[0] == (ANI, "reply")
    assert [text for _, text in bot.sent[1:]] == some_bulk


async def test_what_the_pace_held_back_does_not_idle_once_it_may_leave(
    database: Database, office: Office, bot: FakeBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when the pace opened while the sender looked into the database."""
    monkeypatch.setattr("delivery.sender.IDLE_SECONDS", 3600)
    sender = sender_of(bot, office)
    put(database, ANI, "bulk", Lane.DIGEST)
    await office.threads.write(lambda work: take(work, sender.lease, office.holder.id, office.clock.real()))
    sender.pace.left(time.monotonic())
    assert not await sender._turn() and sender.held is Lane.DIGEST
    await asyncio.sleep(2 / pace.PER_SECOND)
    await asyncio.wait_for(sender._idle(), 5)


async def test_a_sender_always_ends_when_it_is_told_to(database: Database, office: Office, bot: FakeBot) -> None:
    """Also when it is woken at that very moment."""
    for _ in range(30):
        async with sending(office, bot) as sender:
            await asyncio.sleep(0.01)
            sender.wake()
