"""Rights as tables: which role may start what (docs/rights.md), and that nobody reaches into somebody else's work."""

import re
from pathlib import Path

import pytest
from sqlalchemy import insert, select
from sqlmodel import SQLModel

from bot.commands import COMMANDS
from core.people.person import Role
from core.words import words
from db.engine.work import Database
from db.tables import Chat, Household, Officer
from tests.people import chat_row, household_row, officer_row
from tests.town import Town
from wording.texts import sentence

PAGE = Path(__file__).parent.parent / "docs" / "rights.md"
ROW = re.compile(r"^\| /(?P<name>\w+) \|(?P<marks>(?:[ ✓]*\|){5}) (?P<reach>.+) \|$", re.MULTILINE)
COLUMNS = (Role.PPL, Role.PML, Role.KOSEKA, Role.BPS, Role.CITIZEN)
WRITTEN = {
    found["name"]: frozenset(
        role for role, mark in zip(COLUMNS, found["marks"].split("|"), strict=False) if "✓" in mark
    )
    for found in ROW.finditer(PAGE.read_text())
}
PEOPLE = {"Ani": Role.PPL, "Budi": Role.PML, "Dewi": Role.KOSEKA, "Eko": Role.BPS, "Citra": Role.CITIZEN}
STRANGERS = {
    "Fajar": ("PML-002", "pml", "KSK-02"),
    "Gilang": ("PPL-0003", "ppl", "PML-002"),
    "Hana": ("KSK-02", "koseka", "BPS-6472"),
    "Indra": ("BPS-6472", "bps", None),
}
"""Another office with its people, none of whom has anything to do with Ani."""
SECRETS = ("Ani", "PPL-0001", "Slamet", "Siti", "Andi Tenri", "Jl. Mangga", "jembatan", "Budi")
TRIES = ("", "1", "2", "12", "Ani", "Slamet", "PPL-0001", "1 S 4")
ANSWERS = ("1", "ya", "Ani", "12")


def test_every_command_is_written_down() -> None:
    assert {command.name: frozenset(command.roles) for command in COMMANDS} == WRITTEN
    assert "| ? |" not in PAGE.read_text()


@pytest.mark.parametrize("name", PEOPLE)
def test_a_role_may_start_what_is_written_and_nothing_else(sqlite_database: Database, name: str) -> None:
    town, role = Town(sqlite_database), PEOPLE[name]
    refused = sentence(words("problem.not_for_role", role=words(f"role.{role}")), "id").split(".")[0]
    for command, roles in WRITTEN.items():
        before = contents(sqlite_database, but=("inbox", "outbox", "chat", "failure"))
        said = " ".join(one.text for one in town.writes(name, f"/{command}") if one.chat == town.chat(name))
        assert (refused in said) == (role not in roles), f"{name}: /{command}"
        if role not in roles:
            assert contents(sqlite_database, but=("inbox", "outbox", "chat", "failure")) == before, command
        town.writes(name, "batal")


@pytest.mark.parametrize("name", [*STRANGERS, "Citra"])
def test_strangers_reach_nothing(database: Database, name: str) -> None:
    """Every command with every argument, and some answers to what it asks: Ani's work neither shows nor changes."""
    town = busy_town(database)
    kept = ("household", "visit", "giving_back", "correction", "detail", "pursuit", "review", "absence", "message")
    before = {table: rows for table, rows in contents(database).items() if table in kept}
    for command in WRITTEN.keys() - {"cek", "start", "bahasa", "latihan", "jeda", "cuti", "lapor", "baru", "ketik"}:
        for typed in TRIES:
            for line in (f"/{command} {typed}".strip(), *ANSWERS, "batal"):
                for one in town.writes(name, line):
                    if one.chat == town.chat(name):
                        shown = " ".join([one.text, *(button.text for button in one.buttons)])
                        leaked = [secret for secret in SECRETS if secret in shown and secret not in line]
                        assert not leaked, f"{name}: {line} → {shown}"
    after = contents(database)
    assert all("None" in row for row in after["message_addressee"] if row[0] == "1"), "somebody else has answered"
    for table, rows in before.items():
        assert [row for row in after[table] if row in rows] == rows, f"{table} was changed"


def busy_town(database: Database) -> Town:
    """Ani has reported, corrected, added and asked; the strangers have an office of their own."""
    with database.work() as work:
        for name in ("Indra", "Hana", "Fajar", "Gilang"):  # leaders first
            code, role, leader = STRANGERS[name]
            work.change(insert(Officer), **{**officer_row(code, name, role, leader), "region": "6472"})
        for number, (code, *_) in enumerate(STRANGERS.values()):
            work.change(insert(Chat), **chat_row(3000 + number, code))
        work.change(
            insert(Household), **{**household_row(70), "enumerator": "PPL-0003", "no": 1, "area": "64720100010001"}
        )
    town = Town(database)
    town.chats |= {name: 3000 + number for number, name in enumerate(STRANGERS)}
    town.writes("Ani", "1 S 4; 2 M sibuk besok sore; 3 P pindah")
    town.writes("Ani", "/kembalikan 12")
    town.writes("Ani", "alasan lain")
    town.writes("Ani", "jembatan putus")
    town.writes("Ani", "ya")
    town.writes("Budi", "/pesan semua Slamet menunggu di jembatan")
    town.writes("Budi", "kirim")
    return town


def contents(database: Database, but: tuple[str, ...] = ()) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, as text that can be compared."""
    with database.read() as work:
        return {
            name: sorted(tuple(map(str, row)) for row in work.connection.execute(select(table)))
            for name, table in SQLModel.metadata.tables.items()
            if name not in but
        }
