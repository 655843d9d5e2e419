"""A clock of the settings goes on where it was first started, for every process and after every restart."""

from datetime import timedelta

from db.engine.clocks import begin_clock, begun
from db.engine.work import Database
from tests.people import MORNING

SETTING = "2022-10-20T06:55+08:00"


def test_a_clock_is_started_once(database: Database) -> None:
    with database.work() as work:
        assert begun(work, SETTING) is None
        assert begin_clock(work, SETTING, MORNING) == MORNING
    with database.work() as work:
        assert begin_clock(work, SETTING, MORNING + timedelta(hours=3)) == MORNING
        assert begin_clock(work, "another", MORNING + timedelta(hours=3)) == MORNING + timedelta(hours=3)
    with database.read() as work:
        assert begun(work, SETTING) == MORNING
