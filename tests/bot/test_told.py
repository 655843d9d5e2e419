"""Whoever writes to several officers posts to each of them: a key names who is told."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlmodel import col

from actions.actor import Actor
from core.people.person import Caller, Role
from core.words import words
from db.engine.work import Database
from db.tables import Outbox
from tests.people import BOT, BUDI, CAMPAIGN, MORNING, WITA
from tests.town import Town

LAST_DAY = MORNING + timedelta(days=25)
"""14 November, nine o'clock."""


def test_closing_tells_every_enumerator(database: Database) -> None:
    town = Town(database, now=LAST_DAY - timedelta(days=2))
    town.writes("Ani", "3 T; 4 M sibuk")
    town.writes("Dian", "1 T; 2 M sibuk")
    town.said()
    town.now = LAST_DAY
    town.writes("Budi", "/tutup")
    town.said()
    town.presses("Budi", "🔚 Tutup")
    said = town.presses("Budi", "Tidak, tutup")
    told = {each.chat for each in said}
    assert told == {town.chat("Ani"), town.chat("Dian"), BUDI}
    (answer,) = (each.text for each in said if each.chat == BUDI)
    assert "Ani" not in answer and "Dian" not in answer, "nobody is out of reach"


@pytest.mark.parametrize(
    "officers", [("PPL-0001", "PPL-0002"), ("PPL-0001", "PPL-0002", "PML-001", "KSK-01", "BPS-6471")]
)
def test_one_part_told_to_many_is_a_letter_each(database: Database, officers: tuple[str, ...]) -> None:
    with database.work() as work:
        budi = Caller(Role.PML, "id", MORNING, WITA, "PML-001", "Budi")
        actor = Actor(work, CAMPAIGN, budi, MORNING, f"{BOT}:1", (BOT, BUDI))
        assert [actor.tell(officer, "part", words("menu.target")) for officer in officers] == [True] * len(officers)
    with database.read() as work:
        keys = [key for (key,) in work.rows(select(col(Outbox.key)))]
    assert sorted(keys) == sorted(f"{BOT}:1:part:{officer}" for officer in officers)
