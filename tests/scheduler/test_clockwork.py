"""The clockwork: one job that fails keeps no other from running, and is seen."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import pytest_asyncio
from rich.console import Console

import actions.table
import scheduler.clockwork
import scheduler.jobs
from cli.status import trouble_table
from db.engine.work import Database
from running.threads import Threads
from scheduler.clockwork import Clockwork
from tests.people import ANI, BUDI, CAMPAIGN, DEWI, DIAN, EKO, MORNING
from tests.town import Town

EVENING = MORNING + timedelta(hours=9, minutes=1)


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


@pytest_asyncio.fixture
async def clockwork(database: Database) -> AsyncIterator[Any]:
    threads = Threads(database)
    office: Any = SimpleNamespace(threads=threads, clock=Clock(EVENING), campaign=CAMPAIGN)
    yield Clockwork(office, lambda: None)
    threads.close()


def trouble(database: Database) -> str:
    """What `catat status` says is to be looked at."""
    console = Console(width=200, record=True, file=open("/dev/null", "w"))  # noqa: SIM115, PTH123
    with database.read() as work:
        console.print(trouble_table(work))
    return console.export_text()


def chats(database: Database) -> set[int]:
    return {said.chat for said in Town(database, now=EVENING).said()}


def breaks(*_: Any, **__: Any) -> Any:
    raise KeyError("a fault of ours")


async def test_all_jobs_run(clockwork: Any, database: Database) -> None:
    assert await clockwork.tick() == 3
    assert chats(database) == {BUDI, DEWI, EKO}
    assert "failing" not in trouble(database)


@pytest.mark.parametrize("job", ["revisits", "tidy", "cases", "cards"])
async def test_a_job_that_fails_keeps_no_other_from_running(
    clockwork: Any, database: Database, monkeypatch: pytest.MonkeyPatch, job: str
) -> None:
    done = []
    always = {
        name: (lambda *_, name=name: done.append(name) or {"posted": 0}) for name in scheduler.clockwork.ALWAYS
    }
    monkeypatch.setattr(scheduler.clockwork, "ALWAYS", always | {job: breaks})
    assert await clockwork.tick() == 3
    assert sorted(done) == sorted({"revisits", "tidy", "cases", "cards"} - {job})
    seen = trouble(database)
    assert f"failing job │ {job} all" in " ".join(seen.split())
    assert "KeyError at tests/scheduler/test_clockwork.py" in seen, "the place stands in the table"
    monkeypatch.setattr(scheduler.clockwork, "ALWAYS", always)
    await clockwork.tick()
    assert "failing job" not in trouble(database), "a job that works again is no trouble any more"


async def test_one_person_who_cannot_be_told_keeps_nobody_else_from_it(
    clockwork: Any, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions.table, "summary_of", summary_but_dewis(actions.table.summary_of))
    assert await clockwork.tick() == 2
    assert chats(database) == {BUDI, EKO}
    assert await clockwork.tick() == 0, "the run is done, with one failure counted"


def summary_but_dewis(summary_of: Any) -> Any:
    def summary(work: Any, query: Any, period: Any) -> Any:
        return breaks() if query.leader == "KSK-01" else summary_of(work, query, period)

    return summary


async def test_a_daily_run_that_fails_is_shown_and_made_up_for(
    clockwork: Any, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    telling = scheduler.jobs.TELLING
    monkeypatch.setattr(scheduler.jobs, "TELLING", telling | {"digest": (breaks, telling["digest"][1])})
    assert await clockwork.tick() == 0
    assert "failing job │ digest 6471/Asia/Makassar" in " ".join(trouble(database).split())
    monkeypatch.setattr(scheduler.jobs, "TELLING", telling)
    clockwork.clock.at = EVENING + timedelta(minutes=3)
    assert await clockwork.tick() == 3
    assert "failing" not in trouble(database)
    assert {ANI, DIAN} & chats(database) == set()
