"""Inserting what may already be there: the database refuses the second one, and the row count says so."""

from __future__ import annotations

from sqlalchemy.dialects.postgresql import Insert, insert
from sqlmodel import SQLModel


def insert_if_new(table: type[SQLModel], *key: str) -> Insert:
    """INSERT ... ON CONFLICT (key) DO NOTHING; both databases read PostgreSQL's form of it."""
    return insert(table).on_conflict_do_nothing(index_elements=key)
