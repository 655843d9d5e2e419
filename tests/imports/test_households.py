"""The prelist in the database, and the short numbers."""

import io
from concurrent.futures import ThreadPoolExecutor

import openpyxl
import pytest

from core.identity import kk_hash
from tests.imports.conftest import KEY, PRELIST, Office, counts, refusal


def test_numbers_follow_area_and_natural_order(office: Office) -> None:
    assert counts(office.households()) == (5, 0, 0)
    assert office.numbers() == {
        "Siti": ("PPL-1", 1),
        "Slamet": ("PPL-1", 2),
        "Andi Tenri": ("PPL-1", 3),
        "Togar": ("PPL-2", 1),
        "Made": (None, None),
    }


def test_the_same_file_again_changes_nothing(office: Office) -> None:
    office.households()
    before = office.rows("SELECT * FROM household ORDER BY id")
    assert counts(office.households()) == (0, 0, 5)
    assert office.rows("SELECT * FROM household ORDER BY id") == before


def test_what_is_kept_of_a_household(office: Office) -> None:
    office.households()
    found = office.rows("SELECT address, zone, kind, kk_hash, lat, lon, visits FROM household WHERE head = 'Slamet'")
    card = kk_hash(KEY, "6471991003000002")
    assert found == [("Jl. Mangga No. 1, RT 001", "Asia/Makassar", "prelist", card, -1.24, 116.88, 0)]


def test_numbers_never_change_and_are_never_given_twice(office: Office) -> None:
    office.households()
    moved = PRELIST.replace('Slamet,"Jl. Mangga No. 1, RT 001",PPL-1', 'Slamet,"Jl. Mangga No. 1, RT 001",PPL-2')
    moved = moved.replace("No. 5,,", "No. 5,PPL-1,") + "64710100010001,1,Wayan,Jl. Baru,PPL-1,,,\n"
    assert counts(office.households(moved)) == (1, 2, 3)
    assert office.numbers() == {
        "Siti": ("PPL-1", 1),
        "Andi Tenri": ("PPL-1", 3),
        "Wayan": ("PPL-1", 4),
        "Made": ("PPL-1", 5),
        "Togar": ("PPL-2", 1),
        "Slamet": ("PPL-2", 2),
    }
    assert counts(office.households(moved)) == (0, 0, 6)


def test_the_number_of_a_household_that_moved_away_is_not_given_again(office: Office) -> None:
    office.households()
    assert office.numbers()["Andi Tenri"] == ("PPL-1", 3), "the highest number of PPL-1"
    moved = PRELIST.replace("Jl. Ulin No. 3,PPL-1", "Jl. Ulin No. 3,PPL-2")
    office.households(moved)
    office.households(moved.replace("No. 5,,", "No. 5,PPL-1,"))
    assert office.numbers()["Made"] == ("PPL-1", 4)


def test_two_enumerators_exchange_their_work(office: Office) -> None:
    office.households()
    swapped = PRELIST.replace("PPL-1", "X").replace("PPL-2", "PPL-1").replace("X", "PPL-2")
    assert counts(office.households(swapped)) == (0, 4, 1)
    assert office.numbers()["Togar"] == ("PPL-1", 4)
    assert office.numbers()["Siti"] == ("PPL-2", 2)


def test_a_household_taken_from_its_enumerator_loses_its_number(office: Office) -> None:
    office.households()
    office.households(PRELIST.replace("PPL-2", ""))
    assert office.numbers()["Togar"] == (None, None)


def test_visits_and_columns_that_are_not_in_the_file_stay(office: Office) -> None:
    office.households()
    office.change("UPDATE household SET status = 'complete', visits = 2, persons = 4, receipt = 'R' WHERE no = 2")
    short = "area,number,head,address\n64710100010001,010,Slamet Riyadi,Jl. Mangga No. 1\n"
    assert counts(office.households(short)) == (0, 1, 0)
    found = office.rows(
        "SELECT number, address, enumerator, no, lat, status, visits, persons, receipt, kk_hash IS NULL "
        "FROM household WHERE head = 'Slamet Riyadi'"
    )
    assert found == [("10", "Jl. Mangga No. 1", "PPL-1", 2, -1.24, "complete", 2, 4, "R", False)]


