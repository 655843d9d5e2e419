"""The end of a campaign: what belongs to it is deleted in one transaction; people, areas, chats and bots stay."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy import delete, func, select, update
from sqlmodel import SQLModel, col

from db.engine.deployment import DAYS, delete_fact, fact, mark_restored, set_fact
from db.engine.locks import Turn, wait_for
from db.engine.schema import upgrade
from db.engine.work import Database, ReadWork, Work
from db.tables import Chat, Officer

KEPT = frozenset(
    ["area", "officer", "chat", "bot", "invite", "deployment", "lease", "process", "clock_start", "inbox", "due_run"]
)
"""Tables that outlast a campaign. inbox and due_run hold no person, and keep what was done from being done again."""
CLEARED = [table for table in reversed(SQLModel.metadata.sorted_tables) if table.name not in KEPT]
"""All others, those that point to others first."""
NUMBER = "campaign"
WAIT_SECONDS = 20
SWEEP = "PRAGMA user_version = 10"
"""The mark that lets db/engine/schema.py write the file anew, also at the next start when it was broken off."""

STATISTICS = """
    SELECT s.tablename, string_agg(format('ALTER COLUMN %%I TYPE %%s', s.attname,
        format_type(a.atttypid, a.atttypmod)), ', ')
    FROM pg_stats s JOIN pg_attribute a ON a.attname = s.attname AND a.attrelid = format('%%I', s.tablename)::regclass
    WHERE s.schemaname = current_schema() GROUP BY s.tablename
"""
"""The columns of which PostgreSQL keeps common values, by table, as a change of their types to what they are."""
CITIZENS = delete(Chat).where(col(Chat.officer).is_(None))
FRESH_CHATS = update(Chat).values(talk=None, training=False, album=None, checks_on=None, checks=0)
TRAINING_LISTS = delete(Officer).where(col(Officer.trains).is_not(None))
FRESH_LISTS = update(Officer).values(last_no=0)


class NotInCopy(Exception):
    """The database has other rows than its copy."""


def number_of(work: ReadWork) -> int:
    """The number of the campaign of this deployment; the first is 1."""
    return int(fact(work, NUMBER) or 1)


def rows_of(work: ReadWork) -> dict[str, int]:
    """Return how many rows each table has that a campaign's end clears."""
    return {table.name: int(work.value(select(func.count()).select_from(table))) for table in CLEARED}


def rows_in_script(script: Iterable[bytes]) -> dict[str, int]:
    """Return how many rows each table has in a copy of PostgreSQL, from the lines of pg_restore."""
    found, table = dict.fromkeys((each.name for each in CLEARED), 0), ""
    for line in script:
        if table and line == b"\\.\n":
            table = ""
        elif table:
            found[table] = found.get(table, 0) + 1
        elif line.startswith(b"COPY ") and line.endswith(b" FROM stdin;\n"):
            table = line.split(b" ")[1].decode().rpartition(".")[2].strip('"')
    return {each.name: found[each.name] for each in CLEARED}


def close_campaign(work: Work, copied: Mapping[str, int], check: Callable[[Work], None]) -> int:
    """Delete all that belongs to the campaign, and begin the next; its number.

    A process that began meanwhile finds other data than at its start, and ends (db/engine/deployment.py, RESTORED).
    copied: the rows that the copy has; NotInCopy when the database has others by now. check: raises while somebody
    works on the database.
    """
    if work.postgres:
        work.connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{WAIT_SECONDS}s'")
    wait_for(work, Turn.SCHEMA)
    if work.postgres:
        work.connection.exec_driver_sql(f"LOCK TABLE {_names()} IN ACCESS EXCLUSIVE MODE")
    check(work)
    if rows_of(work) != copied:
        raise NotInCopy
    with _history_may_go(work):
        if work.postgres:
            work.connection.exec_driver_sql(f"TRUNCATE {_names()}")
            _forget_statistics(work)
        else:
            for table in CLEARED:
                work.change(delete(table))
    for statement in (CITIZENS, FRESH_CHATS, TRAINING_LISTS, FRESH_LISTS):
        work.change(statement)
    number = number_of(work) + 1
    set_fact(work, NUMBER, str(number))
    delete_fact(work, DAYS)
    mark_restored(work, secrets.token_hex(8))
    if not work.postgres:
        work.connection.exec_driver_sql(SWEEP)
    return number


def sweep(database: Database) -> None:
    """Write anew what still holds deleted rows: SQLite's file, and PostgreSQL's tables that were not emptied."""
    if database.sqlite:
        upgrade(database)
        return
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM FULL chat, officer, deployment")
        connection.exec_driver_sql("ANALYZE chat, officer, deployment")
        connection.exec_driver_sql("VACUUM FULL pg_catalog.pg_statistic")


@contextmanager
def _history_may_go(work: Work) -> Iterator[None]:
    """Without the triggers that keep history (migration 0007), until the end of the block."""
    run = work.connection.exec_driver_sql
    if work.postgres:
        for table in CLEARED:
            run(f'ALTER TABLE "{table.name}" DISABLE TRIGGER USER')
        yield
        for table in CLEARED:
            run(f'ALTER TABLE "{table.name}" ENABLE TRIGGER USER')
        return
    triggers = run("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        run(f'DROP TRIGGER "{name}"')
    yield
    for _, statement in triggers:
        run(statement)


def _forget_statistics(work: Work) -> None:
    """Let PostgreSQL forget the most common values of emptied columns: names among them. It keeps them for a table
    without rows, whatever is analysed, and drops them when a column is given a type, also its own.
    """
    for table, columns in work.connection.exec_driver_sql(STATISTICS).fetchall():
        if table in {each.name for each in CLEARED}:
            work.connection.exec_driver_sql(f'ALTER TABLE "{table}" {columns}')


def _names() -> str:
    return ", ".join(f'"{table.name}"' for table in CLEARED)
