"""The order of rows and columns means nothing: every shuffle of a file gives the same database."""

import csv
import io
import tempfile
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from db.engine.work import Database
from tests.imports.conftest import AREAS, OFFICERS, PRELIST, Office, migrated


def shuffled(text: str, random: Random, delimiter: str) -> str:
    """The same table with its columns and rows in another order."""
    rows = list(csv.reader(io.StringIO(text)))
    places = list(range(len(rows[0])))
    random.shuffle(places)
    body = rows[1:]
    random.shuffle(body)
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([row[place] for place in places] for row in [rows[0], *body])
    return out.getvalue()


def contents(*files: str) -> list[list[tuple[Any, ...]]]:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'catat.db'}"
        migrated(url)
        office = Office(Database(url))
        for take, file in zip((office.areas, office.officers, office.households), files, strict=True):
            take(file)
        found = [
            office.rows("SELECT * FROM area ORDER BY code"),
            office.rows("SELECT * FROM officer ORDER BY id"),
            office.rows("SELECT area, number, head, enumerator, no, kk_hash, lat FROM household ORDER BY area, number"),
        ]
        office.database.close()
        return found


EXPECTED: list[list[list[tuple[Any, ...]]]] = []


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False), st.sampled_from(",;\t"))
def test_any_order_gives_the_same_database(random: Random, delimiter: str) -> None:
    if not EXPECTED:
        EXPECTED.append(contents(AREAS, OFFICERS, PRELIST))
    files = [shuffled(text, random, delimiter) for text in (AREAS, OFFICERS, PRELIST)]
    assert contents(*files) == EXPECTED[0]
