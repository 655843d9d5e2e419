"""The guard at the edge: what reaches a talk is masked, the message is deleted, and codes of the deployment stay."""

from dataclasses import fields, replace
from typing import Any

import pytest
from sqlalchemy import text
from telegram.error import BadRequest, InvalidToken, NetworkError

from bot.edge import kept_of
from bot.event import Event, event_of
from bot.guard import guarded
from channels.telegram.failures import Fate, judge, let_be
from core.masking import Kind
from core.outgoing import Delete, Message, Outgoing, Pin
from db.engine.work import Database
from db.outbox.messages import Claimed, Lane
from tests import updates
from tests.people import ANI, BOT, MORNING, RT1
from tests.town import Town

NIK = "6471051208900003"
LEFT_AS_IT_CAME = {"kind", "press", "file", "whose", "album", "answers"}
"""Texts of an event that nobody writes: our own words, and ids of Telegram."""
DELETIONS = text("SELECT chat, key, params FROM outbox WHERE method = 'delete' ORDER BY id")


def test_every_text_of_an_event_is_guarded(sqlite_database: Database) -> None:
    event = Event(BOT, 1, ANI, "text", MORNING)
    texts = {each.name for each in fields(Event) if each.type == "str"} - LEFT_AS_IT_CAME
    wanted: dict[str, Any] = dict.fromkeys(texts, f"a {NIK}")
    with sqlite_database.read() as work:
        seen = guarded(work, replace(event, **wanted))
    assert {name: getattr(seen, name) for name in texts} == dict.fromkeys(texts, "a 6471…0003")
    assert seen.masked == {Kind.CARD}


@pytest.mark.parametrize("code", [RT1, "6471", "PPL-0001"])
def test_codes_of_the_deployment_stay(database: Database, code: str) -> None:
    with database.read() as work:
        for data in (code, f"3:area:{code}", f"SLS {code} dan {code}"):
            event = Event(BOT, 1, ANI, "press", MORNING, data=data)
            assert guarded(work, event) == event


def test_a_list_of_numbers_asks_the_database_a_few_times_only(sqlite_database: Database) -> None:
    many = " x ".join(str(64_710_100_010_001 + number) for number in range(200))
    with sqlite_database.read() as work:
        seen = guarded(work, Event(BOT, 1, ANI, "text", MORNING, many))
    assert seen.text.startswith(f"{RT1} x 64710100010002 x 6471…0003")
    assert "64710100010030" not in seen.text


def test_the_message_is_deleted_once(database: Database) -> None:
    town = Town(database)
    town.writes("Ani", f"12 M sibuk {NIK}")
    town.deliver(town.last)
    with database.read() as work:
        letters = work.connection.execute(DELETIONS).all()
    assert [(each.chat, each.key) for each in letters] == [(ANI, f"{BOT}:1:delete")]
    assert "6471" not in str(letters)
    assert [visit.note for visit in town.visits()] == ["sibuk 6471…0003"]


def test_other_messages_stay(database: Database) -> None:
    town = Town(database)
    town.writes("Ani", "12 S 4; 13 M sibuk; 14 T 08:30")
    with database.read() as work:
        assert work.connection.execute(DELETIONS).all() == []


def test_a_contact_card_leaves_no_phone() -> None:
    update = updates.message(1, ANI, "Ani", MORNING, **updates.CONTENT["contact"])
    event = event_of(BOT, update, MORNING, MORNING - MORNING)
    assert event is not None
    assert "8123456789" not in repr(event)
    assert "8123456789" not in str(kept_of(update))


def test_an_update_that_is_put_aside_is_masked() -> None:
    update = updates.message(1, ANI, f"Ani {NIK}", MORNING, text=f"x {NIK}", reply_to_message={"text": NIK})
    assert NIK not in str(kept_of(update))
    assert kept_of(update)["message"]["chat"]["id"] == ANI


@pytest.mark.parametrize(
    ("error", "fate"),
    [
        (BadRequest("Message to delete not found"), Fate.SENT),
        (BadRequest("Message can't be deleted for everyone"), Fate.SENT),
        (InvalidToken("Not Found"), Fate.SENT),  # a server that does not know deleteMessage
        (NetworkError("away"), Fate.AGAIN),
    ],
)
def test_what_cannot_be_deleted_is_let_be(error: Any, fate: Fate) -> None:
    assert let_be(claimed(Delete(7)), judge(error, Lane.REPLY, 1)).fate is fate
    assert let_be(claimed(Pin(7)), judge(error, Lane.CARD, 1)).fate is fate
    assert let_be(claimed(Message((), place=7), Lane.CARD), judge(error, Lane.CARD, 1)).fate is fate
    assert let_be(claimed(Message(())), judge(error, Lane.REPLY, 1)).fate is not Fate.SENT


def claimed(what: Outgoing, lane: Lane = Lane.REPLY) -> Claimed:
    return Claimed(1, BOT, ANI, lane, what, 1)
