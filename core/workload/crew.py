"""A leader's own people, one by one: how their work stands, when they were last heard of, and how to call them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from core.people.absences import Absence
from core.people.person import Role
from core.requests import Query
from core.workload.team import TeamRow


@dataclass(frozen=True)
class Member:
    """Somebody directly below a leader.

    number: what is tapped (/tim_2), by the order of ids. row: the figures of the day, for all below. heard: when the
    last report came in, of anybody below. absence: that of today. joined: whether the bot can reach the person.
    """

    number: int
    officer: str
    role: Role
    phone: str
    row: TeamRow
    heard: datetime | None = None
    absence: Absence | None = None
    joined: bool = True

    @property
    def name(self) -> str:
        """The person's name."""
        return self.row.name

    @property
    def urgency(self) -> tuple[int, int, int, float, str]:
        """Who needs attention sorts first: not begun, at risk, silent today, unheard of for long; by name then."""
        heard = self.heard.timestamp() if self.heard else 0.0
        return -self.row.not_started, -self.row.at_risk, -self.row.silent, heard, self.name


@dataclass(frozen=True)
class CrewOf(Query[list[Member]]):
    """The people directly below a leader, by id, as they stand at an instant of one day."""

    leader: str
    today: date
    now: datetime