FAULTS = [
    ("an unknown area", "64710100019999,1,x,y,PPL-1", ["line 7, area: '64710100019999' is not in the database"]),
    (
        "an enumerator in small letters",
        "64710100010001,1,x,y,ppl-1",
        ["line 7, enumerator: 'ppl-1' is not in the database; did you mean 'PPL-1'?"],
    ),
    ("an unknown enumerator", "64710100010001,1,x,y,PPL-9", ["line 7, enumerator: 'PPL-9' is not in the database"]),
    ("no ppl", "64710100010001,1,x,y,PML-1", ["line 7, enumerator: 'PML-1' is a pml; wanted is a ppl"]),
    (
        "everything",
        "64710100019999,1,,y,PML-1,12,95,1",
        [
            "line 7, area: '64710100019999' is not in the database",
            "line 7, head: is empty and must be filled",
            "line 7, enumerator: 'PML-1' is a pml",
            "line 7, kk: has 2 digits; a KK number has 16",
            "line 7, lat: 95 is outside Indonesia (lat -11.5 to 6.5): did you swap lat and lon?",
            "line 7, lon: 1 is outside Indonesia (lon 94.5 to 141.5): did you swap lat and lon?",
        ],
    ),
]


@pytest.mark.parametrize(("row", "reasons"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS])
def test_one_bad_row_and_nothing_is_written(office: Office, row: str, reasons: list[str]) -> None:
    sentences = refusal(lambda: office.households(f"{PRELIST}{row}\n"))
    assert len(sentences) == len(reasons)
    for sentence, reason in zip(sentences, reasons, strict=True):
        assert sentence.startswith(reason)
    assert office.rows("SELECT * FROM household") == []


def test_a_family_found_in_the_field_is_not_overwritten(office: Office) -> None:
    office.households()
    office.change("UPDATE household SET kind = 'new' WHERE head = 'Togar'")
    (sentence,) = refusal(office.households)
    assert sentence == "line 5, number: is taken by a household found in the field (new)"


def test_a_workbook_gives_the_same_as_the_csv(office: Office) -> None:
    book = openpyxl.Workbook()
    book.active.append(["lon", "head", "number", "area", "address", "enumerator", "lat"])
    book.active.append([116.89, "Andi Tenri", 1, 64710100010002, "Jl. Ulin No. 3", "PPL-1", -1.25])
    book.active.append([None, "Togar", 1, "6471010001000100", "Jl. Ulin No. 4", "PPL-2", None])
    out = io.BytesIO()
    book.save(out)
    office.households()
    done = office.households(out.getvalue())
    assert (counts(done), done.sheet) == ((0, 0, 2), "Sheet")


NIK, PHONE = "6471051208900003", "081234567890"


def test_numbers_of_persons_are_kept_masked(office: Office) -> None:
    head, address = f"Siti {NIK}", f'"Jl. Ulin 3, hp {PHONE}"'
    done = office.households(f"area,number,head,address,enumerator\n64710100010001,1,{head},{address},PPL-1\n")
    assert office.rows("SELECT head, address FROM household") == [("Siti 6471…0003", "Jl. Ulin 3, hp 0812…90")]
    assert done.notes == ["2 cells held numbers of persons (NIK, KK, phone); they are kept masked"]
    again = office.households(f"area,number,head,address,enumerator\n64710100010001,1,{head},{address},PPL-1\n")
    assert (again.added, again.changed) == (0, 0)


@pytest.mark.parametrize("column", ["area", "number", "head", "address", "enumerator", "kk", "lat", "lon", "other"])
@pytest.mark.parametrize("raw", [NIK, "6471 0512 0890 0003", PHONE, f"{NIK}9", "647105120890"])
def test_no_finding_quotes_a_number_of_a_person(office: Office, column: str, raw: str) -> None:
    """Whatever the column, and whatever else is wrong."""
    cells = {"area": "64710100010001", "number": "1", "head": "Siti", "address": "Jl. Ulin", "enumerator": "PPL-1"}
    cells |= {"kk": "12", "lat": "x", "lon": "116"} | {column: raw}
    file = f"{','.join(cells)}\n{','.join(cells.values())}\n"
    found = refusal(lambda: office.households(file))
    assert found
    assert raw not in "\n".join(found)
    assert raw not in str(office.rows("SELECT * FROM household"))


def test_codes_of_areas_are_shown(office: Office) -> None:
    file = "area,number,head,address,enumerator\n64710100010009,1,Siti,Jl. Ulin,PPL-1\n"
    assert "'64710100010009' is not in the database" in refusal(lambda: office.households(file))[0]


def test_the_same_file_twice_at_once_is_kept_once(office: Office) -> None:
    rows = "".join(f"64710100010001,{number},Siti,Jl. A 1,PPL-1\n" for number in range(1, 401))
    file = "area,number,head,address,enumerator\n" + rows
    with ThreadPoolExecutor(4) as pool:
        done = [each.result() for each in [pool.submit(office.households, file) for _ in range(4)]]
    assert sorted(map(counts, done)) == [(0, 0, 400)] * 3 + [(400, 0, 0)]
    assert office.rows("SELECT count(*), count(DISTINCT no), max(no) FROM household") == [(400, 400, 400)]
