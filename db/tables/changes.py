"""The table of changes that no other table tells: by import, at the terminal, by the clock, and offers in the chat."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column
from sqlmodel import Field, SQLModel

from db.engine.types import Json
from db.tables.columns import Big, instant


class Change(SQLModel, table=True):
    """A change of a household or of an officer; only ever added. Neither: of a whole file (what: "import").

    who: an officer's id, or the account at the terminal; empty for the clock. before, after: the columns that changed,
    by name. note: the file, the command, or why.
    """

    id: int | None = Field(default=None, sa_column=Column(Big, primary_key=True))
    household: int | None = Field(default=None, sa_type=BigInteger, foreign_key="household.id", index=True)
    officer: str | None = Field(default=None, foreign_key="officer.id", index=True)
    at: datetime = instant(nullable=False)
    who: str
    face: str
    what: str
    before: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    after: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    note: str = ""
