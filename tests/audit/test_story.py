"""A household's life, played through the bot, and its story as `catat audit` prints it."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, text
from sqlmodel import SQLModel

from cli.audit import NAMES, as_objects, as_text
from core.face import By, Face
from core.imports.files import read_households
from db.audit import TOLD, Story, households_meant, story
from db.cases.follow import catch_up
from db.engine.work import Database
from db.imports.households import import_households
from db.people.replacing import replace_officer
from db.tables import AreaChange, Officer
from tests.people import CAMPAIGN, MORNING, RT1, WITA, officer_row
from tests.town import Town

EXPECTED = Path(__file__).parent / "story.txt"
PRELIST = "area,number,head,address,enumerator\n"
FIELDS = {
    *("household", "area", "number", "at", "happened", "who", "name", "role", "face", "what", "note", "about"),
    *("before", "after"),
}
NOT_TOLD = {
    "absence": "about an officer",
    "area": "places, as the office imports them",
    "bookmark": "how far a job has read",
    "bot": "the service's own",
    "card": "the message of the day in a chat",
    "chat": "about a person's chat",
    "clock_start": "the service's own",
    "deployment": "the key's fingerprint",
    "contact_hour": "sums over many households",
    "due_run": "the service's own; what the clock changes of a household stands in change",
    "failure": "the service's own",
    "household": "how it stands now: what the story's end is compared with",
    "inbox": "the service's own",
    "invite": "about an officer",
    "lease": "the service's own",
    "message": "about people, not about a household",
    "message_addressee": "the same",
    "officer": "who they are now; what changes of them stands in change",
    "outbox": "what was said, which is deleted after two days",
    "process": "the service's own",
    "proposal": "a draft changes nothing; once somebody is asked, it stands in change",
    "proposal_share": "the same; a share that is taken stands in reassignment",
    "pursuit": "how the case stands now: what the story's end is compared with",
    "training_step": "about an officer",
}
"""Tables of which no story tells, and why."""


def told(database: Database, household: int = 3) -> Story:
    """The story of a household."""
    with database.read() as work:
        return story(work, households_meant(work, f"K{household}")[0], CAMPAIGN.fieldwork)


class Days:
    """A town whose clock goes on a minute with every message."""

    def __init__(self, database: Database) -> None:
        self.database, self.town = database, Town(database)

    def say(self, name: str, *lines: str, late: timedelta = timedelta()) -> None:
        """Somebody writes lines, one after the other; [in brackets]: presses a button."""
        for line in lines:
            self.town.now += timedelta(minutes=1)
            if line.startswith("["):
                self.town.presses(name, line.strip("[]"))
            else:
                self.town.writes(name, line, self.town.now - late)

    def wait(self, **span: float) -> None:
        """Time passes."""
        self.town.now += timedelta(**span)

    def by(self, face: Face, note: str) -> By:
        """The office at its terminal, a minute later."""
        self.wait(minutes=1)
        return By("office", self.town.now, face, note)


def import_households_file(days: Days, rows: str) -> None:
    """The office brings in a prelist."""
    file = read_households((PRELIST + rows).encode())
    import_households(days.database, file, b"k" * 32, days.by(Face.IMPORT, "prelist.csv"))


def a_life(days: Days) -> None:
    """Reported, returned, corrected, asked back, offered, moved, replaced, imported, handed over, closed."""
    with days.database.work() as work:
        work.change(insert(Officer), **officer_row("PML-009", "Fitri", "pml", None))
        work.change(insert(Officer), **officer_row("PPL-0009", "Gita", "ppl", None))
    days.say("Ani", "3 S 4", late=timedelta(hours=2))
    days.say("Budi", "/periksa", "kembalikan", "jumlah orang")
    days.say("Ani", "/koreksi 3", "hasil", "menolak", "[Sedang sibuk]", "besok 16:00")
    days.say("Ani", "/detail 3", "Pagar hijau")
    days.say("Ani", "/surat 3", "lurah", "/surat_S1", "bersedia membantu")
    days.say("Ani", "/kembalikan 3", "jauh", "ya")
    days.say("Budi", "/putuskan", "[Ani", "tolak", "Tetap Ani")
    days.say("Budi", "/pindah Ani", "3", "[✅")
    days.say("Dian", "/terima", "tolak", "Motor rusak")
    days.say("Budi", "/pindah Ani", "3", "[✅")
    days.say("Dian", "/terima", "terima")
    days.wait(days=1)
    days.say("Dian", "/lapor 5", "tidak ada orang", "[Jum 21 Okt 19.00")
    import_households_file(days, f"{RT1},3,Andi Tenri,Jl. Mangga No. 12a,PPL-0001\n")
    days.say("Ani", "/kasus K3", "serahkan", "Budi", "Anjing galak")
    days.say("Budi", "/kasus K3", "ganti jam", "besok 19:00", "Baru pulang malam")
    with days.database.work() as work:
        replace_officer(work, "PML-001", "PML-009", CAMPAIGN.fieldwork, days.by(Face.TERMINAL, "officer replace"))
    with days.database.work() as work:
        replace_officer(work, "PPL-0001", "PPL-0009", CAMPAIGN.fieldwork, days.by(Face.TERMINAL, "officer replace"))
    days.wait(minutes=1)
    with days.database.work() as work:
        split = {"kind": "split", "area": RT1, "part": "RT 001a", "officer": "PPL-0009", "at": days.town.now}
        work.change(insert(AreaChange), **split)
    days.wait(days=30)
    days.say("Dewi", "/kasus K3", "tutup", "Tidak pernah bertemu")


def test_a_life_is_told(database: Database) -> None:
    days = Days(database)
    a_life(days)
    found = told(database)
    assert "\n".join(as_text(found, WITA)) + "\n" == EXPECTED.read_text(encoding="utf-8")
    assert found.untold == ()


def test_machines_are_not_told_who_the_family_is(sqlite_database: Database) -> None:
    a_life(Days(sqlite_database))
    objects = list(as_objects(told(sqlite_database)))
    written = json.dumps(objects)
    assert "Tenri" not in written and "Mangga" not in written
    assert all(set(each) == FIELDS for each in objects)
    first = objects[0]
    assert (first["at"], first["happened"]) == ("2022-10-20T01:01:00+00:00", "2022-10-19T23:01:00+00:00")
    assert (first["who"], first["name"], first["role"], first["face"]) == ("PPL-0001", "Ani", "ppl", "line")
    assert first["before"] == dict.fromkeys(NAMES) | {"enumerator": "PPL-0001", "persons": 0, "families": 0, "case": ""}
    assert first["after"]["status"] == "complete"


def test_every_table_is_told_or_known_to_tell_nothing() -> None:
    """A new table of history fails this until its rows are deeds (db/deeds.py), or it is said why they are none."""
    tables = set(SQLModel.metadata.tables)
    assert tables == set(TOLD) | {"area_change"} | set(NOT_TOLD)
    assert not set(TOLD) & set(NOT_TOLD)


def test_every_told_table_has_a_part_in_the_life(sqlite_database: Database) -> None:
    """So that the expected story says of each table how it reads."""
    a_life(Days(sqlite_database))
    with sqlite_database.read() as work:
        assert all(work.rows(statement, household=3) for statement in TOLD.values())


def test_how_a_household_came(database: Database) -> None:
    days = Days(database)
    import_households_file(days, f"{RT1},77,Wayan,Jl. Baru,PPL-0001\n")
    days.say("Ani", "/baru", "keluarga baru", "Bu Sri", "belakang pos ronda", RT1, "selesai", "3")
    new = max(row.id for row in days.town.households())
    made = told(database, new)
    assert [event.deed.what for event in made.events] == ["found", "visit"]
    assert made.untold == ()
    came = told(database, new - 1)
    assert [(event.deed.what, event.deed.who, event.deed.note) for event in came.events] == [
        ("listed", "office", "prelist.csv")
    ]
    assert came.untold == ()


def test_a_change_by_hand_is_seen(database: Database) -> None:
    Days(database).say("Ani", "3 S 4")
    with database.work() as work:
        work.change(text("UPDATE household SET persons = 5, enumerator = 'PPL-0002', no = 99 WHERE id = 3"))
    assert told(database).untold == ("persons",), "where nothing was moved, the list of today is that of always"


def test_an_hour_that_is_moved_back_is_the_hour_again(database: Database) -> None:
    """The household's own row has to follow."""
    days = Days(database)
    days.say("Ani", "3 M sibuk besok 16:00")
    for hour in ("19:00", "16:00"):
        days.say("Ani", "/kasus 3", "ganti jam", f"besok {hour}", "Baru pulang")
    assert told(database).untold == ()


