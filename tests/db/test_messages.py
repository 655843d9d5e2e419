"""Messages in the database: how a receiver stands, answers in any order, and who takes somebody's place."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import insert, select, text, update
from sqlmodel import col

from bot.event import event_of
from bot.hear import hear
from core.face import By, Face
from core.people.messages import MessagesOf, State, UnansweredBy
from db.engine.work import Database
from db.outbox.claims import claim, mark_again, mark_dead, mark_sent
from db.outbox.messages import Lane
from db.people.messages import messages_of, unanswered_by
from db.people.replacing import replace_officer
from db.tables import Addressee, Chat, Officer, Outbox
from db.tidy import tidy
from tests import updates
from tests.db.test_outbox import MANY
from tests.leaving import call
from tests.people import ANI, BOT, BUDI, CAMPAIGN, DIAN, MORNING, officer_row
from tests.town import Town

BY = By("office", MORNING, Face.TERMINAL)
TO = select(Outbox.__table__).where(col(Outbox.key).contains(":to:")).order_by(col(Outbox.id))  # type: ignore[attr-defined]


def sent(town: Town, line: str = "/pesan semua Besok kumpul") -> Town:
    """Budi writes to Ani and Dian."""
    town.writes("Budi", line)
    town.writes("Budi", "kirim")
    return town


def states(database: Database, officer: str = "PML-001") -> list[tuple[str, State]]:
    """How the receivers of the latest message stand."""
    with database.read() as work:
        return [(each.name, each.state) for each in messages_of(work, MessagesOf(officer, 1), MORNING)[0].to]


def test_each_gets_one_letter_behind_replies_and_alerts(database: Database) -> None:
    sent(Town(database))
    with database.read() as work:
        letters = work.rows(TO)
    assert [(row.chat, row.lane, row.not_before) for row in letters] == [
        (ANI, Lane.REMINDER, None),
        (DIAN, Lane.REMINDER, None),
    ]
    buttons = [call(row).params["reply_markup"]["inline_keyboard"][0][0] for row in letters]
    assert [button["callback_data"] for button in buttons] == ["0:siap:1"] * 2


def test_how_a_receiver_stands(database: Database) -> None:
    town = sent(Town(database))
    assert states(database) == [("Ani", State.WAITS), ("Dian", State.WAITS)]
    with database.work() as work:
        ani, dian = work.rows(TO)
        claim(work, BOT, MORNING, MANY, (set(), set()))
        mark_sent(work, ani.id, MORNING)
        mark_again(work, dian.id, MORNING + timedelta(seconds=30), "TimedOut")
    assert states(database) == [("Ani", State.DELIVERED), ("Dian", State.WAITS)], "tried again is not held back"
    with database.work() as work:
        mark_dead(work, dian.id, "refused")
    assert states(database) == [("Ani", State.DELIVERED), ("Dian", State.UNREACHABLE)]
    with database.work() as work:
        while tidy(work, MORNING + timedelta(days=3)):
            pass
        assert [row.chat for row in work.rows(TO)] == [DIAN]
    assert states(database) == [("Ani", State.DELIVERED), ("Dian", State.UNREACHABLE)]
    town.writes("Ani", "siap")
    assert states(database) == [("Ani", State.READY), ("Dian", State.UNREACHABLE)]


def test_who_blocks_the_bot_afterwards_holds_nobody_up(database: Database) -> None:
    town = sent(Town(database))
    town.arrive()
    with database.work() as work:
        work.change(update(Chat).where(col(Chat.chat) == DIAN).values(blocked_at=MORNING))
    assert states(database) == [("Ani", State.DELIVERED), ("Dian", State.UNREACHABLE)]
    said = town.writes("Ani", "/siap_1")
    ready = "👍 Siap semua (1): “Besok kumpul” /pesan_1\n📵 Tidak bisa dihubungi: Dian"
    assert [one.text for one in said if one.chat == BUDI] == [ready]


def test_of_two_who_answer_last_at_once_one_tells_the_sender(database: Database) -> None:
    for number in range(1, 9):
        send_number(database, number)
        answers = [
            updates.message(5_000 + 10 * number + place, chat, name, MORNING, text=f"/siap_{number}")
            for place, (name, chat) in enumerate((("Ani", ANI), ("Dian", DIAN)))
        ]
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda update: take(database, update), answers))
        with database.read() as work:
            told = work.rows(select(col(Outbox.chat)).where(col(Outbox.key) == f"message:{number}:ready"))
        assert [row.chat for row in told] == [BUDI]


def send_number(database: Database, number: int) -> None:
    """One of many messages of Budi's."""
    for place, line in enumerate((f"/pesan semua pesan ke-{number}", "kirim")):
        take(database, updates.message(9_000 + 10 * number + place, BUDI, "Budi", MORNING, text=line))


