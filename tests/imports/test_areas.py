"""Areas in the database."""

from core.areas import Scheme
from core.imports.files import read_areas
from db.imports.areas import import_areas
from tests.imports.conftest import AREAS, Office, counts, refusal


def test_added_then_unchanged_then_changed(empty_office: Office) -> None:
    assert counts(empty_office.areas()) == (7, 0, 0)
    assert counts(empty_office.areas()) == (0, 0, 7)
    done = empty_office.areas(AREAS.replace("RT 002", "RT 02").replace("Asia/Makassar", "Asia/Jakarta"))
    assert counts(done) == (0, 2, 5)
    assert done.notes == ["1 time zone changed: import officers and households again to give them the new zone"]
    assert empty_office.rows("SELECT level, name FROM area WHERE code = '64710100010002'") == [("sls", "RT 02")]


def test_a_column_that_is_not_in_the_file_says_nothing(empty_office: Office) -> None:
    empty_office.areas("code,name,timezone,kemendagri\n6471,Balikpapan,Asia/Makassar,64.71\n")
    assert counts(empty_office.areas("code,name\n6471,Kota Balikpapan\n")) == (0, 1, 0)
    kept = empty_office.rows("SELECT name, timezone, kemendagri FROM area")
    assert kept == [("Kota Balikpapan", "Asia/Makassar", "64.71")]


def test_one_code_means_two_places_in_two_schemes(empty_office: Office) -> None:
    empty_office.areas("code,name\n64,Kaltim (BPS)\n")
    file = read_areas(b"code,name\n64,Kaltim\n64.71.01.1001,Klandasan\n", Scheme.KEMENDAGRI)
    assert counts(import_areas(empty_office.database, file, Scheme.KEMENDAGRI)) == (2, 0, 0)
    found = empty_office.rows("SELECT scheme, code, level FROM area ORDER BY scheme, code")
    assert found == [
        ("bps", "64", "province"),
        ("kemendagri", "64", "province"),
        ("kemendagri", "64.71.01.1001", "village"),
    ]


def test_one_bad_row_and_nothing_is_written(empty_office: Office) -> None:
    (sentence,) = refusal(lambda: empty_office.areas(AREAS + "6471,Balikpapan,\n"))
    assert sentence == "line 9, code: is the same as on line 3: each may be in the file once"
    assert empty_office.rows("SELECT * FROM area") == []
