"""Commands that only look, that are refused, or that find nothing to do, leave the whole database as it was."""

from pathlib import Path

from sqlalchemy import insert

from core.imports.columns import AREA_COLUMNS
from db.engine.work import Database
from db.tables import Officer
from tests.cli.conftest import Catat, everything
from tests.people import officer_row
from tests.town import Town

BAD = f"{','.join(column.name for column in AREA_COLUMNS)}\n64,,,\n"
LOOKING = {
    "officer replace PPL-0001 PPL-0009 --dry-run": (0, "Nothing was changed."),
    "officer replace PML-001 PML-009 --dry-run": (0, "Nothing was changed."),
    "officer replace PPL-0001 PML-001": (2, "both need the same role"),
    "officer replace PPL-0001 PPL-7777": (2, "no officer 'PPL-7777'"),
    "status": (0, "Outbox"),
    "bot list": (0, "@CatatTestBot"),
    "bot disable nobody": (2, "there is no bot 'nobody'; there are main"),
    "bot add main": (2, "'main' cannot be a bot's name"),
    "bot add samarinda": (2, "not a bot token"),
    "audit PPL-0001/4": (0, "Jefri Tambunan"),
    "audit 6471010001/4": (3, "name one by its K number"),
    "ladder": (0, "refusal"),
    "invite PPL-7777": (2, "there is no officer 'PPL-7777'"),
    "invite PPL-0001 --bot nobody": (2, "there is no bot 'nobody'; there are main"),
    "resend 1": (2, "there is no dead letter 1"),
    "job never": (2, "there is no job 'never'; there are morning"),
    "job revisits --at 2022-10-20T08:00+08:00": (0, "0 posted"),
    "import areas bad.csv": (1, "nothing was imported"),
    "backup copy.bin": (0, "copy.bin"),
    "restore bad.csv": (2, "bad.csv is not a backup"),
    "db upgrade": (0, "The database is at revision"),
}
"""What is typed -> the exit code, and words that are told."""


def test_the_database_stays_as_it_was(catat: Catat, database: Database, tmp_path: Path) -> None:
    people = [officer_row("PPL-0009", "Fajar", "ppl", None), officer_row("PML-009", "Gita", "pml", None)]
    with database.work() as work:
        work.change_many(insert(Officer), people)
    town = Town(database)
    town.writes("Ani", "4 M sibuk besok 16.00; 5 S 3")
    town.writes("Dian", "1 S 2")
    town.writes("Budi", "/pesan semua")
    (tmp_path / "bad.csv").write_text(BAD)
    assert catat("invite", "PML-001").code == 0, "the main bot is known, and the key"
    before = everything(database)
    for line, (code, words) in LOOKING.items():
        told = catat(*line.split())
        assert (told.code, words in told.text) == (code, True), f"{line}: {told.text}"
        assert everything(database) == before, line
