"""`catat db`: an empty database is begun, and another key is accepted when it is said."""

from pathlib import Path

import pytest
from sqlalchemy import text

from db.engine import schema
from db.engine.work import Database
from tests.cli.conftest import Catat


def test_a_database_is_begun_and_a_lost_one_only_when_that_is_said(
    catat: Catat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CATAT_DATABASE_URL", f"sqlite:///{tmp_path / 'new.db'}")
    assert "is empty: `catat import` or `catat serve` begins it" in catat("status").text
    assert catat("db", "upgrade").text == f"The database is at revision {schema.newest()}.\n"
    (tmp_path / "areas.csv").write_text("code,name\n64,Kalimantan Timur\n")
    assert catat("import", "areas", "areas.csv").code == 0
    assert catat("status").code == 0
    (tmp_path / "new.db").unlink()
    told = catat("db", "upgrade")
    assert (told.code, "is empty, and it has had data" in told.text) == (2, True)
    assert catat("db", "upgrade", "--anew").code == 0
    assert "1 added" in catat("import", "areas", "areas.csv").text


def test_another_key_is_refused_until_it_is_accepted(
    catat: Catat, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert catat("invite", "PPL-0001").code == 0
    monkeypatch.setenv("CATAT_SECRET_KEY", "another-long-random-text")
    told = catat("status")
    assert (told.code, "CATAT_SECRET_KEY" in told.text) == (2, True)
    assert catat("db", "accept-key").code == 0
    assert catat("status").code == 0
    with database.read() as work:
        assert work.value(text("SELECT count(*) FROM bot")) == 1
    monkeypatch.setenv("CATAT_SECRET_KEY", "a-long-random-text-for-tests")
    assert catat("status").code == 2, "the old key is another one now"
