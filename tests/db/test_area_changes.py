"""SLS that were split or merged: where families may be put, and that nothing is noted twice."""

import pytest
from sqlalchemy import insert, select, update

from core.problems import Problem
from core.workload.area_changes import Change, NoteChange, Place, PlacesOf
from db.engine.work import Database, Work
from db.tables import Area, AreaChange, Household
from db.workload.area_changes import note_change, places_of
from tests.people import MORNING, RT1, RT2, ani

RT3, ELSEWHERE = "64710100010003", "64710100020001"
AREAS = [
    {"scheme": "bps", "code": RT3, "level": "sls", "name": "RT 003"},
    {"scheme": "bps", "code": ELSEWHERE, "level": "sls", "name": "RT 001"},
]
FIRST, SECOND, THIRD = Place(RT1, "RT 001"), Place(RT2, "RT 002"), Place(RT3, "RT 003", mine=False)
PART = Place(RT1, "RT 012", parent="RT 001")
NOTED = select(AreaChange.__table__)  # type: ignore[attr-defined]


def split(work: Work, name: str) -> None:
    note_change(work, NoteChange(ani(), Change.SPLIT, FIRST, Place(RT1, name, parent="RT 001")))


def test_the_own_sls_with_their_parts_and_then_the_others_of_the_village(database: Database) -> None:
    with database.work() as work:
        work.change_many(insert(Area), AREAS)
        assert places_of(work, PlacesOf("PPL-0001")) == [FIRST, SECOND, THIRD]
        split(work, "RT 012")
        assert places_of(work, PlacesOf("PPL-0001")) == [FIRST, PART, SECOND, THIRD]
        assert places_of(work, PlacesOf("PPL-0002")) == [SECOND, Place(RT1, "RT 001", mine=False), THIRD]


def test_before_the_first_household_the_officers_own_area_counts(database: Database) -> None:
    with database.work() as work:
        work.change(update(Household).values(enumerator=None, no=None))
        assert [place.name for place in places_of(work, PlacesOf("PPL-0001"))] == ["RT 001", "RT 002"]
        assert places_of(work, PlacesOf("nobody")) == []


def test_the_same_change_is_noted_once(database: Database) -> None:
    with database.work() as work:
        split(work, "RT 012")
        with pytest.raises(Problem, match="change_known"):
            split(work, "rt 012")
        split(work, "RT 013")
        note_change(work, NoteChange(ani(), Change.MERGED, FIRST, SECOND))
        with pytest.raises(Problem, match="change_known"):
            note_change(work, NoteChange(ani(), Change.MERGED, FIRST, SECOND))
        note_change(work, NoteChange(ani(), Change.MERGED, SECOND, FIRST))
        noted = [(row.kind, row.area, row.part, row.officer, row.at) for row in work.rows(NOTED)]
    assert noted == [
        ("split", RT1, "RT 012", "PPL-0001", MORNING),
        ("split", RT1, "RT 013", "PPL-0001", MORNING),
        ("merged", RT1, RT2, "PPL-0001", MORNING),
        ("merged", RT2, RT1, "PPL-0001", MORNING),
    ]


def test_parts_are_told_apart_by_short_keys() -> None:
    keys = {Place(RT1, f"RT {number} yang namanya panjang sekali", parent="RT 001").key for number in range(500)}
    assert len(keys) == 500
    assert all(len(key.encode()) < 40 for key in keys)
