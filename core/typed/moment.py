"""Moments: the pieces of one time, in whatever order they were said, as an instant.

An hour without a part of the day is meant at hours of visiting: `jam 2` is 14:00. What fits several hours or days, or
none, is asked about (Unsure, with the guesses as instants).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any, NamedTuple

from core.cases.day_parts import FIRST_HOUR, LAST_HOUR
from core.problems import Problem, Unsure
from core.typed import vocabulary as v
from core.typed.pieces import IMPOSSIBLE, Day, Hour, Kind, Piece

LONG_AGO = timedelta(days=180)
"""A date further back than this means next year's; one nearer is a slip, and the caller says that it has passed."""
EARLY = 7
"""An hour of a day to come that may as well be one of the morning, before the hours of visiting, as of the evening."""
A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)
OF_PRAYERS = {hour: name for name, hour in (("siang", time(13)), ("sore", time(16)), ("malam", time(18, 30)))}


class Moment(NamedTuple):
    """An instant on the area's clock. told: its part of the day was said."""

    at: datetime
    told: bool


@dataclass
class Said:
    """The parts of one time."""

    days: list[Day]
    hours: list[Hour]
    parts: list[str]
    later: list[timedelta]
    zones: list[tzinfo]
    past: list[int]
    either: list[tuple[Hour | None, Day]]
    unsaid: int = 0


_LISTS = {
    Kind.DAY: "days", Kind.HOUR: "hours", Kind.PART: "parts", Kind.LATER: "later", Kind.ZONE: "zones",
    Kind.PAST: "past", Kind.EITHER: "either",
}  # fmt: skip


def said_in(pieces: Iterable[Piece], typed: str) -> Said:
    """What the pieces say; Unsure when they name two days, two hours, or one of which too little is said."""
    said = Said([], [], [], [], [], [], [])
    for piece in pieces:
        if name := _LISTS.get(piece.kind):
            found: list[Any] = getattr(said, name)
            if piece.value not in found or piece.kind is Kind.HOUR:
                found.append(piece.value)
        if piece.kind is Kind.UNSAID and piece.value == IMPOSSIBLE:
            raise Problem("when_not_understood")
        said.unsaid += piece.kind is Kind.UNSAID
    if len(said.days) > 1:
        said.days = [day for day in said.days if day.form != "soon"]
    said.parts += [day.part for day in said.days if day.part and day.part not in said.parts]
    if "tonight" in said.parts and not said.days:
        said.days.append(Day("today"))
    if said.unsaid:
        raise Unsure("when_which_day", typed=typed)
    _decide_either(said, typed)
    if max(len(said.hours), len(said.parts), len(said.later), len(said.zones), len(said.past)) > 1:
        raise Unsure("when_several", typed=typed)
    return said


def _decide_either(said: Said, typed: str) -> None:
    """10-11 is an hour when a day or a part of the day stands with it, a date when an hour does."""
    for hour, day in said.either:
        if said.hours and not said.days:
            said.days.append(day)
        elif hour is not None and not said.hours and (said.days or said.parts):
            said.hours.append(hour)
        else:
            raise Unsure("when_several", typed=typed)


def moment_ahead(pieces: Iterable[Piece], now: datetime, typed: str) -> Moment:
    """The instant to come that was said, seen from `now`; it may have passed when its day was said.

    Problem: `line_without_hour`, `when_not_understood` (no such day). Unsure: several may be meant.
    """
    said = said_in(pieces, typed)
    later = said.later[0] if said.later else None
    zone = said.zones[0] if said.zones else now.tzinfo
    if later is not None and later < A_DAY:
        if said.days or said.hours or said.parts or said.zones:
            raise Unsure("when_several", typed=typed)
        return Moment(now.replace(second=0, microsecond=0) + later, True)
    if later is not None:
        if said.days:
            raise Unsure("when_several", typed=typed)
        day: date | None = now.date() + later
    else:
        day = _day_ahead(said.days, now, typed)
    hour, part = (said.hours[0] if said.hours else None), (said.parts[0] if said.parts else "")
    if hour is None and not part:
        raise Problem("line_without_hour", typed=typed)
    times = clock_times(hour, part)
    if day is not None:
        moment = _on_a_day(day, times, (zone, now), typed, told=bool(part))
        _ask_of_today_or_a_week(said.days, moment, now, typed)
        if hour is not None and hour.hour == EARLY and not (hour.sure or part):
            raise Unsure("when_unsure", (moment.at, moment.at - timedelta(hours=12)), typed=typed)
        return moment
    return _next_coming(times, hour, (zone, now), typed, told=bool(part))


