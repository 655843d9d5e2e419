"""The best hour for the next visit: not one that was tried in vain, and one at which people are at home.

A day has four parts, on weekdays and on weekends: eight kinds of hours. A kind that was tried in vain comes after all
that were not. Among those left the likelier comes first, and of two alike the sooner. How likely somebody is at home is
counted in the household's area; USUAL stands for so many visits that a few chance ones do not lie.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from core.day_parts import FIRST_HOUR, LAST_HOUR, Part, part_of, slot_of
from core.outcomes import RULES, Group, Outcome
from core.requests import Query

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
"""Between the hours of neighbours; as many steps as the longest part of a day has."""


@dataclass(frozen=True)
class Rate:
    """Visits of one kind, and those at which somebody was met."""

    tried: int = 0
    met: int = 0


@dataclass(frozen=True)
class KnownHours:
    """What is known of a household's hours. vain: those of visits in vain, on the family's clock.

    rates: counted in the area; place: its name, empty for everywhere.
    """

    vain: tuple[datetime, ...] = ()
    rates: Mapping[Kind, Rate] = field(default_factory=dict)
    place: str = ""


@dataclass(frozen=True)
class KnownHoursOf(Query[KnownHours]):
    """What is known of the hours of a household; 0: one that is not on the list yet."""

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
    """Whether a visit met somebody; None when it says nothing about that."""
    rule = RULES[outcome]
    if rule.closes or rule.group is Group.NOT_ELIGIBLE:
        return None
    return rule.group is not Group.NON_CONTACT


def best_hour(known: KnownHours, first: datetime, last: date) -> datetime | None:
    """The best hour from `first` (on the family's clock) to the day `last`; None when none is left."""
    vain = Counter(map(kind_of, known.vain))
    days = [first.date() + timedelta(days=ahead) for ahead in range(AHEAD)]
    hours = [datetime.combine(day, hour, first.tzinfo) for day in days for hour in HOURS.values() if day <= last]

    def rank(at: datetime) -> tuple[int, float, datetime]:
        waiting = WAITING * (at.date() - first.date()).days
        return vain[kind_of(at)], waiting - likely(known, kind_of(at)), at

    return min((at for at in hours if at >= first), key=rank, default=None)


def suggest(known: KnownHours, first: datetime, last: date, number: int | None = None) -> Suggestion | None:
    """The best hour with its reasons. number: the household's on its list; neighbours get hours of their own."""
    at = best_hour(known, first, last)
    if at is None:
        return None
    kind, parts = kind_of(at), Counter(part_of(each.time()) for each in known.vain)
    rate = known.rates.get(kind, Rate())
    percent = round(100 * rate.met / rate.tried) if rate.tried >= ENOUGH else None
    tried = max(parts.items(), key=lambda each: each[1], default=None)
    return Suggestion(apart(at, first, number or 1), kind, tried, percent, known.place)


def apart(at: datetime, first: datetime, number: int) -> datetime:
    """The hour for the household with this number on its list: from `first` on, in the same part of the day.

    Nobody can be at eight doors at seven. So households with numbers next to each other get hours a third of an hour
    apart, and of nine in a row there are three in an hour. It depends on the number alone, so that reports which come
    in another order say the same.
    """
    hours = [at + STEP * ahead for ahead in range(-STEPS, STEPS + 1)]
    fitting = [each for each in hours if each >= first and slot_of(each) == slot_of(at)]
    fitting = [each for each in fitting if FIRST_HOUR <= each.time() < LAST_HOUR]
    return fitting[(fitting.index(at) + number - 1) % len(fitting)]


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
