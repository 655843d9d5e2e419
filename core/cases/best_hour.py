"""The best hour for the next visit: not one that was tried in vain, and one at which people are at home.

A day has four parts, on weekdays and on weekends: eight kinds of hours. A kind that was tried in vain comes after all
that were not. Among those left the likelier comes first, and of two alike the sooner. How likely somebody is at home is
counted in the household's area; USUAL stands for so many visits that a few chance ones do not lie.

Nobody can be at eight doors at seven: an hour that has MOST_AN_HOUR visits on the enumerator's list already is full.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from core.cases.day_parts import FIRST_HOUR, LAST_HOUR, Part, part_of, slot_of
from core.requests import Query
from core.visits.outcomes import RULES, Group, Outcome

Kind = tuple[bool, Part]
"""Whether on a weekend, and the part of the day."""

HOURS = {Part.MORNING: time(8, 30), Part.MIDDAY: time(13), Part.AFTERNOON: time(16), Part.EVENING: time(19)}
USUAL: dict[Kind, float] = {
    (False, Part.MORNING): 0.50, (False, Part.MIDDAY): 0.45, (False, Part.AFTERNOON): 0.60, (False, Part.EVENING): 0.65,
    (True, Part.MORNING): 0.65, (True, Part.MIDDAY): 0.55, (True, Part.AFTERNOON): 0.60, (True, Part.EVENING): 0.60,
}  # fmt: skip
"""How often somebody is at home while nothing was counted yet: a rule of thumb, which gives way to what is counted."""
AS_MANY = 20
"""Visits that USUAL stands for."""
ENOUGH = 10
"""Visits of a kind from which its share is told."""
WAITING = 0.04
"""What a day of waiting takes away from a share."""
AHEAD = 7
"""Days ahead that are looked at."""
SATURDAY = 5
STEP, STEPS = timedelta(minutes=20), 12
"""Between the hours of two doors; as many steps as the longest part of a day has."""
MOST_AN_HOUR = 3
"""Visits of one enumerator in an hour of the clock, as far as hours are suggested: families may have asked for more."""


@dataclass(frozen=True)
class Rate:
    """Visits of one kind, and those at which somebody was met."""

    tried: int = 0
    met: int = 0


@dataclass(frozen=True)
class KnownHours:
    """What is known of a household's hours. vain: those of visits in vain, on the family's clock.

    rates: counted in the area; place: its name, empty for everywhere. taken: when the other households of the
    enumerator's list are to be visited, in any zone.
    """

    vain: tuple[datetime, ...] = ()
    rates: Mapping[Kind, Rate] = field(default_factory=dict)
    place: str = ""
    taken: tuple[datetime, ...] = ()


@dataclass(frozen=True)
class KnownHoursOf(Query[KnownHours]):
    """What is known of the hours of a household on this officer's list; 0: one that is not on the list yet."""

    household: int
    officer: str


@dataclass(frozen=True)
class HoursTaken(Query[tuple[datetime, ...]]):
    """When the open households of an enumerator's list are to be visited, but for this one."""

    officer: str
    household: int


@dataclass(frozen=True)
class Suggestion:
    """An hour for the next visit, and why. vain: the part of the day most often tried in vain, and how often.

    percent: how often somebody was met at such an hour; None while too little was counted.
    """

    at: datetime
    kind: Kind
    vain: tuple[Part, int] | None = None
    percent: int | None = None
    place: str = ""


def kind_of(local: datetime) -> Kind:
    """The kind of an hour on the family's clock."""
    return local.weekday() >= SATURDAY, part_of(local.time())


def was_met(outcome: Outcome) -> bool | None:
    """Return whether a visit met somebody; None when it says nothing about that."""
    rule = RULES[outcome]
    if rule.closes or rule.group is Group.NOT_ELIGIBLE:
        return None
    return rule.group is not Group.NON_CONTACT


