"""`catat retry`: a parked message is handled once, as if it came late, and never in the place of an answer."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot import talk
from db.engine.work import Database
from db.outbox.inbox import first_time, note_failure, park
from tests import updates
from tests.cli.conftest import Catat
from tests.cli.test_bots import listed
from tests.people import ANI, BOT, BUDI, MORNING
from tests.town import Town

NUMBER = 901
NAME = f"{BOT}/{NUMBER}"


def put_aside(database: Database, update: dict[str, Any] | None) -> None:
    """Park an update of the morning."""
    with database.work() as work:
        first_time(work, BOT, NUMBER, MORNING)
        note_failure(work, BOT, NUMBER, "ValueError at bot/talk.py:1", MORNING)
        park(work, BOT, NUMBER, update, MORNING)


def written(text: str, chat: int = ANI) -> dict[str, Any]:
    """A message of yesterday afternoon. Telegram's dates are real ones: the program's clock is set apart from them."""
    return updates.message(NUMBER, chat, "Ani", datetime.now(UTC) - timedelta(hours=20), text=text)


def aside(catat: Catat) -> list[list[str]]:
    return [row[:4] for row in listed(catat("status")) if row[0] == "parked update"]


def test_a_report_is_stored_once_with_its_own_hour_and_answered(catat: Catat, database: Database) -> None:
    town = Town(database)
    put_aside(database, written("12 S 4"))
    assert aside(catat) == [["parked update", NAME, "PPL-0001", "ValueError at bot/talk.py:1"]]
    assert "was handled" in catat("retry", NAME).text
    assert [(visit.household, visit.day) for visit in town.visits()] == [(12, date(2022, 10, 19))]
    assert [said.chat for said in town.said()] == [ANI]
    assert aside(catat) == []
    again = catat("retry", NAME)
    assert (again.code, "it was handled already" in again.text) == (2, True)
    assert len(town.visits()) == 1


def test_what_fails_again_stays_parked_and_stores_nothing(
    catat: Catat, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = Town(database)
    put_aside(database, written("12 S 4"))

    def broken(*_: object, **__: object) -> None:
        raise LookupError("Ani's words")

    with monkeypatch.context() as patched:
        patched.setattr(talk.Talk, "reply", broken)
        told = catat("retry", NAME)
    assert (told.code, "failed again (LookupError at " in told.text, "words" in told.text) == (2, True, False)
    assert town.visits() == []
    assert [row[:3] for row in aside(catat)] == [["parked update", NAME, "PPL-0001"]]
    assert catat("retry", NAME).code == 0
    assert len(town.visits()) == 1


def test_it_is_never_taken_for_the_answer_to_another_question(catat: Catat, database: Database) -> None:
    town = Town(database)
    put_aside(database, written("4"))
    town.writes("Ani", "/lapor 12")
    before = town.talk(ANI)
    told = catat("retry", NAME)
    assert (told.code, "is answering a question" in told.text) == (2, True)
    assert (town.talk(ANI), town.visits()) == (before, [])
    assert len(aside(catat)) == 1
    town.writes("Budi", "/pesan")
    town.writes("Ani", "batal")
    assert catat("retry", NAME).code == 0, "what Budi is asked does not matter to Ani's"


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        pytest.param(None, "too little is kept", id="its number alone"),
        pytest.param({"update_id": NUMBER, "message": {"text": "12 S 4"}}, "too little is kept", id="no chat"),
        pytest.param({"update_id": NUMBER, "poll": {}}, "nobody wrote", id="nothing that a person wrote"),
    ],
)
def test_what_cannot_be_handled_is_said_so(
    catat: Catat, database: Database, kept: dict[str, Any] | None, told: str
) -> None:
    put_aside(database, kept)
    said = catat("retry", NAME)
    assert (said.code, told in said.text) == (2, True)
    assert len(aside(catat)) == 1


def test_names_that_are_none_and_updates_that_were_never_parked(catat: Catat, database: Database) -> None:
    put_aside(database, written("halo", BUDI))
    for other in ("901", f"{BOT}/902", "x/y", "9" * 30):
        assert catat("retry", other).code == 2
    assert len(aside(catat)) == 1
