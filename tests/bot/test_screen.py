"""Where a press is answered: in the place of its question, or in a message of its own."""

from typing import Any

from sqlalchemy import update

from bot.flows.kit.script import Turn
from bot.turns import turn_message
from channels.telegram.render import call_of
from core.outgoing import Offer
from db.engine.work import Database
from db.tables import Chat
from tests import updates
from tests.people import ANI
from tests.town import Said, Town


def asked(database: Database, text: str = "/lapor 3") -> tuple[Town, Said]:
    """A town in which Ani looks at a question."""
    town = Town(database)
    (said,) = town.writes("Ani", text)
    return town, said


def test_a_press_is_answered_in_place_and_a_text_below(sqlite_database: Database) -> None:
    town, question = asked(sqlite_database)
    (reason,) = town.presses("Ani", "Menolak")
    assert (reason.number, reason.edit) == (question.number, True)
    (hour,) = town.writes("Ani", "sibuk")
    assert hour.number > reason.number and not hour.edit
    (receipt,) = town.presses("Ani", "Kam 20 Okt 19.40")
    assert (receipt.number, receipt.edit) == (hour.number, True)


def test_the_answer_to_an_old_copy_of_the_question_stands_below_the_new_one(sqlite_database: Database) -> None:
    town, question = asked(sqlite_database)
    town.writes("Ani", "zzz")
    (answer,) = town.presses("Ani", "Menolak", old=True)
    assert not answer.edit
    assert town.spent == {question.number}, "its buttons have done their work"


def test_what_was_told_beside_the_question_stays(sqlite_database: Database) -> None:
    town, _ = asked(sqlite_database)
    (beside,) = town.writes("Ani", "4 S 4")
    assert "✅ 4 " in beside.text
    (answer,) = town.presses("Ani", "Menolak")
    assert not answer.edit
    assert town.spent == {beside.number}
    (again,) = town.presses("Ani", "Sedang sibuk")
    assert (again.number, again.edit) == (answer.number, True)


def test_a_second_tap_says_nothing_new(sqlite_database: Database) -> None:
    town, question = asked(sqlite_database)
    (first,) = town.presses("Ani", "Menolak")
    (second,) = town.presses("Ani", "Menolak", old=True)
    assert (second.text, second.rows, second.number, second.edit) == (first.text, first.rows, question.number, True)
    assert len(town.visits()) == 0


def test_a_message_too_old_to_be_told_is_answered_below(sqlite_database: Database) -> None:
    town, question = asked(sqlite_database)
    button = question.button("Menolak")
    assert button is not None
    for shown in (None, {"message_id": question.number, "date": 0, "chat": {"id": ANI, "type": "private"}}):
        (answer,) = town.deliver(updates.press(next(town.numbers), ANI, "Ani", button.data, shown))
        assert not answer.edit
        town.writes("Ani", "kembali")


def test_a_question_of_an_earlier_release_is_answered_below(sqlite_database: Database) -> None:
    town, _ = asked(sqlite_database)
    talk = town.talk(ANI)
    assert talk is not None
    del talk["screen"]
    with sqlite_database.work() as work:
        work.change(update(Chat).values(talk=talk))
    (answer,) = town.presses("Ani", "Menolak")
    assert not answer.edit
    (answer,) = town.presses("Ani", "Sedang sibuk")
    assert answer.edit


def test_another_language_brings_its_keyboard(sqlite_database: Database) -> None:
    town, _ = asked(sqlite_database, "/bahasa")
    (answer,) = town.presses("Ani", "English")
    assert not answer.edit
    assert answer.menu


def test_a_button_that_does_its_work_once(sqlite_database: Database) -> None:
    """A receipt keeps its words; its buttons go when the talk that they begin has begun."""
    town = Town(sqlite_database)
    (receipt,) = town.writes("Ani", "3 S 4")
    for once, spent in ((False, set[int]()), (True, {receipt.number})):
        pressed(town, receipt, Offer("lapor", "4", "➡️ 4", once=once))
        assert town.spent == spent
    (listed,) = pressed(town, receipt, Offer("target", "", "Daftar", once=True))
    assert not listed.edit
    assert "Target hari ini" in listed.text


def pressed(town: Town, message: Said, offer: Offer) -> list[Said]:
    """Ani presses an offer under a message."""
    caller: Any = type("Caller", (), {"chat_id": ANI, "role": "ppl", "language": "id", "training": False})
    offered = call_of(turn_message(caller, Turn(offers=[offer]), 1), ANI, "id")
    (((button,),)) = offered.params["reply_markup"]["inline_keyboard"]
    shown = updates.shown(message.number, ANI, "Ani", town.now, message.text)
    said = town.deliver(updates.press(next(town.numbers), ANI, "Ani", button["callback_data"], shown))
    assert not any(each.edit for each in said)
    return said
