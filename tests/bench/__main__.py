"""`python -m tests.bench`: measure, and print the tables."""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from tests.bench.bulk import bulk
from tests.bench.flood import Flood, flood
from tests.bench.sheets import Sheet, write_page
from tests.bench.starts import starts
from tests.bench.throughput import Plan, throughput

FOLDER = Path("var/bench")


def main() -> int:
    """Run what is asked for; 1 when a message was lost, doubled or wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few people, short rounds")
    parser.add_argument("--only", default="", help="systems whose name contains one of these, divided by commas")
    parser.add_argument("--people", type=int, default=0)
    parser.add_argument("--rounds", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=0)
    parts = ("starts", "throughput", "bulk", "flood")
    parser.add_argument("--part", choices=parts, default="", help="measure only this")
    parser.add_argument("--letters", type=int, default=0)
    parser.add_argument("--citizens", type=int, default=0)
    parser.add_argument("--profile", action="store_true", help="also print what Catat spends its time on")
    parser.add_argument("--write", type=Path, default=None, help="also write the tables to this page")
    chosen = parser.parse_args()
    usual = (10, 1, 3.0) if chosen.quick else (50, 3, 8.0)
    plan = Plan(
        people=chosen.people or usual[0],
        rounds=chosen.rounds or usual[1],
        seconds=chosen.seconds or usual[2],
        only=tuple(part for part in chosen.only.split(",") if part),
        profile=chosen.profile,
    )
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
        return asyncio.run(measure(chosen, plan, Path(folder).resolve()))


async def measure(chosen: argparse.Namespace, plan: Plan, folder: Path) -> int:
    """The parts that are asked for."""
    sheets: list[Sheet] = []
    faulty = 0
    if chosen.part in ("", "starts"):
        sheets.append(starts())
    if chosen.part in ("", "throughput"):
        measured, faulty = await throughput(plan, folder)
        sheets += measured
    if chosen.part in ("", "bulk"):
        letters = chosen.letters or (300 if chosen.quick else 10_000)
        sheet, faulty_too = await bulk(letters, min(100, letters // 3), folder, short=chosen.quick)
        sheets.append(sheet)
        faulty |= faulty_too
    if chosen.part in ("", "flood"):
        sheet, faulty_too = await flood(floods(chosen, plan), folder)
        sheets.append(sheet)
        faulty |= faulty_too
    for sheet in sheets:
        sheet.show()
    if chosen.write:
        write_page(chosen.write, sheets)
    return faulty


def floods(chosen: argparse.Namespace, plan: Plan) -> list[Flood]:
    """Both databases by polling and by webhook; in the quick form one of the four."""
    citizens, officers, seconds = (120, 10, 2.0) if chosen.quick else (2000, 100, 60.0)
    citizens = chosen.citizens or citizens
    ways = [(True, True)] if chosen.quick else [(False, False), (False, True), (True, False), (True, True)]
    runs = [Flood(citizens, officers, seconds, postgres, webhook) for postgres, webhook in ways]
    return runs if chosen.quick else [run for run in runs if plan.wants(run.name)]


if __name__ == "__main__":
    sys.exit(main())
