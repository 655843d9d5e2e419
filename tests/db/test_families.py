"""Families that may be one: which are shown before a new one is made, and what of them."""

from sqlalchemy import bindparam, insert, update
from sqlmodel import col

from core.visits.families import FamiliesLike, Like, twin_note
from db.engine.work import Database, Work
from db.tables import Household
from db.visits.families import families_like
from tests.people import RT1, RT2, household_row

ADD = insert(Household)
MOVE = update(Household).where(col(Household.id) == bindparam("household")).values(enumerator=bindparam("to"), no=None)


def like(work: Work, head: str, address: str, area: str = RT1, officer: str = "PPL-0001") -> list[tuple[int, int]]:
    """The ids and the numbers shown."""
    found = families_like(work, FamiliesLike(officer, head, address, area))
    return [(each.household.id, each.household.no) for each in found]


def test_the_likeliest_come_first_on_the_own_list_before_others(database: Database) -> None:
    with database.read() as work:
        assert like(work, "Slamat Riadi", "jl mangga 1") == [(1, 1)]
        assert like(work, "Siti", "Jl. Ulin 3") == [(5, 5), (2, 2)]
        assert like(work, "Siti Aminah", "Gang Baru", RT2)[:2] == [(2, 2), (62, 0)]
        assert like(work, "Bu Sri", "belakang pos ronda") == []


def test_the_whole_sls_counts_and_no_other(database: Database) -> None:
    with database.work() as work:
        work.change(MOVE, household=3, to="PPL-0002")
        assert like(work, "Andi Tenri", "Jl. Mangga No. 12") == [(3, 0)]
        assert (3, 0) not in like(work, "Andi Tenri", "Jl. Mangga No. 12", RT2)
        work.change(MOVE, household=3, to=None)
        assert like(work, "Andi Tenri", "Jl. Mangga No. 12") == [(3, 0)], "one that nobody visits yet, too"


def test_a_household_is_never_like_itself(database: Database) -> None:
    with database.read() as work:
        query = FamiliesLike("PPL-0001", "Slamet Riyadi", "Jl. Mangga No. 1", but=1)
        assert families_like(work, query) == []


def test_only_a_few_are_shown(database: Database) -> None:
    with database.work() as work:
        rows = [{**household_row(100 + number), "head": "Siti", "enumerator": None, "no": None} for number in range(9)]
        work.change_many(ADD, rows)
        assert len(families_like(work, FamiliesLike("PPL-0001", "Siti", "Gang Baru", RT2))) == 5


def test_the_note_names_the_other_one(database: Database) -> None:
    with database.read() as work:
        one = families_like(work, FamiliesLike("PPL-0001", "Yohanes", "Jl. Ulin No. 5", RT1))[0]
    assert twin_note(one) == "Ganda dengan no. 7, Yohanes (Jl. Ulin No. 5)"
    assert twin_note(Like(one.household, mine=False)) == "Ganda dengan Yohanes (Jl. Ulin No. 5), di daftar petugas lain"
