"""`catat sample`: three files of a made-up city, ready for `catat import`."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from core.sample.city import AREA_HEADER, HOUSEHOLD_HEADER, MOST, OFFICER_HEADER, Cells, City

FILES = ("areas.csv", "officers.csv", "households.csv")


def sample(
    out: Annotated[Path, typer.Option("--out", file_okay=False, help="The folder to write to.")],
    households: Annotated[int, typer.Option("--households", min=1, max=MOST, help="How many families.")] = 2000,
    seed: Annotated[int, typer.Option("--seed", help="The same seed makes the same files.")] = 1,
) -> None:
    """Write areas.csv, officers.csv and households.csv of a made-up Balikpapan."""
    city = write_sample(out, households, seed)
    officers = f"{city.enumerators:,} ppl, {city.pmls:,} pml, {city.kosekas:,} koseka, 1 bps"
    typer.echo(f"{households:,} households, {officers}, in {len(city.blocks):,} SLS: {out}")
    for command, name in zip(("areas", "officers", "households"), FILES, strict=True):
        typer.echo(f"  catat import {command} {out / name}")


def write_sample(folder: Path, households: int, seed: int) -> City:
    """Write the three files into a folder, which is made when missing."""
    city = City(households, seed)
    folder.mkdir(parents=True, exist_ok=True)
    contents = (
        (AREA_HEADER, city.areas()),
        (OFFICER_HEADER, city.officers()),
        (HOUSEHOLD_HEADER, city.prelist()),
    )
    for name, (header, rows) in zip(FILES, contents, strict=True):
        _write(folder / name, header, rows)
    return city


def _write(path: Path, header: Cells, rows: Iterable[Cells]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
