"""Officers, and who answers for whom."""

import pytest

from core.areas import Scheme
from core.imports.files import read_areas
from db.imports.areas import import_areas
from tests.imports.conftest import OFFICERS, PRELIST, Office, counts, refusal


def test_added_with_region_and_zone_in_any_order_of_rows(office: Office) -> None:
    assert counts(office.officers()) == (0, 0, 5)
    found = office.rows("SELECT role, supervisor, region, zone, phone FROM officer WHERE id = 'PPL-1'")
    assert found == [("ppl", "PML-1", "6471", "Asia/Makassar", "081234567890")]


def test_the_law_gives_the_zone_where_no_area_names_one(office: Office) -> None:
    office.officers("id,name,role,area\nX-1,Xaver,bps,3175\n")
    assert office.rows("SELECT region, zone FROM officer WHERE id = 'X-1'") == [("3175", "Asia/Jakarta")]


def test_an_area_may_be_a_kemendagri_one(office: Office) -> None:
    import_areas(office.database, read_areas(b"code,name\n91.71,Jayapura\n", Scheme.KEMENDAGRI), Scheme.KEMENDAGRI)
    office.officers("id,name,role,area\nX-1,Xaver,bps,91.71\n")
    found = office.rows("SELECT area, region, zone FROM officer WHERE id = 'X-1'")
    assert found == [("91.71", "9171", "Asia/Jayapura")]


def test_changes_and_columns_that_are_not_there(office: Office) -> None:
    assert counts(office.officers("id,name,role,area\nPPL-1,Ani Rahmawati,ppl,6471\n")) == (0, 1, 0)
    found = office.rows("SELECT name, supervisor, phone FROM officer WHERE id = 'PPL-1'")
    assert found == [("Ani Rahmawati", "PML-1", "081234567890")]


FAULTS = [
    ("an unknown area", "X,N,ppl,,3201", "area: '3201' is not an area of the BPS scheme in the database"),
    ("an unknown supervisor", "X,N,ppl,PML-9,6471", "supervisor: 'PML-9' is neither in this file nor in the database"),
    ("a supervisor in small letters", "X,N,ppl,pml-1,6471", "nor in the database; did you mean 'PML-1'?"),
    ("an id in small letters", "ppl-1,Ani,ppl,,6471", "id: 'ppl-1' differs from 'PPL-1' in case or zeros alone"),
    ("an id with zeros", "PPL-01,Ani,ppl,,6471", "id: 'PPL-01' differs from 'PPL-1' in case or zeros alone"),
    ("two of one in the file", "Y_7,N,ppl,,6471\nY-007,N,ppl,,6471", "id: 'Y-007' differs from 'Y_7'"),
    ("himself", "X,N,ppl,X,6471", "supervisor: 'X' is this officer"),
    ("an equal", "X,N,pml,PML-1,6471", "supervisor: 'PML-1' is a pml, which is not above a pml; wanted is a koseka or"),
    ("nobody above bps", "X,N,bps,BPS-1,6471", "nobody is above bps: leave it empty"),
    ("a circle", "A,N,pml,B,6471\nB,N,koseka,A,6471", "supervisor: 'A' is a pml, which is not above a koseka"),
    ("a fall below one's people", "KSK-1,Dewi,pml,BPS-1,6471", "role: a pml cannot be the supervisor of 'PML-1'"),
    ("a rise over one's supervisor", "PML-1,Budi,bps,KSK-1,6471", "'KSK-1' is a koseka, which is not above a bps"),
    ("households of a pml", "PPL-1,Ani,pml,KSK-1,6471", "role: 'PPL-1' has 3 households, which only a ppl can have"),
]


@pytest.mark.parametrize(("rows", "reason"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS])
def test_faults(office: Office, rows: str, reason: str) -> None:
    office.households(PRELIST)
    before = office.rows("SELECT * FROM officer ORDER BY id")
    sentences = refusal(lambda: office.officers(f"id,name,role,supervisor,area\n{rows}\nZ,Good,bps,,6471\n"))
    assert any(reason in sentence for sentence in sentences), sentences
    assert len(sentences) == 1
    assert office.rows("SELECT * FROM officer ORDER BY id") == before


@pytest.mark.parametrize("role", ["pml", "koseka", "bps"])
def test_an_enumerator_without_households_may_rise_and_rise_again(office: Office, role: str) -> None:
    for risen in ("pml", role):
        office.officers(f"id,name,role,area\nPPL-2,Candra,{risen},6471\n")
    assert office.rows("SELECT role FROM officer WHERE id = 'PPL-2'") == [(role,)]


def test_all_roles_may_move_at_once(office: Office) -> None:
    text = OFFICERS.replace("koseka,BPS-1", "bps,").replace("Petugas Pemeriksa Lapangan", "koseka")
    assert counts(office.officers(text)) == (0, 2, 3)


def test_a_new_supervisor_may_come_after_those_who_name_him(office: Office) -> None:
    rows = "PPL-1,Ani,ppl,PML-2,6471010001\nPPL-3,Fitri,ppl,PML-2,6471\nPML-2,Gani,pml,,6471\n"
    assert counts(office.officers("id,name,role,supervisor,area\n" + rows)) == (2, 1, 0)
