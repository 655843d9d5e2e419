"""Backups and restores that are killed, at each of their moments: the old data or the new, whole, and never neither."""

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from db.engine.work import Database
from tests.backup.conftest import Command
from tests.e2e.office import bare_environment
from tests.house.source import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("pg_bin")]

OLD, NEW = 2301, 2400
"""Households of the database before the restore, and of the copy."""
MOMENTS = {
    "sqlite": {
        "the copy is beside": ("shutil", "copyfile", "after", OLD),
        "the copy is up to date": ("db.engine.filling", "upgrade", "after", OLD),
        "the copy is prepared": ("cli.backups", "prepare_sqlite", "after", OLD),
        "all is there": ("cli.backups", "fill_sqlite", "after", NEW),
        "before it is said": ("cli.backups", "tell", "before", NEW),
    },
    "postgresql": {
        "before anything": ("cli.backups", "fill_postgres", "before", OLD),
        "everything is dropped": ("db.engine.filling", "drop_everything", "after", OLD),
        "the rows are there": ("db.engine.filling", "_run_script", "after", OLD),
        "it is up to date": ("db.engine.filling", "upgrade_in", "after", OLD),
        "before the end of the transaction": ("cli.backups", "complete", "after", OLD),
        "all is there": ("cli.backups", "fill_postgres", "after", NEW),
    },
}
BACKUPS = {
    "before it is written": ("os", "fsync", "before"),
    "when it is written": ("os", "fsync", "after"),
}


def killed(url: str, folder: Path, *arguments: str) -> None:
    """Run `catat` until it is killed."""
    environment = bare_environment({"CATAT_DATABASE_URL": url, "PYTHONPATH": str(ROOT)})
    command = [sys.executable, "-m", "tests.backup.killed", *arguments]
    done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == -9, done.stdout + done.stderr


def look(url: str) -> tuple[int, bool]:
    """How many households there are, and whether a table is there that only the old data have."""
    database = Database(url)
    with database.read() as work:
        found = int(work.connection.execute(text("select count(*) from household")).scalar_one())
        old = inspect(work.connection).has_table("from_a_newer_release")
    database.close()
    return found, old


@pytest.mark.parametrize(
    ("backend", "moment"), [(kind, name) for kind in MOMENTS for name in MOMENTS[kind]], indirect=["backend"]
)
def test_a_restore_is_whole_or_has_not_been(
    catat: Command, database_url: str, tmp_path: Path, backend: str, moment: str
) -> None:
    catat("backup", "copy")
    database = Database(database_url)
    with database.work() as work:
        work.connection.execute(text("create table from_a_newer_release (n integer)"))
        work.connection.execute(text("delete from household where id < 100"))
    database.close()
    module, function, when, expected = MOMENTS[backend][moment]
    killed(database_url, tmp_path, module, function, when, "restore", "copy", "--replace")
    assert look(database_url) == (expected, expected == OLD)
    assert "2,400 households" in catat("restore", "copy", "--replace").output
    assert look(database_url) == (NEW, False)
    assert [path.name for path in tmp_path.glob(".*part*")] == []


@pytest.mark.parametrize("moment", BACKUPS)
def test_a_killed_backup_is_no_backup(catat: Command, database_url: str, tmp_path: Path, moment: str) -> None:
    killed(database_url, tmp_path, *BACKUPS[moment], "backup", "copy")
    assert not (tmp_path / "copy").exists()
    assert [path.name for path in tmp_path.glob(".*.part")] == [".copy.part"]
    (tmp_path / ".somebody-elses.part").write_text("half a film")
    assert catat("backup", "another").exit_code == 0
    assert [path.name for path in tmp_path.glob(".*.part")] == [".somebody-elses.part"]
