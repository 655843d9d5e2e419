"""A leader's people one by one: only the own ones, figures of the summary, who was heard of when."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert

from core.people.absences import Why
from core.people.person import Caller, Role
from core.visits.outcomes import Outcome
from core.workload.crew import CrewOf, Member
from core.workload.team import SummaryOf, TeamRow
from db.engine.work import Database
from db.tables import Absence
from db.workload.crew import HEARD, crew_of
from db.workload.team import summary_of
from tests.db.wishes import TODAY, add_other_teams, visit
from tests.people import MORNING, PERIOD, WITA


def dian(at: Any) -> Caller:
    return Caller(Role.PPL, "id", at, WITA, "PPL-0002", "Dian")


SEES = {
    "the supervisor": ("PML-001", ["Ani", "Dian"]),
    "the coordinator": ("KSK-01", ["Budi"]),
    "the office": ("BPS-6471", ["Dewi", "Fajar"]),
    "another supervisor": ("PML-002", ["Hadi"]),
    "an enumerator": ("PPL-0001", []),
    "a stranger": ("", []),
}


@pytest.mark.parametrize(("leader", "names"), SEES.values(), ids=SEES.keys())
def test_each_sees_the_own_people(database: Database, leader: str, names: list[str]) -> None:
    add_other_teams(database)
    with database.read() as work:
        crew = crew_of(work, CrewOf(leader, TODAY, MORNING), PERIOD)
        rows = summary_of(work, SummaryOf(leader, TODAY, MORNING), PERIOD).rows
    assert [member.name for member in crew] == names
    assert [member.row for member in crew] == list(rows)
    assert [member.number for member in crew] == list(range(1, len(names) + 1))


def test_the_last_report_of_anybody_below(database: Database) -> None:
    with database.work() as work:
        visit(work, 61, Outcome.COMPLETE, MORNING - timedelta(days=1), by=dian)
        visit(work, 62, Outcome.COMPLETE, MORNING, by=dian)
        visit(work, 63, Outcome.COMPLETE, MORNING - timedelta(days=2), by=dian)
        heard = {
            leader: {member.name: member.heard for member in crew_of(work, CrewOf(leader, TODAY, MORNING), PERIOD)}
            for leader in ("PML-001", "KSK-01", "BPS-6471")
        }
    assert heard == {
        "PML-001": {"Ani": None, "Dian": MORNING},
        "KSK-01": {"Budi": MORNING},
        "BPS-6471": {"Dewi": MORNING},
    }


def test_who_is_absent_and_who_cannot_be_reached(database: Database) -> None:
    add_other_teams(database)
    with database.work() as work:
        work.change(insert(Absence), officer="PPL-0001", start=TODAY, until=None, why="ill", at=MORNING)
        ani, dian = crew_of(work, CrewOf("PML-001", TODAY, MORNING), PERIOD)
        (hadi,) = crew_of(work, CrewOf("PML-002", TODAY, MORNING), PERIOD)
    assert ani.absence is not None
    assert ani.absence.why is Why.ILL
    assert (dian.absence, dian.joined, hadi.joined) == (None, True, False)


def test_who_needs_attention_comes_first() -> None:
    def member(name: str, hours: int | None, **figures: int) -> Member:
        heard = None if hours is None else MORNING - timedelta(hours=hours)
        return Member(1, name, Role.PPL, "", TeamRow(name, **figures), heard)

    people = [
        member("fine", 1, safe=1),
        member("fine, long ago", 30, safe=1),
        member("silent", 20, safe=1, silent=1),
        member("behind", 1, at_risk=1),
        member("never began", None, not_started=1, silent=1),
    ]
    ordered = [each.name for each in sorted(people, key=lambda each: each.urgency)]
    assert ordered == ["never began", "behind", "silent", "fine, long ago", "fine"]


def test_nothing_reads_all_visits(sqlite_database: Database) -> None:
    query: Any = HEARD.compile(sqlite_database.engine)
    with sqlite_database.read() as work:
        plan = work.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", (None,) * len(query.positiontup))
        assert not [row[3] for row in plan if row[3].startswith("SCAN visit")]
