"""Presses that no button of ours has, and replies to messages that were never written, in the middle of a question."""

import pytest

from db.engine.work import Database
from tests import updates
from tests.town import Said, Town

FORGED = {
    "a number beyond all lists": "00:lapor:99999999",
    "a number beyond the database": "00:lapor:9223372036854775808",
    "nothing behind the command": "00:lapor:",
    "an answer of a later question": "1:revisit:202210201900",
    "a stored answer": "1:outcome:complete 5",
    "the rest of a line": "1:outcome:line S 4",
    "what is stored of doubts": "1:outcome:complete 12?",
    "what is stored of a sure number": "1:so_many:people",
    "a talk of another time": "77:outcome:4",
    "a talk beyond the database": "9" * 30 + ":outcome:4",
    "digits of another script": "٣:outcome:4",
    "a guess from nowhere": "0:maksud:zzzzzzzz 3 S 4",
    "a guess without a line": "0:maksud:",
    "no such command": "0:hapus:3",
    "marks alone": "::",
    "nothing": "",
}
ANSWERED = {
    "three hundred households": " ".join(f"{no} · x" for no in range(1, 300)),
    "two households": "1 · Slamet Riyadi\n2 · Siti Aminah",
    "another name": "No. 1 · Siti Aminah",
    "digits without an end": "9" * 4000,
    "a number beyond the database": "99999 · Slamet Riyadi",
}


def press(town: Town, asked: Said, data: str) -> list[Said]:
    screen = updates.shown(asked.number, asked.chat, "Ani", town.now, asked.text)
    return town.deliver(updates.press(next(town.numbers), asked.chat, "Ani", data, screen))


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_press_stores_nothing_and_the_question_goes_on(database: Database, name: str) -> None:
    town = Town(database)
    asked = town.writes("Ani", "/lapor 3")[-1]
    assert len(press(town, asked, FORGED[name])) == 1
    assert not town.visits()
    town.writes("Ani", "/lapor 3")
    town.writes("Ani", "S 4")
    assert [(visit.household, visit.persons) for visit in town.visits()] == [(3, 4)]


def test_a_button_tapped_three_times_is_one_report(database: Database) -> None:
    town = Town(database)
    asked = town.writes("Ani", "/lapor 3")[-1]
    button = asked.button("4")
    assert button is not None
    answers = [press(town, asked, button.data)[0].text for _ in range(3)]
    assert [visit.household for visit in town.visits()] == [3]
    assert answers[0].startswith("✅") and "sudah lewat" in answers[1] and "sudah lewat" in answers[2]


@pytest.mark.parametrize("name", ANSWERED)
def test_a_reply_to_what_names_no_one_household_is_asked_about(database: Database, name: str) -> None:
    town = Town(database)
    (said,) = town.sends("Ani", text="S 4", reply_to_message=updates.answered(ANSWERED[name]))
    assert not town.visits() and "keluarga nomor berapa" in said.text
