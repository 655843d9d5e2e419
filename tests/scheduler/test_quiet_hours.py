"""Quiet hours and absences: what is held back, what is not, and that all of it leaves once."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from core.outgoing import Call
from db.engine.work import Database
from db.outbox.claims import claim, mark_sent
from db.outbox.messages import Lane, OutboxMessage, post
from db.people.invites import make_invite
from scheduler.jobs import due_runs, perform
from scheduler.reminders import remind
from tests.db.test_outbox import MANY
from tests.people import ANI, BOT, BUDI, MORNING
from tests.town import Town

NOBODY: tuple[set[int], set[int]] = (set(), set())


def run(town: Town) -> None:
    """Do what is due, as the clockwork does."""
    with town.database.read() as work:
        due = due_runs(work, town.now)
    for each in due:
        perform(town.database.write, each, town.campaign, town.now)
    remind(town.database.write, town.campaign, town.now)


def leave(town: Town, chat: int) -> list[str]:
    """The kinds of letters that the sender takes for a chat now: the first part of their keys."""
    kinds = []
    for _ in range(20):
        with town.database.work() as work:
            letters, _ = claim(work, BOT, town.now, MANY, NOBODY)
            for letter in letters:
                mark_sent(work, letter.id, town.now)
                if letter.chat == chat:
                    kinds.append(letter.key.partition(":")[0])
        if not letters:
            return kinds
    raise AssertionError("the outbox does not come to an end")


def say(town: Town, *texts: str, name: str = "Ani") -> None:
    """Somebody writes, and reads the replies."""
    for one in texts:
        town.writes(name, one)
    leave(town, 0)


def at(town: Town, hour: float, day: int = 20) -> Town:
    """An hour in Balikpapan."""
    town.now = MORNING + timedelta(days=day - 20, hours=hour - 9)
    return town


def hours(first: float, last: float, step: float = 0.25) -> list[float]:
    return [first + step * n for n in range(int((last - first) / step) + 1)]


def test_the_morning_list_waits_for_the_end_of_the_night_and_comes_once(database: Database) -> None:
    town = Town(database)
    say(town, "/tenang 21-8:30", "ya")
    came = {}
    for hour in hours(6.5, 9.5):
        run(at(town, hour, day=21))
        if kinds := leave(town, ANI):
            came[hour] = kinds
    assert came == {8.5: ["morning"]}


def test_without_a_setting_nothing_changes(database: Database) -> None:
    town = Town(database)
    run(at(town, 7, day=21))
    assert leave(town, ANI) == ["morning"]


def test_the_hours_are_the_officers_own(database: Database) -> None:
    """A chat of somebody in Jayapura, where it is an hour later than in Balikpapan."""
    town = Town(database)
    with database.work() as work:
        work.change(text("UPDATE officer SET zone = 'Asia/Jayapura' WHERE id = 'PPL-0001'"))
    say(town, "/tenang 20-8", "ya")
    came = {}
    for hour in hours(5.75, 8.5):
        run(at(town, hour, day=21))
        if kinds := leave(town, ANI):
            came[hour] = kinds
    assert came == {7: ["morning"]}, "eight in Jayapura is seven in Balikpapan"


def test_a_leaders_digest_waits_too(database: Database) -> None:
    town = Town(database)
    say(town, "/tenang 17:30-20:00", "ya", name="Budi")
    came = {}
    for hour in hours(17, 21):
        run(at(town, hour))
        if kinds := leave(town, BUDI):
            came[hour] = kinds
    assert came == {20: ["digest"]}


def test_an_appointment_comes_at_its_hour_and_an_own_next_try_waits(database: Database) -> None:
    town = Town(database)
    say(town, "/tenang 15-18", "ya", "/lapor 6", "T", "16:00", "7 J 16:00")
    came = {}
    for hour in hours(15, 19):
        run(at(town, hour))
        if kinds := leave(town, ANI):
            came[hour] = kinds
    assert came == {15.5: ["cases"], 18: ["cases"]}


def test_a_next_try_that_was_made_in_the_quiet_hours_is_not_reminded_of(database: Database) -> None:
    town = Town(database)
    say(town, "/tenang 15-18", "ya", "/lapor 6", "T", "16:00")
    run(at(town, 16))
    say(at(town, 17), "6 S 4")
    run(at(town, 18))
    assert leave(town, ANI) == []


def test_replies_and_alerts_come_at_any_hour(database: Database) -> None:
    town = Town(database)
    say(town, "/tenang 8-20", "ya", name="Budi")
    town.writes("Budi", "/ringkasan")
    town.writes("Ani", "/jeda")
    town.writes("Ani", "ya")
    assert len(leave(town, BUDI)) == 2


CHANGES = [
    ("none any more", "/tenang tidak ada", 7.5, 7.5),
    ("a longer night", "/tenang 21-9", 7.5, 9),
    ("a shorter night", "/tenang 21-8", 7.5, 8),
    ("other hours", "/tenang 13-14", 7.5, 7.5),
]


@pytest.mark.parametrize(("wish", "said", "leaves"), [(c[1], c[2], c[3]) for c in CHANGES], ids=[c[0] for c in CHANGES])
def test_what_waits_follows_a_change(database: Database, wish: str, said: float, leaves: float) -> None:
    town = Town(database)
    say(town, "/tenang 21-8:30", "ya")
    run(at(town, 7, day=21))
    assert leave(town, ANI) == []
    for one in (wish, "ya"):
        at(town, said, day=21).writes("Ani", one)
    came = {}
    for hour in hours(said, 9.5):
        run(at(town, hour, day=21))
        if kinds := [kind for kind in leave(town, ANI) if kind == "morning"]:
            came[hour] = kinds
    assert came == {leaves: ["morning"]}


def test_who_falls_ill_gets_nothing_more_that_waited(database: Database) -> None:
    town = Town(database)
    say(town, "/tenang 21-8:30", "ya")
    run(at(town, 7, day=21))
    say(at(town, 7.5, day=21), "/jeda", "ya")
    run(at(town, 9, day=21))
    assert leave(town, ANI) == []


def test_on_a_new_phone_the_hours_go_along_and_the_old_one_gets_nothing_that_waited(database: Database) -> None:
    town = Town(database)
    say(town, "/tenang 21-8:30", "ya")
    run(at(town, 7, day=21))
    with database.work() as work:
        make_invite(work, "PPL-0001", "second", town.now)
    say(town, "/start second", "ya", name="Ani's new phone")
    assert "21.00–08.30" in town.writes("Ani's new phone", "/setelan")[-1].text
    run(at(town, 9, day=21))
    assert leave(town, ANI) == []
    run(at(town, 7, day=22))
    assert "morning" not in leave(town, town.chat("Ani's new phone"))
    run(at(town, 8.5, day=22))
    assert leave(town, town.chat("Ani's new phone")) == ["morning"]


def test_a_letter_that_failed_is_not_held_any_longer_by_a_change(database: Database) -> None:
    """Only what quiet hours hold back follows them; a broadcast's or a retry's own hour stays."""
    town = Town(database)
    later = town.now + timedelta(hours=3)
    with database.work() as work:
        letter = OutboxMessage(BOT, ANI, Lane.ALERT, "alert:1", Call("sendMessage", {"chat_id": ANI, "text": "x"}))
        post(work, letter, town.now, not_before=later)
    say(town, "/tenang tidak ada", "ya")
    assert leave(town, ANI) == []
    town.now = later
    assert leave(town, ANI) == ["alert"]


ABSENT = [
    ("ill since yesterday", "/jeda", []),
    ("on leave", "/cuti besok sampai sabtu", []),
    ("leave that begins later", "/cuti sabtu - minggu", ["morning", "cases", "cases"]),
    ("at work", "/target", ["morning", "cases", "cases"]),
]


@pytest.mark.parametrize(("wish", "told"), [row[1:] for row in ABSENT], ids=[row[0] for row in ABSENT])
def test_nothing_is_said_to_who_is_absent(database: Database, wish: str, told: list[str]) -> None:
    town = Town(database)
    say(town, "6 J besok 10:00", "/lapor 7", "T", "besok 10:30", wish, "ya")
    came = []
    for hour in hours(6, 11.75):
        run(at(town, hour, day=21))
        came += leave(town, ANI)
    assert came == told


def test_an_hour_that_passed_shortly_before_the_return_is_reminded_of(database: Database) -> None:
    town = Town(database)
    say(town, "6 J 11:00", "/jeda", "ya")
    run(at(town, 11))
    assert leave(town, ANI) == []
    say(at(town, 12), "/lanjut", "ya")
    run(town)
    assert leave(town, ANI) == ["cases"]
    run(town)
    assert leave(town, ANI) == []


def test_the_message_says_since_when(database: Database) -> None:
    """A pause that was typed yesterday evening without a signal begins yesterday."""
    town = Town(database)
    yesterday: datetime = MORNING - timedelta(hours=12)
    town.writes("Ani", "/jeda", yesterday)
    said = town.writes("Ani", "ya", yesterday)
    assert "Rabu, 19 Oktober" in next(one.text for one in said if one.chat == ANI)
