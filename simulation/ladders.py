"""The ladders after a visit in vain, written down a second time without the bot's code: which step, whose, when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from math import ceil

OPENS, CLOSES = time(8), time(21)
HOUR, DAY, TURN = timedelta(hours=1), timedelta(days=1), timedelta(minutes=20)
PAUSE = timedelta(days=3)
"""After a hard refusal nobody comes on these days."""

PARTS = {"evening": time(18), "afternoon": time(15), "midday": time(11), "morning": time(0)}
TRIED = {"morning": time(8, 30), "midday": time(13), "afternoon": time(16), "evening": time(19)}
AT_HOME = {
    False: {"morning": 50, "midday": 45, "afternoon": 60, "evening": 65},
    True: {"morning": 65, "midday": 55, "afternoon": 60, "evening": 60},
}
"""Of a hundred families, on weekdays and on weekends."""
A_DAY_LATER = 4
"""How many of a hundred a day of waiting is worth."""
A_WEEK, FRIDAY = 7, 4
AN_HOUR = 3
"""Visits that fit into one."""

AT_THE_DOOR = ("visit", "hour")
BEGUN_BY = {"refused": "refusal", "refused_hard": "refusal", "nobody_home": "nobody_home", "appointment": "appointment"}


@dataclass(frozen=True, slots=True)
class Rung:
    """One step: its name, the role that has it, the days for each try, and how many tries."""

    name: str
    role: str
    days: int
    tries: int = 1


LADDERS = {
    "refusal": (
        Rung("visit", "ppl", 1, 3), Rung("rt", "ppl", 2), Rung("leader", "pml", 3), Rung("office", "bps", 3),
        Rung("final", "bps", 3),
    ),
    "nobody_home": (Rung("visit", "ppl", 1, 3), Rung("neighbours", "ppl", 2), Rung("supervisor", "pml", 3)),
    "appointment": (Rung("hour", "ppl", 1), Rung("visit", "ppl", 1), Rung("supervisor", "pml", 2)),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stand:
    """Where an open household stands. tries: visits in vain on this step, of `wanted`; role: who has it; by: who is to
    thank for it; receiver: the officer to whom it was handed.
    """

    ladder: str
    step: str
    tries: int
    wanted: int
    role: str
    begun: datetime
    since: datetime
    due: datetime
    by: str
    receiver: str = ""


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody did about an open household besides a visit: done, moved, handed. ladder, step: where it stood;
    source: who says what was noted.
    """

    at: datetime
    kind: str
    ladder: str
    step: str
    by: str
    receiver: str = ""
    due: datetime | None = None
    source: str = "self"


class Climb:
    """One household's way up from its first visit in vain; officer: whose list it is on; end: the last hour of the
    fieldwork, local.
    """

    def __init__(self, officer: str, end: datetime) -> None:
        self.officer, self.end = officer, end
        self.stand: Stand | None = None
        self.steps: dict[str, int] = {}
        self.tries: Counter[str] = Counter()
        self.tried: list[datetime] = []
        self.hard = False

    def visit(self, at: datetime, outcome: str, said: datetime | None, *, again: bool) -> None:
        """A visit left the household open; said: the hour agreed on; again: it is the one before, told once more."""
        local = at.astimezone(self.end.tzinfo)
        ladder = self.stand.ladder if self.stand and outcome == "nobody_home" else BEGUN_BY[outcome]
        self.hard |= outcome == "refused_hard"
        new_part = not again and all((each.date(), part(each)) != (local.date(), part(local)) for each in self.tried)
        self.tried.append(local)
        if ladder not in self.steps:
            self.steps[ladder] = 0
        elif new_part:
            self._one_more(ladder, local)
        late = outcome != "appointment" and self._is_late(local, said)
        if late:
            self.steps[ladder] = len(LADDERS[ladder]) - 1
        stand = self._at(ladder, 0 if outcome == "appointment" else self.steps[ladder], at, self.officer)
        if not late and LADDERS[ladder][self._rung(stand)].role == "ppl":
            stand = replace(stand, due=self._next_try(local, said, hard=outcome == "refused_hard"))
        self.stand = stand

    def deed(self, deed: Deed) -> None:
        """Something else was done; what is not where the household stands means nothing, but that a step is done."""
        local, rungs = deed.at.astimezone(self.end.tzinfo), LADDERS[deed.ladder]
        number = next(n for n, rung in enumerate(rungs) if rung.name == deed.step)
        if self.stand is None or deed.ladder not in self.steps:
            return
        here = (self.stand.ladder, self.stand.step) == (deed.ladder, deed.step)
        if deed.kind == "done" and number >= self.steps[deed.ladder]:
            last = len(rungs) - 1
            self.steps[deed.ladder] = last if local > self.end - HOUR else min(number + 1, last)
            self.tries[deed.ladder] = 0
            if self.stand.ladder == deed.ladder:
                self.stand = self._at(deed.ladder, self.steps[deed.ladder], deed.at, deed.by)
        elif deed.kind == "moved" and here and deed.due:
            due = min(deed.due, self._horizon(local))
            self.stand = replace(self.stand, due=due, since=deed.at, by=deed.by)
        elif deed.kind == "handed" and here:
            due = self.stand.due if self.stand.due > deed.at else self._until(local, rungs[number:])
            self.stand = replace(self.stand, due=due, since=deed.at, by=deed.by, receiver=deed.receiver)

    def _rung(self, stand: Stand) -> int:
        return next(n for n, rung in enumerate(LADDERS[stand.ladder]) if rung.name == stand.step)

    def _at(self, ladder: str, number: int, at: datetime, by: str) -> Stand:
        """On a step of a ladder. Who had it by hand keeps it on the same step, but not after a firm refusal, nor after
        a visit on a leader's step.
        """
        local, left, before, receiver = at.astimezone(self.end.tzinfo), LADDERS[ladder][number:], self.stand, ""
        if before and (before.ladder, before.step) == (ladder, left[0].name):
            firm = self.hard and by == self.officer
            receiver = "" if before.receiver == by and (firm or left[0].role != "ppl") else before.receiver
        role = "pml" if left[0].role == "ppl" and ladder == "refusal" and self.hard else left[0].role
        begun, wanted = before.begun if before else at, self._wanted(local, left)
        due = self._until(local, left)
        return Stand(ladder, left[0].name, self.tries[ladder], wanted, role, begun, at, due, by, receiver)

    def _one_more(self, ladder: str, local: datetime) -> None:
        self.tries[ladder] += 1
        left = LADDERS[ladder][self.steps[ladder] :]
        if len(left) > 1 and self.tries[ladder] >= self._wanted(local, left):
            self.steps[ladder] += 1
            self.tries[ladder] = 0

    def _is_late(self, local: datetime, said: datetime | None) -> bool:
        """Whether there is no room for another visit."""
        after = said is not None and said.astimezone(self.end.tzinfo).date() > self.end.date()
        return after or local > self.end - HOUR

    def _horizon(self, local: datetime) -> datetime:
        return within_hours(local + DAY) if local > self.end - HOUR else self.end

    def _wanted(self, local: datetime, left: Sequence[Rung]) -> int:
        """Tries of the first of these steps, fewer when there is not the time for all of them."""
        length = sum((rung.days * rung.tries * DAY for rung in left), timedelta())
        return max(1, ceil(left[0].tries * min(1.0, (self._horizon(local) - local) / length)))

    def _until(self, local: datetime, left: Sequence[Rung]) -> datetime:
        """The deadline of the first of these steps: its days, or its even share of what is left."""
        horizon = self._horizon(local)
        share = (horizon - local) / len(left)
        return min(within_hours(local + min(left[0].days * DAY, share)), horizon)

    def _next_try(self, local: datetime, said: datetime | None, *, hard: bool) -> datetime:
        horizon = self._horizon(local)
        earliest = local + HOUR
        if hard:
            earliest = min(datetime.combine(local.date() + PAUSE, OPENS, local.tzinfo), horizon)
        if said is None:
            return next(iter(by_chance(self.tried, earliest, horizon.date())), horizon)
        return max(said, earliest) if hard else said


