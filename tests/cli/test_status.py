"""`catat status` and `catat resend`: what is in trouble is shown, and a dead letter is tried again."""

from datetime import timedelta

from sqlalchemy import text

from core.outgoing import Call
from db.engine.leases import Holder, seen, take
from db.engine.work import Database
from db.outbox.inbox import note_failure, park
from db.outbox.messages import Lane, OutboxMessage, post
from tests.cli.conftest import Catat
from tests.cli.test_bots import listed
from tests.people import ANI, BOT, BUDI, MORNING
from tests.town import Town

DIE = text("UPDATE outbox SET status = 'dead', error = 'chat not found', not_before = :soon WHERE chat = :chat")
LETTERS = text("SELECT chat, status, error, not_before FROM outbox ORDER BY id")


def two_letters(database: Database) -> int:
    """A dead letter to Ani, whose number is told, and one to Budi that waits."""
    with database.work() as work:
        for chat in (ANI, BUDI):
            call = Call("sendMessage", {"chat_id": chat})
            post(work, OutboxMessage(BOT, chat, Lane.ALERT, f"test:{chat}", call), MORNING)
        work.change(DIE, chat=ANI, soon=MORNING + timedelta(hours=1))
        return int(work.value(text("SELECT id FROM outbox WHERE chat = :chat"), chat=ANI))


def test_a_dead_letter_is_tried_again_and_the_other_is_left_alone(catat: Catat, database: Database) -> None:
    number = two_letters(database)
    shown = listed(catat("status"))
    assert ["dead letter", f"{number} sendMessage", "PPL-0001", "chat not found", "2022-10-20 01:00"] in shown
    assert catat("resend", str(number)).text == f"Letter {number} waits to be sent again.\n"
    with database.read() as work:
        waiting = [tuple(row) for row in work.rows(LETTERS)]
    assert waiting == [(ANI, "waiting", None, None), (BUDI, "waiting", None, None)]
    assert "dead letter" not in catat("status").text
    told = catat("resend", str(number))
    assert (told.code, f"there is no dead letter {number}" in told.text) == (2, True)


def test_what_was_looked_at_is_off_the_list(catat: Catat, database: Database) -> None:
    number = two_letters(database)
    with database.work() as work:
        for update_id in (901, 902):
            note_failure(work, BOT, update_id, "ValueError at bot/talk.py:1", MORNING)
            park(work, BOT, update_id, {"update_id": update_id}, MORNING)
    assert catat("done", str(number)).text == f"Dead letter {number} is off the list.\n"
    assert catat("done", f"{BOT}/901").text == f"Parked update {BOT}/901 is off the list.\n"
    left = [row[:2] for row in listed(catat("status")) if row[0] in ("parked update", "dead letter")]
    assert left == [["parked update", f"{BOT}/902"]]
    with database.read() as work:
        assert [row.chat for row in work.rows(LETTERS)] == [BUDI], "a letter that waits is left alone"
    for gone in (str(number), str(number + 1), f"{BOT}/901", "letter", "1/2/3", "9" * 30):
        assert catat("done", gone).code == 2


def test_letters_are_counted_by_lane_and_status(catat: Catat, database: Database) -> None:
    catat("invite", "PPL-0001")
    two_letters(database)
    rows = [row[:4] for row in listed(catat("status")) if row[0] == "main" and row[1] == "alert"]
    assert rows == [["main", "alert", "dead", "1"], ["main", "alert", "waiting", "1"]]


def test_who_works_and_who_is_gone(catat: Catat, database: Database) -> None:
    catat("invite", "PPL-0001")
    with database.work() as work:
        seen(work, Holder("serve-1", "serve", "here", 4711, MORNING), MORNING)
        take(work, f"sending:{BOT}", "serve-1", MORNING)
    rows = listed(catat("status"))
    process = next(row for row in rows if row[0] == "serve-1")
    assert process[1:3] == ["here pid 4711", "2022-10-20 01:00 UTC"]
    assert process[3].endswith("s ago, gone?")
    assert ["main", "@CatatTestBot", "active", "serve-1 (ran out)", "nobody"] in rows


def test_work_on_nobodys_list_is_counted(catat: Catat, database: Database) -> None:
    Town(database).writes("Ani", "4 S 2")
    with database.work() as work:
        work.change(text("UPDATE household SET enumerator = NULL, no = NULL WHERE id IN (1, 2, 61)"))
    assert ["work", "3 households", "", "on nobody's list", ""] in listed(catat("status"))