def take(database: Database, update: dict[str, object]) -> None:
    """Work on an update, as a process of its own does."""
    event = event_of(BOT, update, MORNING, timedelta(0))
    assert event is not None
    with database.work() as work:
        hear(work, event, CAMPAIGN, MORNING)


def test_the_same_press_many_times_answers_once(database: Database) -> None:
    town = sent(Town(database), "/pesan Ani Besok kumpul")
    town.arrive()
    told = [town.presses("Ani", "👍 Siap") for _ in range(3)]
    assert [len([one for one in said if one.chat == BUDI]) for said in told] == [1, 0, 0]
    with database.read() as work:
        assert len(work.rows(select(col(Addressee.ready_at)))) == 1


def test_a_successor_sees_messages_and_answers(database: Database) -> None:
    town = sent(Town(database))
    town.arrive()
    town.writes("Ani", "siap")
    with database.work() as work:
        work.change(insert(Officer), **officer_row("PML-009", "Fitri", "pml", None))
        replaced = replace_officer(work, "PML-001", "PML-009", CAMPAIGN.fieldwork, BY)
    assert replaced.moved["message.officer"] == 1
    assert states(database, "PML-009") == [("Ani", State.READY), ("Dian", State.DELIVERED)]
    with database.read() as work:
        assert messages_of(work, MessagesOf("PML-001"), MORNING) == []
        assert [each.number for each in unanswered_by(work, UnansweredBy("PML-009", "PPL-0002"))] == [1]
        assert unanswered_by(work, UnansweredBy("PML-009", "PPL-0001")) == []


def test_who_is_replaced_answers_no_more_and_holds_nobody_up(database: Database) -> None:
    town = sent(Town(database))
    town.arrive()
    with database.work() as work:
        work.change(insert(Officer), **officer_row("PPL-0009", "Gita", "ppl", None))
        replace_officer(work, "PPL-0002", "PPL-0009", CAMPAIGN.fieldwork, BY)
    assert states(database) == [("Ani", State.DELIVERED), ("Dian", State.UNREACHABLE)]
    said = town.writes("Ani", "siap")
    assert len([one for one in said if one.chat == BUDI]) == 1


def test_what_is_held_back_does_not_reach_who_was_replaced_meanwhile(database: Database) -> None:
    town = Town(database)
    town.now = MORNING + timedelta(hours=14)
    sent(town)
    with database.work() as work:
        work.change(insert(Officer), **officer_row("PPL-0009", "Gita", "ppl", None))
        replace_officer(work, "PPL-0002", "PPL-0009", CAMPAIGN.fieldwork, BY)
        assert [row.chat for row in work.rows(TO)] == [ANI]
    assert states(database) == [("Ani", State.HELD), ("Dian", State.UNREACHABLE)]


def test_who_left_the_team_before_the_leader_agreed_gets_nothing(database: Database) -> None:
    town = Town(database)
    town.writes("Budi", "/pesan semua Besok kumpul")
    with database.work() as work:
        work.change(text("UPDATE officer SET supervisor = 'KSK-01' WHERE id = 'PPL-0002'"))
    town.writes("Budi", "kirim")
    assert states(database) == [("Ani", State.WAITS)]


def test_who_leads_nobody_is_told_so(database: Database) -> None:
    town = Town(database)
    with database.work() as work:
        work.change(text("UPDATE officer SET supervisor = 'KSK-01' WHERE supervisor = 'PML-001'"))
    for line in ("/pesan", "/pesan semua Besok kumpul"):
        assert [one.text for one in town.writes("Budi", line)] == ["Belum ada petugas di bawah Anda."]
    assert town.talk(BUDI) is None


HOURS = [
    ("no quiet hours, in the evening", None, 21.5, None),
    ("no quiet hours, at night", None, 22, 29),
    ("no quiet hours, after midnight", None, 28.75, 29),
    ("no quiet hours, early", None, 29, None),
    ("own quiet hours", (13, 15), 14, 15),
    ("own quiet hours instead of the night", (13, 15), 23, None),
    ("own quiet hours that are longer", (20, 8), 23, 32),
]


@pytest.mark.parametrize(("quiet", "hour", "until"), [row[1:] for row in HOURS], ids=[row[0] for row in HOURS])
def test_until_when_it_is_held(
    database: Database, quiet: tuple[int, int] | None, hour: float, until: float | None
) -> None:
    town = Town(database)
    midnight = MORNING - timedelta(hours=9)
    if quiet is not None:
        start, end = (f"{each:02}:00" for each in quiet)
        town.writes("Ani", f"/tenang {start}-{end}")
        town.writes("Ani", "ya")
    town.now = midnight + timedelta(hours=hour)
    sent(town, "/pesan Ani Besok kumpul")
    with database.read() as work:
        (letter,) = work.rows(TO)
    assert letter.not_before == (midnight + timedelta(hours=until) if until is not None else None)
