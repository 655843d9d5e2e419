"""`catat campaign close`: nothing of the old campaign is left, everybody is still there, and the next day works."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text, update
from sqlmodel import col

from cli.opening import campaign_in
from cli.settings import load_settings
from db import campaigns
from db.campaigns import number_of
from db.engine.work import Database
from db.outbox.inbox import park
from db.tables import Chat, Household
from tests.cli.conftest import Catat, everything
from tests.people import ANI, BOT, CITRA, DIAN, MORNING, NAMED
from tests.town import Town

DAYS = "2022-10-15/2022-11-14\n"
NOTE, CAPTION, HASH = "Pagar xylofon", "Wpkhrt di gang", "f00dfeedf00dfeed"
NEXT = "area,number,head,address,enumerator\n64710100010001,1,Wayan Baru,Jl. Baru 1,PPL-0001\n"


@pytest.fixture
def lived(catat: Catat, database: Database) -> Town:
    """A campaign with reports, notes, a case, a message, training, leave, a parked update, and a citizen."""
    town = Town(database)
    for text_ in ("3 S 4", "4 M sibuk", f"/detail 3 {NOTE}", "/latihan", "/surat 4"):
        town.writes("Ani", text_)
    town.writes("Dian", "/cuti 25/10 - 27/10")
    town.writes("Dian", "ya")
    town.writes("Budi", f"/pesan semua {CAPTION}")
    town.writes("Budi", "ya")
    town.writes("Citra", "/bahasa en")
    with database.work() as work:
        park(work, BOT, 901, {"update_id": 901, "message": {"text": NOTE}}, MORNING)
        work.change(update(Household).where(col(Household.id) == 3).values(kk_hash=HASH))
    return town


def traces(town: Town) -> list[str]:
    """What must not be found any more: families, what was written, codes."""
    heads = [head for head, _ in NAMED] + [address for _, address in NAMED]
    codes = [each.receipt for each in town.households() if each.receipt]
    assert codes
    return [*heads, *codes, NOTE, CAPTION, HASH]


def whole(database: Database) -> str:
    return json.dumps(everything(database), default=str, ensure_ascii=False)


def files_of(database: Database) -> list[Path]:
    """The files that hold the database's rows, free pages included; written out first."""
    if database.file is not None:
        database.close()
        return list(database.file.parent.glob(f"{database.file.name}*"))
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("CHECKPOINT")
        folder = connection.exec_driver_sql("SELECT current_setting('data_directory')").scalar()
        number = connection.exec_driver_sql(
            "SELECT oid FROM pg_database WHERE datname = current_database()"
        ).scalar()
    return [each for each in Path(str(folder), "base", str(number)).iterdir() if each.is_file()]


def close(catat: Catat, file: Path, typed: str = DAYS) -> Any:
    return catat("campaign", "close", str(file), typed=typed)


def test_nothing_of_the_old_is_left_and_everybody_is_there(
    catat: Catat, database: Database, lived: Town, tmp_path: Path
) -> None:
    if database.file is None:
        with database.work() as work:
            work.connection.exec_driver_sql("ANALYZE")  # as autovacuum does: now its statistics know names, too
    gone, before = traces(lived), everything(database)
    assert [trace for trace in gone if trace in whole(database)] == gone
    told = close(catat, tmp_path / "old.backup")
    assert (told.code, "Number 2 begins" in told.text) == (0, True), told.text
    after = everything(database)
    assert [trace for trace in gone if trace in whole(database)] == []
    assert after["area"] == before["area"]
    assert after["bot"] == before["bot"]
    assert {row[:3] for row in after["officer"]} == {row[:3] for row in before["officer"] if "~" not in row[0]}
    assert {row[:2] for row in after["chat"]} == {row[:2] for row in before["chat"] if row[1] != CITRA}
    assert {name for name, rows in after.items() if rows} <= campaigns.KEPT
    files = b"".join(each.read_bytes() for each in files_of(database))
    assert (b"PPL-0001" in files, [trace for trace in gone if trace.encode() in files]) == (True, [])


def test_the_next_day_works(catat: Catat, database: Database, lived: Town, tmp_path: Path) -> None:
    code = next(each.receipt for each in lived.households() if each.receipt)
    close(catat, tmp_path / "old.backup")
    (tmp_path / "next.csv").write_text(NEXT, encoding="utf-8")
    assert catat("import", "households", str(tmp_path / "next.csv")).code == 0
    town = Town(database, campaign_in(load_settings(), database))
    town.numbers = lived.numbers
    assert "Wayan Baru" in "".join(said.text for said in town.writes("Ani", "/target"))
    town.writes("Ani", "1 S 4")
    [household] = town.households()
    assert (household.status, household.visits) == ("complete", 1)
    assert household.receipt != code
    assert "1" in "".join(said.text for said in town.writes("Budi", "/ringkasan"))
    with pytest.raises(Exception, match="history stays"), database.work() as work:
        work.change(text("DELETE FROM visit"))


def test_another_name_deletes_nothing(catat: Catat, database: Database, lived: Town, tmp_path: Path) -> None:
    before = {name: rows for name, rows in everything(database).items() if name not in campaigns.KEPT}
    told = close(catat, tmp_path / "old.backup", "2022\n")
    assert (told.code, "nothing was deleted" in told.text) == (2, True)
    assert {name: rows for name, rows in everything(database).items() if name not in campaigns.KEPT} == before
    assert close(catat, tmp_path / "old.backup").code == 2, "the copy is there already"


def test_broken_off_in_the_middle_it_leaves_the_old(
    catat: Catat, database: Database, lived: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = everything(database)["visit"]

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(campaigns, "mark_restored", killed)
        with pytest.raises((KeyboardInterrupt, AssertionError, SystemExit)):
            assert close(catat, tmp_path / "old.backup").code == 0
    assert everything(database)["visit"] == before
    with database.read() as work:
        assert number_of(work) == 1
    with pytest.raises(Exception, match="history stays"), database.work() as work:
        work.change(text("DELETE FROM visit"))
    assert close(catat, tmp_path / "again.backup").code == 0


def test_what_was_written_after_the_copy_is_not_lost(
    catat: Catat, database: Database, lived: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("typer.prompt", lambda *_: (lived.writes("Dian", "1 S 2"), DAYS)[1])
    told = close(catat, tmp_path / "old.backup")
    assert (told.code, "somebody wrote meanwhile" in told.text) == (2, True)
    assert [visit.household for visit in lived.visits()] == [3, 4, 61]


def test_quiet_hours_and_language_stay(catat: Catat, database: Database, lived: Town, tmp_path: Path) -> None:
    with database.work() as work:
        work.change(update(Chat).where(col(Chat.chat) == DIAN).values(language="en"))
    close(catat, tmp_path / "old.backup")
    with database.read() as work:
        rows = {row.chat: row for row in work.rows(text("SELECT chat, language, talk, training FROM chat"))}
    assert (rows[DIAN].language, rows[ANI].talk, bool(rows[ANI].training)) == ("en", None, False)
