"""An enumerator's whole day over plain lines: the talks, the jobs and the delivery are those of the service."""

import asyncio
import os
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import delete, select
from sqlmodel import col

from db.engine.work import Database
from db.people.invites import make_invite
from db.tables import Chat, Household, Visit
from running.office import Office
from scheduler.jobs import due_runs, perform
from tests.bot.conftest import PATIENCE
from tests.channels.lines import Switchboard
from tests.people import CAMPAIGN, MORNING

ANI, BUDI = 42, 43
"""Their chats on this channel."""


class Pipe:
    """The people's end of both pipes."""

    def __init__(self, office: Office) -> None:
        into, self.typed = os.pipe()
        self.told, out = os.pipe()
        os.set_blocking(self.told, False)
        self.board = Switchboard(office, into, out)
        self.running = asyncio.create_task(self.board.run())
        self.seen = ""

    async def says(self, chat: int, text: str, answer: str) -> str:
        """Somebody types a line; what is told until the answer holds these words."""
        os.write(self.typed, f"{chat} {text}\n".encode())
        return await self.hears(answer, f"{chat} {text}")

    async def hears(self, answer: str, after: str = "") -> str:
        """What is told until it holds these words."""
        told = ""
        for _ in range(int(PATIENCE / 0.01)):
            try:
                told += os.read(self.told, 1 << 16).decode()
            except BlockingIOError:
                await asyncio.sleep(0.01)
            if self.running.done():
                self.running.result()
            if answer in told:
                return told
        raise AssertionError(f"after {after!r} nothing said {answer!r}: {told}")

    async def close(self) -> None:
        os.close(self.typed)
        await self.running


@pytest.fixture
async def pipe(database: Database, office: Office) -> AsyncIterator[Pipe]:
    with database.work() as work:
        work.change(delete(Chat))
        for officer, code in (("PPL-0001", "Ani's"), ("PML-001", "Budi's")):
            make_invite(work, officer, code, office.clock.now())
    pipe = Pipe(office)
    yield pipe
    await pipe.close()


async def test_a_day(pipe: Pipe, database: Database) -> None:
    await pipe.says(ANI, "/start Ani's", "Ani")
    await pipe.says(BUDI, "/start Budi's", "Budi")
    morning = MORNING.replace(hour=23) - timedelta(days=1)
    runs = [run for run in database.write(lambda work: due_runs(work, morning)) if run.job == "morning"]
    for run in runs:
        perform(database.write, run, CAMPAIGN, morning)
    pipe.board.sender.wake()
    assert "[1 = /lapor 1]" in await pipe.hears("Slamet Riyadi"), "the list of the day, with what its buttons do"
    await pipe.says(ANI, "/target", "Target hari ini")
    assert f"{ANI} [Menolak]" in await pipe.says(ANI, "/lapor 1", "Siapa yang ditemui")
    await pipe.says(ANI, "4", "Tersimpan: No. 1 · Slamet Riyadi · Selesai")
    await pipe.says(ANI, "/lapor 2", "Siapa yang ditemui")
    await pipe.says(ANI, "Menolak", "[Sedang sibuk]")
    await pipe.says(ANI, "anjing galak", "Kapan")
    await pipe.says(ANI, "besok jam 16", "Siti Aminah")
    await pipe.says(ANI, "3 S 2; 4 T besok 10:00; 5 seleai 3", "3 Andi Tenri")
    await pipe.says(ANI, "/koreksi 3", "Andi Tenri")
    await pipe.says(ANI, "batal", "Dibatalkan")
    assert "(capaian.png)" in await pipe.says(ANI, "/capaian", "capaian.png"), "a picture is told by its name"
    assert "Ani" in await pipe.says(BUDI, "/ringkasan", "Ani")
    with database.read() as work:
        statuses = select(col(Household.no), col(Household.status)).where(col(Household.id).in_((1, 2, 3, 4)))
        assert sorted(tuple(row) for row in work.rows(statuses)) == [
            (1, "complete"), (2, "refused"), (3, "complete"), (4, "nobody_home"),
        ]  # fmt: skip
        assert len(work.rows(select(col(Visit.id)))) == 4


async def test_hostile_lines_are_answered(pipe: Pipe) -> None:
    await pipe.says(ANI, "/start Ani's", "Ani")
    for text in ("x" * 5000, "<b>&amp;</b>", "\x00\x1b[2J", "1 S 4 " * 400, "/", "😀" * 900):
        await pipe.says(ANI, text, str(ANI))
