"""The made-up city: the same for the same seed, of any size, and always importable."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from cli.sample import FILES, write_sample
from core.sample.city import City
from tests.imports.conftest import Office, counts


def import_all(office: Office, folder: Path) -> list[tuple[int, int, int]]:
    takes = (office.areas, office.officers, office.households)
    return [counts(take((folder / name).read_bytes())) for take, name in zip(takes, FILES, strict=True)]


@pytest.mark.parametrize("size", [1, 3, 251, 2000])
def test_every_size_is_imported(sqlite_office: Office, tmp_path: Path, size: int) -> None:
    write_sample(tmp_path, size, seed=7)
    assert import_all(sqlite_office, tmp_path)[2] == (size, 0, 0)
    assert all(added == changed == 0 for added, changed, _ in import_all(sqlite_office, tmp_path))
    loads = sqlite_office.rows("SELECT count(*), min(no), max(no) FROM household GROUP BY enumerator")
    assert all((least, most) == (1, load) and load <= 250 for load, least, most in loads)
    assert sqlite_office.rows("SELECT DISTINCT zone FROM household") == [("Asia/Makassar",)]


def test_the_same_seed_makes_the_same_files(tmp_path: Path) -> None:
    for folder, seed in (("one", 1), ("same", 1), ("other", 2)):
        write_sample(tmp_path / folder, 300, seed)
    read = {folder: [(tmp_path / folder / name).read_bytes() for name in FILES] for folder in ("one", "same", "other")}
    assert read["one"] == read["same"]
    assert read["one"][2] != read["other"][2]


def test_the_people_one_meets_first(tmp_path: Path) -> None:
    write_sample(tmp_path, 2000, seed=1)
    with (tmp_path / "officers.csv").open() as file:
        officers = {row["id"]: row for row in csv.DictReader(file)}
    assert officers["PPL-0001"]["name"].startswith("Ani ")
    assert officers["PML-001"]["name"].startswith("Budi ")
    assert Counter(row["role"] for row in officers.values()) == {"ppl": 8, "pml": 2, "koseka": 1, "bps": 1}
    assert officers["PPL-0001"]["supervisor"] == "PML-001"


def test_a_whole_city() -> None:
    city = City(240_000, seed=1)
    assert (city.enumerators, city.pmls, city.kosekas) == (960, 214, 18)
    assert len({block.code for block in city.blocks}) == 3840
    assert sum(block.households for block in city.blocks) == 240_000
    cards = [row[5] for row in City(20_000, seed=1).prelist() if row[5]]
    assert len(set(cards)) == len(cards)


@pytest.mark.parametrize("size", [0, 300_001])
def test_sizes_out_of_range(size: int) -> None:
    with pytest.raises(ValueError, match="a sample has 1 to 300,000"):
        City(size, seed=1)


@pytest.mark.slow
def test_twenty_thousand(empty_office: Office, tmp_path: Path) -> None:
    write_sample(tmp_path, 20_000, seed=1)
    assert import_all(empty_office, tmp_path)[2] == (20_000, 0, 0)
    assert import_all(empty_office, tmp_path)[2] == (0, 0, 20_000)