def _ask_of_today_or_a_week(days: list[Day], moment: Moment, now: datetime, typed: str) -> None:
    """`Kamis sore` on a Thursday morning: today, or in a week? The nearer one stands first."""
    if len(days) == 1 and days[0].form == "weekday" and moment.at.date() - now.date() == A_WEEK:
        today = moment.at - A_WEEK
        if today > now:
            raise Unsure("when_which_day", (today, moment.at), typed=typed)


def _on_a_day(
    day: date, times: list[time], clock: tuple[tzinfo | None, datetime], typed: str, *, told: bool
) -> Moment:
    zone, now = clock
    found = [datetime.combine(day, hour, zone).astimezone(now.tzinfo) for hour in times]
    if not found:
        raise Unsure("when_unsure", typed=typed)
    ahead = [at for at in found if at > now] or found
    return Moment(ahead[0], told)


def _next_coming(
    times: list[time], hour: Hour | None, clock: tuple[tzinfo | None, datetime], typed: str, *, told: bool
) -> Moment:
    """The next coming of an hour whose day is not said. When its likelier reading has passed today, and the other has
    not, it is asked which is meant.
    """
    zone, now = clock
    today = [datetime.combine(now.date(), each, zone).astimezone(now.tzinfo) for each in times]
    if not today:
        raise Unsure("when_unsure", typed=typed)
    ahead = [at for at in today if at > now]
    either = len(today) > 1 and today[0] <= now
    if (ahead and either) or (not ahead and hour is not None and (hour.begins or not (hour.sure or told))):
        raise Unsure("when_unsure", (*ahead[:1], today[0] + A_DAY), typed=typed)
    return Moment(ahead[0] if ahead else today[0] + A_DAY, told)


def clock_times(hour: Hour | None, part: str) -> list[time]:
    """The hours of a clock that may be meant, the likeliest first; none when hour and part contradict each other, or
    when nobody is visited at such an hour and its part of the day is not said.
    """
    if hour is None:
        return [at] if (at := v.PARTS.get(part) or v.PRAYERS.get(part)) else []
    if not part:
        if hour.sure:
            return [time(hour.hour, hour.minute)]
        both = [time(each, hour.minute) for each in (hour.hour, hour.hour + 12) if each < 24 and hour.hour]
        return [at for at in both if FIRST_HOUR <= at <= LAST_HOUR]
    if part in v.PRAYERS:
        part = OF_PRAYERS.get(v.PRAYERS[part], "malam")
    table = v.TWELVE_HOURS[part]
    if part in v.AT_MIDNIGHT and hour.hour in (12, 1, 2, 3) and not (hour.sure and hour.hour < 12):
        return []
    fits = table.get(hour.hour)
    if fits is None and hour.hour > 12 and (hour.hour in table.values() or (part in v.AT_MIDNIGHT and hour.hour > 17)):
        fits = hour.hour
    return [] if fits is None else [time(fits, hour.minute)]


def _day_ahead(days: list[Day], now: datetime, typed: str) -> date | None:
    """The day that was said; a weekday may stand beside the date that it belongs to."""
    try:
        found = [one_ahead(day, now.date(), typed) for day in days]
    except (ValueError, OverflowError):
        raise Problem("when_not_understood") from None
    weekdays = {day.number for day in days if day.form == "weekday"}
    dates = {at for day, at in zip(days, found, strict=True) if day.form != "weekday"}
    alone = any(day.form == "both" for day in days)
    if not alone and len(dates) == len(weekdays) == 1 and len(days) == 2 and next(iter(dates)).weekday() in weekdays:
        return next(iter(dates))
    if len(found) > 1:
        raise Unsure("when_several", typed=typed)
    return found[0] if found else None


