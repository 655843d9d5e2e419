"""`catat bot`: bots are added, listed, stopped, started again and given another token."""

import re

import pytest

from cli.keys import seal_of
from cli.settings import load_settings
from db.bots import BotRow, bots
from db.engine.work import Database
from tests.cli.conftest import OTHER_TOKEN, TOKEN, Catat, Told
from tests.people import BOT

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def kept(database: Database) -> dict[str, BotRow]:
    with database.read() as work:
        return {bot.name: bot for bot in bots(work)}


def listed(told: Told) -> list[list[str]]:
    """The lines of a table."""
    lines = [line.strip() for line in told.text.splitlines() if "│" in line]
    return [[cell.strip() for cell in line[1:-1].split("│")] for line in lines]


@pytest.fixture
def two(catat: Catat) -> Catat:
    """The main bot and one for Balikpapan."""
    assert catat("invite", "PPL-0001").code == 0
    told = catat("bot", "add", "balikpapan", "--areas", " 6471, 64,", typed=OTHER_TOKEN)
    assert told.text == "balikpapan: @CatatOtherBot serves 6471, 64. Running processes take it in at once.\n"
    return catat


def test_both_are_listed_with_their_areas(two: Catat) -> None:
    assert listed(two("bot", "list")) == [
        ["balikpapan", "@CatatOtherBot", "6471, 64", "active"],
        ["main", "@CatatTestBot", "all", "active"],
    ]


def test_a_token_is_kept_sealed(two: Catat, database: Database) -> None:
    row = kept(database)["balikpapan"]
    assert (row.id, row.areas, row.status) == (7_000_000_002, ("6471", "64"), "active")
    assert OTHER_TOKEN not in repr(row)
    seal = seal_of(load_settings())
    assert seal.open(row.token_sealed) == OTHER_TOKEN
    assert re.fullmatch(r"[\w-]{43}", seal.open(row.secret_sealed))


def test_one_is_stopped_and_started_again_and_the_other_works_on(two: Catat, database: Database) -> None:
    assert two("bot", "disable", "main").text == "main: disabled.\n"
    assert {name: row.status for name, row in kept(database).items()} == {"main": "disabled", "balikpapan": "active"}
    assert two("bot", "enable", "main").text == "main: active.\n"
    assert {row.status for row in kept(database).values()} == {"active"}


@pytest.mark.parametrize("name", ["main", "bot/1", "bot one", "rumah-é", ""])
def test_what_cannot_be_a_name(catat: Catat, database: Database, name: str) -> None:
    told = catat("bot", "add", name, typed=OTHER_TOKEN)
    assert (told.code, "cannot be a bot's name" in told.text) == (2, True)
    assert kept(database) == {}


@pytest.mark.parametrize("code", ["9999", "64x", "%", "6471,9999"])
def test_an_area_that_is_not_there_has_no_bot(catat: Catat, database: Database, code: str) -> None:
    told = catat("bot", "add", "balikpapan", "--areas", code, typed=OTHER_TOKEN)
    assert (told.code, "there is no area" in told.text) == (2, True)
    assert kept(database) == {}


def test_a_new_token_of_the_same_bot_wakes_it_and_keeps_the_rest(two: Catat, database: Database) -> None:
    two("bot", "disable", "balikpapan")
    before = kept(database)["balikpapan"]
    assert two("bot", "rotate", "balikpapan", typed=OTHER_TOKEN).text == "balikpapan: has its new token.\n"
    after = kept(database)["balikpapan"]
    same = ("id", "name", "username", "secret_sealed", "areas")
    assert [getattr(after, name) for name in same] == [getattr(before, name) for name in same]
    assert after.status == "active"


def test_the_token_of_a_bot_of_its_own_takes_no_place(two: Catat, database: Database) -> None:
    before = kept(database)
    told = two("bot", "rotate", "main", typed=OTHER_TOKEN)
    assert (told.code, "belongs to balikpapan, which is a bot of its own" in told.text) == (2, True)
    told = two("bot", "rotate", "balikpapan", typed=TOKEN)
    assert (told.code, "belongs to another bot than balikpapan: @CatatTestBot" in told.text) == (2, True)
    assert kept(database) == before


def test_another_bot_takes_the_place_of_main(catat: Catat, database: Database) -> None:
    catat("invite", "PPL-0001")
    told = catat("bot", "rotate", "main", typed=OTHER_TOKEN)
    assert "main is @CatatOtherBot from now on, and @CatatTestBot is disabled" in told.text
    rows = {name: (row.id, row.status) for name, row in kept(database).items()}
    assert rows == {"main": (7_000_000_002, "active"), f"main-{BOT}": (BOT, "disabled")}
