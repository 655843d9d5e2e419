"""The commands: what they print, their exit codes, and the list of errors."""

import csv
import os
import sqlite3
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli.imports import app
from cli.settings import SettingsError
from db.engine.work import Database
from tests.imports.conftest import AREAS, OFFICERS, PRELIST, Office


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the three files, and the settings that point to a database in it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CATAT_DATABASE_URL", f"sqlite:///{tmp_path / 'catat.db'}")
    monkeypatch.setenv("CATAT_SECRET_KEY", "a secret for tests")
    for name, text in (("areas", AREAS), ("officers", OFFICERS), ("households", PRELIST)):
        (tmp_path / f"{name}.csv").write_text(text)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def households(folder: Path) -> int:
    database = Database(f"sqlite:///{folder / 'catat.db'}")
    count = len(Office(database).rows("SELECT id FROM household"))
    database.close()
    return count


def test_three_files_after_one_another(folder: Path) -> None:
    for name in ("areas", "officers", "households"):
        done = run(name, f"{name}.csv")
        assert done.exit_code == 0, done.output
    assert done.stdout == "households.csv: 5 rows\n5 added, 0 changed, 0 unchanged\n"
    again = run("households", "households.csv")
    assert again.stdout == "households.csv: 5 rows\n0 added, 0 changed, 5 unchanged\n"
    assert households(folder) == 5


@pytest.mark.parametrize(("name", "why"), [("nowhere.csv", "does not exist"), (".", "is a directory")])
def test_without_a_file_nothing_is_begun(folder: Path, name: str, why: str) -> None:
    done = run("areas", name)
    assert (done.exit_code, why in done.output) == (2, True)
    assert not (folder / "catat.db").exists()


def content(folder: Path) -> list[str]:
    connection = sqlite3.connect(folder / "catat.db")
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


def test_a_dry_run_tells_what_would_change_and_keeps_nothing(folder: Path) -> None:
    assert run("areas", "areas.csv", "--dry-run").stdout.endswith("Nothing was changed: this was a dry run.\n")
    assert households(folder) == 0
    for name in ("areas", "officers", "households"):
        run(name, f"{name}.csv")
    (folder / "areas.csv").write_text(AREAS.replace("RT 002,", "RT 02,"))
    (folder / "officers.csv").write_text(OFFICERS.replace("Candra", "Chandra").replace("-7890", "-7891"))
    prelist = PRELIST.replace("Siti", "Hj. Siti").replace("Ulin No. 5,", "Ulin No. 5,PPL-2")
    (folder / "households.csv").write_text(prelist)
    before = content(folder)
    told = {name: run(name, f"{name}.csv", "--dry-run") for name in ("areas", "officers", "households")}
    assert content(folder) == before
    assert "Changed: 64710100010002: name\n" in told["areas"].stdout
    assert "Changed: PPL-1: phone\nChanged: PPL-2: name\n" in told["officers"].stdout
    assert "Changed: 64710100010001/2: head\n" in told["households"].stdout
    assert "Changed: 64710100010002/2: enumerator" in told["households"].stdout
    for name, done in told.items():
        really = run(name, f"{name}.csv")
        assert done.stdout == really.stdout + "Nothing was changed: this was a dry run.\n"
    assert content(folder) != before


def test_of_many_changed_rows_the_first_are_named(folder: Path) -> None:
    run("areas", "areas.csv")
    for ending in ("", "x"):
        rows = "".join(f"64710100010001,{number},Siti{ending},Jl. Ulin\n" for number in range(1, 31))
        (folder / "households.csv").write_text("area,number,head,address\n" + rows)
        done = run("households", "households.csv")
    named = [line for line in done.stdout.splitlines() if line.startswith("Changed: ")]
    assert len(named) == 21
    assert named[-1] == "Changed: 10 more"


def test_a_file_with_faults_is_refused_in_a_dry_run_too(folder: Path) -> None:
    (folder / "areas.csv").write_text("code,name\n6x,Kaltim\n")
    done = run("areas", "areas.csv", "--dry-run")
    assert (done.exit_code, "nothing was imported" in done.stdout) == (1, True)


def test_unknown_columns_are_named(folder: Path) -> None:
    (folder / "areas.csv").write_text("code,name,luas,Ketua RT\n64,Kaltim,1,\n")
    assert "Columns not known and not read: luas, Ketua RT" in run("areas", "areas.csv").stdout


def test_every_bad_row_is_printed_and_listed(folder: Path) -> None:
    rows = "".join(f"64710100010001,{number},,y\n" for number in range(1, 1502))
    (folder / "households.csv").write_text("area,number,head,address\n" + rows)
    run("areas", "areas.csv")
    done = run("households", "households.csv", "--errors", "bad.csv")
    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        *(f"line {line}, head: is empty and must be filled" for line in range(2, 12)),
        "line 12, head, and 1,490 more like it: is empty and must be filled",
        "households.csv: 1,501 problems on more than 1,000 lines; nothing was imported.",
        "The first 1,000 are in bad.csv",
    ]
    with (folder / "bad.csv").open(encoding="utf-8-sig") as file:
        listed = list(csv.DictReader(file))
    assert len(listed) == 1001
    assert listed[-1] == {"line": "", "column": "", "reason": "and 501 more"}
    assert listed[0] == {"line": "2", "column": "head", "reason": "is empty and must be filled"}
    assert households(folder) == 0


@pytest.mark.parametrize("place", ["nowhere/bad.csv", ".", "/dev/full"])
def test_a_list_that_cannot_be_written_is_told(folder: Path, place: str) -> None:
    (folder / "households.csv").write_text("area,number,head,address\n64,1,x,y\n")
    done = run("households", "households.csv", "--errors", place)
    assert (done.exit_code, type(done.exception)) == (1, SystemExit)
    assert done.stdout.splitlines()[-1].startswith(f"The list could not be written to {place} (")


def test_the_list_is_never_written_over_the_file(folder: Path) -> None:
    (folder / "households.csv").write_text("area,number\n64,1\n")
    done = run("households", "households.csv", "--errors", "../" + folder.name + "/households.csv")
    assert done.exit_code == 2
    assert "--errors names the file itself" in done.stderr
    assert (folder / "households.csv").read_text() == "area,number\n64,1\n"


def test_a_pipe_is_no_file_and_nobody_waits_for_it(folder: Path) -> None:
    os.mkfifo(folder / "list.csv")
    done = run("households", "list.csv")
    assert done.exit_code == 1
    assert done.stdout.startswith("the file is a pipe or a device: save the list to a file first")


def test_a_file_that_breaks_while_it_is_read_is_told() -> None:
    done = run("areas", "/proc/self/mem")
    assert (done.exit_code, type(done.exception)) == (1, SystemExit)
    assert done.stdout.startswith("the file cannot be read: ")


def test_a_file_that_is_no_table(folder: Path) -> None:
    (folder / "areas.csv").write_bytes(b"code,name\n64,Ren\xe9\n")
    done = run("areas", "areas.csv")
    assert done.exit_code == 1
    assert "line 2 holds the byte 0xE9" in done.stdout
    assert "Traceback" not in done.output


def test_households_need_the_secret_key(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CATAT_SECRET_KEY")
    done = run("households", "households.csv")
    assert isinstance(done.exception, SettingsError)
    assert households(folder) == 0


def test_dotted_codes(folder: Path) -> None:
    (folder / "areas.csv").write_text("code;name\n64.71.01.1001;Klandasan\n")
    assert run("areas", "areas.csv").exit_code == 1
    assert run("areas", "areas.csv", "--scheme", "kemendagri").exit_code == 0
