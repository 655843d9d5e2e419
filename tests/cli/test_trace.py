"""`catat trace`: the fate of one officer's messages, of nobody else's, and no word of them."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlmodel import col

from core.outgoing import Call
from db.engine.work import Database
from db.outbox.inbox import note_failure, park
from db.outbox.messages import Lane, OutboxMessage, post
from db.tables import Chat, Outbox
from tests.cli.conftest import Catat
from tests.people import ANI, BOT, BUDI
from tests.town import Town


@pytest.fixture
def morning(database: Database) -> Town:
    """Ani has reported twice, Dian once; one of Ani's updates was parked, one letter to her is dead, one waits."""
    town = Town(database)
    town.writes("Ani", "12 S 4 catatan rahasia")
    town.writes("Ani", "13 T besok jam 8")
    town.writes("Dian", "1 S 3")
    with database.work() as work:
        for number, chat in ((901, ANI), (902, BUDI)):
            note_failure(work, BOT, number, "ValueError at bot/talk.py:1", town.now)
            message = {"chat": {"id": chat, "type": "private"}, "text": "pesan rahasia"}
            update_ = {"update_id": number, "message": message}
            park(work, BOT, number, update_, town.now)
        for key, chat in (("digest:1", ANI), ("alert:1", ANI), ("digest:2", BUDI)):
            call = Call("sendMessage", {"chat_id": chat, "text": "rahasia"})
            letter = OutboxMessage(BOT, chat, Lane.DIGEST, key, call)
            post(work, letter, town.now)
        dead = update(Outbox).where(col(Outbox.key) == "digest:1").values(status="dead", error="Forbidden")
        work.change(dead)
        later = town.now + timedelta(hours=9)
        work.change(update(Outbox).where(col(Outbox.key) == "alert:1").values(not_before=later))
    return town


def test_what_happened_is_told_in_order_and_of_nobody_else(catat: Catat, morning: Town) -> None:
    told = catat("trace", "PPL-0001", "--json")
    assert told.code == 0
    events = [json.loads(line) for line in told.text.splitlines()]
    assert [event["at"] for event in events] == sorted(event["at"] for event in events)
    reports = [event["about"] for event in events if event["what"] == "report"]
    assert [about.split()[1:] for about in reports] == [["complete", "(line)"], ["nobody_home", "(line)"]]
    fates = {event["about"]: event["fate"] for event in events if event["what"] != "report"}
    assert fates["digest (digest)"] == "dead: Forbidden"
    assert fates["alert (digest)"].startswith("waits until 2022-10-2")
    assert fates["update 901"] == "ValueError at bot/talk.py:1 (1 times)"
    assert len([about for about in fates if about.startswith("answer to update")]) == 2
    assert "update 902" not in fates


def test_people_read_it_in_the_officers_own_hours_and_no_text_of_anybody(catat: Catat, morning: Town) -> None:
    told = catat("trace", "PPL-0001")
    assert "when (Asia/Makassar)" in told.text
    assert f"{morning.now.astimezone(morning.now.tzinfo):%Y-%m-%d}" in told.text
    assert "rahasia" not in told.text
    assert "7 events in 24 hours" in told.text


def test_who_has_no_chat_or_has_blocked_the_bot_is_said_so(catat: Catat, morning: Town, database: Database) -> None:
    with database.work() as work:
        work.change(update(Chat).where(col(Chat.officer) == "PPL-0001").values(blocked_at=morning.now))
        work.change(update(Chat).where(col(Chat.officer) == "PPL-0002").values(officer=None))
    assert "PPL-0001 has blocked the bot since 2022-10-20" in catat("trace", "PPL-0001").text
    told = catat("trace", "PPL-0002")
    assert "PPL-0002 has no chat" in told.text
    assert "1 events in 24 hours" in told.text


def test_somebody_unknown(catat: Catat) -> None:
    told = catat("trace", "PPL-7777")
    assert (told.code, "there is no officer 'PPL-7777'" in told.text) == (2, True)
