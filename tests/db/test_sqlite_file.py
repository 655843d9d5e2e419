"""A file that is replaced or removed while it is open: what is written goes into the file in its place, or fails."""

import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from db.engine.passing import passes
from db.engine.schema import upgrade
from db.engine.work import Database

SAY = text("insert into deployment (name, value) values ('said', 'x')")
HEARD = text("select count(*) from deployment where name = 'said'")


def heard(path: Path) -> int:
    database = Database(f"sqlite:///{path}")
    with database.read() as work:
        found = int(work.connection.execute(HEARD).scalar_one())
    database.close()
    return found


def replace(path: Path) -> None:
    """Put a copy in the place of a database, as somebody does by hand."""
    other = path.with_name("other.db")
    shutil.copyfile(path, other)
    other.replace(path)
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def test_what_is_written_goes_into_the_file_in_its_place(sqlite_database: Database, tmp_path: Path) -> None:
    with sqlite_database.work():
        pass
    replace(tmp_path / "catat.db")
    with sqlite_database.work() as work:
        work.connection.execute(SAY)
    with sqlite_database.read() as work:
        assert work.connection.execute(HEARD).scalar_one() == 1
    assert heard(tmp_path / "catat.db") == 1


def test_what_is_read_comes_from_the_file_in_its_place(sqlite_database: Database, tmp_path: Path) -> None:
    with sqlite_database.read() as work:
        assert work.connection.execute(HEARD).scalar_one() == 0
    replace(tmp_path / "catat.db")
    other = Database(f"sqlite:///{tmp_path / 'catat.db'}")
    with other.work() as work:
        work.connection.execute(SAY)
    other.close()
    with sqlite_database.read() as work:
        assert work.connection.execute(HEARD).scalar_one() == 1


def test_a_file_that_is_gone_is_not_made_anew(sqlite_database: Database, tmp_path: Path) -> None:
    with sqlite_database.work():
        pass
    (tmp_path / "catat.db").unlink()
    with pytest.raises(OperationalError) as error, sqlite_database.work() as work:
        work.connection.execute(SAY)
    assert passes(error.value), "a message would be given up"
    assert not (tmp_path / "catat.db").exists()


def test_the_journal_stays_while_somebody_has_it_open(sqlite_database: Database, tmp_path: Path) -> None:
    """Locks of SQLite are the process's: opening and closing the file beside it would give them up."""
    with sqlite_database.work() as work:
        work.connection.execute(SAY)
    upgrade(sqlite_database)
    looks = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('select * from deployment'); c.close()"
    subprocess.run([sys.executable, "-c", looks, str(tmp_path / "catat.db")], check=True)
    assert (tmp_path / "catat.db-wal").exists()
    with sqlite_database.work() as work:
        work.connection.execute(text("delete from deployment"))
    assert heard(tmp_path / "catat.db") == 0


@pytest.mark.parametrize("name", ["catat.db", "data of 50%.db", "a#b.db"])
def test_a_new_file_is_its_owners_alone(tmp_path: Path, name: str) -> None:
    database = Database(f"sqlite:///{tmp_path / name}")
    upgrade(database)
    with database.work() as work:
        work.connection.execute(SAY)
    assert [path.name for path in tmp_path.iterdir() if stat.S_IMODE(path.stat().st_mode) != 0o600] == []
    assert (tmp_path / name).exists()
    database.close()
