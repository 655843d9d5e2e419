"""Tables of what follows a visit: cases on a ladder, letters for help, reviews and reassignments."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Column, ForeignKey, Index
from sqlmodel import Field, SQLModel

from db.engine.types import Json
from db.tables.columns import Big, instant


class Pursuit(SQLModel, table=True):
    """An open household that somebody is after (a case): on which ladder and step it stands, whose it is, until when.

    What its visits and acts say, kept beside them in the same transaction. owner None: whose list the household is on.
    begun_at: the first visit in vain; since: when step, owner or hour last changed. said: the last reminder about this
    owner and hour; next_at: when the next one is to be looked at (None: all was said).
    """

    __tablename__ = "pursuit"
    __table_args__ = (Index("ix_pursuit_owner_due_at", "owner", "due_at"), Index("ix_pursuit_next_at", "next_at"))

    household: int = Field(sa_column=Column(Big, ForeignKey("household.id"), primary_key=True, autoincrement=False))
    ladder: str
    step: str
    tries: int = 0
    owner: str | None = Field(default=None, foreign_key="officer.id")
    begun_at: datetime = instant(nullable=False)
    since: datetime = instant(nullable=False)
    due_at: datetime = instant(nullable=False)
    said: str = ""
    next_at: datetime | None = instant()


class Act(SQLModel, table=True):
    """Something done about a case besides a visit; only ever added. kind: a step done, moved, handed over, closed.

    ladder, step: where the case stood. source: who says what the note says (core/visits/source.py).
    """

    __tablename__ = "pursuit_act"

    id: int | None = Field(default=None, sa_column=Column(Big, primary_key=True))
    household: int = Field(sa_type=BigInteger, foreign_key="household.id", index=True)
    kind: str
    ladder: str
    step: str
    officer: str = Field(foreign_key="officer.id")
    at: datetime = instant(nullable=False)
    note: str = ""
    file: str | None = None
    receiver: str | None = Field(default=None, foreign_key="officer.id")
    due_at: datetime | None = instant()
    source: str = Field(default="self", sa_column_kwargs={"server_default": "self"})


class ContactHour(SQLModel, table=True):
    """How often somebody was met in an area, a part of the day, on weekdays or weekends: met of tried visits.

    area: an SLS, the village around it, or empty for everywhere.
    """

    __tablename__ = "contact_hour"

    area: str = Field(primary_key=True)
    weekend: bool = Field(primary_key=True)
    part: str = Field(primary_key=True)
    tried: int = 0
    met: int = 0


class Bookmark(SQLModel, table=True):
    """How far a job has read: the id of the last row."""

    job: str = Field(primary_key=True)
    last: int = Field(default=0, sa_type=BigInteger)


class HelpLetter(SQLModel, table=True):
    """A letter that asks RT, lurah or camat for help with a household, and whether it was answered."""

    __tablename__ = "help_letter"

    id: int | None = Field(default=None, sa_column=Column(Big, primary_key=True))
    household: int = Field(sa_type=BigInteger, foreign_key="household.id", index=True)
    addressee: str
    officer: str = Field(foreign_key="officer.id")
    sent_at: datetime = instant(nullable=False)
    due_at: datetime = instant(nullable=False)
    answered_at: datetime | None = instant()
    answer: str = ""


class Review(SQLModel, table=True):
    """A check of a report: approved or returned, by a leader; only ever added (core/review/states.py).

    newest: the household's last visit when it was checked; whatever is reported later may answer it.
    """

    __table_args__ = (Index("ix_review_visit_id", "visit", "id"),)

    id: int | None = Field(default=None, sa_column=Column(Big, primary_key=True))
    visit: int = Field(sa_type=BigInteger, foreign_key="visit.id")
    newest: int = Field(sa_type=BigInteger)
    state: str
    officer: str = Field(foreign_key="officer.id")
    at: datetime = instant(nullable=False)
    reason: str = ""


class Proposal(SQLModel, table=True):
    """Households to be given from one list to others. Nothing moves before it is confirmed and the receiver accepts.

    status: proposed, confirmed, dropped.
    """

    id: int | None = Field(default=None, sa_column=Column(Big, primary_key=True))
    officer: str = Field(foreign_key="officer.id", index=True)
    giver: str = Field(foreign_key="officer.id")
    status: str
    at: datetime = instant(nullable=False)


class Share(SQLModel, table=True):
    """One receiver's share of a proposal: households (ids). status: proposed, waits, accepted, refused, dropped.

    metres: the way to them in the mean, when it is known.
    """

    __tablename__ = "proposal_share"

    proposal: int = Field(sa_column=Column(Big, ForeignKey("proposal.id"), primary_key=True, autoincrement=False))
    receiver: str = Field(primary_key=True, foreign_key="officer.id", index=True)
    households: list[int] = Field(sa_column=Column(Json, nullable=False))
    metres: int | None = None
    status: str
    decided_at: datetime | None = instant()


class Reassignment(SQLModel, table=True):
    """A household that went from one list to another: who decided it, when and why; only ever added."""

    id: int | None = Field(default=None, sa_column=Column(Big, primary_key=True))
    household: int = Field(sa_type=BigInteger, foreign_key="household.id", index=True)
    giver: str | None = Field(default=None, foreign_key="officer.id")
    receiver: str | None = Field(default=None, foreign_key="officer.id")
    officer: str = Field(foreign_key="officer.id")
    at: datetime = instant(nullable=False)
    why: str = ""
