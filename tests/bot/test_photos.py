"""Photos shown to whoever checks: only those that this bot got, and no more than a chat takes."""

from sqlalchemy import update
from sqlmodel import col

from actions.photos import MOST
from db.engine.work import Database
from db.tables import Chat
from tests.people import BOT
from tests.town import Town
from tests.updates import CONTENT

MOVE = update(Chat).where(col(Chat.officer) == "PPL-0001").values(bot=BOT + 1)


def photographed(database: Database, photos: int) -> Town:
    """Ani has reported a household, and sent photos of it."""
    town = Town(database)
    town.writes("Ani", "3 K sejak Lebaran")
    for _ in range(photos):
        town.sends("Ani", **CONTENT["photo"])
    return town


def test_photos_of_another_bot_are_not_tried(database: Database) -> None:
    town = photographed(database, 2)
    with database.work() as work:
        work.change(MOVE)
    town.writes("Budi", "/periksa")
    [said] = town.writes("Budi", "foto")
    assert "2 foto dikirim lewat bot lain" in said.text
    assert "Andi Tenri" in said.text, "the report is put once more"


def test_no_more_photos_than_a_chat_takes(sqlite_database: Database) -> None:
    town = photographed(sqlite_database, MOST + 2)
    town.writes("Budi", "/periksa")
    said = town.writes("Budi", "foto")
    assert len(said) == MOST + 1
    assert "2 foto yang lebih lama tidak ditampilkan" in said[-1].text
    assert [one.text.splitlines()[0] for one in said[:-1]] == ["📷 LARGE"] * MOST


def test_albums_of_two_people_do_not_meet(database: Database) -> None:
    town = Town(database)
    town.writes("Ani", "3 K sejak Lebaran")
    town.writes("Dian", "1 K sejak Lebaran")
    said = [town.sends(who, media_group_id=who, **CONTENT["photo"]) for who in ("Ani", "Dian", "Ani", "Dian")]
    assert [len(town.details(household)) for household in (3, 61)] == [2, 2]
    assert [bool(each) for each in said] == [True, True, False, False], "the first photo of an album is answered"