def best_hour(known: KnownHours, first: datetime, last: date) -> datetime | None:
    """The best hour from `first` (on the family's clock) to the day `last`; None when none is left."""
    return next(iter(best_hours(known, first, last)), None)


def best_hours(known: KnownHours, first: datetime, last: date) -> list[datetime]:
    """The usual hour of each part of each day from `first` to `last`, the best first."""
    vain = Counter(map(kind_of, known.vain))
    days = [first.date() + timedelta(days=ahead) for ahead in range(AHEAD)]
    hours = [datetime.combine(day, hour, first.tzinfo) for day in days for hour in HOURS.values() if day <= last]

    def rank(at: datetime) -> tuple[int, float, datetime]:
        waiting = WAITING * (at.date() - first.date()).days
        return vain[kind_of(at)], waiting - likely(known, kind_of(at)), at

    return sorted((at for at in hours if at >= first), key=rank)


def suggest(known: KnownHours, first: datetime, last: date, number: int | None = None) -> Suggestion | None:
    """The best hour with its reasons, on another part of a day when that one is full. number: the household's on its
    list; neighbours get hours of their own.
    """
    best = best_hours(known, first, last)
    if not best:
        return None
    taken = [each.astimezone(first.tzinfo) for each in known.taken]
    free = (apart(each, first, number or 1, taken) for each in best)
    at = next((each for each in free if each), None) or best[0]
    kind, parts = kind_of(at), Counter(part_of(each.time()) for each in known.vain)
    rate = known.rates.get(kind, Rate())
    percent = round(100 * rate.met / rate.tried) if rate.tried >= ENOUGH else None
    tried = max(parts.items(), key=lambda each: each[1], default=None)
    return Suggestion(at, kind, tried, percent, known.place)


def apart(at: datetime, first: datetime, number: int, taken: Sequence[datetime] = ()) -> datetime | None:
    """The hour for the household with this number on its list: from `first` on, in the same part of the day; None when
    that part is full. taken: the hours of the others, on the same clock.

    Households with numbers next to each other get hours a third of an hour apart. Of nine in a row there are three in
    an hour, in whatever order their reports come. Where other reports or families have taken that hour, the next one
    that is free is meant, so numbers nine apart get what is left in the order of their reports. At most MOST_AN_HOUR
    holds in any order, for each hour is looked at when it is given. A report told again gets its own hour again: that
    is not among those taken.
    """
    hours = [at + STEP * ahead for ahead in range(-STEPS, STEPS + 1)]
    fitting = [each for each in hours if each >= first and slot_of(each) == slot_of(at)]
    fitting = [each for each in fitting if FIRST_HOUR <= each.time() < LAST_HOUR]
    turn = (fitting.index(at) + number - 1) % len(fitting)
    return next((each for each in fitting[turn:] + fitting[:turn] if _is_free(each, taken)), None)


def _is_free(at: datetime, taken: Sequence[datetime]) -> bool:
    """Return whether nobody else is to be visited then, and the hour of the clock is not full."""
    return not is_full(at, taken) and not any(timedelta() <= each - at < STEP for each in taken)


def is_full(at: datetime, taken: Iterable[datetime]) -> bool:
    """Return whether the hour of the clock has as many visits as fit."""
    hour = at.replace(minute=0, second=0, microsecond=0)
    return sum(timedelta() <= each - hour < timedelta(hours=1) for each in taken) >= MOST_AN_HOUR


def likely(known: KnownHours, kind: Kind) -> float:
    """The share of visits of a kind that meet somebody."""
    rate = known.rates.get(kind, Rate())
    return (rate.met + AS_MANY * USUAL[kind]) / (rate.tried + AS_MANY)


def counted(visits: Iterable[tuple[Outcome, datetime]]) -> Counter[tuple[Kind, bool]]:
    """Visits (with their hour on the family's clock) by kind and whether somebody was met."""
    found: Counter[tuple[Kind, bool]] = Counter()
    for outcome, local in visits:
        met = was_met(outcome)
        if met is not None:
            found[kind_of(local), met] += 1
    return found
