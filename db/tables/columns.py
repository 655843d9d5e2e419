"""What columns of all tables share: the names of constraints, big numbers, instants."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, Integer, MetaData
from sqlmodel import Field, SQLModel

from db.engine.types import Instant

SQLModel.metadata.naming_convention = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
).naming_convention

Big = BigInteger().with_variant(Integer(), "sqlite")
"""A 64-bit number that SQLite can still count up by itself."""


def instant(*, nullable: bool = True) -> Any:
    """A column of instants."""
    return Field(default=None, sa_column=Column(Instant(), nullable=nullable))