def test_what_was_kept_open_and_what_was_closed_at_the_end(database: Database) -> None:
    days = Days(database)
    days.say("Ani", "3 M sibuk besok 16:00", "4 T besok 10:00")
    days.wait(days=26)
    days.say("Budi", "/tutup", "tetap dibuka", "K3", "Mau didata besok", "/tutup", "[🔚", "[Tidak, tutup")
    kept, closed = told(database, 3), told(database, 4)
    assert [event.deed.what for event in kept.events] == ["visit", "kept_open"]
    assert [event.deed.what for event in closed.events] == ["visit", "closed"]
    assert (kept.untold, closed.untold) == ((), ())


def test_the_clock_mends_a_case(database: Database) -> None:
    days = Days(database)
    days.say("Ani", "3 T besok 16:00")
    with database.work() as work:
        work.change(text("DELETE FROM pursuit"))
        catch_up(work, CAMPAIGN.fieldwork, 0, MORNING + timedelta(hours=2))
    found = told(database)
    last = found.events[-1].deed
    assert (last.what, last.face, last.who, last.about["after"]["step"]) == ("mended", Face.CLOCK, "", "visit")
    assert found.untold == ()


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("K3", [3]),
        ("k 61", [61]),
        (f"{RT1}/3", [3]),
        (f"{RT1}/003", [3]),
        ("PPL-0002/1", [61]),
        ("ppl-0002/1", [61]),
        ("6471010001/3", [3, 63]),
        ("6471010001/99", []),
        ("Andi Tenri", []),
        ("K999", []),
    ],
)
def test_what_an_office_types(database: Database, typed: str, ids: list[int]) -> None:
    with database.read() as work:
        assert [row.id for row in households_meant(work, typed)] == ids


