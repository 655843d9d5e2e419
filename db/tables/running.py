"""Tables that keep the service running: bots, processes and leases, chats, what comes in, what leaves, what was due."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import BigInteger, Column, Index, false
from sqlmodel import Field, SQLModel

from db.engine.types import Instant, Json
from db.tables.columns import Big, instant


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


class Deployment(SQLModel, table=True):
    """A fact of the deployment itself (db/engine/deployment.py), such as the fingerprint of its secret key."""

    name: str = Field(primary_key=True)
    value: str


class Lease(SQLModel, table=True):
    """Something that one process at a time may do, until this instant of real time unless it is renewed."""

    name: str = Field(primary_key=True)
    holder: str
    until: datetime = instant(nullable=False)


class Process(SQLModel, table=True):
    """A running process of the service; one that has not been seen for a while is gone. Instants of real time.

    settings: a keyed digest of each setting that has to be alike in all (cli/in_step.py); None: of an earlier release.
    """

    id: str = Field(primary_key=True)
    kind: str
    host: str
    pid: int
    started_at: datetime = instant(nullable=False)
    seen_at: datetime = instant(nullable=False)
    settings: dict[str, str] | None = Field(default=None, sa_column=Column(Json, nullable=True))


class ClockStart(SQLModel, table=True):
    """When, in real time, a clock of the settings was first started: a restart goes on instead of jumping back."""

    __tablename__ = "clock_start"

    setting: str = Field(primary_key=True)
    begun_at: datetime = instant(nullable=False)


class Chat(SQLModel, table=True):
    """One person's chat with one bot: who it belongs to, and the talk that waits for an answer.

    The row is locked while a message of the chat is worked on. talk_no numbers the talks of this chat, so that
    a button knows which one it belongs to. quiet_from, quiet_until: hours of the officer's own clock in which no
    reminder comes. training: what is said here goes to the training list. album: the latest photos that were sent
    together (bot/albums.py).
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
    quiet_from: time | None = None
    quiet_until: time | None = None
    training: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    album: dict[str, Any] | None = Field(default=None, sa_column=Column(Json, nullable=True))


class Card(SQLModel, table=True):
    """The card of the day of a chat: the morning message, which stays pinned and is kept up to date.

    message: its number in the chat, once Telegram has told it. before: that of an earlier card that is still pinned.
    due_at: when it is to be shown anew, for it is out of date.
    """

    __table_args__ = (Index("ix_card_due_at", "due_at"),)

    bot: int = Field(sa_type=BigInteger, primary_key=True)
    chat: int = Field(sa_type=BigInteger, primary_key=True)
    day: date
    message: int | None = Field(default=None, sa_type=BigInteger)
    before: int | None = Field(default=None, sa_type=BigInteger)
    due_at: datetime | None = instant()


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
    """Everything that leaves. The key makes a message unique. status: waiting, sending, sent, dead or superseded.

    method and params: the kind and the content of what leaves (core/outgoing.py). An earlier release wrote a method of
    the Bot API and its parameters, and let them wait as "queued": so its processes take no kind that they do not know.
    """

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
    status: str = "waiting"
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
