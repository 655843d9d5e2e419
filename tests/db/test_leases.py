"""Leases: one holder at a time, and what the dead and those who end leave behind."""

from datetime import UTC, datetime, timedelta

import pytest

from db.engine.leases import FORGOTTEN, LENGTH, Holder, bury, held_until, leases, let_go, processes, seen, take
from db.engine.work import Database

NOW = datetime(2022, 10, 20, 1, tzinfo=UTC)
A_MOMENT = timedelta(seconds=1)
HOLDERS = [
    Holder("here-1", "serve", "here", 101, NOW),
    Holder("here-2", "serve", "here", 102, NOW + A_MOMENT),
    Holder("there-1", "serve", "there", 101, NOW + 2 * A_MOMENT),
]


@pytest.fixture
def held(database: Database) -> Database:
    """Three processes on two machines, each with a lease of its own."""
    with database.work() as work:
        for holder in HOLDERS:
            seen(work, holder, NOW)
            assert take(work, f"lease of {holder.id}", holder.id, NOW)
    return database


def what_is_left(database: Database) -> tuple[list[str], list[str]]:
    """The processes, and the holders of leases."""
    with database.read() as work:
        return [row.id for row in processes(work)], [row.holder for row in leases(work)]


def test_only_the_dead_of_this_machine_are_buried(held: Database) -> None:
    with held.work() as work:
        assert bury(work, "here", lambda pid: pid == 102) == ["here-1"], "there-1 has the same number elsewhere"
    assert what_is_left(held) == (["here-2", "there-1"], ["here-2", "there-1"])


def test_who_ends_gives_back_its_own_alone(held: Database) -> None:
    with held.work() as work:
        let_go(work, HOLDERS[1])
    assert what_is_left(held) == (["here-1", "there-1"], ["here-1", "there-1"])


@pytest.mark.parametrize(
    ("holder", "later", "taken"),
    [
        ("here-1", A_MOMENT, True),
        ("here-2", A_MOMENT, False),
        ("here-2", LENGTH, False),
        ("here-2", LENGTH + A_MOMENT, True),
    ],
    ids=["renewed", "somebody else's", "at its last instant", "after its end"],
)
def test_a_lease_is_taken_by_one(held: Database, holder: str, later: timedelta, *, taken: bool) -> None:
    now = NOW + later
    with held.work() as work:
        assert take(work, "lease of here-1", holder, now) is taken
    with held.read() as work:
        assert held_until(work, "lease of here-1", holder, now) == (now + LENGTH if taken else None)


def test_who_is_not_heard_of_for_long_is_forgotten(held: Database) -> None:
    late = NOW + FORGOTTEN
    with held.work() as work:
        seen(work, HOLDERS[0], late)
    assert what_is_left(held)[0] == ["here-1", "here-2", "there-1"]
    with held.work() as work:
        seen(work, HOLDERS[0], late + A_MOMENT)
    assert what_is_left(held)[0] == ["here-1"]
