"""Whether a question still stands at the end of its chat, and whether its answer comes in time."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, text

from core.outgoing import CHANGED, COMMANDS, FILE, NEW, Message, kind_of
from core.words import words
from db.engine.work import Database
from db.outbox.messages import Claimed, Lane
from db.outbox.screen import in_time, is_lowest
from db.tables import Outbox
from tests.people import ANI, BOT, BUDI, MORNING

MINUTE = timedelta(minutes=1)


def put(database: Database, number: int, chat: int = ANI, **more: Any) -> None:
    """A letter of this number, sent so many minutes after seven unless it says otherwise."""
    at = MORNING + number * MINUTE
    row = {
        **{"id": number, "bot": BOT, "chat": chat, "lane": -1, "key": f"letter {number}", "status": "sent"},
        **{"method": NEW, "params": {}, "attempts": 1, "created_at": at, "sent_at": at, "not_before": None},
    }
    with database.work() as work:
        work.change(insert(Outbox), **row | more)


BELOW: list[tuple[str, dict[str, Any], bool]] = [
    ("a reminder", {"lane": 2}, False),
    ("a file", {"method": FILE}, False),
    ("what is about to leave", {"status": "waiting", "sent_at": None}, False),
    ("what quiet hours hold back", {"status": "waiting", "sent_at": None, "not_before": MORNING + 90 * MINUTE}, True),
    ("what was held back till now", {"id": 1, "created_at": MORNING - 90 * MINUTE}, False),
    ("an older message", {"id": 1, "sent_at": MORNING}, True),
    ("an edit further up", {"method": CHANGED}, True),
    ("a list of commands", {"method": COMMANDS}, True),
    ("somebody else's", {"chat": BUDI}, True),
]


@pytest.mark.parametrize(("label", "other", "lowest"), BELOW, ids=[label for label, _, _ in BELOW])
def test_what_stands_below_a_question(
    database: Database, label: str, other: dict[str, Any], lowest: bool
) -> None:
    put(database, 2)
    put(database, 3, **other)
    with database.read() as work:
        assert is_lowest(work, "letter 2", MORNING + 5 * MINUTE) is lowest


def test_a_question_that_is_not_known_any_more(database: Database) -> None:
    with database.read() as work:
        assert not is_lowest(work, "letter 2", MORNING)


def claimed(lane: Lane = Lane.REPLY) -> Claimed:
    """The second letter as it is about to be sent."""
    return Claimed(2, BOT, ANI, lane, Message((words("talk.cancelled"),), place=7), 1, "letter 2")


LATE: list[tuple[str, dict[str, Any], dict[str, Any], datetime, str]] = [
    ("at once", {}, {"chat": BUDI}, MORNING + 2 * MINUTE, CHANGED),
    ("the person has gone on", {}, {"status": "waiting", "sent_at": None}, MORNING + 2 * MINUTE, NEW),
    ("something came meanwhile", {}, {"lane": 2}, MORNING + 2 * MINUTE, NEW),
    ("after minutes", {}, {"chat": BUDI}, MORNING + 9 * MINUTE, NEW),
    ("after minutes, perhaps once more", {"attempts": 2}, {"chat": BUDI}, MORNING + 9 * MINUTE, CHANGED),
]


@pytest.mark.parametrize(("label", "own", "other", "now", "method"), LATE, ids=[case[0] for case in LATE])
def test_an_answer_that_comes_late_is_a_message(
    database: Database, label: str, own: dict[str, Any], other: dict[str, Any], now: datetime, method: str
) -> None:
    put(database, 2, method=CHANGED, status="sending", sent_at=None, **own)
    put(database, 3, **other)
    with database.read() as work:
        (left,) = in_time(work, [claimed()], now)
    assert kind_of(left.what) == method


def test_other_letters_leave_as_they_are(database: Database) -> None:
    put(database, 2, method=CHANGED, lane=int(Lane.BROADCAST))
    put(database, 3)
    letters = [replace(claimed(), what=Message((words("talk.cancelled"),))), claimed(Lane.BROADCAST)]
    with database.read() as work:
        assert in_time(work, letters, MORNING + 9 * MINUTE) == letters


ANSWERED: list[tuple[str, int, dict[str, Any], bool]] = [
    ("perhaps made, and its message has the next question", 2, {"method": CHANGED, "params": {"place": 7}}, True),
    ("perhaps made, and another message was edited", 2, {"method": CHANGED, "params": {"place": 6}}, False),
    ("never tried", 1, {"method": CHANGED, "params": {"place": 7}}, False),
    ("perhaps made, in somebody else's chat", 2, {"method": CHANGED, "params": {"place": 7}, "chat": BUDI}, False),
]


@pytest.mark.parametrize(("label", "attempts", "newer", "done"), ANSWERED, ids=[each[0] for each in ANSWERED])
def test_an_answered_question_does_not_come_back(
    database: Database, label: str, attempts: int, newer: dict[str, Any], done: bool
) -> None:
    """One process has edited, another is not sure of it; meanwhile the person has pressed the next button."""
    put(database, 2, method=CHANGED, status="sending", sent_at=None, attempts=attempts, params={"place": 7})
    put(database, 3, **newer)
    with database.work() as work:
        letter = replace(claimed(), attempts=attempts)
        left = in_time(work, [letter], MORNING + 4 * MINUTE)
        status = work.value(text("SELECT status FROM outbox WHERE id = 2"))
    assert (left == [], status == "sent") == (done, done)
