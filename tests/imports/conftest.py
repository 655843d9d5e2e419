"""A small office: two databases, three SLS, four roles."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from core.face import By, Face
from core.imports.files import read_areas, read_households, read_officers
from core.imports.findings import Refused
from db.engine.schema import upgrade
from db.engine.work import Database
from db.imports.areas import import_areas
from db.imports.households import import_households
from db.imports.kept import Summary
from db.imports.officers import import_officers
from tests import postgres

BY = By("office", datetime(2022, 10, 1, 1, tzinfo=UTC), Face.IMPORT, "a file")
KEY = b"a key for tests, thirty-two long"

AREAS = """code,name,timezone
64,Kalimantan Timur,
6471,Kota Balikpapan,Asia/Makassar
6471010001,Gunung Bahagia,
64710100010001,RT 001,
6471010001000100,RT 001 timur,
64710100010002,RT 002,
3175,Jakarta Timur,
"""
OFFICERS = """id,name,role,supervisor,area,phone
PPL-1,Ani,ppl,PML-1,6471010001,0812-3456-7890
PPL-2,Candra,PPL,PML-1,6471010001,
PML-1,Budi,Petugas Pemeriksa Lapangan,KSK-1,6471,
KSK-1,Dewi,koseka,BPS-1,6471,
BPS-1,Eko,bps,,6471,
"""
PRELIST = """area,number,head,address,enumerator,kk,lat,lon
64710100010001,10,Slamet,"Jl. Mangga No. 1, RT 001",PPL-1,6471991003000002,-1.24,116.88
64710100010001,2,Siti,Jl. Mangga No. 2,PPL-1,,,
64710100010002,1,Andi Tenri,Jl. Ulin No. 3,PPL-1,,-1.25,116.89
6471010001000100,1,Togar,Jl. Ulin No. 4,PPL-2,,,
64710100010002,2,Made,Jl. Ulin No. 5,,,,
"""


class Office:
    """A database, and imports of files given as text or as bytes."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def areas(self, file: str | bytes = AREAS) -> Summary:
        return import_areas(self.database, read_areas(as_bytes(file)))

    def officers(self, file: str | bytes = OFFICERS) -> Summary:
        return import_officers(self.database, read_officers(as_bytes(file)), BY)

    def households(self, file: str | bytes = PRELIST) -> Summary:
        return import_households(self.database, read_households(as_bytes(file)), KEY, BY)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with self.database.read() as work:
            return [tuple(row) for row in work.rows(text(sql))]

    def change(self, sql: str) -> None:
        with self.database.work() as work:
            work.change(text(sql))

    def numbers(self) -> dict[str, tuple[str | None, int | None]]:
        """Enumerator and short number by the head's name."""
        return {head: (who, no) for head, who, no in self.rows("SELECT head, enumerator, no FROM household")}


def as_bytes(file: str | bytes) -> bytes:
    return file.encode() if isinstance(file, str) else file


def counts(summary: Summary) -> tuple[int, int, int]:
    return summary.added, summary.changed, summary.unchanged


def refusal(work: Callable[[], object]) -> list[str]:
    """What a refused import says, finding by finding."""
    with pytest.raises(Refused) as refused:
        work()
    return [str(finding) for finding in refused.value.findings]


def migrated(url: str) -> None:
    database = Database(url)
    upgrade(database)
    database.close()


@pytest.fixture
def sqlite_office(tmp_path: Path) -> Iterator[Office]:
    """An empty office on SQLite."""
    url = f"sqlite:///{tmp_path / 'catat.db'}"
    migrated(url)
    database = Database(url)
    yield Office(database)
    database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    """An office without any data, on each database."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'catat.db'}"
        migrated(url)
    else:
        url = postgres.fresh_database(postgres.template("imports", migrated))
    database = Database(url)
    yield Office(database)
    database.close()
    if request.param == "postgresql":
        postgres.drop_database(url)


@pytest.fixture
def office(empty_office: Office) -> Office:
    """An office with areas and officers."""
    empty_office.areas()
    empty_office.officers()
    return empty_office
