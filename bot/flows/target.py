"""/target: how many today, how far, and whom to visit next. The morning message says the same."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.flows.kit import Script, look, say
from core.people import Caller
from core.targets import Progress
from core.words import Bar, Words, words
from core.workload import Household, NextHouseholds, ProgressOf

LISTED = 15


def show_target(me: Caller, typed: str = "") -> Script[None]:
    """Today's target and list."""
    officer = me.officer or ""
    progress = yield from look(ProgressOf(officer, me.today))
    left = min(LISTED, max(1, progress.target - progress.done_today))
    upcoming = yield from look(NextHouseholds(officer, end_of_day(me.local), left))
    yield from say(target_words("target.now", progress, upcoming, me.zone))


def target_words(key: str, progress: Progress, upcoming: list[Household], zone: ZoneInfo) -> Words:
    """The target of a day with its list, for the chat and for the morning message."""
    if progress.total == 0:
        return words("target.empty")
    if progress.remaining == 0:
        return words("target.finished", total=progress.total)
    return words(
        key,
        bar=Bar(progress.done_today, progress.target),
        today=progress.done_today,
        target=progress.target,
        done=progress.done,
        total=progress.total,
        remaining=progress.remaining,
        days=words("days", n=progress.days_left),
        pace=progress.pace,
        list=[household_words(household, zone) for household in upcoming],
    )


def household_words(household: Household, zone: ZoneInfo) -> Words:
    """One line of a list: the number, the head, the address, and the hour when one is agreed."""
    line = words("household.line", no=household.no, head=household.head, address=household.address)
    if household.revisit_at is None:
        return line
    return words("household.line_revisit", line=line, at=household.revisit_at.astimezone(zone))


def end_of_day(local: datetime) -> datetime:
    """The last instant of the day that `local` lies in."""
    return datetime.combine(local.date() + timedelta(days=1), time(0), local.tzinfo) - timedelta(seconds=1)
