"""The reception: an update that keeps failing is put aside, the person is told, and the chat goes on."""

import asyncio
import re
from typing import Any

import pytest
from sqlalchemy.exc import DatabaseError

from db.engine.work import Database
from db.outbox.inbox import parked
from running.office import Office
from tests.bot.conftest import FakeBot, reception_of, until
from tests.people import ANI, BOT, CITRA, MORNING
from tests.town import Town
from tests.updates import message, press

FAULTS = {
    "sqlite": [
        """CREATE TRIGGER poison BEFORE INSERT ON visit WHEN new.note = 'POISON'
        BEGIN SELECT RAISE(ABORT, 'poison'); END"""
    ],
    "postgresql": [
        """CREATE FUNCTION poison() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN IF new.note = 'POISON' THEN RAISE EXCEPTION 'poison'; END IF; RETURN new; END $$""",
        "CREATE TRIGGER poison BEFORE INSERT ON visit FOR EACH ROW EXECUTE FUNCTION poison()",
    ],
}


class Desk:
    """A reception with its phone: what arrives, and what is answered."""

    def __init__(self, database: Database, office: Office, bot: FakeBot) -> None:
        self.woken, self.number, self.bot = 0, 100, bot
        self.reception = reception_of(bot, office, self.wake)
        self.town = Town(database)

    def wake(self) -> None:
        self.woken += 1

    def update(self, text: str, chat: int = ANI) -> dict[str, Any]:
        self.number += 1
        return message(self.number, chat, "Ani", MORNING, text=text)

    async def writes(self, *texts: str) -> list[str]:
        """Write some texts; the answers to the last."""
        for text in texts:
            self.town.said()
            await self.reception.receive(self.update(text))
        return [said.text for said in self.town.said()]


@pytest.fixture
async def desk(database: Database, office: Office, bot: FakeBot) -> Desk:
    return Desk(database, office, bot)


def poison(database: Database) -> None:
    """Let the database refuse visits with the note POISON."""
    with database.work() as work:
        for statement in FAULTS[work.connection.dialect.name]:
            work.connection.exec_driver_sql(statement)


async def test_the_third_failure_parks_an_update(database: Database, desk: Desk) -> None:
    poison(database)
    await desk.writes("/lapor 4", "akses ditutup")
    poisonous = desk.update("POISON")
    for _ in range(2):
        with pytest.raises(DatabaseError):
            await desk.reception.receive(poisonous)
        assert desk.town.said() == []
        with database.read() as work:
            assert parked(work) == []
    await desk.reception.receive(poisonous)
    (sorry,) = desk.town.said()
    assert f"C901-{poisonous['update_id']}" in sorry.text
    assert sorry.menu
    with database.read() as work:
        (row,) = parked(work)
    assert (row.bot, row.update_id, row.attempts) == (BOT, poisonous["update_id"], 3)
    assert re.fullmatch(r"\w+Error at db/engine/\w+\.py:\d+ \w+", row.error)
    assert "POISON" not in row.error

    # Telegram may deliver it again: it is not worked on any more, and nothing more is said.
    await desk.reception.receive(poisonous)
    assert desk.town.said() == []
    # The chat goes on.
    assert "Tersimpan" in (await desk.writes("/lapor 4", "akses ditutup", "Ada anjing"))[0]
    assert [visit.note for visit in desk.town.visits()] == ["Ada anjing"]


async def test_a_failure_leaves_nothing_behind(database: Database, desk: Desk) -> None:
    poison(database)
    await desk.writes("/lapor 4", "akses ditutup")
    talk, households = desk.town.talk(ANI), desk.town.households()
    with pytest.raises(DatabaseError):
        await desk.reception.receive(desk.update("POISON"))
    assert (desk.town.talk(ANI), desk.town.households(), desk.town.visits()) == (talk, households, [])
    assert desk.town.said() == []


async def test_a_failure_that_passes_is_no_failure(database: Database, desk: Desk) -> None:
    poison(database)
    await desk.writes("/lapor 4", "akses ditutup")
    update = desk.update("POISON")
    with pytest.raises(DatabaseError):
        await desk.reception.receive(update)
    with database.work() as work:
        drop = "DROP TRIGGER poison" + (" ON visit" if work.postgres else "")
        work.connection.exec_driver_sql(drop)
    await desk.reception.receive(update)
    assert ["Tersimpan" in said.text for said in desk.town.said()] == [True]
    with database.read() as work:
        assert parked(work) == []


async def test_one_poisonous_update_takes_no_neighbour_along(database: Database, desk: Desk) -> None:
    poison(database)
    await desk.writes("/lapor 4", "akses ditutup")
    updates = [desk.update("/cek 84X-DZP-7M8", CITRA + 100 + number) for number in range(20)]
    updates.insert(10, desk.update("POISON"))
    results = await asyncio.gather(*map(desk.reception.receive, updates), return_exceptions=True)
    assert [isinstance(result, DatabaseError) for result in results] == [number == 10 for number in range(21)]
    assert len(desk.town.said()) == 20


async def test_the_same_update_five_times_at_once(desk: Desk) -> None:
    await desk.writes("/lapor 3", "selesai")
    update = desk.update("4")
    await asyncio.gather(*[desk.reception.receive(update) for _ in range(5)])
    assert len(desk.town.said()) == 1
    assert [visit.persons for visit in desk.town.visits()] == [4]


async def test_a_press_is_answered_at_once_and_the_sender_woken(desk: Desk) -> None:
    before = desk.woken
    await desk.reception.receive(press(900, ANI, "Ani", "1:outcome:complete"))
    await until(lambda: desk.bot.answered == ["press-900"])
    assert desk.woken == before + 1
