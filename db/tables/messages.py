"""Tables of what leaders write to their people, and of the answers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, ForeignKey
from sqlmodel import Field, SQLModel

from db.tables.columns import Big, instant


class Message(SQLModel, table=True):
    """What a leader wrote to some of the people below; only ever added."""

    id: int | None = Field(default=None, sa_column=Column(Big, primary_key=True))
    officer: str = Field(foreign_key="officer.id", index=True)
    text: str
    at: datetime = instant(nullable=False)


class Addressee(SQLModel, table=True):
    """Somebody whom a message is for. letter: its key in the outbox (None: nothing was sent, and untold says why).

    ready_at: when it was answered; said once.
    """

    __tablename__ = "message_addressee"

    message: int = Field(sa_column=Column(Big, ForeignKey("message.id"), primary_key=True, autoincrement=False))
    officer: str = Field(primary_key=True, foreign_key="officer.id", index=True)
    letter: str | None = None
    untold: str = ""
    ready_at: datetime | None = instant()
