"""Training counts nowhere: whatever happens in it, the office's figures and everybody's rows stay as they are."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import func, insert, select, text
from sqlmodel import SQLModel, col

from bot.caller import caller_of
from core.people.person import Role
from core.people.training import PASSED, RestartTraining, Step, StepsDone, list_of
from core.sample.practice import practice_areas
from core.visits.outcomes import RULES
from core.workload.households import AreasOf, NextHouseholds, ProgressOf, RevisitsOf
from core.workload.team import SummaryOf
from db.engine.copies import content
from db.engine.work import Database, Work
from db.outbox.due import enumerators, leaders, regions
from db.people import training
from db.people.invites import make_invite
from db.status import unlisted, wishes
from db.tables import Absence, Area, AreaChange, Correction, Detail, GivingBack, Household
from db.visits.walking import next_households
from db.workload.progress import areas_of, progress_of, revisits_of
from db.workload.team import summary_of
from scheduler.jobs import due_runs, perform
from scheduler.reminders import plans_of, remind
from tests.people import ANI, ANIS, BOT, BUDI, CAMPAIGN, MORNING, OFFICERS, PERIOD, household_row
from tests.statements import statements
from tests.town import Town

AREAS = select(col(Area.code), col(Area.name))

ME, LIST = "PPL-0001", list_of("PPL-0001")
HISTORY = ("household", "visit", "correction", "detail", "giving_back", "area_change", "absence", "officer", "invite")
"""Tables whose real rows training must leave alone."""
MARKS = ("🎓 LATIHAN", "🎓 TRAINING")


def rows_of(database: Database) -> dict[str, list[Any]]:
    """All rows of the office's tables that have nothing to do with a training list."""
    tables = SQLModel.metadata.tables
    with database.read() as work:
        found = {name: [row._asdict() for row in work.rows(select(tables[name]))] for name in HISTORY}
    listed = {row["id"] for row in found["household"] if row["enumerator"] == LIST}
    said = {row["id"] for row in found["visit"] if row["officer"] == LIST}

    def real(name: str, row: dict[str, Any]) -> bool:
        mine = LIST in (row.get("officer"), row.get("enumerator"), row["id"] if name == "officer" else None)
        return not (mine or row.get("household") in listed or row.get("visit") in said)

    return {name: [row for row in rows if real(name, row)] for name, rows in found.items()}


def figures(town: Town) -> dict[str, Any]:
    """All that the office counts and lists, today and on the days around."""
    everybody = [officer for officer, *_ in OFFICERS]
    days = [MORNING + timedelta(days=ahead) for ahead in (-9, -5, 0, 1, 20)]
    with town.database.read() as work:
        run = {"region": "6471", "zone": "Asia/Makassar", "due_at": MORNING, "now": MORNING}
        plans = plans_of(work, CAMPAIGN, MORNING + timedelta(days=20))
        return {
            "summaries": [
                summary_of(work, SummaryOf(officer, day.date(), day), PERIOD) for officer in everybody for day in days
            ],
            "progress": [progress_of(work, ProgressOf(one, MORNING.date()), PERIOD) for one in everybody],
            "lists": [next_households(work, NextHouseholds(one, MORNING, 100)) for one in everybody],
            "revisits": [revisits_of(work, RevisitsOf(one, days[-1])) for one in everybody],
            "areas": [areas_of(work, AreasOf(one)) for one in everybody],
            "content": content(work),
            "wishes": wishes(work),
            "unlisted": unlisted(work),
            "regions": regions(work),
            "told in the morning": [row.id for row in enumerators(work, **run)],
            "told in the evening": [row.id for row in leaders(work, **run)],
            "reminded": [plan.row.id for plan in plans if plan.to],
        }


def wild_day(town: Town, random: Random) -> None:
    """Whatever an enumerator may do in training; each answer is marked."""
    said = list(wild_messages(random))
    for words in said:
        told = town.writes("Ani", words)
        assert [one.text for one in told if one.chat != ANI and "lulus latihan" not in one.text] == [], words
        answers = [one for one in told if one.chat == ANI]
        assert answers and all(is_marked(one.text) for one in answers), (words, answers)


