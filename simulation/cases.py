"""Cases: what the reports of one household mean together, written down a second time without the bot's code."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from simulation.ladders import Climb, Stand

OPEN = {"appointment", "nobody_home", "refused", "refused_hard"}
"""After these the family is visited again; everything else settles the case."""
SAME_VISIT = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Told:
    """One report as it reached the bot. on_purpose: its teller could read that the household is settled."""

    at: datetime
    outcome: str
    persons: int = 0
    note: str = ""
    reason: str = ""
    revisit: datetime | None = None
    on_purpose: bool = False

    def place(self) -> tuple[object, ...]:
        """Its place among the others: by the hour of the visit."""
        revisit = self.revisit.timestamp() if self.revisit else 0
        said = (self.outcome, self.persons, self.note, self.reason, revisit)
        return (self.at, self.on_purpose, self.outcome not in OPEN, *said)

    def repeats(self, before: Told | None, zone: ZoneInfo) -> bool:
        """Whether the visit before it is told once more."""
        if before is None or (self.outcome, self.persons, self.note) != (before.outcome, before.persons, before.note):
            return False
        days = {each.at.astimezone(zone).date() for each in (self, before)}
        return self.at - before.at <= SAME_VISIT or (self.outcome not in OPEN and len(days) == 1)


@dataclass(slots=True)
class Case:
    """One household. told: its reports that count; stands: the one that decided; waiting: those that contradict it.

    enumerated: it was ever reported as complete or partial, which gives it a receipt code. revisit: the hour that was
    said; pursuit: where it stands while it is open, with the hour that follows.
    """

    no: int
    head: str
    kind: str = "prelist"
    told: list[Told] = field(default_factory=list)
    stands: Told | None = None
    waiting: list[Told] = field(default_factory=list)
    outcome: str | None = None
    at: datetime | None = None
    settled_on: date | None = None
    revisit: datetime | None = None
    pursuit: Stand | None = None
    persons: int = 0
    visits: int = 0
    code: str | None = None
    enumerated: bool = False

    def says(self) -> tuple[object, ...]:
        """All that matters about where it stands."""
        return (self.outcome, self.settled_on, self.revisit, self.persons, self.visits, tuple(self.waiting))

    def judge(self, zone: ZoneInfo, end: datetime) -> None:
        """What follows from its reports, one after the other by the hours of the visits: a settled household is
        changed by one that says the same again or was told on purpose; any other one waits until it is decided. end: of
        the fieldwork.
        """
        self.stands, self.waiting, self.visits = None, [], 0
        self.outcome = self.at = self.settled_on = self.revisit = None
        self.persons, before, climb = 0, None, Climb(end)
        for told in sorted(self.told, key=Told.place):
            again = told.repeats(before, zone)
            self.visits += not again
            before = told
            settled = self.outcome is not None and self.outcome not in OPEN
            if settled and told.outcome != self.outcome and not told.on_purpose:
                self.waiting.append(told)
                continue
            if not again or self.outcome != told.outcome:
                self.at = told.at
            self.stands, self.waiting, self.outcome, self.persons = told, [], told.outcome, told.persons
            self.revisit = told.revisit if told.outcome in OPEN else None
            self.settled_on = None if told.outcome in OPEN or self.at is None else self.at.astimezone(zone).date()
            if told.outcome in OPEN:
                climb.visit(told.at, told.outcome, told.revisit, again=again)
            else:
                climb = Climb(end)
        self.pursuit = climb.stand
