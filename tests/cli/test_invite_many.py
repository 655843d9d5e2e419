"""`catat invite` for many at once, and `catat officer list`: each command run, with people in every state."""

import csv
import re
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert, update
from sqlmodel import col
from typer.testing import CliRunner, Result

from cli.cards import make_cards
from cli.main import app
from cli.sheets import harmless
from core.people.joining import invite_hash
from core.people.person import Role
from db.engine.work import Database
from db.people.officers import OfficerRow
from db.tables import Area, Chat, Invite, Officer
from sandbox.accounts import BotAccount
from sandbox.app import create_app
from sandbox.server import SandboxServer
from tests.people import ANI, officer_row

TOKEN = "7000000001:the-secret-half-of-the-token"


@pytest.fixture(autouse=True)
def office(tmp_path: Path, sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An office with a Telegram that knows its bot; Ani has joined, Budi has blocked the bot, Fajar never came."""
    monkeypatch.chdir(tmp_path)
    with SandboxServer(create_app([BotAccount(TOKEN, "CatatTestBot")])) as telegram:
        for name, value in {
            "CATAT_BOT_TOKEN": TOKEN,
            "CATAT_TELEGRAM_URL": telegram.url,
            "CATAT_DATABASE_URL": f"sqlite:///{tmp_path / 'catat.db'}",
            "CATAT_SECRET_KEY": "a secret for tests",
            "CATAT_CLOCK": "2022-10-20T06:55+08:00",
            "COLUMNS": "200",
        }.items():
            monkeypatch.setenv(name, value)
        with sqlite_database.work() as work:
            work.change(insert(Officer), **officer_row("PPL-0099", "=Fajar", "ppl", "PML-001"))
            work.change(update(Chat).where(col(Chat.officer) == "PML-001").values(blocked_at=datetime.now(UTC)))
        yield


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def codes(database: Database) -> dict[str, str]:
    with database.read() as work:
        return {row.code_hash: row.officer for row in work.rows(Invite.__table__.select())}  # type: ignore[attr-defined]


def test_each_gets_an_own_link_that_works(tmp_path: Path, sqlite_database: Database) -> None:
    done = run("invite", "--all", "--csv", "links.csv", "--pdf", "cards.pdf", "--days", "3")
    assert done.exit_code == 0, done.output
    assert "each works once, for 3 days. In cards.pdf and links.csv." in done.output
    rows = list(csv.DictReader((tmp_path / "links.csv").open(encoding="utf-8-sig")))
    kept = codes(sqlite_database)
    for row in rows:
        link, _, code = row["link"].partition("?start=")
        assert link == "https://t.me/CatatTestBot"
        assert kept[invite_hash(code)] == row["officer"]
        assert row["expires"] == "2022-10-22 22:55Z"
    assert {row["officer"] for row in rows} == set(kept.values()) >= {"PPL-0001", "PML-001", "PPL-0099"}
    assert next(row["name"] for row in rows if row["officer"] == "PPL-0099") == "'=Fajar"
    for name in ("links.csv", "cards.pdf"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    assert (tmp_path / "cards.pdf").read_bytes().startswith(b"%PDF")


CHOSEN = {
    "two by their ids": (["PPL-0001", "PML-001", "PPL-0001"], {"PPL-0001", "PML-001"}),
    "who never joined": (["--not-joined"], {"PPL-0099"}),
    "of these who never joined": (["PPL-0001", "PPL-0099", "--all"], None),
    "of no area": (["--area", "9999"], None),
    "of no code": (["--area", "%"], None),
    "nobody": ([], None),
    "somebody unknown": (["PPL-0001", "PPL-7777"], None),
    "too long": (["PPL-0001", "--days", "61"], None),
    "another bot": (["PPL-0001", "PML-001", "--bot", "main"], {"PPL-0001", "PML-001"}),
    "no such bot": (["PPL-0001", "--bot", "north"], None),
}


@pytest.mark.parametrize("name", CHOSEN)
def test_who_is_meant(name: str, sqlite_database: Database) -> None:
    arguments, meant = CHOSEN[name]
    done = run("invite", *arguments)
    assert (done.exit_code == 0) == (meant is not None), done.output
    assert set(codes(sqlite_database).values()) == (meant or set())


def test_an_area_is_its_officers_alone(sqlite_database: Database) -> None:
    with sqlite_database.work() as work:
        work.change(insert(Area), scheme="bps", code="7371", level="regency", name="Makassar")
        work.change(insert(Officer), **(officer_row("PPL-0500", "Gita", "ppl", None) | {"area": "7371"}))
    assert run("invite", "--area", "7371").exit_code == 0
    assert set(codes(sqlite_database).values()) == {"PPL-0500"}


def test_the_list_tells_who_has_joined(tmp_path: Path) -> None:
    done = run("officer", "list", "--csv", "officers.csv")
    assert done.exit_code == 0, done.output
    rows = {row["officer"]: row for row in csv.DictReader((tmp_path / "officers.csv").open(encoding="utf-8-sig"))}
    assert [rows[each]["chat"] for each in ("PPL-0001", "PML-001", "PPL-0099")] == ["joined", "blocked", "never"]
    assert f"{len(rows)} officers: " in done.output
    alone = run("officer", "list", "--state", "never")
    assert "PPL-0099" in alone.output
    assert "PPL-0001" not in alone.output
    assert run("officer", "list", "--area", "9999").exit_code != 0


def test_a_hundred_cards_with_long_names_stay_on_their_pages() -> None:
    who = OfficerRow("PPL-0001", "Nurhayati " * 20, Role.PPL, "6471010001", "6471", "Damai " * 30, False, None, None)
    until = datetime(2022, 10, 27, tzinfo=UTC)
    pdf = make_cards([(who, f"https://t.me/CatatTestBot?start={ANI}{n}", until) for n in range(100)], "id")
    assert len(re.findall(rb"/Type /Page\b(?!s)", pdf)) == 10


CELLS = {"=1+1": "'=1+1", "+62": "'+62", "-x": "'-x", "@a": "'@a", "Ani": "Ani", "": ""}


@pytest.mark.parametrize("cell", CELLS)
def test_no_cell_is_worked_out(cell: str) -> None:
    assert harmless(cell) == CELLS[cell]
