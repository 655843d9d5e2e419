"""The outbox: one letter a chat at a time, in order, the important first, and each letter once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import bindparam, insert, select, update
from sqlmodel import col

from core.outgoing import Call, Message
from core.people.person import Role
from core.visits.outcomes import Outcome
from core.words import words
from db.engine.work import Database, Work
from db.outbox.claims import (
    Room,
    claim,
    is_waiting,
    mark_again,
    mark_dead,
    mark_sent,
    put_back,
    retry_now,
    send_uncertain_again,
    take_over,
)
from db.outbox.messages import Claimed, Lane, OutboxMessage, counts, drop_waiting, post, row_of
from db.outbox.waiting import hurry
from db.status import dead, resend
from db.tables import Outbox
from scheduler.jobs import due_runs, perform
from scheduler.timetable import DIGEST
from tests.people import ANI, BOT, BUDI, CAMPAIGN, CITRA, DEWI, EKO, MORNING, WITA
from tests.town import HOUSEHOLD, VISITS, Town

STATUS = select(col(Outbox.status)).where(col(Outbox.key) == bindparam("key"))
NOBODY: tuple[set[int], set[int]] = (set(), set())
MANY = Room(100, 100, 100)


def put(work: Work, chat: int, key: str, lane: Lane = Lane.REPLY, **when: Any) -> bool:
    return post(work, OutboxMessage(BOT, chat, lane, key, Call("sendMessage", {"text": key})), MORNING, **when)


def take(work: Work, room: Room = MANY, closed: tuple[set[int], set[int]] = NOBODY) -> list[str]:
    """The keys of the letters that are claimed now."""
    return [letter.key for letter in claimed(work, room, closed)]


def claimed(work: Work, room: Room = MANY, closed: tuple[set[int], set[int]] = NOBODY) -> list[Claimed]:
    return claim(work, BOT, MORNING, room, closed)[0]


def test_one_letter_a_chat_in_the_order_of_posting(database: Database) -> None:
    with database.work() as work:
        for key, chat in (("a1", ANI), ("b1", BUDI), ("a2", ANI), ("a3", ANI), ("b2", BUDI)):
            put(work, chat, key)
        assert take(work) == ["a1", "b1"]
        assert take(work, closed=({ANI, BUDI}, set())) == []
        assert take(work, closed=({BUDI}, set())) == ["a2"]


def test_the_important_leaves_first(database: Database) -> None:
    with database.work() as work:
        for chat, lane in enumerate(reversed(Lane), 1):
            put(work, chat, lane.name, lane)
        assert take(work, Room(3, 2, 2)) == ["REPLY", "CITIZEN"]
        assert take(work, Room(5, 0, 0)) == []
        assert take(work, Room(5, 1, 1)) == ["ALERT"]
        assert take(work, Room(5, 1, 1)) == ["REMINDER"]
        assert take(work, closed=(set(), {3})) == ["BROADCAST", "CARD"], "a digest waits while its chat is fresh"


HELD: list[tuple[str, list[Lane], Room, Lane | None]] = [
    ("nothing waits", [], Room(0, 0, 0), None),
    ("there is room for all", [Lane.REPLY, Lane.CITIZEN], Room(5, 3, 1), None),
    ("no room at all", [Lane.DIGEST, Lane.CITIZEN], Room(0, 0, 0), Lane.CITIZEN),
    ("officers leave, citizens wait", [Lane.REPLY, Lane.REPLY, Lane.CITIZEN], Room(3, 1, 0), Lane.CITIZEN),
    ("bulk waits", [Lane.REPLY, Lane.DIGEST], Room(3, 2, 1), Lane.DIGEST),
]


@pytest.mark.parametrize(("label", "lanes", "room", "held"), HELD, ids=[row[0] for row in HELD])
def test_what_would_leave_if_there_were_room(
    label: str, lanes: list[Lane], room: Room, held: Lane | None, database: Database
) -> None:
    with database.work() as work:
        for chat, lane in enumerate(lanes):
            put(work, chat, f"{chat}", lane)
        assert claim(work, BOT, MORNING, room, NOBODY)[1] is held


def test_replies_of_somebody_who_joins_are_an_officers(database: Database) -> None:
    with database.work() as work:
        put(work, CITRA, "to Citra", Lane.CITIZEN)
        put(work, ANI, "to Ani", Lane.CITIZEN)
        hurry(work, BOT, ANI)
        assert take(work, Room(5, 0, 0)) == ["to Ani"]


def test_a_key_is_posted_once(database: Database) -> None:
    with database.work() as work:
        assert put(work, ANI, "same")
        assert not put(work, BUDI, "same")
        assert take(work) == ["same"]


def test_a_letter_waits_for_its_hour(database: Database) -> None:
    with database.work() as work:
        put(work, ANI, "later", not_before=MORNING + timedelta(seconds=1))
        assert take(work) == []
        assert not is_waiting(work, BOT, MORNING)
        assert is_waiting(work, BOT, MORNING + timedelta(seconds=1))


def test_another_bots_letters_stay(database: Database) -> None:
    with database.work() as work:
        put(work, ANI, "ours")
        assert claim(work, BOT + 1, MORNING, MANY, NOBODY) == ([], None)


MARKS: list[tuple[str, Callable[[Work, int], None], str]] = [
    ("sent", lambda work, letter: mark_sent(work, letter, MORNING), "sent"),
    ("again", lambda work, letter: mark_again(work, letter, MORNING, "no answer"), "waiting"),
    ("dead", lambda work, letter: mark_dead(work, letter, "too long"), "dead"),
]


@pytest.mark.parametrize(("label", "mark", "status"), MARKS, ids=[row[0] for row in MARKS])
def test_marks(label: str, mark: Callable[[Work, int], None], status: str, database: Database) -> None:
    with database.work() as work:
        put(work, ANI, "x")
        (letter,) = claimed(work)
        assert (work.value(STATUS, key="x"), letter.attempts) == ("sending", 1)
        mark(work, letter.id)
        assert work.value(STATUS, key="x") == status
        assert [again.attempts for again in claimed(work)] == ([2] if status == "waiting" else [])


def test_after_a_crash_a_broadcast_waits_for_a_person(database: Database) -> None:
    with database.work() as work:
        put(work, ANI, "reply")
        put(work, BUDI, "broadcast", Lane.BROADCAST)
        claimed(work)
        assert send_uncertain_again(work, BOT) == 1
        assert counts(work) == {"waiting": 1, "dead": 1}
        [letter] = dead(work)
        assert letter.error.startswith("uncertain")
        assert resend(work, letter.id)
        assert take(work) == ["reply", "broadcast"]


HELD_BACK = select(col(Outbox.key)).where(col(Outbox.not_before) == bindparam("at"))


def test_after_a_restart_what_failed_is_tried_at_once_and_what_quiet_hours_hold_stays(database: Database) -> None:
    soon, morning = MORNING + timedelta(minutes=1), MORNING + timedelta(hours=20)
    with database.work() as work:
        for chat, key, at in ((ANI, "failed", morning), (BUDI, "failed just now", soon)):
            put(work, chat, key)
            mark_again(work, claimed(work)[0].id, at, "no answer")
        put(work, CITRA, "was being sent")
        claimed(work)
        put(work, DEWI, "a reminder", Lane.REMINDER, not_before=morning)
        put(work, EKO, "a reply", not_before=morning)
        assert send_uncertain_again(work, BOT) == 1
        assert retry_now(work, BOT, later_than=soon) == 1
        assert take(work) == ["failed", "was being sent"]
        assert [key for (key,) in work.rows(HELD_BACK, at=morning)] == ["a reminder", "a reply"]
        assert [key for (key,) in work.rows(HELD_BACK, at=soon)] == ["failed just now"]


def test_claims_that_nobody_knows_of_are_put_back(database: Database) -> None:
    with database.work() as work:
        for chat, key in ((ANI, "under way"), (BUDI, "unheard of"), (CITRA, "a broadcast")):
            put(work, chat, key, Lane.BROADCAST if key == "a broadcast" else Lane.REPLY)
        mine = [letter.id for letter in claimed(work) if letter.chat == ANI]
        assert put_back(work, BOT, mine) == 2
        assert take(work) == ["unheard of", "a broadcast"]


def test_what_waits_for_somebody_gone_is_dropped(database: Database) -> None:
    with database.work() as work:
        for key, chat in (("a1", ANI), ("a2", ANI), ("c1", CITRA)):
            put(work, chat, key)
        drop_waiting(work, BOT, ANI, "blocked")
        assert take(work) == ["c1"]
        assert counts(work) == {"dead": 2, "sending": 1}


def both(function: Callable[[], Any]) -> list[Any]:
    """Run the same in two threads that start together."""
    barrier = Barrier(2)

    def run() -> Any:
        barrier.wait()
        return function()

    with ThreadPoolExecutor(2) as pool:
        return [future.result() for future in [pool.submit(run), pool.submit(run)]]


def test_two_claimers_never_get_the_same_letter(database: Database) -> None:
    with database.work() as work:
        for number in range(60):
            put(work, number, f"letter {number}")

    def claim_all() -> list[str]:
        other, got = Database(database.url), list[str]()
        try:
            for _ in range(12):
                with other.work() as work:
                    got += take(work, Room(5, 5, 5))
            return got
        finally:
            other.close()

    first, second = both(claim_all)
    assert sorted(first + second) == sorted(f"letter {number}" for number in range(60))


def test_two_runs_of_a_due_job_send_one_digest(database: Database) -> None:
    now = MORNING.astimezone(WITA).replace(hour=18, minute=1)

    def run_due() -> list[Any]:
        other = Database(database.url)
        try:
            with other.read() as work:
                runs = [run for run in due_runs(work, now) if run.job == DIGEST.name]
            return [perform(other.write, run, CAMPAIGN, now) for run in runs]
        finally:
            other.close()

    results = [result for results in both(run_due) for result in results]
    assert results in ([None, {"posted": 3}], [{"posted": 3}, None])
    town = Town(database)
    assert sorted(said.chat for said in town.said()) == [BUDI, DEWI, EKO]


def test_the_same_update_in_two_processes_is_worked_on_once(database: Database) -> None:
    town = Town(database)
    for text in ("/lapor 3", "selesai"):
        town.writes("Ani", text)
    update = {**town.last, "update_id": 99, "message": {**town.last["message"], "text": "4"}}

    def deliver() -> int:
        other = Town(Database(database.url))
        other.seen = town.seen
        try:
            other.deliver(update)
        finally:
            other.database.close()
        return 1

    both(deliver)
    with database.read() as work:
        assert [visit.outcome for visit in work.rows(VISITS)] == [Outcome.COMPLETE]
        assert work.row(HOUSEHOLD, id=3).visits == 1
    assert len(town.said()) == 1


def test_a_claim_that_is_rolled_back_never_happened(database: Database) -> None:
    with database.work() as work:
        put(work, ANI, "x")
    with pytest.raises(ZeroDivisionError), database.work() as work:
        claimed(work)
        raise ZeroDivisionError
    with database.work() as work:
        assert take(work) == ["x"]
        assert work.change(update(Outbox).values(error="checked")) == 1


def test_two_releases_work_side_by_side(database: Database) -> None:
    """The release before wrote calls of Telegram and let them wait as "queued"; it takes no other status."""
    older = OutboxMessage(BOT, ANI, Lane.REPLY, "older", Call("sendMessage", {"chat_id": ANI, "text": "older"}))
    newer = OutboxMessage(BOT, BUDI, Lane.REPLY, "newer", Message((words("talk.cancelled"),), menu=Role.PML))
    with database.work() as work:
        work.change(insert(Outbox), **row_of(older, MORNING) | {"status": "queued"})
        post(work, newer, MORNING)
        seen_by_the_older = work.rows(select(col(Outbox.key)).where(col(Outbox.status) == "queued"))
    assert [row.key for row in seen_by_the_older] == ["older"], "it would not know what to make of the other"
    with database.work() as work:
        assert [letter.key for letter in claimed(work)] == ["newer"]
        take_over(work, BOT)
        assert [letter.what for letter in claimed(work)] == [older.what]


def test_a_row_that_cannot_be_read_is_dead_and_holds_nobody_up(database: Database) -> None:
    """A later release may have written it, before somebody went back to this one."""
    told = OutboxMessage(BOT, ANI, Lane.REPLY, "unknown", Message((words("talk.cancelled"),)))
    unreadable = [("message", {"said": [{"key": "talk.cancelled"}], "menu": "a role of a later release"}), ("pin", {})]
    with database.work() as work:
        for number, (method, params) in enumerate(unreadable):
            changed = {"method": method, "params": params, "chat": 900 + number, "key": f"u{number}"}
            work.change(insert(Outbox), **row_of(told, MORNING) | changed)
        put(work, BUDI, "readable")
    with database.work() as work:
        assert take(work) == ["readable"]
    with database.work() as work:
        assert [work.row(STATUS, key=f"u{number}").status for number in range(2)] == ["dead", "dead"]
