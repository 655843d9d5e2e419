"""Numbers of persons (NIK, KK, phones, tokens) are masked in what was kept, history included: the one change of it"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from alembic import op

import db.engine.types
from core.masking import masked_values

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TEXTS: dict[str, tuple[str, ...]] = {
    "area": ("name",),
    "officer": ("name",),
    "household": ("head", "address"),
    "visit": ("note", "reason"),
    "detail": ("text",),
    "pursuit_act": ("note",),
    "review": ("reason",),
    "reassignment": ("why",),
    "area_change": ("part",),
    "change": ("note",),
    "giving_back": ("reason", "answer"),
    "help_letter": ("answer",),
    "absence": ("why",),
    "message": ("text",),
}
"""Columns of words."""
VALUES = {"change": ("before", "after"), "chat": ("talk", "album"), "failure": ("update",), "outbox": ("params",)}
"""Columns of JSON."""
AT_ONCE = 5_000
UNSENT = ("queued", "sending")
CODES = """
SELECT EXISTS (SELECT 1 FROM area WHERE scheme = 'bps' AND code = :digits)
    OR EXISTS (SELECT 1 FROM officer WHERE id = :digits)
"""
TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :name"
SWEEP = "PRAGMA user_version = 10"
"""The mark by which db/engine/schema.py knows that free pages of the file still hold what was masked."""
NOTE = "numbers of persons were masked in what had been kept (migration 0010)"


def upgrade() -> None:
    connection = op.get_bind()
    counts: Counter[str] = Counter()
    known, looked_at = Known(connection), 0
    for name in dict.fromkeys((*TEXTS, *VALUES)):
        looked_at += _mask_table(known, name, counts)
    if counts:
        _record(connection, dict(counts))
    if looked_at and connection.dialect.name == "sqlite":
        op.execute(SWEEP)


def downgrade() -> None:
    """What is masked stays masked."""


def _mask_table(known: Known, name: str, counts: Counter[str]) -> int:
    """Mask the columns of one table, a portion of its rows at a time; how many rows it has."""
    connection = known.connection
    table, columns = _table(connection, name)
    number, after = 0, None
    with _unlocked(connection, name):
        while rows := connection.execute(_portion(table, after)).mappings().all():
            number += len(rows)
            after = tuple(rows[-1][each.name] for each in table.primary_key)
            for row in rows:
                unsent = name == "outbox" and row["status"] in UNSENT
                needed = known.in_a_letter if unsent else known.is_code
                new = {each: masked_values(row[each], needed) for each in columns}
                changed = {each: value for each, value in new.items() if value != row[each]}
                if changed:
                    own = [each == row[each.name] for each in table.primary_key]
                    connection.execute(sa.update(table).where(*own).values(changed))
                    counts.update(f"{name}.{each}" for each in changed)
    return number


def _table(connection: sa.Connection, name: str) -> tuple[sa.Table, tuple[str, ...]]:
    """The key and the columns that are read, of a table as it is at this revision."""
    keys: Sequence[str] = sa.inspect(connection).get_pk_constraint(name)["constrained_columns"]
    texts, values = TEXTS.get(name, ()), VALUES.get(name, ())
    more = ("status",) if name == "outbox" else ()
    columns: list[sa.Column[Any]] = [sa.Column(each, primary_key=True) for each in keys]
    columns += [sa.Column(each, sa.String()) for each in (*texts, *more) if each not in keys]
    columns += [sa.Column(each, db.engine.types.Json) for each in values]
    return sa.Table(name, sa.MetaData(), *columns), (*texts, *values)


def _portion(table: sa.Table, after: tuple[Any, ...] | None) -> sa.Select[Any]:
    keys = list(table.primary_key)
    found = sa.select(table).order_by(*keys).limit(AT_ONCE)
    return found if after is None else found.where(sa.tuple_(*keys) > sa.tuple_(*map(sa.literal, after)))


class Known:
    """What stays: codes of areas and ids of officers, and in a letter that is still to be sent the officers' phones."""

    def __init__(self, connection: sa.Connection) -> None:
        self.connection = connection
        self.codes: dict[str, bool] = {}

    @cached_property
    def phones(self) -> frozenset[str]:
        """The phones of all officers, without a plus."""
        found = self.connection.execute(sa.text("SELECT phone FROM officer WHERE phone IS NOT NULL")).scalars()
        return frozenset(phone.lstrip("+") for phone in found)

    def is_code(self, digits: str) -> bool:
        """Whether this is a code or an id."""
        if digits not in self.codes:
            self.codes[digits] = bool(self.connection.execute(sa.text(CODES), {"digits": digits}).scalar())
        return self.codes[digits]

    def in_a_letter(self, digits: str) -> bool:
        """Whether this is a code, an id, or an officer's phone."""
        return digits in self.phones or self.is_code(digits)


@contextmanager
def _unlocked(connection: sa.Connection, name: str) -> Iterator[None]:
    """Without the triggers that keep history as it is; they are as before when this transaction ends."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f'ALTER TABLE "{name}" DISABLE TRIGGER USER')
        yield
        connection.exec_driver_sql(f'ALTER TABLE "{name}" ENABLE TRIGGER USER')
        return
    triggers = connection.execute(sa.text(TRIGGERS), {"name": name}).all()
    for trigger, _ in triggers:
        connection.exec_driver_sql(f"DROP TRIGGER {trigger}")
    yield
    for _, made in triggers:
        connection.exec_driver_sql(made)


def _record(connection: sa.Connection, counts: dict[str, int]) -> None:
    """Tell in the history itself that it was changed, and how many rows by column."""
    change = sa.Table(
        "change",
        sa.MetaData(),
        *(sa.Column(each, sa.String()) for each in ("who", "face", "what", "note")),
        sa.Column("at", db.engine.types.Instant()),
        *(sa.Column(each, db.engine.types.Json) for each in ("before", "after")),
    )
    told = {"who": "", "face": "clock", "what": "masked", "note": NOTE, "at": datetime.now(UTC)}
    connection.execute(sa.insert(change).values(**told, before={}, after=counts))
