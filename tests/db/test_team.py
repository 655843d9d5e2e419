"""A leader's figures are looked up by index: what a supervisor asks must not cost more as the city grows."""

from typing import Any

import pytest

from db.engine.work import Database
from db.workload import team
from tests.people import MORNING

ASKED = {"leader": "PML-001", "today": MORNING.date(), "now": MORNING}
STATEMENTS = {"people": team.PEOPLE, "figures": team.FIGURES, "heard from": team.HEARD_FROM}


@pytest.mark.parametrize("name", STATEMENTS)
def test_a_summary_reads_no_whole_table(sqlite_database: Database, name: str) -> None:
    statement: Any = STATEMENTS[name]
    known = {key: value for key, value in ASKED.items() if key in str(statement)}
    query = statement.params(known).compile(sqlite_database.engine, compile_kwargs={"literal_binds": True})
    with sqlite_database.read() as work:
        plan = [row[3] for row in work.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}")]
    assert plan
    assert not [step for step in plan if step.startswith(("SCAN household", "SCAN visit", "SCAN officer"))], plan
