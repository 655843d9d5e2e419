"""Closing: at the end of the fieldwork every open household gets its final code, once a leader has said so.

| the household | becomes | R205 |
|---|---|---|
| refused, and is still on that ladder | refused for good | 4 |
| nobody was ever met | never met | 3 |
| an appointment was missed | never met | 3 |
| its next visit is planned for an hour to come, before the end | open: somebody still goes there | |
| a leader keeps it open | open until the next morning, or the next visit | |
| nobody was ever there | not visited (UH): no result, told loudly | |
| settled at the door | as it was settled there | |

It begins at 08:00 of the last day, on the area's own clock, and has no end. Nothing closes without a person's word, and
nothing waits for ever: on the last day the nearest leader of each open household is asked, a day later the next in
line, two days later the one after that; and each evening's digest tells how many wait, and since when.

Giving up is a leader's report among the household's visits; it yields to whoever settles it at the door
(core/visits/standing.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from hashlib import blake2s
from zoneinfo import ZoneInfo

from core.cases.ladder import CLOSING, LadderName, StepName
from core.people.person import Caller
from core.requests import Command, Query
from core.visits.outcomes import FINAL, Outcome
from core.visits.source import Source
from core.visits.standing import Seen, course_of
from core.workload.targets import Period

BEGINS = time(8)
TURNS = 3
"""Days on which somebody is asked, the last day of the fieldwork included: supervisor, coordinator, office."""
TOLD = 6
"""Visits that a note tells by their hours, the latest ones; with more of them it says only how many there were."""
STILL_TODAY = "Hari ini masih dikunjungi"
"""The usual reason to keep a household open, as it is noted."""
MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")


class Fate(StrEnum):
    """What closing makes of a household, by the table above."""

    CLOSES = "closes"
    TO_COME = "to_come"
    KEPT = "kept"
    NOT_VISITED = "not_visited"
    SETTLED = "settled"


@dataclass(frozen=True)
class OpenOne:
    """A household as it stands, to be closed or not. status, at, visits: what its visits say; ladder None: no case.

    no, head, enumerator (an id), name: which household, and on whose list. owner: the leader who has the case. kept_at:
    when a leader last kept it open. zone: of its clock. source: of what was learned of it by proxy, None: nothing was.
    """

    household: int
    no: int | None
    head: str
    enumerator: str | None
    name: str
    zone: ZoneInfo
    status: Outcome | None = None
    at: datetime | None = None
    visits: int = 0
    ladder: LadderName | None = None
    step: StepName | None = None
    owner: str | None = None
    begun_at: datetime | None = None
    since: datetime | None = None
    due_at: datetime | None = None
    kept_at: datetime | None = None
    source: Source | None = None

    @property
    def becomes(self) -> Outcome | None:
        """What it is settled as when it is closed; None when it has no case."""
        return CLOSING[self.ladder] if self.ladder else None

    @property
    def seal(self) -> str:
        """All that matters about how it stands, in eight letters: another one when anything has changed."""
        hours = (self.at, self.since, self.due_at, self.kept_at)
        stands = (self.enumerator, self.status, self.visits, self.ladder, self.step, self.owner)
        told = "|".join(map(str, (*stands, *(at and at.timestamp() for at in hours))))
        return blake2s(told.encode(), digest_size=4).hexdigest()


def fate_of(one: OpenOne, now: datetime, last: date) -> Fate:
    """What closing makes of a household at an instant; last: the last day of the fieldwork."""
    if one.status is None:
        return Fate.NOT_VISITED
    if one.status in FINAL or one.ladder is None:
        return Fate.SETTLED
    today = now.astimezone(one.zone).date()
    kept = one.kept_at is not None and one.kept_at.astimezone(one.zone).date() == today
    if kept and (one.since is None or one.kept_at is None or one.kept_at >= one.since):
        return Fate.KEPT
    at_the_door = one.step in (StepName.VISIT, StepName.HOUR)
    to_come = one.due_at is not None and now < one.due_at and one.due_at.astimezone(one.zone).date() <= last
    return Fate.TO_COME if at_the_door and to_come else Fate.CLOSES


def begins_at(last: date, zone: ZoneInfo) -> datetime:
    """The instant from which on households may be closed, on the clock of a zone."""
    return datetime.combine(last, BEGINS, zone)


def turn_on(day: date, period: Period) -> int | None:
    """Whose turn it is on a day: 0 the nearest leader, 1 the next in line, 2 the one after; None on all other days."""
    turn = (day - period.end).days
    return turn if 0 <= turn < TURNS else None


def asked(line: Sequence[str], turn: int) -> str | None:
    """Who of those who may close a household, the nearest first, is asked in a turn; None when all have been."""
    return line[turn] if turn < len(line) else None


def tries_of(visits: Iterable[Seen], since: datetime) -> list[datetime]:
    """When the household was visited, from an instant on; what was told twice is one visit, what was corrected none."""
    return [seen.visited_at for seen, again, _ in course_of(visits) if not again and seen.visited_at >= since]


def note_of(tries: Sequence[datetime], zone: ZoneInfo, added: str = "") -> str:
    """The note that the form wants of R205 3 and 4, in Indonesian: the visits on the area's clock, and what is added.

    "4 kunjungan: 16 Okt 09.00, 17 Okt 19.00, ..."
    """
    local = [at.astimezone(zone) for at in tries[-TOLD:]]
    hours = ", ".join(f"{at.day} {MONTHS[at.month - 1]} {at:%H.%M}" for at in local)
    last = ", terakhir" if len(tries) > TOLD else ""
    return "; ".join(filter(None, (f"{len(tries)} kunjungan{last}: {hours}", added)))


@dataclass(frozen=True)
class Closing:
    """What closing would make of the open households below a leader, as they stand.

    closes: refusals first, then by enumerator and number. below: the people directly below with how many would be
    closed, by id. above: how many are in higher hands; not_visited: enumerators' names with how many nobody visited.
    """

    begins_at: datetime
    closes: tuple[OpenOne, ...] = ()
    to_come: tuple[OpenOne, ...] = ()
    kept: tuple[OpenOne, ...] = ()
    below: tuple[tuple[str, str, int], ...] = ()
    above: int = 0
    not_visited: tuple[tuple[str, int], ...] = ()

    @property
    def unvisited(self) -> int:
        """How many households nobody was ever at."""
        return sum(number for _, number in self.not_visited)


@dataclass(frozen=True)
class ClosingBelow(Query[Closing]):
    """The open households below a leader, or of one person directly below (whose) and that person's people."""

    caller: Caller
    whose: str = ""


@dataclass(frozen=True)
class Shown:
    """A household as a leader saw it in a list. seal: that of OpenOne."""

    household: int
    seal: str


@dataclass(frozen=True)
class OpenOnes(Query[list[OpenOne]]):
    """Those of these households that the caller may still close, as they stand now."""

    caller: Caller
    households: tuple[int, ...]


@dataclass(frozen=True)
class Closed:
    """What became of a leader's word. done: households it was carried out on; gone: those that had changed meanwhile,
    as far as they are still the leader's business. untold: names of enumerators whom the bot cannot reach.
    """

    done: tuple[OpenOne, ...] = ()
    gone: tuple[OpenOne, ...] = ()
    untold: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class CloseAll(Command[Closed]):
    """Give households their final codes, as the leader saw them. added: what is put behind the notes."""

    caller: Caller
    shown: tuple[Shown, ...]
    added: str = ""


@dataclass(frozen=True)
class KeepOpen(Command[Closed]):
    """Keep households open for today, with a reason."""

    caller: Caller
    shown: tuple[Shown, ...]
    why: str
