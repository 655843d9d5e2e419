"""The rows that the database has before an import, read once, and the result of the import."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Executable, Insert, Table, and_, bindparam, select
from sqlmodel import SQLModel

import db.tables  # noqa: F401  (defines the tables)
from core.areas import Scheme, ancestors, default_zone, region_of
from core.face import By
from core.imports.files import File, alike
from core.imports.findings import Refused, counted
from core.imports.rows import Progress
from core.masking import masked
from core.typed.number_groups import MASK
from db.changes import differing, keep_changes
from db.engine.work import ReadWork, Work

AREA: Table = SQLModel.metadata.tables["area"]
OFFICER: Table = SQLModel.metadata.tables["officer"]
HOUSEHOLD: Table = SQLModel.metadata.tables["household"]

MOST_NAMED = 20
"""Changed rows that are named."""
CHUNK = 5_000
"""Rows written between two reports of progress."""

AREAS_WITHIN = select(AREA.c.code, AREA.c.timezone).where(
    and_(AREA.c.scheme == bindparam("scheme"), AREA.c.code.between(bindparam("low"), bindparam("high")))
)


@dataclass
class Summary:
    """The result of an import. notes: what the person should know or do now."""

    rows: int
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    sheet: str | None = None
    unknown: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    """The first of the changed rows, each with the columns that change."""


@dataclass
class Changes:
    """What is to be written: new rows, and the new values of rows that are there.

    history: what changes of each of these, for db/changes.py. names: what the office calls each.
    """

    added: list[dict[str, Any]] = field(default_factory=list)
    changed: list[dict[str, Any]] = field(default_factory=list)
    history: list[dict[str, Any]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    unchanged: int = 0

    def take(self, key: Mapping[str, Any], name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        """Note one row that is there, found by key, with the columns before and after."""
        if all(before[name] == value for name, value in after.items()):
            self.unchanged += 1
        else:
            self.changed.append({**key, **after})
            self.history.append(differing(before, after))
            self.names.append(name)


class Zones:
    """The areas of some regions, and the time zone of each: its own, the nearest ancestor's, or the law's."""

    def __init__(self, work: ReadWork, scheme: Scheme, regions: Iterable[str]) -> None:
        self.scheme = scheme
        self.own: dict[str, str | None] = {}
        for region in {part for code in regions for part in (code, code[:2])}:
            prefix = region if scheme is Scheme.BPS or len(region) < 4 else f"{region[:2]}.{region[2:]}"
            low, high = (prefix, prefix) if len(region) == 2 else within(prefix)
            found = work.rows(AREAS_WITHIN, scheme=scheme.value, low=low, high=high)
            self.own.update((code, timezone) for code, timezone in found)
        self._zones: dict[str, str] = {}

    def __contains__(self, code: str) -> bool:
        return code in self.own

    def of(self, code: str) -> str:
        """The IANA name of the zone in which this area's days and hours are meant."""
        if code not in self._zones:
            named = (self.own.get(place) for place in (code, *ancestors(code, self.scheme)))
            self._zones[code] = next(filter(None, named), None) or default_zone(code)
        return self._zones[code]


def within(prefix: str) -> tuple[str, str]:
    """The lowest and the highest text that begins with this prefix of digits, in any database's order."""
    return prefix, f"{prefix}z"


def regions_of(codes: Iterable[str]) -> set[str]:
    """The regions of these areas; blank codes are passed over."""
    return {region_of(code) for code in codes if code}


def did_you_mean(officer: str, ids: Iterable[str | None]) -> str:
    """The id that is there and was probably meant; "" when none is like this one."""
    meant = next((known for known in ids if known and alike(known) == alike(officer)), None)
    return f"; did you mean {meant!r}?" if meant else ""


def stop_if_faulty(file: File) -> None:
    """Raise Refused when anything at all was found: nothing of such a file is written."""
    if file.findings:
        order = {column.name: place for place, column in enumerate(file.columns)}
        file.findings.kept.sort(key=lambda finding: order.get(finding.column, -1))
        raise Refused(file.findings)


def write(work: Work, changes: Changes, statements: tuple[Insert, Executable], progress: Progress) -> None:
    """Add the new rows by the first statement and change the others by the second.

    PostgreSQL then learns at once how many rows there are: by itself it would look a minute later, and answer slowly
    until then.
    """
    total = len(changes.added) + len(changes.changed)
    done = 0
    for statement, rows in zip(statements, (changes.added, changes.changed), strict=True):
        for start in range(0, len(rows), CHUNK):
            chunk = rows[start : start + CHUNK]
            work.change_many(statement, chunk)
            done += len(chunk)
            progress("writing", done, total)
    if work.postgres and total:
        work.connection.exec_driver_sql(f"ANALYZE {statements[0].table}")


def remember(work: Work, changes: Changes, column: str, by: By) -> None:
    """Keep what changed of rows that were there; column: household or officer."""
    named = ({column: row["the_id"], **change} for row, change in zip(changes.changed, changes.history, strict=True))
    keep_changes(work, "import", named, by)


def summary(file: File, changes: Changes) -> Summary:
    """The sum of an import."""
    added, changed = len(changes.added), len(changes.changed)
    told = (list(map(masked, some)) for some in (file.table.unknown, file.table.notes))
    done = Summary(len(file.rows), added, changed, changes.unchanged, file.table.sheet, *told)
    first = zip(changes.names[:MOST_NAMED], changes.history, strict=False)
    done.named = [f"{name}: {', '.join(change['after'])}" for name, change in first]
    cells = sum(_is_masked(value) for row in file.rows for value in row.values.values())
    if cells:
        done.notes.append(f"{counted(cells, 'cell')} held numbers of persons (NIK, KK, phone); they are kept masked")
    return done


def _is_masked(value: Any) -> bool:
    return isinstance(value, str) and "…" in value and MASK.search(value) is not None