def is_marked(text: str) -> bool:
    """Whether a message, or what stands under a picture or a file, begins with the mark."""
    return (text.partition("\n")[2] if text.startswith("📎") else text).startswith(MARKS)


def wild_messages(random: Random) -> Iterator[str]:
    codes = [rule.code for rule in RULES.values()]
    for _ in range(40):
        no = random.randint(1, 27)
        yield random.choice(
            [
                f"{no} {random.choice(codes)} {random.randint(1, 9)} catatan besok 16:00",
                "; ".join(f"{random.randint(1, 24)} {random.choice(codes)} 3 sakit" for _ in range(5)),
                f"/lapor {no}", "selesai", "4", "menolak", "sibuk", "besok 16:00", "janji", "batal", "kembali",
                "/lapor durian", "/lapor", "keluarga baru", "RT 001 Latihan", "/target", "/kunjungan", "/latihan",
                "/koreksi", f"/koreksi {no}", f"/kembalikan {no}", "sakit", "ya", f"/detail {no}", "catatan",
                "/capaian", "/sakit", "/setelan", "/privasi", "/privasi_salinan", "/bahasa en", "/bahasa id",
                "/cek 7KQ-2MD-XR5", "/bantuan", "apa ini?", "/ringkasan", "/latihan_ulang",
            ]
        )  # fmt: skip
    yield from ("batal", "/lapor", "keluarga baru", "Pak Baru", "di ujung", "RT 002 Latihan", "selesai", "5")
    yield from (
        "/baru",
        "sls mekar",
        "RT 001 Latihan",
        "RT 001 Timur",
        "/baru",
        "gabung",
        "RT 001 Latihan",
        "RT 002 Latihan",
    )
    yield from ("7 S 4", "/koreksi 7", "tarik", "/kembalikan 8-10", "terlalu jauh", "ya")
    yield from ("12 T 08:15 hari ini 10:00", "13 J hari ini 11:00", "14 MK tidak mau", "/koreksi")


@pytest.mark.parametrize("seed", range(4))
def test_it_counts_nowhere(database: Database, seed: int) -> None:
    town = Town(database)
    for words in ("1 S 4; 2 T besok 16:00; 3 M sibuk hari ini 11:00", "/lapor 5"):
        town.writes("Ani", words)
    before, rows = figures(town), rows_of(database)
    town.writes("Ani", "/latihan")
    assert (figures(town), rows_of(database)) == (before, rows)
    wild_day(town, Random(seed))
    assert (figures(town), rows_of(database)) == (before, rows)
    town.writes("Ani", "/latihan_selesai")
    assert (figures(town), rows_of(database)) == (before, rows)


def test_the_office_and_the_clock_say_nothing_of_it(database: Database) -> None:
    """The morning list, the reminders and the evening's digest are those of the real work."""
    town, told = Town(database), []
    town.writes("Ani", "3 T hari ini 16:00")
    town.writes("Ani", "/latihan")
    town.writes("Ani", "1 S 4; 2 T hari ini 16:00; 4 M sibuk hari ini 16:00")
    town.now = MORNING + timedelta(hours=10)
    with database.read() as work:
        due = due_runs(work, town.now)
    for run in due:
        perform(database.write, run, CAMPAIGN, town.now)
    remind(database.write, CAMPAIGN, town.now)
    told = town.said()
    assert not [said for said in told if "Durian" in said.text or "Gang Latihan" in said.text]
    assert [said for said in told if said.chat == BUDI and "Ani" in said.text], "the digest"
    mine = [said.text for said in told if said.chat == ANI]
    assert len(mine) == 1 and "Andi Tenri" in mine[0], "the reminder of the real no. 3"
    assert "masih dalam latihan" in mine[0]


