"""Tables of the field: areas, officers, households, visits, and what is asked and decided about them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, Column, ForeignKey, Index, UniqueConstraint, false
from sqlmodel import Field, SQLModel

from db.tables.columns import Big, instant


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
    trains: for a training list, whose it is; such an officer stands under nobody, so that training counts nowhere.
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
    trains: str | None = Field(default=None, index=True)


class Household(SQLModel, table=True):
    """A family on the list. The columns after `lon` are what its visits say, kept in the visit's transaction.

    revisit_at: the hour of its case (db/tables/pursuit.py). reminded_at: not used since there are cases. came: the
    import that brought it (db/tables/changes.py).
    """

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
    families: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    visits: int = 0
    receipt: str | None = Field(default=None, unique=True)
    came: int | None = Field(default=None, sa_type=BigInteger)


class Visit(SQLModel, table=True):
    """One report from the door; only ever added.

    confirmed: said on purpose of a household that another visit had settled. families: how many were enumerated.
    face: how it was written (core/face.py); empty when that was not kept. source: who says so (core/visits/source.py).
    """

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
    confirmed: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    families: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    face: str = Field(default="", sa_column_kwargs={"server_default": ""})
    source: str = Field(default="self", sa_column_kwargs={"server_default": "self"})

    __table_args__ = (Index("ix_visit_officer_day", "officer", "day"),)


class Correction(SQLModel, table=True):
    """A visit that was reported wrongly: it stays as history, and `replacement` counts instead (None: withdrawn).

    day: the officer's own day on which it was corrected.
    """

    __table_args__ = (Index("ix_correction_officer_day", "officer", "day"),)

    visit: int = Field(sa_column=Column(Big, ForeignKey("visit.id"), primary_key=True, autoincrement=False))
    replacement: int | None = Field(default=None, sa_type=BigInteger, foreign_key="visit.id")
    officer: str = Field(foreign_key="officer.id")
    day: date
    at: datetime = instant(nullable=False)


class Detail(SQLModel, table=True):
    """Something added to a report afterwards. kind: note (text), photo (file: Telegram's id), or place (lat, lon)."""

    id: int | None = Field(default=None, sa_column=Column(Big, primary_key=True))
    visit: int = Field(sa_type=BigInteger, foreign_key="visit.id", index=True)
    kind: str
    text: str = ""
    file: str | None = None
    lat: float | None = None
    lon: float | None = None
    at: datetime = instant(nullable=False)


class AreaChange(SQLModel, table=True):
    """An SLS found to be split (part: the new one's name) or merged into another (part: that one's code)."""

    __tablename__ = "area_change"

    id: int | None = Field(default=None, sa_column=Column(Big, primary_key=True))
    kind: str
    area: str
    part: str
    officer: str = Field(foreign_key="officer.id", index=True)
    at: datetime = instant(nullable=False)


class Absence(SQLModel, table=True):
    """Days on which an officer does not work, both ends included; until None: until further notice. why: ill, leave."""

    id: int | None = Field(default=None, sa_column=Column(Big, primary_key=True))
    officer: str = Field(foreign_key="officer.id", index=True)
    start: date
    until: date | None = None
    why: str
    at: datetime = instant(nullable=False)


class GivingBack(SQLModel, table=True):
    """A household that an enumerator asks to give back. Nothing changes until a leader decides.

    accepted: None while it waits; given_to: who has the household then (None: nobody yet). answer: why it was refused.
    Taken back by the enumerator before that: decided_by is the enumerator.
    """

    __tablename__ = "giving_back"
    __table_args__ = (Index("ix_giving_back_officer_decided_at", "officer", "decided_at"),)

    id: int | None = Field(default=None, sa_column=Column(Big, primary_key=True))
    household: int = Field(sa_type=BigInteger, foreign_key="household.id", index=True)
    officer: str = Field(foreign_key="officer.id")
    reason: str
    asked_at: datetime = instant(nullable=False)
    accepted: bool | None = None
    decided_by: str | None = Field(default=None, foreign_key="officer.id")
    decided_at: datetime | None = instant()
    given_to: str | None = Field(default=None, foreign_key="officer.id")
    answer: str = Field(default="", sa_column_kwargs={"server_default": ""})


class TrainingStep(SQLModel, table=True):
    """A step of the guided first day that an officer has done; all of them are a pass."""

    __tablename__ = "training_step"

    officer: str = Field(primary_key=True, foreign_key="officer.id")
    step: str = Field(primary_key=True)
    at: datetime = instant(nullable=False)


class Invite(SQLModel, table=True):
    """A one-time link for one officer; only a hash of its code is kept."""

    code_hash: str = Field(primary_key=True)
    officer: str = Field(foreign_key="officer.id")
    expires_at: datetime = instant(nullable=False)
    used_at: datetime | None = instant()
