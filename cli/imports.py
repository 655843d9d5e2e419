"""`catat import`: the office's files of areas, officers and households, all of a file or nothing of it."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from cli.opening import clock_of, open_database
from cli.settings import load_settings
from cli.terminal import by_terminal
from core.areas import Scheme
from core.face import By, Face
from core.identity import kk_key
from core.imports.files import read_areas, read_households, read_officers
from core.imports.findings import Refused, counted
from core.imports.rows import Progress as Watcher
from db.imports.areas import import_areas
from db.imports.households import import_households
from db.imports.kept import Summary
from db.imports.officers import import_officers
from db.work import Database

app = typer.Typer(no_args_is_help=True, help="Bring in areas, officers and households from CSV or XLSX.")

PLAIN_STEP = 50_000
"""Rows between two lines of progress when nobody watches a terminal."""

File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="A CSV or XLSX file.")]
Errors = Annotated[Path | None, typer.Option("--errors", help="Write what is wrong to this CSV file, too.")]


@app.command()
def areas(
    file: File,
    scheme: Annotated[Scheme, typer.Option(help="Who gave the codes; Kemendagri's have dots.")] = Scheme.BPS,
    errors: Errors = None,
) -> None:
    """Areas: code, name, and optionally timezone (IANA) and kemendagri."""
    _run(
        file,
        errors,
        lambda database, data, _, watch: import_areas(database, read_areas(data, scheme, watch), scheme, watch),
    )


@app.command()
def officers(file: File, errors: Errors = None) -> None:
    """Officers: id, name, role (ppl, pml, koseka, bps), area, and optionally supervisor and phone."""
    _run(
        file,
        errors,
        lambda database, data, by, watch: import_officers(database, read_officers(data, watch), by, watch),
    )


@app.command()
def households(file: File, errors: Errors = None) -> None:
    """Households: area (SLS), number, head, address, and optionally enumerator, kk, lat, lon."""

    def work(database: Database, data: bytes, by: By, watch: Watcher) -> Summary:
        key = kk_key(load_settings("secret_key").secret_key or "")
        return import_households(database, read_households(data, watch), key, by, watch)

    _run(file, errors, work)


def _run(file: Path, errors: Path | None, work: Callable[[Database, bytes, By, Watcher], Summary]) -> None:
    """Do one import against the configured database and say what came of it; exit code 1 when refused."""
    try:
        settings = load_settings()
        database = open_database(settings)
        by = by_terminal(Face.IMPORT, clock_of(settings, database).now(), file.name)
        try:
            with watching() as watch:
                done = work(database, file.read_bytes(), by, watch)
        finally:
            database.close()
    except Refused as refused:
        report_refusal(file.name, refused, errors)
        raise typer.Exit(1) from None
    report(file.name, done)


def report(name: str, done: Summary) -> None:
    """Print what an import did."""
    place = f", sheet {done.sheet!r}" if done.sheet else ""
    typer.echo(f"{name}{place}: {counted(done.rows, 'row')}")
    typer.echo(f"{done.added:,} added, {done.changed:,} changed, {done.unchanged:,} unchanged")
    if done.unknown:
        typer.echo(f"Columns not known and not read: {', '.join(done.unknown)}")
    for note in done.notes:
        typer.echo(f"Note: {note}")


def report_refusal(name: str, refused: Refused, errors: Path | None) -> None:
    """Print everything that is wrong with a file, and write it to a CSV file when one is wanted."""
    for finding in refused.findings:
        typer.echo(str(finding))
    bad = len({finding.line for finding in refused.findings})
    found = counted(len(refused.findings), "problem")
    typer.echo(f"{name}: {found} on {counted(bad, 'line')}; nothing was imported.")
    if errors:
        with errors.open("w", encoding="utf-8-sig", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(["line", "column", "reason"])
            writer.writerows((found.line or "", found.column, found.reason) for found in refused.findings)
        typer.echo(f"The list is in {errors}")


@contextmanager
def watching() -> Iterator[Watcher]:
    """A watcher of progress on standard error: a bar on a terminal, else a line now and then."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _plain
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as bars:
        tasks: dict[str, TaskID] = {}

        def watch(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total)
            bars.update(tasks[what], completed=done, total=total)

        yield watch


def _plain(what: str, done: int, total: int) -> None:
    if total >= PLAIN_STEP and (done % PLAIN_STEP == 0 or done == total):
        typer.echo(f"{what} {done:,} of {total:,}", err=True)