def test_beginning_anew_leaves_nothing_behind(database: Database) -> None:
    town = Town(database)
    town.writes("Ani", "1 S 4")
    rows = rows_of(database)
    town.writes("Ani", "/latihan")
    wild_day(town, Random(7))
    fill_other_tables(town)
    town.writes("Ani", "/latihan_ulang")
    assert rows_of(database) == rows
    with database.read() as work:
        for name in HISTORY:
            count = select(func.count()).select_from(SQLModel.metadata.tables[name])
            extra = {"household": 24, "officer": 1}.get(name, 0)
            assert work.value(count) == len(rows[name]) + extra, name
        assert training.steps_done(work, StepsDone(ME)) <= {PASSED}


def fill_other_tables(town: Town) -> None:
    """A row of the training list in each table that other talks write to."""
    with town.database.work() as work:
        visit, household = work.rows(
            text("SELECT v.id, v.household FROM visit v WHERE v.officer = :list ORDER BY v.id"), list=LIST
        )[0]
        at = {"officer": LIST, "at": MORNING}
        work.change(insert(Correction), visit=visit, day=MORNING.date(), **at)
        work.change(insert(Detail), visit=visit, kind="note", at=MORNING)
        work.change(insert(GivingBack), household=household, officer=LIST, reason="sick", asked_at=MORNING)
        work.change(insert(AreaChange), kind="split", area="0", part="x", **at)
        work.change(insert(Absence), start=MORNING.date(), why="ill", **at)


def test_no_table_is_forgotten_when_a_list_is_deleted() -> None:
    """Whatever refers to an officer, a household or a visit, directly or not, is deleted, except the chat itself."""
    found, last = {"officer"}, set[str]()
    while found != last:
        last = set(found)
        found |= {
            table.name
            for table in SQLModel.metadata.tables.values()
            if {key.column.table.name for key in table.foreign_keys} & last
        }
    deleted = [statement.table.name for statement in training.CLEAR]  # type: ignore[attr-defined]
    assert set(deleted) == found - {"chat", "officer"}
    assert {"household", "visit", "detail", "giving_back"} <= found
    assert deleted.index("detail") < deleted.index("visit") < deleted.index("household")


@pytest.mark.parametrize(
    ("officer", "listed"), [(ME, ME), (ME, "PPL-0002"), (ME, "PML-001"), (LIST, ME), ("PPL-0002", LIST)]
)
def test_a_real_officer_is_never_deleted(database: Database, officer: str, listed: str) -> None:
    town = Town(database)
    town.writes("Ani", "1 S 4; 2 T")
    town.writes("Dian", "1 S 4")
    town.writes("Ani", "/latihan")
    town.writes("Ani", "3 S 4")
    before, households = rows_of(database), town.households()
    with database.work() as work:
        for statement in training.CLEAR:
            work.change(statement, list=listed, officer=officer)
    assert rows_of(database) == before
    assert town.households() == households


def test_a_list_is_made_once_and_kept(database: Database) -> None:
    town = Town(database)
    town.writes("Ani", "/latihan")
    first = town.deliver(town.last)
    assert first == [], "the same update again"
    with database.read() as work:
        named = {row.code: row.name for row in work.rows(AREAS)}
    assert practice_areas("PPL-0001").items() <= named.items()
    town.writes("Ani", "1 S 4")
    town.writes("Ani", "/latihan_selesai")
    town.writes("Ani", "/latihan")
    assert "1 dari 10" in town.writes("Ani", "/latihan")[0].text
    town.writes("Dian", "/latihan")
    assert len(town.households()) == ANIS + 4 + 24 + 24


def test_a_training_list_has_no_chat_and_cannot_be_invited(database: Database) -> None:
    town = Town(database)
    town.writes("Ani", "/latihan")
    with database.work() as work, pytest.raises(LookupError):
        make_invite(work, LIST, "code", MORNING)


