"""A sender that breaks off: how many letters it leaves in doubt, and what the next one makes of them."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
from sqlalchemy import bindparam, update
from sqlmodel import col

from db.engine.work import Database, Work
from db.outbox.messages import Lane
from db.tables import Outbox
from delivery.journal import Journal
from running.office import Office
from running.threads import Threads
from tests.bot.conftest import FakeBot, until
from tests.bot.test_sender import put, sending, status
from tests.people import ANI, BOT, BUDI, CITRA, MORNING

pytestmark = pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
T = TypeVar("T")
BEING_SENT = update(Outbox).where(col(Outbox.status) == "waiting").values(status="sending")
LATER = update(Outbox).where(col(Outbox.status) == "waiting").values(attempts=1, not_before=bindparam("then"))


async def test_what_the_journal_knows_is_not_sent_again(
    database: Database, office: Office, bot: FakeBot, tmp_path: Path
) -> None:
    office = replace(office, notes=tmp_path)
    for chat, key in ((ANI, "taken"), (BUDI, "perhaps")):
        put(database, chat, key)
    Journal(tmp_path, BOT).note("taken")
    database.write(lambda work: work.change(BEING_SENT))
    async with sending(office, bot):
        await until(lambda: status(database) == {"taken": "sent", "perhaps": "sent"})
        await until(lambda: Journal(tmp_path, BOT).read() == frozenset())
    assert bot.sent == [(BUDI, "perhaps")]


async def test_the_journal_is_empty_when_the_database_knows_all(
    database: Database, office: Office, bot: FakeBot, tmp_path: Path
) -> None:
    office = replace(office, notes=tmp_path)
    async with sending(office, bot):
        for number in range(40):
            put(database, number, f"letter {number}")
        await until(lambda: len(bot.sent) == 40 and set(status(database).values()) == {"sent"})
        await until(lambda: Journal(tmp_path, BOT).read() == frozenset())


def test_a_journal_that_cannot_be_written_is_none(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    journal = Journal(tmp_path / "file" / "below", BOT)
    journal.note("taken")
    journal.clear()
    assert journal.read() == frozenset()


class Deaf(Threads):
    """Commits, and then says once that it failed: as when the database dies with the answer on its lips."""

    deaf = 0

    async def write(self, function: Callable[[Work], T]) -> T:
        result = await super().write(function)
        if self.deaf and isinstance(result, list) and result:
            self.deaf -= 1
            raise ConnectionError
        return result


async def test_a_claim_whose_commit_was_not_heard_of(database: Database, office: Office, bot: FakeBot) -> None:
    threads = Deaf(database)
    threads.deaf = 1
    letters: dict[int, Any] = {ANI: Lane.REPLY, BUDI: Lane.ALERT, CITRA: Lane.BROADCAST}
    for chat, lane in letters.items():
        put(database, chat, f"to {chat}", lane)
    async with sending(replace(office, threads=threads), bot):
        await until(lambda: set(status(database).values()) == {"sent"})
    assert sorted(bot.sent) == [(chat, f"to {chat}") for chat in sorted(letters)]
    threads.close()


async def test_a_clock_set_back_keeps_nobody_waiting(database: Database, office: Office, bot: FakeBot) -> None:
    put(database, ANI, "failed before the clock was set back by two days")
    with database.work() as work:
        work.change(LATER, then=MORNING + timedelta(days=2))
    async with sending(office, bot):
        await until(lambda: len(bot.sent) == 1)


class Watched(FakeBot):
    """Answers after a while, and knows how many letters were without an answer at the same moment."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds, self.unanswered, self.most = seconds, 0, 0

    async def call(self, method: str, params: dict[str, Any]) -> None:
        self.unanswered += 1
        self.most = max(self.most, self.unanswered)
        await asyncio.sleep(self.seconds)
        await super().call(method, params)
        self.unanswered -= 1


async def test_a_crash_leaves_one_letter_in_doubt_where_telegram_answers_at_once(
    database: Database, office: Office
) -> None:
    bot = Watched(0.0)
    for number in range(20):
        put(database, number, f"letter {number}")
    async with sending(office, bot):
        await until(lambda: len(bot.sent) == 20)
    assert bot.most == 1


async def test_slow_answers_do_not_hold_the_others_up(database: Database, office: Office) -> None:
    bot = Watched(0.5)
    for number in range(10):
        put(database, number, f"letter {number}")
    async with sending(office, bot):
        await until(lambda: len(bot.sent) == 10)
    assert bot.most > 1
