"""A whole database copied into another one, of the same kind or not: `catat move`."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import orjson
from sqlalchemy import Table, func, inspect, select
from sqlmodel import SQLModel

from db.engine.schema import upgrade_in
from db.engine.work import ReadWork, Work

BATCH = 1000
"""Rows that are read and written at once."""
AROUND = 2**256

Watch = Callable[[str, int], None]
"""Told after each batch: the table, and how many of its rows are copied."""


class NotTheSame(Exception):
    """The copied data differ from the data that were read; the text says how in one sentence."""


def tables() -> list[Table]:
    """All tables, those that others refer to first."""
    return list(SQLModel.metadata.sorted_tables)


def rows_of(work: ReadWork) -> dict[str, int]:
    """Return how many rows each table has. NotTheSame when there is a table that this program does not know."""
    strange = set(inspect(work.connection).get_table_names()) - {table.name for table in tables()} - {"alembic_version"}
    if strange:
        raise NotTheSame(f"there is a table that Catat does not know: {', '.join(sorted(strange))}")
    return {table.name: int(work.value(select(func.count()).select_from(table))) for table in tables()}


def copy_all(source: ReadWork, target: Work, watch: Watch) -> dict[str, int]:
    """Make the tables in an empty database and copy every row; how many rows each has.

    All is one transaction of the target: until it is committed, nothing is there. NotTheSame when a count or a digest
    of what was written differs from what was read.
    """
    upgrade_in(target)
    expected = rows_of(source)
    with references_checked_last(target):
        for table in tables():
            copied, digest = copy_table(source, target, table, watch)
            found, other = digest_of(target, table)
            if not copied == found == expected[table.name] or digest != other:
                raise NotTheSame(f"the table {table.name} is not the same: {copied:,} rows read, {found:,} written")
            count_on(target, table)
    return expected


@contextmanager
def references_checked_last(work: Work) -> Iterator[None]:
    """Rows may refer to rows that come later (an officer to a supervisor): looked at when everything is there."""
    if not work.postgres:
        work.connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        yield
        return
    look_at_references(work, "DEFERRABLE INITIALLY DEFERRED")
    yield
    work.connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
    look_at_references(work, "NOT DEFERRABLE")


def look_at_references(work: Work, when: str) -> None:
    """When PostgreSQL looks at each reference of each table."""
    found = inspect(work.connection)
    for table in tables():
        for key in found.get_foreign_keys(table.name):
            work.connection.exec_driver_sql(f'ALTER TABLE "{table.name}" ALTER CONSTRAINT "{key["name"]}" {when}')


def copy_table(source: ReadWork, target: Work, table: Table, watch: Watch) -> tuple[int, int]:
    """Copy one table in batches; how many rows, and their digest."""
    target.connection.execute(table.delete())
    count = total = 0
    for batch in batches(source, table):
        target.change_many(table.insert(), batch)
        count, total = count + len(batch), total + sum(map(digest, batch))
        watch(table.name, count)
    return count, total % AROUND


def digest_of(work: ReadWork, table: Table) -> tuple[int, int]:
    """Return how many rows a table has, and their digest: the same in whatever order they come."""
    count = total = 0
    for batch in batches(work, table):
        count, total = count + len(batch), total + sum(map(digest, batch))
    return count, total % AROUND


def batches(work: ReadWork, table: Table) -> Iterator[list[Mapping[str, Any]]]:
    """The rows of a table, a batch at a time, as Python has them whatever the kind of database."""
    found = work.connection.execute(select(table), execution_options={"yield_per": BATCH})
    for part in found.mappings().partitions():
        yield [dict(row) for row in part]


def digest(row: Mapping[str, Any]) -> int:
    """SHA-256 of a row, as a number."""
    text = orjson.dumps(row, default=repr, option=orjson.OPT_SORT_KEYS | orjson.OPT_NAIVE_UTC)
    return int.from_bytes(hashlib.sha256(text).digest(), "big")


def count_on(work: Work, table: Table) -> None:
    """New rows get numbers after those that were copied. SQLite does so by itself."""
    key = table.autoincrement_column
    if not work.postgres or key is None:
        return
    work.connection.exec_driver_sql(
        f"SELECT setval(s, greatest((SELECT max(\"{key.name}\") FROM \"{table.name}\"), 1),"  # noqa: S608
        f" (SELECT count(*) > 0 FROM \"{table.name}\"))"
        f" FROM pg_get_serial_sequence('\"{table.name}\"', '{key.name}') AS s WHERE s IS NOT NULL"
    )
