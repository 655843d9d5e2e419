"""The campaign that is measured: a city in Catat's database, and what its enumerators need to join."""

from __future__ import annotations

import csv
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from db.engine.work import Database
from db.people.invites import make_invite
from tests.bench.people import Family

CATAT = Path(sys.executable).with_name("catat")
SECRET = "a-long-random-text-for-measuring"
SUBDISTRICT = "6471010"
RT = 50
"""Households of one RT, about."""


@dataclass(frozen=True)
class Enumerator:
    """Who is to join, and with whose list."""

    id: str
    name: str
    families: list[Family]


def environment(**settings: str) -> dict[str, str]:
    """The environment of a process: ours without any setting of Catat, and the given settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CATAT_")}
    return {**kept, "CATAT_SECRET_KEY": SECRET, **settings}


def catat(folder: Path, *arguments: str, **settings: str) -> str:
    """Run a command of Catat that has to succeed; what it printed."""
    command = [str(CATAT), *arguments]
    done = subprocess.run(command, cwd=folder, env=environment(**settings), capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"catat {' '.join(arguments)} failed: {done.stdout}{done.stderr}")
    return done.stdout


def write_city(folder: Path, lists: Sequence[int]) -> list[Enumerator]:
    """Write the office's three files: an enumerator for each number, with so many households."""
    enumerators = [Enumerator(f"PPL-{n + 1:05}", f"Petugas {n + 1}", list(_families(n))) for n in range(len(lists))]
    for enumerator, size in zip(enumerators, lists, strict=True):
        del enumerator.families[size:]
    rts = {(e.id, family.no): _rt(number, family) for number, e in enumerate(enumerators) for family in e.families}
    named = [(code, f"RT {number}") for number, code in enumerate(dict.fromkeys(rts.values()), start=1)]
    _write(
        folder / "areas.csv",
        [("code", "name"), ("64", "Kalimantan Timur"), ("6471", "Balikpapan"), (SUBDISTRICT, "Selatan"), *named],
    )
    officers = [(e.id, e.name, "ppl", "PML-001", SUBDISTRICT) for e in enumerators]
    header = ("id", "name", "role", "supervisor", "area")
    _write(folder / "officers.csv", [header, ("PML-001", "Budi Santoso", "pml", "", "6471"), *officers])
    rows = [
        (rts[e.id, family.no], f"{family.no:03}", family.head, family.address, e.id)
        for e in enumerators
        for family in e.families
    ]
    _write(folder / "households.csv", [("area", "number", "head", "address", "enumerator"), *rows])
    return enumerators


def _rt(enumerator: int, family: Family) -> str:
    """The RT of a household: a list goes through five of them, one after the other."""
    village, rt = divmod(enumerator * 5 + (family.no - 1) // RT, 500)
    return f"{SUBDISTRICT}{village + 1:03}{rt + 1:04}"


def _families(of: int) -> Iterator[Family]:
    for no in range(1, 251):
        yield Family(no, f"Slamet Riyadi {of + 1}-{no}", f"Jl. Mangga Besar No. {no}, RT 001")


def _write(path: Path, rows: Sequence[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(rows)


def import_city(folder: Path, url: str) -> None:
    """Bring the three files into a database."""
    for kind in ("areas", "officers", "households"):
        catat(folder, "import", kind, f"{kind}.csv", CATAT_DATABASE_URL=url)


def invite(url: str, enumerators: Sequence[Enumerator], now: datetime) -> list[str]:
    """The code of an invitation for each."""
    database = Database(url)
    codes = [secrets.token_urlsafe(12) for _ in enumerators]
    with database.work() as work:
        for enumerator, code in zip(enumerators, codes, strict=True):
            make_invite(work, enumerator.id, code, now)
    database.close()
    return codes
