"""What is stored about one person: handed over as a whole and without families' data; deleted for a citizen."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, insert, select, text, update
from sqlmodel import SQLModel, col

from core.outgoing import FILE
from db.engine.work import Database
from db.outbox.claims import claim, mark_sent
from db.outbox.inbox import note_failure, park
from db.people.personal import PARTS, PERSON
from db.tables import Chat, Correction, Detail, Failure, Invite, Officer, Outbox
from db.tidy import tidy
from tests import updates
from tests.db.test_outbox import MANY
from tests.leaving import call
from tests.people import ANI, BOT, CITRA, MORNING, NAMED
from tests.town import Town

COPY = select(Outbox.__table__).where(col(Outbox.method) == FILE).order_by(col(Outbox.id).desc())  # type: ignore[attr-defined]
CHAT = select(Chat.__table__).where(col(Chat.chat) == bindparam("chat"))  # type: ignore[attr-defined]
LETTERS = select(func.count()).where(col(Outbox.chat) == bindparam("chat"))
ELSEWHERE = {
    "officer.supervisor": "of the officers below: their own data",
    "household.enumerator": "the list as it is today: families' data, and in the chat every day",
    "correction.officer": "a report's correction stands beside the report",
}
SECRET_NOTE = "istrinya sakit keras"


def a_life(town: Town) -> None:
    """Ani's work of a day, with all that can be stored about it."""
    with town.database.work() as work:
        work.change(update(Officer).where(col(Officer.id) == "PPL-0001").values(phone="0812-3456-7890"))
        work.change(
            insert(Invite),
            code_hash="the hash of a code",
            officer="PPL-0001",
            expires_at=MORNING + timedelta(days=7),
            used_at=MORNING,
        )
    for words in ("/tenang 21-6", "ya", "3 S 4", f"4 P {SECRET_NOTE}", "/cuti 25/10 - 27/10", "ya", "/jeda", "ya"):
        town.writes("Ani", words)
    with town.database.work() as work:
        work.change(insert(Detail), visit=1, kind="photo", text="", file="a photo's id", at=MORNING)
        work.change(insert(Detail), visit=1, kind="place", text="", lat=-1.25, lon=116.85, at=MORNING)
        work.change(insert(Correction), visit=2, replacement=None, officer="PPL-0001", day=MORNING.date(), at=MORNING)


def copy_of(town: Town, wish: str = "/privasi salinan") -> tuple[dict[str, Any], str]:
    """The file that Ani is sent: as JSON, and as it is."""
    town.writes("Ani", wish)
    with town.database.read() as work:
        params = call(work.rows(COPY)[0]).params
    assert params["chat_id"] == ANI
    assert params["document"]["file"] == "catat-PPL-0001.json"
    written: str = params["document"]["of"]["text"]
    found: dict[str, Any] = json.loads(written)
    return found, written


def test_a_copy_holds_all_that_is_stored(database: Database) -> None:
    town = Town(database)
    a_life(town)
    copy, _ = copy_of(town)
    assert copy["officer"] == {
        **{"id": "PPL-0001", "name": "Ani", "role": "ppl", "area": "6471", "region": "6471", "zone": "Asia/Makassar"},
        **{"supervisor": "PML-001", "phone": "0812-3456-7890"},
    }
    chat = copy["chats"][0]
    assert (chat["chat"], chat["quiet_from"], chat["quiet_until"]) == (ANI, "21:00:00", "06:00:00")
    assert [(one["start"], one["until"], one["why"]) for one in copy["absences"]] == [
        ("2022-10-20", None, "ill"),
        ("2022-10-25", "2022-10-27", "leave"),
    ]
    assert [(one["number"], one["outcome"], one["visited_at"]) for one in copy["reports"]] == [
        ("3", "complete", "2022-10-20T09:00:00+08:00"),
        ("4", "moved", "2022-10-20T09:00:00+08:00"),
    ]
    assert [one["corrected_at"] for one in copy["reports"]] == [None, "2022-10-20T09:00:00+08:00"]
    assert [one["kind"] for one in copy["added_to_reports"]] == ["photo", "place"]
    assert len(copy["invitations"]) == 1
    assert set(copy) == {"about", "made_at", "officer", *PARTS}


def test_a_copy_holds_nothing_of_families_and_no_secret(database: Database) -> None:
    town = Town(database)
    a_life(town)
    _, written = copy_of(town)
    kept_out = [name for household in NAMED for name in household]
    for secret in (*kept_out, SECRET_NOTE, "a photo's id", "116.85", "the hash of a code", "Dian"):
        assert secret not in written, secret


def test_everybody_gets_only_their_own(database: Database) -> None:
    town = Town(database)
    a_life(town)
    town.writes("Dian", "1 S 2")
    town.writes("Dian", "/privasi salinan")
    with database.read() as work:
        params = call(work.rows(COPY)[0]).params
    copy = json.loads(params["document"]["of"]["text"])
    assert copy["officer"]["id"] == "PPL-0002"
    assert (len(copy["reports"]), copy["absences"]) == (1, [])


