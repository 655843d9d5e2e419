"""Walking order: revisits that are due, then by distance where places are known, else by SLS and number."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import bindparam, insert, update
from sqlmodel import col

from core.visits.outcomes import Outcome
from core.visits.report import RecordVisit, Report
from core.workload.households import NextHouseholds
from db.engine.work import Database, Work
from db.tables import Detail, Household
from db.visits.record import record_visit
from db.visits.walking import next_households
from simulation.walking import Door, walk
from tests.people import ANIS, CAMPAIGN, MORNING, RT2, ani
from tests.soak import examples
from tests.town import HOUSEHOLD, VISITS

PLACE = (
    update(Household)
    .where(col(Household.id) == bindparam("household"))
    .values(lat=bindparam("north"), lon=bindparam("east"))
)
MOVE = update(Household).where(col(Household.id) == bindparam("household")).values(area=bindparam("to"))
ADD_DETAIL = insert(Detail)
SOUTH, WEST = -1.24, 116.88
STEP = 0.001
"""About 110 metres."""


class Undone(Exception):
    """Raised to leave the database as it was."""


def stand(work: Work, places: Mapping[int, tuple[float, float]]) -> None:
    """Put households so many steps to the north and east of a corner."""
    for household, (north, east) in places.items():
        work.change(PLACE, household=household, north=SOUTH + STEP * north, east=WEST + STEP * east)


def visit(work: Work, household: int, hours: int = 0, outcome: Outcome = Outcome.COMPLETE) -> None:
    """Ani reports a household, some hours after the morning."""
    at = MORNING + timedelta(hours=hours)
    revisit = at + timedelta(hours=1) if outcome is Outcome.NOBODY_HOME else None
    persons = 4 if outcome is Outcome.COMPLETE else 0
    command = RecordVisit(ani(at), Report(outcome, at, persons, revisit_at=revisit), household)
    record_visit(work, command, arrived_at=at, fieldwork=CAMPAIGN.fieldwork, key=CAMPAIGN.receipt_key)


def order(work: Work, limit: int = 5, until: datetime = MORNING + timedelta(hours=1)) -> list[int]:
    return [household.no for household in next_households(work, NextHouseholds("PPL-0001", until, limit))]


def test_without_places_it_goes_by_sls_and_number(database: Database) -> None:
    with database.work() as work:
        work.change(MOVE, household=10, to=RT2)
        visit(work, 40)
        assert order(work, ANIS) == [*range(1, 10), *range(11, 31), 10, *range(31, 40), *range(41, 61)]


def test_the_nearest_comes_first(database: Database) -> None:
    with database.work() as work:
        stand(work, {1: (0, 0), 2: (9, 0), 3: (1, 0), 4: (0, 3), 5: (2, 0), 31: (0, 1)})
        stand(work, dict.fromkeys((*range(6, 31), *range(32, 61)), (50, 50)))
        assert order(work) == [1, 2, 3, 4, 5], "nobody knows where Ani is before her first report"
        visit(work, 1)
        assert order(work) in ([3, 31, 5, 4, 2], [31, 3, 5, 4, 2])
        visit(work, 2, hours=1)
        assert order(work) == [5, 3, 31, 4, 6]


def test_a_degree_of_longitude_is_shorter(database: Database) -> None:
    """At 60 degrees it is half a degree of latitude; in Indonesia hardly less, but the rule is the same."""
    with database.work() as work:
        for household, (north, east) in {1: (60.0, 0.0), 2: (60.0, 0.015), 3: (60.01, 0.0), 4: (60.0, 0.025)}.items():
            work.change(PLACE, household=household, north=north, east=east)
        stand(work, dict.fromkeys(range(5, 61), (0, 0)))
        visit(work, 1)
        assert order(work, 3) == [2, 3, 4]


def test_a_place_sent_counts_as_being_there(database: Database) -> None:
    with database.work() as work:
        stand(work, {no: (no, 0) for no in range(1, 61)})
        visit(work, 1)
        assert order(work, 2) == [2, 3]
        sent = {"kind": "place", "text": "", "lat": SOUTH + STEP * 40.2, "lon": WEST, "at": MORNING}
        work.change(ADD_DETAIL, visit=work.rows(VISITS)[-1].id, **sent)
        assert order(work, 3) == [40, 41, 39]


def test_a_household_without_a_place_follows_the_one_before_it(database: Database) -> None:
    with database.work() as work:
        stand(work, {1: (0, 0), 10: (5, 0), 20: (1, 0), 31: (99, 99)})
        visit(work, 1)
        assert order(work, 30) == [*range(2, 10), *range(20, 31), *range(10, 20), 31]


def test_who_is_known_to_be_near_comes_before_a_long_row_of_guesses(database: Database) -> None:
    with database.work() as work:
        stand(work, {1: (0, 0), 40: (0.25, 0)})
        visit(work, 1)
        assert order(work, 6) == [2, 3, 40, 4, 5, 6]


def test_the_first_of_an_sls_stand_with_the_first_that_is_known(database: Database) -> None:
    with database.work() as work:
        stand(work, {5: (0, 0), 6: (3, 0), 40: (1, 0)})
        visit(work, 5)
        assert order(work, ANIS) == [1, 2, 3, 4, 40, *range(6, 31), *range(31, 40), *range(41, 61)]


def test_an_sls_of_which_nothing_is_known_comes_last(database: Database) -> None:
    with database.work() as work:
        stand(work, {40: (0, 0)})
        visit(work, 40)
        assert order(work, ANIS) == [*range(41, 49), *range(31, 40), *range(49, 61), *range(1, 31)]


def test_standing_at_a_household_without_a_place_is_standing_beside_the_next_one(database: Database) -> None:
    with database.work() as work:
        stand(work, {2: (0, 0), 20: (9, 9), 30: (10, 10)})
        visit(work, 19)
        assert order(work, 2) == [20, 21]


def test_revisits_that_are_due_come_before_any_walk(database: Database) -> None:
    with database.work() as work:
        stand(work, {no: (no, 0) for no in range(1, 61)})
        visit(work, 50, outcome=Outcome.NOBODY_HOME)
        visit(work, 1)
        until = MORNING + timedelta(hours=2)
        assert order(work, 2, until) == [50, 2]
        assert 50 not in order(work, ANIS, MORNING)


def test_where_she_was_long_ago_says_nothing(database: Database) -> None:
    with database.work() as work:
        stand(work, {no: (no, 0) for no in range(1, 61)})
        visit(work, 30)
        assert sorted(order(work, 2, MORNING + timedelta(days=2))) == [29, 31]
        assert order(work, 2, MORNING + timedelta(days=5)) == [1, 2]


PLACES = st.dictionaries(st.integers(1, ANIS), st.tuples(st.integers(-9, 9), st.integers(-9, 9)), max_size=12)


@settings(deadline=None, max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(places=PLACES, seen=st.integers(1, ANIS))
def test_the_simulations_own_books_walk_the_same_way(
    database: Database, places: dict[int, tuple[int, int]], seen: int
) -> None:
    with pytest.raises(Undone), database.work() as work:
        stand(work, places)
        visit(work, seen)
        households = [work.row(HOUSEHOLD, id=no) for no in range(1, ANIS + 1)]
        walked = order(work, ANIS)
        raise Undone
    doors = {row.no: Door(row.area, (row.lat, row.lon) if row.lat is not None else None) for row in households}
    assert walked == [no for no in walk(doors, seen) if no != seen]
