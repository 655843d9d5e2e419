"""The people who talk to Catat: officers in four roles, and citizens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo


class Role(StrEnum):
    """An officer's role (PPL, PML, Koseka, BPS office), or CITIZEN for everybody else."""

    PPL = "ppl"
    PML = "pml"
    KOSEKA = "koseka"
    BPS = "bps"
    CITIZEN = "citizen"


OFFICER_ROLES = (Role.PPL, Role.PML, Role.KOSEKA, Role.BPS)
LEADERS = (Role.PML, Role.KOSEKA, Role.BPS)
"""Roles that answer for other officers' work."""


@dataclass(frozen=True)
class Caller:
    """The person behind one message, as the talks see them.

    officer is None for a citizen. at is the instant the person sent the message (aware, UTC);
    zone is the zone of the person's area, in which days and hours are meant. trains: in training, the officer in
    person; `officer` is the training list then, so that nothing said can reach the real one.
    """

    role: Role
    language: str
    at: datetime
    zone: ZoneInfo
    officer: str | None = None
    name: str = ""
    trains: str | None = None

    @property
    def training(self) -> bool:
        """Whether this is said in training."""
        return self.trains is not None

    @property
    def person(self) -> str | None:
        """The officer in person, in training as well."""
        return self.trains or self.officer

    @property
    def today(self) -> date:
        """The calendar day of the message where the person is."""
        return self.day(self.at)

    def day(self, instant: datetime) -> date:
        """The calendar day of an instant where the person is."""
        return instant.astimezone(self.zone).date()

    @property
    def local(self) -> datetime:
        """The instant of the message on the person's own clock."""
        return self.at.astimezone(self.zone)