def test_messages_are_in_the_copies_of_both(database: Database) -> None:
    town = Town(database)
    for name, words in (("Budi", "/pesan Ani Besok kumpul"), ("Budi", "kirim"), ("Ani", "/siap_1")):
        town.writes(name, words)
    copy, written = copy_of(town)
    instant = "2022-10-20T09:00:00+08:00"
    assert copy["messages_received"] == [{"ready_at": instant, "at": instant}]
    assert "Besok kumpul" not in written, "the words are Budi's"
    town.writes("Budi", "/privasi salinan")
    with database.read() as work:
        params = call(work.rows(COPY)[0]).params
    copy = json.loads(params["document"]["of"]["text"])
    assert copy["messages"] == [{"at": instant, "text": "Besok kumpul"}]
    assert copy["messages_received"] == []


def test_a_file_is_not_kept_once_it_has_left(database: Database) -> None:
    town = Town(database)
    copy_of(town)
    with database.work() as work:
        for letter in claim(work, BOT, town.now, MANY, (set(), set()))[0]:
            mark_sent(work, letter.id, town.now)
    with database.read() as work:
        assert work.rows(COPY)[0].params == {}


def test_every_column_that_names_an_officer_is_in_the_copy() -> None:
    """A column added later has to be thought about: is it about the officer, and belongs into the copy?"""
    asked = [str(part) for part in (PERSON, *PARTS.values())]
    naming = {
        f"{table.name}.{column.name}"
        for table in SQLModel.metadata.tables.values()
        for column in table.columns
        if any(key.column.table.name == "officer" for key in column.foreign_keys)
    }
    missing = {name for name in naming if not any(f"{name} = :officer" in one for one in asked)}
    assert missing == set(ELSEWHERE), "add it to db/people/personal.py, or to ELSEWHERE with a reason"


def test_a_citizen_is_forgotten_at_once(database: Database) -> None:
    town = Town(database)
    for words in ("/bahasa en", "/cek 7KQ-2MD-XR5", "/cek"):
        town.writes("Citra", words)
    with database.work() as work:
        note_failure(work, BOT, 900, "E", MORNING)
        park(work, BOT, 900, updates.message(900, CITRA, "Citra", MORNING, text="my name is Citra"), MORNING)
        note_failure(work, BOT, 901, "E", MORNING)
        park(work, BOT, 901, updates.message(901, ANI, "Ani", MORNING, text="x"), MORNING)
        for letter in claim(work, BOT, town.now, MANY, (set(), set()))[0]:
            mark_sent(work, letter.id, town.now)
    town.writes("Citra", "/privasi hapus")
    with database.read() as work:
        row = work.rows(CHAT, chat=CITRA)[0]
        assert (row.language, row.talk, row.checks, row.checks_on) == (None, None, 1, date(2022, 10, 20))
        assert [found.update_id for found in work.rows(select(col(Failure.update_id)))] == [901]
    assert town.talk(CITRA) is None


def test_forgetting_does_not_open_the_way_to_guessing(database: Database) -> None:
    town = Town(database)
    for _ in range(20):
        town.writes("Citra", "/cek 7KQ-2MD-XR5")
    town.writes("Citra", "/privasi hapus")
    assert "terlalu banyak kode" in town.writes("Citra", "/cek 7KQ-2MD-XR5")[0].text


def test_late_messages_of_other_days_open_no_way_to_guessing_either(database: Database) -> None:
    town = Town(database)
    for number in range(20):
        town.writes("Citra", "/cek 7KQ-2MD-XR5", at=MORNING - timedelta(days=number % 3))
    for late in (timedelta(), timedelta(days=1), timedelta(days=2)):
        town.writes("Citra", "/privasi hapus", at=MORNING - late)
        assert "terlalu banyak kode" in town.writes("Citra", "/cek 7KQ-2MD-XR5", at=MORNING - late)[0].text
    town.now += timedelta(days=1)
    assert "Terlalu banyak" not in town.writes("Citra", "/cek 7KQ-2MD-XR5", at=MORNING)[0].text


def test_an_officer_is_not_forgotten(database: Database) -> None:
    town = Town(database)
    for wish in ("/privasi hapus", "/privacy delete"):
        town.writes("Ani", wish)
    with database.read() as work:
        assert work.rows(CHAT, chat=ANI)[0].officer == "PPL-0001"


def test_a_chat_that_holds_nothing_is_deleted_with_its_day(database: Database) -> None:
    town = Town(database)
    town.writes("Citra", "/cek 7KQ-2MD-XR5")
    town.writes("Dewi", "/cek 7KQ-2MD-XR5")

    def there(days: float) -> tuple[int, int]:
        with database.work() as work:
            while tidy(work, MORNING + timedelta(days=days)):
                pass
        with database.read() as work:
            return len(work.rows(CHAT, chat=CITRA)), work.rows(text("SELECT max(checks) FROM chat"))[0][0]

    assert there(1) == (1, 1)
    assert there(3) == (0, 0), "and an officer's chat stays"


def test_a_chosen_language_is_kept(database: Database) -> None:
    town = Town(database)
    town.writes("Citra", "/bahasa en")
    with database.work() as work:
        while tidy(work, datetime(2023, 1, 1, tzinfo=UTC)):
            pass
        assert work.rows(CHAT, chat=CITRA)[0].language == "en"
        assert work.value(LETTERS, chat=CITRA) == 2, "what has not left is kept"
