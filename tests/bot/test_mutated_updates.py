"""No update holds the others up, whatever is in it: it is worked on, ignored or put aside, at its first delivery."""

import json
from typing import Any

import pytest
from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient

from api.app import add_webhook
from db.engine.work import Database
from db.outbox.inbox import parked
from running.office import Office
from tests.bot.conftest import FakeBot, reception_of
from tests.bot.mutations import mutated
from tests.people import ANI, BOT, MORNING
from tests.town import Town
from tests.updates import message, press

SEED, NUMBER = 11, 1000
HEADERS = {"X-Telegram-Bot-Api-Secret-Token": "s"}


class Door:
    """The webhook of a bot."""

    def __init__(self, office: Office, bot: FakeBot) -> None:
        app = FastAPI()
        reception = reception_of(bot, office)
        add_webhook(app, "/telegram", "main", lambda _bot, _secret: reception)
        self.client = AsyncClient(transport=ASGITransport(app), base_url="http://test")

    async def post(self, body: bytes) -> int:
        """The status."""
        return (await self.client.post("/telegram", content=body, headers=HEADERS)).status_code

    async def deliver(self, update: dict[str, Any]) -> int:
        """Deliver an update as JSON, with lone surrogates as they may be written there."""
        return await self.post(json.dumps(update).encode())


@pytest.fixture
async def door(office: Office, bot: FakeBot) -> Door:
    return Door(office, bot)


async def test_mutated_updates(door: Door, database: Database) -> None:
    refused = [update["update_id"] for update in mutated(SEED, NUMBER) if await door.deliver(update) != 200]
    assert refused == []
    with database.read() as work:
        aside = parked(work)
    whys = {row.error for row in aside}
    assert not [why for why in whys if "bot/event.py" not in why], "what was read was worked on, too"
    assert 50 < len(aside) < NUMBER / 2
    assert await door.deliver(message(NUMBER + 1, ANI, "Ani", MORNING, text="/target")) == 200
    assert any("Target hari ini" in said.text for said in Town(database).said())


async def test_a_press_with_a_nul_is_answered_and_the_others_are_too(door: Door, database: Database) -> None:
    town = Town(database)
    assert await door.deliver(press(1, ANI, "Ani", "1:outcome\0:complete")) == 200
    assert len(town.said()) == 1
    for number in range(2, 112):
        assert await door.deliver(message(number, ANI, "Ani", MORNING, text="/target")) == 200
    assert len(town.said()) == 110
    with database.read() as work:
        assert parked(work) == []


async def test_what_cannot_be_read_is_parked_at_once_and_the_person_told(door: Door, database: Database) -> None:
    town = Town(database)
    update = message(7, ANI, "Ani", MORNING, text={"NIK": "\0\ud800"})
    for _ in range(3):
        assert await door.deliver(update) == 200
    (sorry,) = town.said()
    assert "C901-7" in sorry.text
    with database.read() as work:
        ((bot, number, _, error, _),) = parked(work)
    assert (bot, number) == (BOT, 7)
    assert error == "Unreadable at bot/event.py:{} _text".format(error.split(":")[1].split(" ")[0])


@pytest.mark.parametrize("number", [None, True, 2**63, -(2**64), 1.5, "1", [], {}])
async def test_an_update_without_a_number_of_its_own_is_refused(door: Door, number: Any) -> None:
    assert await door.deliver({**message(1, ANI, "Ani", MORNING, text="x"), "update_id": number}) == 400


async def test_no_json_is_refused(door: Door) -> None:
    assert await door.post(b"[" * 100_000) == 400
    assert await door.post(b"\xff") == 400
