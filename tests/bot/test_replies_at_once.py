"""A reply goes from its transaction straight to Telegram when the sender has reserved its chat; else it queues."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from channels.telegram.pace import TOGETHER, Pace
from channels.telegram.reception import Reception
from core.outgoing import Call
from db.engine.leases import take
from db.engine.work import Database
from db.outbox.messages import Claimed, Lane, OutboxMessage, post_reply
from delivery import sender as sending
from delivery.sender import Sender
from running.office import Office
from tests.bot.conftest import FakeBot, sender_of, until
from tests.bot.test_sender import put, rows, status
from tests.people import ANI, BOT, BUDI, CITRA, MORNING
from tests.updates import message


@pytest.fixture
async def sender(office: Office, bot: FakeBot) -> AsyncIterator[Sender]:
    """A sender at work that is sure of its lease."""
    made = sender_of(bot, office)
    await office.threads.write(lambda work: take(work, made.lease, office.holder.id, office.clock.real()))
    task = asyncio.create_task(made.run())
    made.wake()
    await until(lambda: made.at_work and made.ours_until > office.clock.real())
    yield made
    task.cancel()
    await asyncio.wait([task])


def reply(database: Database, text: str, chat: int = ANI) -> Claimed | None:
    """A reply is written that may leave at once."""
    letter = OutboxMessage(BOT, chat, Lane.REPLY, text, Call("sendMessage", {"chat_id": chat, "text": text}))
    with database.work() as work:
        return post_reply(work, letter, MORNING, at_once=True)


async def test_a_reply_leaves_without_being_claimed(database: Database, bot: FakeBot, sender: Sender) -> None:
    assert sender.reserve(ANI)
    claimed = reply(database, "at once")
    assert claimed is not None and status(database) == {"at once": "sending"}
    sender.redeem(ANI, claimed)
    await until(lambda: status(database) == {"at once": "sent"})
    assert bot.texts(ANI) == ["at once"]
    assert rows(database)["at once"].attempts == 1


async def test_the_same_reply_is_written_once(database: Database, sender: Sender) -> None:
    assert sender.reserve(ANI)
    assert reply(database, "once") is not None
    assert reply(database, "once") is None


async def test_an_earlier_reply_comes_first(database: Database, bot: FakeBot, sender: Sender) -> None:
    assert sender.reserve(ANI)
    put(database, ANI, "earlier")
    later = reply(database, "later")
    assert later is None and status(database)["later"] == "waiting"
    sender.redeem(ANI, later)
    await until(lambda: bot.texts(ANI) == ["earlier", "later"])


async def test_an_alert_that_waits_comes_after_it(database: Database, bot: FakeBot, sender: Sender) -> None:
    assert sender.reserve(ANI)
    put(database, ANI, "alert", Lane.ALERT)
    sender.redeem(ANI, reply(database, "reply"))
    await until(lambda: bot.texts(ANI) == ["reply", "alert"])


async def test_a_reserved_chat_gets_nothing_else_meanwhile(database: Database, bot: FakeBot, sender: Sender) -> None:
    assert sender.reserve(ANI)
    for chat in (ANI, BUDI):
        put(database, chat, f"to {chat}", Lane.ALERT)
    sender.wake()
    await until(lambda: bot.texts(BUDI) == [f"to {BUDI}"])
    assert bot.texts(ANI) == []
    sender.redeem(ANI, None)
    await until(lambda: bot.texts(ANI) == [f"to {ANI}"])


async def test_when_a_reply_has_to_queue(database: Database, office: Office, bot: FakeBot, sender: Sender) -> None:
    assert not sender_of(bot, office).reserve(ANI)  # another process's: it is not at work
    assert sender.reserve(ANI) and not sender.reserve(ANI)
    sender.redeem(ANI, None)
    crowd = range(9000, 9000 + sending.AT_ONCE)
    assert sum(sender.reserve(chat, Lane.CITIZEN) for chat in crowd) == TOGETHER[Lane.CITIZEN]
    assert sum(sender.reserve(chat) for chat in crowd) == TOGETHER[Lane.REPLY] - TOGETHER[Lane.CITIZEN]


async def test_without_a_limit_some_places_are_left_to_what_queues(sender: Sender) -> None:
    sender.pace = Pace(0)
    crowd = range(9000, 9000 + sending.AT_ONCE)
    assert sum(sender.reserve(chat) for chat in crowd) == sending.AT_ONCE - sending.KEPT_FREE


async def test_no_citizen_overtakes_citizens_who_wait(sender: Sender) -> None:
    sender.held = Lane.CITIZEN
    assert not sender.reserve(CITRA, Lane.CITIZEN)
    assert sender.reserve(ANI, Lane.REPLY)


async def test_without_a_sure_lease_a_reply_queues(office: Office, sender: Sender) -> None:
    sender.ours_until = office.clock.real() - timedelta(milliseconds=1)
    assert not sender.reserve(ANI)


async def test_a_reply_that_nobody_redeems_is_found(
    database: Database, bot: FakeBot, sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its transaction was committed, but whoever waited for it was cancelled, or never heard of it."""
    assert sender.reserve(ANI) and sender.reserve(CITRA)
    orphan, kept = reply(database, "orphan"), reply(database, "kept", CITRA)
    assert orphan is not None and kept is not None
    sender.redeem(ANI, None)
    monkeypatch.setattr(sending, "SWEEP_SECONDS", 0.0)
    sender.wake()
    await asyncio.sleep(0.1)
    assert bot.sent == []  # while a chat is reserved nobody can tell an orphan from a reply on its way
    sender.redeem(CITRA, kept)
    await until(lambda: status(database) == {"orphan": "sent", "kept": "sent"})
    assert sorted(bot.sent) == sorted([(ANI, "orphan"), (CITRA, "kept")])


async def test_a_message_is_answered_at_once_and_the_next_one_too(
    database: Database, office: Office, bot: FakeBot, sender: Sender
) -> None:
    reception = Reception(sender.channel, office, sender, sender.wake)  # type: ignore[arg-type]
    for number in (1, 2):
        await reception.receive(message(number, ANI, "Ani", MORNING, text="/bantuan"))
        assert sender.reserved == set()
        await until(lambda number=number: len(bot.texts(ANI)) == number)  # type: ignore[misc]
    await reception.receive(message(2, ANI, "Ani", MORNING, text="/bantuan"))
    assert sender.reserved == set() and sender.reserve(ANI)
    assert len(bot.texts(ANI)) == 2


async def test_a_message_that_fails_frees_its_chat(
    database: Database, office: Office, bot: FakeBot, sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    reception = Reception(sender.channel, office, sender, sender.wake)  # type: ignore[arg-type]
    monkeypatch.setattr("channels.telegram.reception.hear", None)
    with pytest.raises(TypeError):
        await reception.receive(message(1, ANI, "Ani", MORNING, text="/bantuan"))
    assert sender.reserve(ANI)