def test_who_says_so_is_told(database: Database) -> None:
    """A report by proxy, its correction, and what was learned on a step of a case; nothing of what was seen oneself."""
    days = Days(database)
    days.say("Ani", "4 K kata tetangga", "/koreksi 4", "siapa", "pak rt", "/koreksi 4", "siapa", "saya lihat sendiri")
    for line in ("5 T", "5 T", "5 T", "5 T"):
        days.wait(hours=11)
        days.say("Ani", line)
    days.say("Ani", "/kasus 5", "sudah", "Pulang hari Minggu", "[Tetangga")
    found = told(database, 4)
    written = "\n".join(as_text(found, WITA))
    assert "visit (outcome vacant, source neighbour): “kata tetangga”" in written
    assert "corrected (was outcome vacant source neighbour, is outcome vacant source rt)" in written
    assert "corrected (was outcome vacant source rt, is outcome vacant)" in written
    about = [each["about"] for each in as_objects(found)]
    assert about[0] == {"outcome": "vacant", "source": "neighbour"}
    assert about[1] == {"was": [about[0]], "is": {"outcome": "vacant", "source": "rt"}}
    case = told(database, 5)
    assert "step done (step nobody_home:neighbours, source neighbour): “Pulang hari Minggu”" in "\n".join(
        as_text(case, WITA)
    )
    assert found.untold == case.untold == ()
