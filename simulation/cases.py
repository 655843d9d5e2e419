"""Cases: what the reports of one household mean together, written down a second time without the bot's code."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from simulation.ladders import Climb, Deed, Stand

OPEN = {"appointment", "nobody_home", "refused", "refused_hard"}
"""After these the family is visited again; everything else settles the case."""
CLOSED = {"refused_for_good", "never_met"}
"""A leader's last word; whoever settles the household at the door has a later one."""
SAME_VISIT = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Told:
    """One report as it reached the bot. on_purpose: its teller could read that the household is settled; by: the leader
    who closed the case, empty for an enumerator's own. source: who says so.
    """

    at: datetime
    outcome: str
    persons: int = 0
    note: str = ""
    reason: str = ""
    revisit: datetime | None = None
    on_purpose: bool = False
    by: str = ""
    source: str = "self"

    def place(self) -> tuple[object, ...]:
        """Its place among the others: by the hour of the visit."""
        revisit = self.revisit.timestamp() if self.revisit else 0
        said = (self.outcome, self.persons, self.note, self.reason, revisit)
        return (self.at, self.on_purpose, self.outcome not in OPEN, *said, self.source)

    def repeats(self, before: Told | None, zone: ZoneInfo) -> bool:
        """Whether the visit before it is told once more."""
        if before is None or self._says() != before._says():
            return False
        days = {each.at.astimezone(zone).date() for each in (self, before)}
        return self.at - before.at <= SAME_VISIT or (self.outcome not in OPEN and len(days) == 1)

    def _says(self) -> tuple[object, ...]:
        return (self.outcome, self.persons, self.note, self.source)


@dataclass(slots=True)
class Case:
    """One household. told: its reports that count; stands: the one that decided; waiting: those that contradict it.

    enumerated: it was ever reported as complete or partial, which gives it a receipt code. revisit: the hour that was
    said; pursuit: where it stands while it is open, with the hour that follows. deeds: what was done besides visiting;
    climbed: the steps that the household went since its first visit in vain, each with who brought it there, until it
    was settled.
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
    deeds: list[Deed] = field(default_factory=list)
    climbed: list[Stand] = field(default_factory=list)

    def says(self) -> tuple[object, ...]:
        """All that matters about where it stands."""
        return (self.outcome, self.settled_on, self.revisit, self.persons, self.visits, tuple(self.waiting))

    def judge(self, officer: str, zone: ZoneInfo, end: datetime) -> None:
        """What follows from its reports, one after the other by the hours of the visits: a settled household is
        changed by one that says the same again or was told on purpose; any other one waits until it is decided. end: of
        the fieldwork.
        """
        self.stands, self.waiting, self.visits = None, [], 0
        self.outcome = self.at = self.settled_on = self.revisit = None
        self.persons, before, climb, self.climbed = 0, None, Climb(officer, end), []
        to_come = sorted(self.deeds, key=lambda deed: deed.at)
        for told in sorted(self.told, key=Told.place):
            while to_come and to_come[0].at < told.at:
                self._climb(climb, to_come.pop(0))
            again = told.repeats(before, zone)
            self.visits += not again
            before = told
            settled = self.outcome is not None and self.outcome not in OPEN
            if settled and told.outcome in CLOSED:
                continue
            if self.outcome in CLOSED and told.outcome not in OPEN:
                settled = False
            if settled and told.outcome != self.outcome and not told.on_purpose:
                self.waiting.append(told)
                continue
            if not again or self.outcome != told.outcome:
                self.at = told.at
            self.stands, self.waiting, self.outcome, self.persons = told, [], told.outcome, told.persons
            self.revisit = told.revisit if told.outcome in OPEN else None
            self.settled_on = None if told.outcome in OPEN or self.at is None else self.at.astimezone(zone).date()
            if told.outcome in OPEN:
                self.climbed = self.climbed if climb.stand else []
                climb.visit(told.at, told.outcome, told.revisit, again=again)
                self.climbed += [climb.stand] if climb.stand else []
            else:
                climb = Climb(officer, end)
        for deed in to_come:
            self._climb(climb, deed)
        self.pursuit = climb.stand

    def _climb(self, climb: Climb, deed: Deed) -> None:
        climb.deed(deed)
        self.climbed += [climb.stand] if climb.stand else []
