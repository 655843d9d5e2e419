"""What an officer is told when the days of fieldwork have changed: the old and the new ones, and the pace."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from core.words import Words, words
from core.workload.period_change import PeriodChange
from core.workload.targets import Period, Progress

MOST_DAYS = 10
"""Days off that are named one by one."""


def change_words(change: PeriodChange, today: date, pace: tuple[Progress, Progress] | None) -> list[Words]:
    """The message. today: the officer's own day. pace: an enumerator's progress by the old and by the new days; None
    for a leader.
    """
    said = [_moved(change)] if change.moved else [words("period.off_changed")]
    said += _days("period.now_off", change.now_off(today))
    said += _days("period.now_worked", change.now_worked(today))
    return [*said, *(_pace(*pace) if pace else [words("period.leader")])]


def _moved(change: PeriodChange) -> Words:
    return words("period.changed", before=_span(change.before), after=_span(change.after))


def _span(period: Period) -> Words:
    return words("period.span", first=period.start, last=period.end)


def _days(key: str, days: Sequence[date]) -> list[Words]:
    more = [words("period.more", n=len(days) - MOST_DAYS)] if len(days) > MOST_DAYS else []
    return [*(words(key, day=day) for day in days[:MOST_DAYS]), *more]


def _pace(before: Progress, after: Progress) -> list[Words]:
    """What it means for an enumerator's day; nothing when no household is open, or no day is left."""
    if not after.remaining or not after.days_left:
        return []
    if not before.days_left or before.pace == after.pace:
        return [words("period.pace", pace=after.pace)]
    return [words("period.pace_changed", before=before.pace, pace=after.pace)]
