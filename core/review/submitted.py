"""Reports as leaders check them, and what came back to enumerators. The rules are in core/review/states.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from core.people.person import Caller
from core.requests import Command, Query
from core.review.states import Again, State
from core.visits.details import Photo
from core.visits.source import Source
from core.workload.households import Household

CLOSE = timedelta(minutes=10)
MANY_CLOSE = 4
"""An interview takes half an hour: as many others recorded within ten minutes are a hint."""


class ReturnReason(StrEnum):
    """The usual reasons to return a report; others are told in words."""

    PERSONS = "persons"
    OUTCOME = "outcome"
    NOTE = "note"
    VISIT = "visit"


RETURN_WORDS: dict[ReturnReason, tuple[str, ...]] = {
    ReturnReason.PERSONS: ("jumlah", "orang", "jumlah orang", "persons", "number"),
    ReturnReason.OUTCOME: ("hasil", "hasil kunjungan", "outcome"),
    ReturnReason.NOTE: ("catatan", "note"),
    ReturnReason.VISIT: ("kunjungi lagi", "kunjungan ulang", "visit again", "revisit"),
}
"""How reasons are typed."""


class Hint(StrEnum):
    """What a leader may want to ask about. It is no accusation: phones are late, and so are families."""

    NIGHT = "night"
    CLOSE = "close"
    MANY = "many"
    PROXY = "proxy"


@dataclass(frozen=True)
class Submitted:
    """A report as a leader sees it. id: its visit; reporter: who made it; officer, name: whose list it is on.

    since: when it began to wait, or when it was checked. visited_at: on the household's clock. check: the household's
    last check, by its id, with who made it (by) and why (reason: a ReturnReason, or words); again: why it is to be
    checked once more. photos: its own; placed: whether its place was sent. close: how many others were recorded
    within `CLOSE`. source: who says so. together: it was typed in one message with others, all for one instant, which
    is when they were sent rather than when each visit was.
    """

    id: int
    household: Household
    officer: str
    name: str
    reporter: str
    families: int
    note: str
    state: State
    since: datetime
    visited_at: datetime
    check: int = 0
    again: Again | None = None
    by: str = ""
    reason: str = ""
    photos: tuple[Photo, ...] = ()
    placed: bool = False
    hints: tuple[Hint, ...] = ()
    close: int = 0
    source: Source = Source.SELF
    together: bool = False

    @property
    def message(self) -> tuple[str, datetime] | None:
        """The message that it came in with others: who sent it, and for which instant; None when it came alone."""
        return (self.reporter, self.visited_at) if self.together else None

    @property
    def place(self) -> tuple[datetime, int]:
        """Where it stands among those that wait: the oldest first."""
        return self.since, self.id


@dataclass(frozen=True)
class Waiting:
    """How many reports of one enumerator wait to be checked, and since when the oldest does."""

    officer: str
    name: str
    number: int
    oldest: datetime


@dataclass(frozen=True)
class Overview:
    """What waits below a leader: by enumerator, the longest wait first; and what was returned and is not mended yet."""

    waiting: tuple[Waiting, ...] = ()
    returned: int = 0
    returned_oldest: datetime | None = None

    @property
    def number(self) -> int:
        """How many reports wait to be checked."""
        return sum(each.number for each in self.waiting)

    @property
    def oldest(self) -> datetime | None:
        """Since when the oldest waits."""
        return min((each.oldest for each in self.waiting), default=None)


@dataclass(frozen=True)
class ReviewBelow(Query[Overview]):
    """What waits to be checked below this leader."""

    leader: str


@dataclass(frozen=True)
class ReportsToCheck(Query[list[Submitted]]):
    """Reports below a leader that wait to be checked, or (approved) that a supervisor has approved: the oldest first.

    officer: of this enumerator alone; everybody below when empty.
    """

    leader: str
    officer: str = ""
    approved: bool = False
    limit: int = 300


@dataclass(frozen=True)
class ReportToCheck(Query[Submitted | None]):
    """One report by its visit, in whatever state; None when no household below this leader stands by it (any more)."""

    leader: str
    visit: int


@dataclass(frozen=True)
class Returned:
    """A report that came back to the enumerator: which household, who returned it, when and why."""

    household: Household
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class ReturnedTo(Query[list[Returned]]):
    """This enumerator's reports that were returned and not mended yet: the oldest first."""

    officer: str


@dataclass(frozen=True)
class Reviewed:
    """What became of a leader's word. done: reports it was carried out on; gone: those that had changed meanwhile.

    untold: names of those whom it concerns and the bot cannot reach.
    """

    done: tuple[Submitted, ...]
    gone: tuple[Submitted, ...] = ()
    untold: tuple[str, ...] = ()


@dataclass(frozen=True)
class Review(Command[Reviewed]):
    """Approve reports, or return them with a reason, as the leader saw them."""

    caller: Caller
    reports: tuple[Submitted, ...]
    approve: bool
    reason: str = ""