def part(local: datetime) -> str:
    """The part of the day."""
    return next(name for name, begins in PARTS.items() if local.time() >= begins)


def by_chance(tried: Sequence[datetime], first: datetime, last: date) -> list[datetime]:
    """The hours to try next: of a kind (weekend or not, part of day) least tried, then likeliest, then soonest."""
    seen = Counter((each.weekday() > FRIDAY, part(each)) for each in tried)
    days = [first.date() + timedelta(days=n) for n in range(A_WEEK)]
    hours = [datetime.combine(day, hour, first.tzinfo) for day in days if day <= last for hour in TRIED.values()]

    def order(at: datetime) -> tuple[int, int, datetime]:
        weekend, name = at.weekday() > FRIDAY, part(at)
        waiting = A_DAY_LATER * (at.date() - first.date()).days
        return seen[weekend, name], waiting - AT_HOME[weekend][name], at

    return sorted((at for at in hours if at >= first), key=order)


def unsaid(outcome: str, at: datetime, local: datetime, end: date) -> tuple[datetime, list[datetime]]:
    """When the next visit of a typed line without one may be: from when on, and the hours, the best first. at: the hour
    of the visit; local: that of the message.
    """
    last, first = max(end, local.date() + DAY), within_hours(local + HOUR)
    if outcome == "refused_hard":
        first = datetime.combine(min(last, local.date() + PAUSE), OPENS, local.tzinfo)
    return first, by_chance([at.astimezone(local.tzinfo)], first, last)


def in_turn(at: datetime, first: datetime, no: int, planned: Sequence[datetime]) -> datetime | None:
    """Each number of a list twenty minutes after the one before, round and round in the part of the day, past what is
    planned already; three in an hour are enough.
    """
    hours = [at]
    while part(hours[0] - TURN) == part(at) and hours[0] - TURN >= max(first, at.replace(hour=OPENS.hour, minute=0)):
        hours.insert(0, hours[0] - TURN)
    while part(hours[-1] + TURN) == part(at) and (hours[-1] + TURN).time() < CLOSES:
        hours.append(hours[-1] + TURN)
    for turn in range(len(hours)):
        found = hours[(hours.index(at) + no - 1 + turn) % len(hours)]
        same_hour = [each for each in planned if (each.date(), each.hour) == (found.date(), found.hour)]
        if len(same_hour) < AN_HOUR and all(each < found or each >= found + TURN for each in same_hour):
            return found
    return None


def within_hours(local: datetime) -> datetime:
    """The next instant at which one may knock."""
    if local.time() > CLOSES:
        local += DAY
    elif local.time() >= OPENS:
        return local
    return datetime.combine(local.date(), OPENS, local.tzinfo)