def test_receipts_of_training_are_never_those_of_a_family(database: Database) -> None:
    """A list that was deleted may leave its numbers to a real household; its codes are other ones all the same."""
    town = Town(database)
    town.writes("Ani", "/latihan")
    code = town.writes("Ani", "24 S 4")[0].text.partition("🧾 ")[2][:11]
    assert "latihan" in town.writes("Citra", code)[0].text
    with database.work() as work:
        for statement in training.CLEAR:
            work.change(statement, list=LIST, officer=ME)
        work.change_many(insert(Household), [household_row(no) for no in range(ANIS + 1, ANIS + 30)])
    town.writes("Ani", "/latihan_selesai")
    town.writes("Ani", ";".join(f"{no} S 4" for no in range(ANIS + 1, ANIS + 30)))
    assert len([row for row in town.households() if row.receipt]) == 29
    assert "kami tidak bisa menjawab" in town.writes("Citra", code)[0].text


def test_the_real_officer_is_known_in_training(database: Database) -> None:
    town = Town(database)
    town.writes("Ani", "/latihan")
    with database.work() as work:
        row = training_row(work)
    me = caller_of(row, CAMPAIGN, MORNING)
    assert (me.officer, me.person, me.training, me.role) == (LIST, ME, True, Role.PPL)


def training_row(work: Work) -> Any:
    from db.people.chats import lock_chat

    return lock_chat(work, BOT, ANI)


def test_who_is_promoted_trains_no_more(database: Database) -> None:
    town = Town(database)
    town.writes("Ani", "/latihan")
    with database.work() as work:
        work.change(text("UPDATE officer SET role = 'pml' WHERE id = :ani"), ani=ME)
    said = town.writes("Ani", "/bantuan")[0].text
    assert not said.startswith(MARKS)


def test_the_supervisor_hears_of_a_pass_once(database: Database) -> None:
    town = Town(database)
    told: list[str] = []
    for _ in range(2):
        told += [said.text for said in do_all_steps(town) if said.chat != ANI]
    assert told == ["🎓 Ani (PPL-0001) lulus latihan."]
    with database.read() as work:
        assert training.steps_done(work, StepsDone(ME)) == {PASSED, *Step}


@pytest.mark.parametrize("gone", ["nobody above", "not joined", "blocked"])
def test_a_pass_needs_no_supervisor_who_listens(database: Database, gone: str) -> None:
    town = Town(database)
    with database.work() as work:
        if gone == "nobody above":
            work.change(text("UPDATE officer SET supervisor = NULL WHERE id = :ani"), ani=ME)
        elif gone == "not joined":
            work.change(text("UPDATE chat SET officer = NULL WHERE officer = 'PML-001'"))
    if gone == "blocked":
        from tests.updates import blocking

        town.deliver(blocking(9_000, town.chat("Budi"), "Budi", town.now, blocks=True))
    said = do_all_steps(town)
    assert {one.chat for one in said} == {ANI}
    assert "Lulus latihan" in said[-1].text


def do_all_steps(town: Town) -> list[Any]:
    """The whole first day, from the beginning, typed."""
    said = []
    for words in (
        "/latihan_ulang", "/target",
        "1 S 4", "2 T", "3 J besok 16:00", "4 M sibuk", "5 B 2 usaha", "6 S 4; 7 T; 8 S 1",
        "/lapor pepaya", "selesai", "3", "/baru", "keluarga baru", "Pak Ara", "dekat dermaga", "RT 001 Latihan",
        "selesai", "2", "/kunjungan",
    ):  # fmt: skip
        said += town.writes("Ani", words)
    return said


def test_the_ordinary_message_asks_nothing_about_training(database: Database) -> None:
    town = Town(database)
    with statements(database) as seen:
        for words in ("/target", "3", "selesai", "4", "5 T", "/kunjungan", "halo"):
            town.writes("Ani", words)
    assert seen
    assert not [each for each in seen if "training_step" in each or "trains" in each]


def test_beginning_anew_when_there_is_nothing_yet(database: Database) -> None:
    town = Town(database)
    with database.work() as work:
        me = caller_of(training_row(work), CAMPAIGN, MORNING)
        assert training.restart_training(work, RestartTraining(me), (BOT, ANI)) is False
    assert town.writes("Ani", "/target")[0].text.startswith(MARKS)