def one_ahead(day: Day, today: date, typed: str) -> date:
    """The day to come that was said; ValueError when there is none, Unsure when two may be meant."""
    coming = today + timedelta(days=(day.number - today.weekday() - 1) % 7 + 1)
    match day.form:
        case "ahead" | "both":
            return today + timedelta(days=day.number)
        case "weekday":
            return coming
        case "this":
            return today + timedelta(days=(day.number - today.weekday()) % 7)
        case "week":
            if day.number == 6:  # where a week begins is not the same for everybody
                raise Unsure("when_which_day", typed=typed)
            return today + timedelta(days=day.number - today.weekday() + 7 * day.month)
        case "month":
            first = today.replace(day=1)
            return ((first + timedelta(days=31)) if day.month else first).replace(day=day.number)
        case "next":
            if coming.weekday() > today.weekday():  # both this week's and the next week's may be meant
                raise Unsure("when_which_day", typed=typed)
            return coming
        case "eve":
            return today + timedelta(days=(day.number - 1 - today.weekday()) % 7)
        case "number":
            return numbered(day.number, today)
        case "date":
            return dated(day, today)
    return today


def numbered(number: int, today: date, *, back: bool = False) -> date:
    """The next or last day with this number in its month, today included; ValueError when there is none."""
    days = (today + timedelta(days=-more if back else more) for more in range(62))
    found = next((day for day in days if day.day == number), None)
    if found is None:
        raise ValueError(number)
    return found


def dated(day: Day, today: date) -> date:
    """A date, of this year or the next unless its year is said; ValueError when there is no such day."""
    at = date(day.year or today.year, day.month, day.number)
    return at.replace(year=today.year + 1) if today - at > LONG_AGO and not day.year else at


def moment_past(pieces: Iterable[Piece], now: datetime, typed: str, unsaid: time | None = None) -> datetime:
    """The instant that has been, seen from `now`; it may lie ahead when that was said. unsaid: the hour when none is.

    Problem: `hour_not_understood`. Unsure: several may be meant.
    """
    said = said_in(pieces, typed)
    hour, part = (said.hours[0] if said.hours else None), (said.parts[0] if said.parts else "")
    if said.later or (hour is None and not part and unsaid is None):
        raise Problem("hour_not_understood")
    times = clock_times(hour, part) if hour or part else [unsaid or time(12)]
    if not times:
        raise Unsure("when_unsure", typed=typed)
    try:
        day = _day_past(said, now, times[0], typed)
    except (ValueError, OverflowError):
        raise Problem("hour_not_understood") from None
    zone = said.zones[0] if said.zones else now.tzinfo
    found = [datetime.combine(day, each, zone).astimezone(now.tzinfo) for each in times]
    return next((at for at in found if at <= now), found[0])


def _day_past(said: Said, now: datetime, first: time, typed: str) -> date:
    today, days = now.date(), said.days
    if said.past == [0] and not days and set(said.parts) & v.AT_MIDNIGHT and first > now.time():
        return today - A_DAY  # tadi malam, said in the morning
    if said.past and said.past[0]:
        if days:
            raise Unsure("when_several", typed=typed)
        return today - timedelta(days=said.past[0])
    found: set[date] = set()
    for day in days:
        if day.form in ("weekday", "eve"):
            number = day.number if day.form == "weekday" else (day.number - 1) % 7
            back = (today.weekday() - number) % 7
            found.add(today - timedelta(days=back or (0 if first <= now.time() else 7)))
        elif day.form == "date":
            found.add(date(day.year or today.year, day.month, day.number))
        elif day.form == "number":
            found.add(numbered(day.number, today, back=True))
        else:
            found.add(one_ahead(day, today, typed))
    if len(found) > 1:
        raise Unsure("when_several", typed=typed)
    return found.pop() if found else today
