"""How Alembic reaches the database: the connection is handed in by db/engine/schema.py."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import JSON
from sqlmodel import AutoString, SQLModel

import db.tables  # noqa: F401  the tables register themselves


def render(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Our own types by their own names in a migration's text."""
    if kind == "type" and isinstance(item, AutoString):
        return "sa.String()"
    if kind == "type" and isinstance(item, JSON):
        return "db.engine.types.Json"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    render_item=render,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
