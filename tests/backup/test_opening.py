"""What every command does before it opens the database: emptiness, another secret key, and who else may read it."""

import stat
from pathlib import Path

import pytest
from sqlalchemy import text

from cli.keys import seal_of
from cli.settings import SettingsError, load_settings
from db.bots import BotRow, keep_bot
from db.engine.copies import is_empty
from db.engine.filling import drop_everything
from db.engine.work import Database
from tests.backup.conftest import Command

KEY = "a-long-random-text-for-tests"
COMMANDS = {
    "serve": ("serve",),
    "sender": ("sender",),
    "invite": ("invite", "PPL-1"),
    "import": ("import", "areas", "areas.csv"),
    "upgrade": ("db", "upgrade"),
    "job": ("job", "digest"),
    "status": ("status",),
    "resend": ("resend", "1"),
    "audit": ("audit", "K1"),
    "bots": ("bot", "list"),
    "officers": ("officer", "replace", "PPL-1", "PPL-2"),
}
MAKERS = {"serve", "sender", "import", "upgrade"}
"""Commands that begin a database, where there was none."""


@pytest.fixture(autouse=True)
def ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings, and a file to import."""
    monkeypatch.setenv("COLUMNS", "240")
    monkeypatch.setenv("CATAT_SECRET_KEY", KEY)
    monkeypatch.setenv("CATAT_BOT_TOKEN", "7000000001:the-secret-half-of-the-token")
    monkeypatch.setenv("CATAT_TELEGRAM_URL", "http://127.0.0.1:1")
    (tmp_path / "areas.csv").write_text("code,name\n6473,Tarakan\n")


@pytest.fixture
def emptied(catat: Command, database_url: str) -> Database:
    """A database that Catat has seen with data, and that has no tables any more."""
    assert catat("status").exit_code == 0
    database = Database(database_url)
    if database.file is not None:
        database.file.unlink()
    else:
        database.write(drop_everything)
    return database


@pytest.mark.parametrize("command", COMMANDS.values(), ids=list(COMMANDS))
def test_a_database_that_was_emptied_is_refused(catat: Command, emptied: Database, command: tuple[str, ...]) -> None:
    with pytest.raises(SettingsError, match="is empty, and it has had data"):
        catat(*command)
    assert is_empty(emptied)
    emptied.close()


def test_it_begins_anew_when_told_so(catat: Command, emptied: Database) -> None:
    assert catat("db", "upgrade", "--anew").exit_code == 0
    assert catat("status").exit_code == 0
    emptied.close()


@pytest.mark.parametrize("command", [each for name, each in COMMANDS.items() if name not in MAKERS])
@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_who_only_looks_makes_no_database(
    catat: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setenv("CATAT_DATABASE_URL", f"sqlite:///{tmp_path}/new/none.db")
    with pytest.raises(SettingsError, match="is empty: `catat import` or `catat serve` begins it"):
        catat(*command)
    with pytest.raises(SettingsError, match="there is nothing to back up"):
        catat("backup", "copy")
    assert catat("doctor").exception
    assert not (tmp_path / "new").exists()
    assert catat(*COMMANDS["import"]).exit_code == 0


@pytest.mark.parametrize("command", COMMANDS.values(), ids=list(COMMANDS))
def test_another_key_is_refused(catat: Command, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]) -> None:
    catat("db", "upgrade")
    monkeypatch.setenv("CATAT_SECRET_KEY", "another-long-random-text")
    with pytest.raises(SettingsError, match="CATAT_SECRET_KEY is not the key"):
        catat(*command)


def test_another_key_is_told_by_the_doctor_and_may_be_accepted(catat: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    catat("db", "upgrade")
    monkeypatch.setenv("CATAT_SECRET_KEY", "another-long-random-text")
    assert "not the one of this database" in catat("doctor").output
    assert catat("db", "accept-key").exit_code == 0
    assert catat("db", "upgrade").exit_code == 0


def test_a_database_of_the_release_before_knows_its_key_by_the_tokens(
    catat: Command, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seal, database = seal_of(load_settings()), Database(database_url)
    with database.work() as work:
        work.connection.execute(text("delete from deployment"))
        keep_bot(work, BotRow(7, "main", "", seal.close("7:x"), seal.close(""), (), "active"))
    database.close()
    monkeypatch.setenv("CATAT_SECRET_KEY", "another-long-random-text")
    with pytest.raises(SettingsError, match="CATAT_SECRET_KEY is not the key"):
        catat("db", "upgrade")
    monkeypatch.setenv("CATAT_SECRET_KEY", KEY)
    assert catat("db", "upgrade").exit_code == 0


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_files_are_for_their_owner_alone(catat: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "catat.db").chmod(0o644)
    assert "others may read catat.db" in catat("doctor").output
    catat("status")
    catat("backup", "copy")
    monkeypatch.setenv("CATAT_DATABASE_URL", f"sqlite:///{tmp_path}/new/catat.db")
    catat(*COMMANDS["import"])
    made = [*tmp_path.glob("catat.db*"), *tmp_path.glob("new/*"), tmp_path / "copy"]
    assert {path.name: stat.filemode(path.stat().st_mode) for path in made if path.stat().st_mode & 0o077} == {}
