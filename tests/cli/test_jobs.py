"""`catat job`: what is due at an instant is done once, and told by region."""

import pytest
from sqlalchemy import text

from db.engine.work import Database
from tests.cli.conftest import Catat
from tests.people import ANI, BUDI, DEWI, DIAN, EKO

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

AT = "2022-10-20T{}+08:00"
JOBS = {
    "morning": ("07:00", {ANI, DIAN}),
    "nudge": ("16:30", {ANI, DIAN}),
    "digest": ("18:00", {BUDI, DEWI, EKO}),
}


def addressed(database: Database) -> set[int]:
    with database.read() as work:
        return {chat for (chat,) in work.rows(text("SELECT chat FROM outbox"))}


@pytest.mark.parametrize("name", JOBS)
def test_those_whom_it_concerns_are_told_once(catat: Catat, database: Database, name: str) -> None:
    hour, chats = JOBS[name]
    done = catat("job", name, "--at", AT.format(hour))
    assert done.code == 0
    assert f"{len(chats)} posted" in done.text and f"2022-10-20T{hour}+08:00" in done.text and "6471" in done.text
    assert addressed(database) == chats
    again = catat("job", name, "--at", f"2022-10-20T{hour}:30+08:00")
    assert "was done before" in again.text
    with database.read() as work:
        assert work.value(text("SELECT count(*) FROM outbox")) == len(chats)


def test_without_an_instant_it_is_the_programs_clock(catat: Catat, database: Database) -> None:
    assert "2022-10-20T07:00+08:00" in catat("job", "morning").text
    assert addressed(database) == {ANI, DIAN}


def test_too_late_nothing_is_posted_and_it_is_told(catat: Catat, database: Database) -> None:
    assert "too late, it is made up for within" in catat("job", "morning", "--at", AT.format("23:30")).text
    assert addressed(database) == set()


def test_the_closing_waits_for_the_last_day(catat: Catat, database: Database) -> None:
    assert "it is for the last day of the fieldwork" in catat("job", "closing", "--at", AT.format("08:30")).text
    assert addressed(database) == set()
