"""The target of a day and whom to visit: in the chat, in the morning, in the evening's nudge, and on the card."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from core.outgoing import Offer
from core.words import Share, Words, words
from core.workload.households import Household
from core.workload.targets import Course, Progress
from wording.pace import standing_words

LISTED = 15
"""Households in a list at most."""


A_ROW = 5
"""Numbers of households beside each other."""


def target_words(progress: Progress, upcoming: list[Household], now: datetime) -> Words:
    """Target of the day and whom to visit; before the fieldwork, after it and on a day off, what there is to say.

    now: on the area's clock.
    """
    if progress.total == 0:
        return words("target.empty")
    if progress.remaining == 0:
        return words("target.finished", total=progress.total)
    period, today, standing = progress.period, progress.today, _standing_words(progress, upcoming)
    if period.is_over(today):
        some = list_words(upcoming, progress.remaining, now)
        figures = {"done": progress.done, "total": progress.total, "remaining": progress.remaining}
        return words("target.over", day=period.end, year=f"{period.end:%Y}", list=some, **figures)
    if period.is_off(today):
        agreed = list_words([each for each in upcoming if each.revisit_at], 0, now)
        return words("target.off_agreed" if agreed else "target.off", standing=standing, list=agreed)
    left = max(1, progress.target - progress.done_today)
    listed = list_words(upcoming, min(left, progress.remaining), now)
    if today < period.start:
        return words("target.before", day=period.start, target=progress.target, total=progress.total, list=listed)
    return words(
        "target.now" if progress.done_today < progress.target else "target.reached",
        share=Share(progress.done_today, progress.target),
        today=progress.done_today,
        target=progress.target,
        standing=standing,
        list=listed,
    )


def target_doors(progress: Progress, upcoming: Sequence[Household]) -> list[Offer]:
    """A button for each household that `target_words` lists."""
    period, today = progress.period, progress.today
    if progress.remaining == 0:
        return []
    if period.is_off(today) and not period.is_over(today):
        return each_door(of_the_day([each for each in upcoming if each.revisit_at], 0))
    left = progress.remaining if period.is_over(today) else max(1, progress.target - progress.done_today)
    return each_door(of_the_day(upcoming, min(left, progress.remaining)))


def morning_doors(progress: Progress, upcoming: Sequence[Household]) -> list[Offer]:
    """A button for each household that `morning_words` lists."""
    return each_door(of_the_day(upcoming, progress.target)) if progress.remaining else []


def morning_words(course: Course, now: datetime, upcoming: list[Household], joined: date | None = None) -> Words:
    """The morning message: the target, what the day before was short of it, and the list of the day.

    now: on the area's clock. joined: the day on which the officer joined, None: unknown; earlier days are left out.
    """
    today = now.date()
    progress = course.by(today)
    if not progress.remaining:
        return target_words(progress, upcoming, now)
    standing, short = _standing_words(progress, upcoming), course.shortfall(today)
    begun = course.visited > 0 and (joined is None or short is None or joined <= short[0])
    if short is not None and begun and progress.is_possible:
        day, number = short
        key = "target.short_yesterday" if (today - day).days == 1 else "target.short_on"
        standing = words(key, standing=standing, day=day, short=number)
    listed = list_words(upcoming, progress.target, now)
    return words("target.morning", target=progress.target, standing=standing, list=listed)


def _standing_words(progress: Progress, upcoming: list[Household]) -> Words:
    """How the list stands; when the days that are left cannot hold what remains, what to do first."""
    standing = standing_words(progress)
    if progress.is_possible or not progress.days_left:
        return standing
    revisits = sum(each.revisit_at is not None for each in upcoming)
    first = words("target.revisits_first", n=revisits) if revisits else words("target.nearest_first")
    if revisits >= LISTED:  # there may be more than are listed
        first = words("target.all_revisits_first")
    left = words("target.days", n=progress.days_left) if progress.days_left > 1 else words("target.today")
    return words("target.impossible", standing=standing, remaining=progress.remaining, left=left, first=first)


def nudge_words(progress: Progress, digest: time) -> Words:
    """The evening's nudge to somebody who has not reported. digest: when the leaders get the day's figures."""
    figures = {"target": progress.target, "done": progress.done, "total": progress.total}
    return words("target.nudge", hour=digest, **figures)


def list_words(upcoming: list[Household], wanted: int, now: datetime) -> list[Words]:
    """The list of a day: all revisits, then others, as many as are wanted together; what finds no room is counted."""
    shown = of_the_day(upcoming, wanted)
    lines = [household_words(household, now) for household in shown]
    if wanted and not lines:
        return [words("target.waiting")]
    more = wanted - len(shown)
    return [*lines, words("target.more", n=more)] if more > 0 and len(shown) == LISTED else lines


def of_the_day(upcoming: Sequence[Household], wanted: int) -> list[Household]:
    """Which households the list of a day shows."""
    revisits = [each for each in upcoming if each.revisit_at is not None]
    others = [each for each in upcoming if each.revisit_at is None]
    return (revisits + others[: max(0, wanted - len(revisits))])[:LISTED]


def household_words(household: Household, now: datetime) -> Words:
    """One line of a list: the number, the head, the address, and the hour if one is agreed; a missed one is marked."""
    line = words("household.line", no=household.no, head=household.head, address=household.address)
    if household.revisit_at is None:
        return line
    key = "household.line_missed" if household.revisit_at < now else "household.line_revisit"
    return words(key, line=line, at=household.revisit_at.astimezone(now.tzinfo))


def end_of_day(local: datetime) -> datetime:
    """Until when a revisit belongs into the list of the day: a family may have asked for a late hour."""
    return datetime.combine(local.date(), time.max, local.tzinfo)


def each_door(households: Sequence[Household]) -> list[Offer]:
    """A button with its number for each household of a list."""
    return [Offer("lapor", str(each.no), str(each.no), beside=at % A_ROW > 0) for at, each in enumerate(households)]
