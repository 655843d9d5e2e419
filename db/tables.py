"""The tables. Timestamps are UTC instants; days are calendar days of the household's own zone.

Statements live with the question they answer in the files beside this one, not here.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Index, Integer, MetaData, UniqueConstraint
from sqlmodel import Field, SQLModel

from db.types import Instant, Json

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


class Area(SQLModel, table=True):
    """A place with a code; the code's prefixes name the places that contain it."""

    scheme: str = Field(primary_key=True)
    code: str = Field(primary_key=True)
    level: str
    name: str
    timezone: str | None = None
    kemendagri: str | None = None


class Officer(SQLModel, table=True):
    """Someone who works in the field or answers for those who do. region: whose office; zone: whose clock.

    last_no: the highest short number ever given on this enumerator's list, so that none is given twice.
    """

    id: str = Field(primary_key=True)
    name: str
    role: str
    supervisor: str | None = Field(default=None, foreign_key="officer.id", index=True)
    area: str
    region: str = Field(index=True)
    zone: str
    phone: str | None = None
    last_no: int = Field(default=0, sa_column_kwargs={"server_default": "0"})


class Household(SQLModel, table=True):
    """A family on the list. The columns after `lon` are what its visits say, kept in the visit's transaction."""

    __table_args__ = (
        UniqueConstraint("area", "number"),
        UniqueConstraint("enumerator", "no"),
        Index("ix_household_enumerator_settled_on", "enumerator", "settled_on"),
        Index("ix_household_revisit_at", "revisit_at"),
    )

    id: int | None = Field(default=None, sa_column=Column(Big, primary_key=True))
    area: str
    number: str
    head: str
    address: str
    zone: str
    kind: str = "prelist"
    enumerator: str | None = Field(default=None, foreign_key="officer.id")
    no: int | None = None
    kk_hash: str | None = Field(default=None, index=True)
    lat: float | None = None
    lon: float | None = None
    status: str | None = None
    status_at: datetime | None = instant()
    settled_on: date | None = None
    revisit_at: datetime | None = instant()
    reminded_at: datetime | None = instant()
    persons: int = 0
    visits: int = 0
    receipt: str | None = Field(default=None, unique=True)


class Visit(SQLModel, table=True):
    """One report from the door; only ever added. (bot, update_id) names the message it came from."""

    id: int | None = Field(default=None, sa_column=Column(Big, primary_key=True))
    household: int = Field(sa_type=BigInteger, foreign_key="household.id", index=True)
    officer: str = Field(foreign_key="officer.id")
    outcome: str
    visited_at: datetime = instant(nullable=False)
    arrived_at: datetime = instant(nullable=False)
    day: date
    persons: int = 0
    note: str = ""
    reason: str = ""
    revisit_at: datetime | None = instant()

    __table_args__ = (Index("ix_visit_officer_day", "officer", "day"),)


class Invite(SQLModel, table=True):
    """A one-time link for one officer; only a hash of its code is kept."""

    code_hash: str = Field(primary_key=True)
    officer: str = Field(foreign_key="officer.id")
    expires_at: datetime = instant(nullable=False)
    used_at: datetime | None = instant()


class Bot(SQLModel, table=True):
    """A bot of this deployment. Token and webhook secret are sealed; areas: the codes it serves (none: everywhere).

    status: active, disabled (by the office), or refused (by Telegram: its token was revoked).
    """

    id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    name: str = Field(unique=True)
    username: str = ""
    token_sealed: str
    secret_sealed: str
    areas: list[str] = Field(sa_column=Column(Json, nullable=False))
    status: str = "active"


class Lease(SQLModel, table=True):
    """Something that one process at a time may do, until this instant of real time unless it is renewed."""

    name: str = Field(primary_key=True)
    holder: str
    until: datetime = instant(nullable=False)


class Process(SQLModel, table=True):
    """A running process of the service; one that has not been seen for a while is gone. Instants of real time."""

    id: str = Field(primary_key=True)
    kind: str
    host: str
    pid: int
    started_at: datetime = instant(nullable=False)
    seen_at: datetime = instant(nullable=False)


class ClockStart(SQLModel, table=True):
    """When, in real time, a clock of the settings was first started: a restart goes on instead of jumping back."""

    __tablename__ = "clock_start"

    setting: str = Field(primary_key=True)
    begun_at: datetime = instant(nullable=False)


class Chat(SQLModel, table=True):
    """One person's chat with one bot: who it belongs to, and the talk that waits for an answer.

    The row is locked while a message of the chat is worked on. talk_no numbers the talks of this chat, so that
    a button knows which one it belongs to.
    """

    bot: int = Field(sa_type=BigInteger, primary_key=True)
    chat: int = Field(sa_type=BigInteger, primary_key=True)
    officer: str | None = Field(default=None, foreign_key="officer.id", unique=True)
    joined_at: datetime | None = instant()
    language: str | None = None
    blocked_at: datetime | None = instant()
    talk_no: int = 0
    talk: dict[str, Any] | None = Field(default=None, sa_column=Column(Json, nullable=True))
    checks_on: date | None = None
    checks: int = 0


class Inbox(SQLModel, table=True):
    """Every update ever worked on: a second delivery of the same one ends at this table's key."""

    bot: int = Field(sa_type=BigInteger, primary_key=True)
    update_id: int = Field(sa_type=BigInteger, primary_key=True)
    arrived_at: datetime = instant(nullable=False)


class Failure(SQLModel, table=True):
    """An update that could not be worked on: how often it failed, why, and what it was once it is parked."""

    bot: int = Field(sa_type=BigInteger, primary_key=True)
    update_id: int = Field(sa_type=BigInteger, primary_key=True)
    attempts: int
    error: str
    failed_at: datetime = instant(nullable=False)
    parked: bool = False
    update: dict[str, Any] | None = Field(default=None, sa_column=Column("update", Json, nullable=True))


class Outbox(SQLModel, table=True):
    """Everything that leaves. The key makes a message unique; payload is a Bot API method and its parameters."""

    __table_args__ = (
        Index("ix_outbox_bot_status_lane_id", "bot", "status", "lane", "id"),
        Index("ix_outbox_bot_chat_status", "bot", "chat", "status"),
        Index("ix_outbox_status_created_at", "status", "created_at"),
    )

    id: int | None = Field(default=None, sa_column=Column(Big, primary_key=True))
    bot: int = Field(sa_type=BigInteger)
    chat: int = Field(sa_type=BigInteger)
    lane: int
    key: str = Field(unique=True)
    status: str = "queued"
    not_before: datetime | None = instant()
    method: str
    params: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    attempts: int = 0
    error: str | None = None
    created_at: datetime = instant(nullable=False)
    sent_at: datetime | None = instant()


class DueRun(SQLModel, table=True):
    """A job's run for one region at one instant: the key refuses whoever comes second. counts: what it did."""

    __tablename__ = "due_run"

    job: str = Field(primary_key=True)
    due_at: datetime = Field(sa_column=Column(Instant(), primary_key=True))
    region: str = Field(primary_key=True)
    started_at: datetime = instant(nullable=False)
    outcome: str
    counts: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
