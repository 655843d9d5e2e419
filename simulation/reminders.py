"""Reminders of cases, written down a second time: who is told of which household, when, and how often."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from heapq import heappop, heappush
from zoneinfo import ZoneInfo

from simulation.ladders import Stand

BEFORE = timedelta(minutes=30)
AT_ITS_HOUR = timedelta(minutes=30)
OVERDUE = timedelta(hours=2)
HALF_A_DAY, DAY = timedelta(hours=12), timedelta(days=1)
NIGHT, MORNING = time(21), time(7)

Reminded = tuple[str, str, str, int]
"""Who is told, what is said (new, hour, overdue, line), and the household: its enumerator's id and its number."""


@dataclass(slots=True)
class Watched:
    """An open household. owner: whose it is, empty when the enumerator's; said: what was said last of this hour."""

    stand: Stand
    owner: str
    said: str
    next_at: datetime | None

    @property
    def hour(self) -> datetime:
        """When its hour is reminded of: half an hour before an appointment that was not made later than that."""
        early = self.stand.due - BEFORE
        return early if self.stand.step == "hour" and self.stand.since < early else self.stand.due


class Reminders:
    """All open households and what was said of them. leaders: those above an officer, the nearest first;
    quiet: officers' quiet hours.
    """

    def __init__(self, zone: ZoneInfo) -> None:
        self.zone = zone
        self.leaders: dict[str, list[str]] = {}
        self.quiet: dict[str, tuple[time, time]] = {}
        self.watched: dict[tuple[str, int], Watched] = {}
        self.coming: list[tuple[datetime, str, int]] = []

    def follow(self, officer: str, no: int, stand: Stand | None, owner: str) -> None:
        """A household was judged anew: what was said stays said while its owner and its hour are the same."""
        before = self.watched.pop((officer, no), None)
        if stand is None:
            return
        now = Watched(stand, owner, "new" if stand.by == (owner or officer) else "", None)
        now.next_at = now.hour if now.said else stand.since
        if before is not None and (before.owner, before.stand.due) == (owner, stand.due):
            now.said, now.next_at = before.said, before.next_at
        self._watch(officer, no, now)

    def morning(self, officer: str, numbers: list[int], now: datetime) -> None:
        """The morning's list has told of these."""
        for no in numbers:
            each = self.watched[officer, no]
            if each.stand.due <= now and each.said in ("", "new", "hour"):
                each.said, each.next_at = "overdue", now + HALF_A_DAY
                self._watch(officer, no, each)

    def due(self, now: datetime) -> Counter[Reminded]:
        """What is said at an instant."""
        found = set()
        while self.coming and self.coming[0][0] <= now:
            at, officer, no = heappop(self.coming)
            if (officer, no) in self.watched and self.watched[officer, no].next_at == at:
                found.add((officer, no))
        return Counter(said for officer, no in sorted(found) if (said := self._say(officer, no, now)))

    def _say(self, officer: str, no: int, now: datetime) -> Reminded | None:
        each = self.watched[officer, no]
        due, whose = each.stand.due, each.owner or officer
        say, later, to = "line", None, next(iter(self.leaders[whose]), "")
        if each.said != "overdue":
            to = whose
            if each.said == "":
                say, later = "new", max(each.hour, now)
            elif each.said == "new" and now < due + OVERDUE:
                say, later = "hour", due + OVERDUE
            else:
                say, later = "overdue", max(due + DAY, now + HALF_A_DAY)
        agreed, on_time = say == "hour" and each.stand.step == "hour", say == "hour" and now - due <= AT_ITS_HOUR
        waits = self._quiet(to, now) if to and not agreed else None
        if waits is None and to and not on_time:
            waits = self._night(now)
        if waits is None:
            each.said = say
        each.next_at = waits or later
        self._watch(officer, no, each)
        return (to, say, officer, no) if to and waits is None else None

    def _watch(self, officer: str, no: int, each: Watched) -> None:
        self.watched[officer, no] = each
        if each.next_at is not None:
            heappush(self.coming, (each.next_at, officer, no))

    def _quiet(self, officer: str, now: datetime) -> datetime | None:
        """When an officer's quiet hours are over; None outside of them. None of them goes over midnight."""
        start, end = self.quiet.get(officer, (MORNING, MORNING))
        local = now.astimezone(self.zone)
        return datetime.combine(local.date(), end, self.zone) if start <= local.time() < end else None

    def _night(self, now: datetime) -> datetime | None:
        """The morning after this instant, when it is one of the night."""
        local = now.astimezone(self.zone)
        if MORNING <= local.time() < NIGHT:
            return None
        day = local.date() if local.time() < MORNING else local.date() + DAY
        return datetime.combine(day, MORNING, self.zone)
