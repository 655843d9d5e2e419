"""Two people at one thing: an answer is about what was shown, and what somebody else did meanwhile is said."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from db.engine.work import Database
from db.tables import Act, Outbox
from tests.people import BUDI, DEWI, MORNING
from tests.town import Town

ACTS = select(Act.__table__).order_by(Act.__table__.c.id)  # type: ignore[attr-defined]
POSTED = select(Outbox.__table__.c.key)  # type: ignore[attr-defined]
CHANGED = "Ada yang mengubah kasus ini sejak ditampilkan."


def acts(town: Town) -> list[tuple[str, str]]:
    """What was done about cases: the kind, and at which step."""
    with town.database.read() as work:
        return [(row.kind, row.step) for row in work.rows(ACTS)]


def to(town: Town, said: list[Any], chat: int) -> str:
    (text,) = (each.text for each in said if each.chat == chat)
    return text


@pytest.fixture
def town(database: Database) -> Town:
    """A refusal that the RT chair is to help with: Budi and Dewi may act on it."""
    town = Town(database)
    for hour in (0, 4, 9, 24):
        town.now = MORNING + timedelta(hours=hour)
        town.writes("Ani", "4 M sibuk")
    town.now = MORNING + timedelta(hours=25)
    town.said()
    return town


@pytest.mark.parametrize("how", ["pressed", "typed"])
def test_the_step_that_was_shown_is_the_one_that_is_done(town: Town, how: str) -> None:
    for leader in ("Budi", "Dewi"):
        town.writes(leader, "/kasus K4")
    first = acts(town)
    town.presses("Dewi", "✔️ Belum berhasil")
    town.writes("Dewi", "Ketua RT ikut, keluarga tetap menolak")
    done = [act for act in acts(town) if act not in first]
    assert [kind for kind, _ in done] == ["done"]
    said = town.presses("Budi", "✔️ Belum berhasil") if how == "pressed" else town.writes("Budi", "sudah")
    answer = to(town, said, BUDI)
    assert CHANGED in answer
    assert "Ketua RT ikut, keluarga tetap menolak" in answer, "what happened is said"
    assert acts(town) == [*first, *done], "the other one's step is not counted twice"


def test_a_change_between_the_two_questions_of_a_form(town: Town) -> None:
    for leader in ("Budi", "Dewi"):
        town.writes(leader, "/kasus K4")
        town.presses(leader, "✔️ Belum berhasil")
    town.writes("Dewi", "Ketua RT ikut")
    before = acts(town)
    assert CHANGED in to(town, town.writes("Budi", "Sudah saya temui juga"), BUDI)
    assert acts(town) == before


def test_a_visit_meanwhile_is_a_change_too(town: Town) -> None:
    town.writes("Budi", "/kasus K4")
    town.writes("Ani", "4 S 3")
    said = town.presses("Budi", "✔️ Belum berhasil")
    assert "Kasus" in to(town, said, BUDI) or "kasus" in to(town, said, BUDI)
    assert acts(town) == []


def test_nothing_is_closed_when_all_of_the_list_has_changed(database: Database) -> None:
    town = Town(database, now=MORNING + timedelta(days=23))
    town.writes("Ani", "3 T; 4 M sibuk")
    town.now = MORNING + timedelta(days=25)
    town.writes("Budi", "/tutup")
    town.writes("Ani", "3 S 2; 4 S 5")
    answer = to(town, town.presses("Budi", "🔚 Tutup"), BUDI)
    assert "sudah berubah atau sudah ditutup" in answer
    assert "Tutup 0" not in answer
    assert [town.household(no).status for no in (3, 4)] == ["complete", "complete"]


def test_a_leader_hears_of_the_report_that_does_not_count_any_more(database: Database) -> None:
    town = Town(database)
    town.writes("Ani", "3 K kosong sejak lama")
    town.now = MORNING + timedelta(hours=10)
    town.writes("Ani", "3 S 5")
    town.said()
    town.writes("Ani", "/koreksi 3")
    said = town.presses("Ani", "Selesai")
    told = to(town, said, BUDI)
    assert "Rumah kosong" in told.split("→")[0], "what stood in the figures"
    assert "Selesai, 5 orang" in told.split("→")[1], "what counts now"
    assert DEWI not in {each.chat for each in said}
