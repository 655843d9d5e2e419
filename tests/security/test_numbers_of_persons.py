"""Numbers of persons typed into every question of every talk, and looked for in everything that is kept of it.

The talks are walked by the registry of commands, so that a new question is typed into as well.
"""

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import MetaData, select, text

from bot.commands import COMMANDS
from bot.edge import kept_of
from cli.audit import as_objects, as_text
from db.audit import story
from db.engine.copies import copy_sqlite
from db.engine.work import Database
from db.tables import Household
from tests import updates
from tests.people import CAMPAIGN, WITA
from tests.town import Town

NIK, KK, PHONE = "6471051208900003", "6471052003150017", "081234567890"
TOKEN = "7000000001:AAHk3vQw9sZ_xB-2mNpRtYuIoPlKjHgFdSa"
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
WRITTEN = [
    NIK,
    "6471 0512 0890 0003",
    "64.71.05.120890.0003",
    "6471-0520-0315-0017",
    KK.translate(WIDE),
    PHONE,
    "+62 812-3456-7890",
    "0812 3456 7890",
    TOKEN,
]
SENTENCES = ["{}", "catatan {} ya", "sibuk, hp {}", "Siti {}"]
ANSWERS = ["1", "4", "besok 16:00", "2", "ya", "08:15", "RT 001", "Siti", "12 M sibuk", "25/10", "semua"]
RAW = (NIK, KK, PHONE, "6281234567890", "AAHk3vQw9sZ")
PEOPLE = ("Ani", "Budi", "Dewi", "Eko", "Citra")
MOST = 14
"""Steps into one talk."""


class Walker:
    """Somebody who types numbers of persons wherever anything is asked."""

    def __init__(self, town: Town, name: str, seed: int) -> None:
        self.town, self.name, self.random = town, name, Random(f"{name} {seed}")
        self.asked: set[tuple[str, str]] = set()

    def walk(self, command: str) -> None:
        """One command: numbers behind it, and in many ways at each question; then ordinary answers."""
        self.town.writes(self.name, f"/{command} {self.sentence()}")
        self.town.writes(self.name, f"/{command}")
        for _ in range(MOST):
            talk = self.town.talk(self.town.chat(self.name))
            if talk is None:
                return
            self.asked.add((talk["flow"], talk["asked"]))
            self.misuse(talk["asked"])
            self.go_on()

    def misuse(self, asked: str) -> None:
        """A text, a caption, a card, an edit, and a press that no button has."""
        chat = self.town.chat(self.name)
        number = next(self.town.numbers)
        ways = [
            lambda: self.town.writes(self.name, self.sentence()),
            lambda: self.town.sends(self.name, **updates.CONTENT["photo"], caption=self.sentence()),
            lambda: self.town.sends(self.name, contact={"phone_number": PHONE, "first_name": f"Siti {NIK}"}),
            lambda: self.town.deliver(updates.press(number, chat, self.name, f"{self.talk_no()}:{asked}:{NIK}")),
        ]
        self.random.choice(ways)()

    def go_on(self) -> None:
        """An ordinary answer: a button of the last message, or something typed."""
        said = [one for one in self.town.history if one.chat == self.town.chat(self.name)]
        buttons = [button for button in said[-1].buttons if button.data.rpartition(":")[2] not in ("<", "x")]
        if buttons and self.random.random() < 0.8:
            data = self.random.choice(buttons).data
            self.town.deliver(updates.press(next(self.town.numbers), said[-1].chat, self.name, data))
        else:
            self.town.writes(self.name, self.random.choice(ANSWERS))

    def sentence(self) -> str:
        """A number of a person, alone or among words."""
        return self.random.choice(SENTENCES).format(self.random.choice(WRITTEN))

    def talk_no(self) -> int:
        """The number of the talk that waits."""
        with self.town.database.read() as work:
            found = text("SELECT talk_no FROM chat WHERE chat = :chat")
            return int(work.connection.execute(found, {"chat": self.town.chat(self.name)}).scalar() or 0)


def walked(database: Database, seed: int) -> tuple[Town, set[tuple[str, str]]]:
    """Everybody has tried every command."""
    town, asked = Town(database), set[tuple[str, str]]()
    for name in PEOPLE:
        walker = Walker(town, name, seed)
        for command in COMMANDS:
            walker.walk(command.name)
        town.writes(name, f"/privasi_salinan {NIK}")
        asked |= walker.asked
    return town, asked


def kept(database: Database) -> dict[str, str]:
    """Everything in every table, as text."""
    with database.read() as work:
        metadata = MetaData()
        metadata.reflect(work.connection)
        return {
            name: "\n".join(repr(tuple(row)) for row in work.connection.execute(select(table)))
            for name, table in metadata.tables.items()
        }


def complain_of(found: dict[str, str]) -> None:
    """Nothing of what was typed stands anywhere, neither as digits nor as it was written."""
    for where, content in found.items():
        for raw in (*RAW, *WRITTEN):
            assert raw not in content, f"{raw} in {where}"


@pytest.mark.parametrize("seed", [1])
def test_nothing_that_is_kept_holds_them(database: Database, seed: int) -> None:
    town, asked = walked(database, seed)
    assert len(asked) >= 40, f"too few questions were met: {sorted(asked)}"
    complain_of(kept(database))
    complain_of({"what was said": "\n".join(said.text for said in town.history)})
    with database.read() as work:
        for row in work.rows(select(Household.__table__).limit(30)):  # type: ignore[attr-defined]
            told = story(work, row, CAMPAIGN.fieldwork)
            lines = [*as_text(told, WITA), *(json.dumps(each, default=str) for each in as_objects(told))]
            complain_of({f"the audit of {row.id}": "\n".join(lines)})


def test_no_byte_of_the_file_or_of_a_copy_holds_them(sqlite_database: Database, tmp_path: Path) -> None:
    walked(sqlite_database, 7)
    copy_sqlite(sqlite_database, tmp_path / "copy.backup")
    files = [each for each in tmp_path.rglob("*") if each.is_file()]
    assert len(files) >= 2
    for file in files:
        content = file.read_bytes()
        for raw in (*RAW, *WRITTEN):
            assert raw.encode() not in content, f"{raw} in {file.name}"


@pytest.mark.parametrize("kind", ["text", "caption", "reply", "quote", "name", "press", "contact", "edit", "file"])
def test_an_update_that_is_put_aside_holds_none(kind: str) -> None:
    raw = f"a {NIK} b {PHONE}"
    contents: dict[str, Any] = {
        "text": {"message": {"text": raw}},
        "caption": {"message": {"caption": raw}},
        "reply": {"message": {"reply_to_message": {"text": raw}}},
        "quote": {"message": {"quote": {"text": raw}}},
        "name": {"message": {"from": {"first_name": raw}}},
        "press": {"callback_query": {"data": f"1:head:{NIK}"}},
        "contact": {"message": {"contact": {"phone_number": "15551234567", "vcard": raw}}},
        "edit": {"edited_message": {"text": raw}},
        "file": {"message": {"document": {"file_name": f"{raw}.pdf"}}},
    }
    stored = json.dumps(kept_of({"update_id": 1, **contents[kind]}))
    complain_of({kind: stored})
    assert "15551234567" not in stored
