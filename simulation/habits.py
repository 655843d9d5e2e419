"""Habits: how differently people work with the same bot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

SHIFTS = {"early": ((7.6, 15.0), 30), "office hours": ((8.4, 16.5), 45), "late": ((13.5, 20.7), 25)}
"""From which hour to which (of the local day), and how many of a hundred."""


@dataclass(frozen=True)
class Habit:
    """One enumerator's ways. Shares are between 0 and 1.

    hours: the working day. pace: doors a day, in targets. presses: answers by button rather than typed.
    slips: reports with a mistake on the way. no_signal: days without a signal. menu: begins with the keyboard
    rather than with "/lapor 12". evening: reports the day's visits after work. lines: types many visits in one
    message when there is no signal or it is evening. by_line: reports a visit at the door as a typed line. off: days
    not worked.
    """

    shift: str
    hours: tuple[float, float]
    pace: float
    presses: float
    slips: float
    no_signal: float
    menu: float
    evening: bool
    lines: bool
    by_line: float
    language: str
    off: frozenset[date]


def habit_of(random: Random, first: date, days: int) -> Habit:
    """Somebody's habits, as chance has it."""
    shift = random.choices(list(SHIFTS), [share for _, share in SHIFTS.values()])[0]
    (start, stop), _ = SHIFTS[shift]
    off: set[date] = {first + timedelta(days=n) for n in range(days) if random.random() < 0.03}
    if random.random() < 0.06 and days > 2:  # stops altogether for days
        begin = random.randrange(1, days)
        off |= {first + timedelta(days=n) for n in range(begin, min(days, begin + random.randint(2, 6)))}
    return Habit(
        shift,
        (start + random.uniform(-0.4, 0.4), stop + random.uniform(-0.5, 0.2)),
        pace=random.uniform(0.95, 1.75),
        presses=random.choice((0.0, 0.2, 0.8, 1.0)),
        slips=random.choice((0.01, 0.05, 0.15)),
        no_signal=random.choices((0.02, 0.6), (80, 20))[0],
        menu=random.choice((0.0, 0.3, 0.9)),
        evening=random.random() < 0.15,
        lines=random.random() < 0.6,
        by_line=random.choice((0.0, 0.0, 0.0, 0.1, 0.7)),
        language="en" if random.random() < 0.08 else "id",
        off=frozenset(off),
    )
