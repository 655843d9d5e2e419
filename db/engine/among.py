"""`column IN (...)` in words that are always the same: so it goes the quick way (db/engine/quick.py)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, cast

from sqlalchemy import BigInteger, Dialect, Text, bindparam, or_
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.expression import ColumnElement
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine


class Numbers(TypeDecorator[Sequence[int]]):
    """Whole numbers as one value: an array on PostgreSQL, JSON on SQLite."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(ARRAY(BigInteger()) if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: Sequence[int] | None, dialect: Dialect) -> Any:
        return value if value is None or dialect.name == "postgresql" else json.dumps(list(value))


class _Listed(FunctionElement[Any]):
    """The numbers of a list as a column of rows."""

    inherit_cache = True


def among(column: Any, name: str) -> ColumnElement[bool]:
    """Return whether a column is one of the whole numbers that are given by this name."""
    isin = column.bool_op("IN")(_Listed(bindparam(name, type_=Numbers())))
    return cast(ColumnElement[bool], isin)


def one_of(column: Any, values: Iterable[str]) -> ColumnElement[bool]:
    """Return whether a column is one of these words, which are always the same."""
    return or_(*(column == value for value in sorted(values)))


@compiles(_Listed, "postgresql")
def _unnested(element: _Listed, compiler: Any, **options: Any) -> str:
    return f"(SELECT unnest({compiler.process(element.clauses, **options)}))"


@compiles(_Listed, "sqlite")
def _each(element: _Listed, compiler: Any, **options: Any) -> str:
    return f"(SELECT value FROM json_each({compiler.process(element.clauses, **options)}))"  # noqa: S608
