"""`catat import`: the office's files of areas, officers and households, all of a file or nothing of it."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
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
from core.imports.columns import AREA_COLUMNS, HOUSEHOLD_COLUMNS, OFFICER_COLUMNS
from core.imports.files import read_areas, read_households, read_officers
from core.imports.findings import Finding, Refused, counted, named, printable, refuse
from core.imports.header import Choice, chosen_columns
from core.imports.limits import LARGEST_FILE, MOST_COUNTED
from core.imports.rows import Column
from core.imports.rows import Progress as Watcher
from db.engine.work import Database
from db.imports.areas import import_areas
from db.imports.households import import_households
from db.imports.kept import Summary
from db.imports.officers import import_officers

app = typer.Typer(no_args_is_help=True, help="Bring in areas, officers and households from CSV or XLSX.")

PLAIN_STEP = 50_000
"""Rows between two lines of progress when nobody watches a terminal."""

SAME_SHOWN = 10
"""Findings of one kind that are printed one by one."""

File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="A CSV or XLSX file.")]
Errors = Annotated[Path | None, typer.Option("--errors", help="Write what is wrong to this CSV file, too.")]
Sheet = Annotated[
    str | None, typer.Option("--sheet", help="Read this sheet alone, not all visible ones that have the header.")
]
Columns = Annotated[
    list[str] | None,
    typer.Option("--columns", help="How the file calls our columns: --columns 'area=Kode SLS,head=Nama KK'."),
]

DryRun = Annotated[bool, typer.Option("--dry-run", help="Check everything and tell what would change; keep nothing.")]


@app.command()
def areas(
    file: File,
    scheme: Annotated[Scheme, typer.Option(help="Who gave the codes; Kemendagri's have dots.")] = Scheme.BPS,
    errors: Errors = None,
    sheet: Sheet = None,
    columns: Columns = None,
    dry_run: DryRun = False,
) -> None:
    """Areas: code, name, and optionally timezone (IANA) and kemendagri."""

    def work(database: Database, data: bytes, _: By, watch: Watcher) -> Summary:
        choice = Choice(sheet, chosen_columns(columns or (), names_of(AREA_COLUMNS)))
        return import_areas(database, read_areas(data, scheme, watch, choice), scheme, watch)

    _run(file, errors, work, dry_run=dry_run)


@app.command()
def officers(
    file: File, errors: Errors = None, sheet: Sheet = None, columns: Columns = None, dry_run: DryRun = False
) -> None:
    """Officers: id, name, role (ppl, pml, koseka, bps), area, and optionally supervisor and phone."""

    def work(database: Database, data: bytes, by: By, watch: Watcher) -> Summary:
        choice = Choice(sheet, chosen_columns(columns or (), names_of(OFFICER_COLUMNS)))
        return import_officers(database, read_officers(data, watch, choice), by, watch)

    _run(file, errors, work, dry_run=dry_run)


@app.command()
def households(
    file: File, errors: Errors = None, sheet: Sheet = None, columns: Columns = None, dry_run: DryRun = False
) -> None:
    """Households: area (SLS), number, head, address, and optionally enumerator, kk, lat, lon."""

    def work(database: Database, data: bytes, by: By, watch: Watcher) -> Summary:
        key = kk_key(load_settings("secret_key").secret_key or "")
        choice = Choice(sheet, chosen_columns(columns or (), names_of(HOUSEHOLD_COLUMNS)))
        return import_households(database, read_households(data, watch, choice), key, by, watch)

    _run(file, errors, work, dry_run=dry_run)


def names_of(columns: Sequence[Column]) -> list[str]:
    """The names of these columns."""
    return [column.name for column in columns]


def _run(
    file: Path, errors: Path | None, work: Callable[[Database, bytes, By, Watcher], Summary], *, dry_run: bool
) -> None:
    """Do one import against the configured database and say what came of it; exit code 1 when refused."""
    name = printable(file.name)
    if errors and errors.exists() and errors.samefile(file):
        raise typer.BadParameter("--errors names the file itself, which would be lost: give it another name")
    try:
        settings = load_settings()
        database = open_database(settings, creates=True)
        database.keeps = not dry_run
        by = by_terminal(Face.IMPORT, clock_of(settings, database).now(), name)
        try:
            with watching() as watch:
                done = work(database, contents(file), by, watch)
        finally:
            database.close()
    except Refused as refused:
        report_refusal(name, refused, errors)
        raise typer.Exit(1) from None
    report(name, done)
    if dry_run:
        say("Nothing was changed: this was a dry run.")


def contents(file: Path) -> bytes:
    """The content of a file, or a little more than may be read of one that is too large; Refused without one."""
    if not file.is_file():
        raise refuse("the file is a pipe or a device: save the list to a file first")
    try:
        with file.open("rb") as opened:
            return opened.read(LARGEST_FILE + 1)
    except OSError as error:
        raise refuse(f"the file cannot be read: {error.strerror}") from None


def report(name: str, done: Summary) -> None:
    """Print what an import did."""
    say(f"{name}{f', sheet {done.sheet!r}' if done.sheet else ''}: {counted(done.rows, 'row')}")
    say(f"{done.added:,} added, {done.changed:,} changed, {done.unchanged:,} unchanged")
    for row in done.named:
        say(f"Changed: {row}")
    if done.changed > len(done.named):
        say(f"Changed: {done.changed - len(done.named):,} more")
    if done.unknown:
        say(f"Columns not known and not read: {named(done.unknown)}")
    for note in done.notes:
        say(f"Note: {note}")


def report_refusal(name: str, refused: Refused, errors: Path | None) -> None:
    """Print what is wrong with a file, many of a kind as one, and write it to a CSV file when one is wanted."""
    told: Counter[tuple[str, str]] = Counter()
    for finding in refused.findings:
        told[finding.kind] += 1
        more = refused.counts[finding.kind] - SAME_SHOWN
        if told[finding.kind] <= SAME_SHOWN or more == 1:
            say(str(finding))
        elif told[finding.kind] == SAME_SHOWN + 1:
            say(f"{finding.places()}, and {more - 1:,} more like it: {finding.reason}")
    found = counted(refused.counts.total(), "problem")
    bad = len({(finding.sheet, finding.line) for finding in refused.findings})
    left = refused.counts.total() - len(refused.findings)
    if refused.counts.total() >= MOST_COUNTED:
        found = f"{found} (then reading stopped)"
    where = f"on {counted(bad, 'line')}" if not left else f"on more than {bad:,} lines"
    say(f"{name}: {found} {where}; nothing was imported.")
    if errors and write_errors(errors, refused.findings, left):
        say(f"The list is in {errors}" if not left else f"The first {len(refused.findings):,} are in {errors}")


def write_errors(path: Path, findings: list[Finding], left: int) -> bool:
    """Write the findings as a CSV file, and tell when that cannot be done; left: how many more there are."""
    sheets = any(finding.sheet for finding in findings)
    rows = [[*(["sheet"] if sheets else []), "line", "column", "reason"]]
    for found in findings:
        sheet = [printable(found.sheet)] if sheets else []
        rows.append([*sheet, str(found.line or ""), found.column, printable(found.reason)])
    if left:
        rows.append([*([""] if sheets else []), "", "", f"and {left:,} more"])
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as out:
            csv.writer(out).writerows(rows)
    except OSError as error:
        say(f"The list could not be written to {path} ({error.strerror}): give --errors another place")
        return False
    return True


def say(line: str) -> None:
    """Print a line; nothing of a file can steer the terminal."""
    typer.echo(printable(line))


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
