"""After a played campaign the story of every household ends where the household stands (core/audit.py)."""

from sqlalchemy import select

from db.audit import story
from db.engine.work import Database
from db.tables import Household
from simulation.play import simulate
from simulation.stage import Plan, Stage

PLAN = Plan(households=120, enumerators=3, days=20, seed=5, refusing=0.12)
ALL = select(Household.__table__)  # type: ignore[attr-defined]


def test_every_story_ends_where_the_household_stands(sqlite_ground: Database) -> None:
    simulate(Stage(sqlite_ground, PLAN))
    told: set[str] = set()
    with sqlite_ground.read() as work:
        for row in work.rows(ALL):
            found = story(work, row, PLAN.campaign.fieldwork)
            assert found.untold == (), (row.id, found.stands, found.events)
            told |= {event.deed.what for event in found.events}
    assert told >= {"listed", "visit", "corrected", "handed", "step_done", "found"}
