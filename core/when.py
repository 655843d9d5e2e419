"""Hours and days as people type them, Indonesian or English.

An hour: "besok 19:00", "nanti sore", "sabtu pagi", "25/10 08.30", "tomorrow 7pm". The grammar is
`[day] [hour] [part of the day]` in any order; at least an hour or a part of the day must be said.
A span of days: "25/10 - 27/10", "25-27 okt", "besok sampai jumat", "3 hari". A span of hours: "21:00-06:00",
"9 malam sampai 6 pagi". Anything else in the text is refused rather than guessed.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta

from core.problems import Problem

PARTS = {
    "pagi": time(9), "siang": time(13), "sore": time(16), "petang": time(18), "malam": time(19),
    "morning": time(9), "noon": time(12), "afternoon": time(15), "evening": time(19), "night": time(19),
    "tonight": time(19),
}  # fmt: skip
AFTER_NOON = {"siang", "sore", "petang", "malam", "afternoon", "evening", "night", "tonight", "pm"}
MIDNIGHT = {"malam", "night"}
"""With these, twelve is the beginning of a day."""
DAYS_AHEAD = {
    "hari ini": 0, "nanti": 0, "today": 0, "tonight": 0, "besok lusa": 2, "besok": 1, "bsk": 1, "tomorrow": 1,
    "lusa": 2,
}  # fmt: skip
WEEKDAYS = (
    {"senin", "monday", "mon"}, {"selasa", "tuesday", "tue"}, {"rabu", "wednesday", "wed"},
    {"kamis", "thursday", "thu"}, {"jumat", "friday", "fri"}, {"sabtu", "saturday", "sat"},
    {"minggu", "ahad", "sunday", "sun"},
)  # fmt: skip
WEEKDAY_NAMES = frozenset().union(*WEEKDAYS)
MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "mei": 5, "may": 5, "jun": 6, "jul": 7, "ag": 8, "aug": 8, "sep": 9,
    "okt": 10, "oct": 10, "nov": 11, "des": 12, "dec": 12,
}  # fmt: skip
MONTH_NAME = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(MONTHS)})[a-z]*(?: (\d{{4}}))?\b")
DAY_MONTH = re.compile(r"\b(\d{1,2})[/-](\d{1,2})(?:[/-](\d{4}))?\b")
HOUR = re.compile(r"\b(?:jam |pukul |pkl |at )?(\d{1,2})(?:[:.](\d{2}))?(am|pm)?\b")
FOUR_DIGITS = re.compile(r"\b(\d{2})([0-5]\d)\b")
MIDNIGHT_AS_24 = re.compile(r"(?<![\d:.])24(?:[:.]00)?(?![:.]?\d)")
PAST = timedelta(days=180)
"""A date further back than this means next year's; one nearer is a slip, and the caller says that it has passed."""
SPAN = re.compile(r" (?:sampai dengan|sampai|s/d|s\.d\.?|sd|hingga|to|until|till) | ?[-–—] ?")
"""What stands between the first and the last of a span."""
SO_MANY_DAYS = re.compile(r"\b(\d{1,2}) (?:hari|days?)\b")
BEGINNINGS = {"dari", "mulai", "from", "cuti", "libur", "leave", "selama", "for"}
"""Words that may come before a span and mean nothing more."""
FILLERS = {"jam", "pukul", "pkl", "at", "hari", "tanggal", "tgl", "wib", "wita", "wit", "on", "ya", "next", "depan"}


def read_when(text: str, now: datetime) -> datetime:
    """The instant that a text names, seen from `now` (aware, on the family's clock).

    An hour alone means its next coming. Problem `when_not_understood` when the text is anything but a day and an hour.
    """
    try:
        day, rest = _day(_plain(text), now.date())
        when = datetime.combine(day or now.date(), _time_only(rest), now.tzinfo)
    except (ValueError, OverflowError):
        raise Problem("when_not_understood") from None
    return when + timedelta(days=1) if day is None and when <= now else when


def read_days(text: str, today: date, begins: date | None = None) -> tuple[date, date | None]:
    """The first and the last day that a text names, both included; the last is None when just one day is named.

    begins: the day on which a number of days begins ("3 hari"), today when None. Problem `days_not_understood` for
    anything else, and `days_turned` when the last day lies before the first.
    """
    rest = _without_beginnings(_plain(text))
    try:
        found = _days(rest, today, begins or today)
    except (ValueError, OverflowError):
        raise Problem("days_not_understood") from None
    first, last = found
    if last is not None and last < first:
        raise Problem("days_turned", first=first, last=last)
    return found


def read_hours(text: str) -> tuple[time, time]:
    """The first and the last hour of a span, which may cross midnight. Problem `hours_not_understood`."""
    rest = FOUR_DIGITS.sub(r"\1:\2", _without_beginnings(_plain(text)))
    try:
        first, last = SPAN.split(MIDNIGHT_AS_24.sub("00:00", rest))
        return _time_only(f" {first} "), _time_only(f" {last} ")
    except ValueError:
        raise Problem("hours_not_understood") from None


def _plain(text: str) -> str:
    return " " + " ".join(unicodedata.normalize("NFKC", text).casefold().replace("'", "").split()) + " "


def _without_beginnings(rest: str) -> str:
    return " " + " ".join(word for word in rest.split() if word not in BEGINNINGS) + " "


def _days(rest: str, today: date, begins: date) -> tuple[date, date | None]:
    """A number of days, a span, or one day, in this order: "5-7" is three days, "25-10" a date."""
    if counted := SO_MANY_DAYS.search(rest):
        rest = rest[: counted.start()] + rest[counted.end() :]
        first = _one_day(rest, today) if set(rest.split()) - FILLERS else begins
        if int(counted[1]) < 1:
            raise ValueError(rest)
        return first, first + timedelta(days=int(counted[1]) - 1)
    for between in SPAN.finditer(rest):
        try:
            return _span(rest[: between.start()].strip(), rest[between.end() :].strip(), today)
        except ValueError:
            continue
    return _one_day(rest, today), None


def _span(first: str, last: str, today: date) -> tuple[date, date]:
    """Both ends of a span; an end that is a number alone takes the other's month, or is the next day of that number."""
    first_number, last_number = _number_alone(first), _number_alone(last)
    if first_number and last_number:
        if first_number > last_number:
            raise ValueError(first)
        begin = _next_numbered(first_number, today)
        return begin, begin.replace(day=last_number)
    if first_number:
        end = _one_day(f" {last} ", today)
        month = end if first_number <= end.day else end.replace(day=1) - timedelta(days=1)
        return month.replace(day=first_number), end
    begin = _one_day(f" {first} ", today)
    if last_number:
        return begin, _next_numbered(last_number, begin)
    end = _one_day(f" {last} ", today)
    return begin, end + timedelta(days=7 if end < begin and last in WEEKDAY_NAMES else 0)


def _one_day(rest: str, today: date) -> date:
    if number := _number_alone(rest):
        return _next_numbered(number, today)
    day, rest = _day(rest, today)
    if day is None or set(rest.split()) - FILLERS:
        raise ValueError(rest)
    return day


def _number_alone(rest: str) -> int:
    """The day of a month that stands alone, 0 when there is more or something else."""
    said = [word for word in rest.split() if word not in FILLERS]
    return int(said[0]) if len(said) == 1 and said[0].isdecimal() and len(said[0]) <= 2 else 0


def _next_numbered(number: int, today: date) -> date:
    """The next day with this number in its month, today included."""
    ahead = (today + timedelta(days=more) for more in range(62))
    found = next((day for day in ahead if day.day == number), None)
    if found is None:
        raise ValueError(number)
    return found


def _time_only(rest: str) -> time:
    """The hour, and nothing else."""
    part, rest = _part(rest)
    hour, rest = _hour(rest)
    if set(rest.split()) - FILLERS or (hour is None and part is None):
        raise ValueError(rest)
    return _time(hour, part)


def _day(rest: str, today: date) -> tuple[date | None, str]:
    for name, ahead in DAYS_AHEAD.items():
        if f" {name} " in rest:
            kept = "" if name != "tonight" else " tonight"
            return today + timedelta(days=ahead), rest.replace(f" {name} ", f"{kept} ", 1)
    for number, names in enumerate(WEEKDAYS):
        for name in names:
            if f" {name} " in rest:
                ahead = (number - today.weekday() - 1) % 7 + 1
                return today + timedelta(days=ahead), rest.replace(f" {name} ", " ", 1)
    for pattern in (DAY_MONTH, MONTH_NAME):
        if found := pattern.search(rest):
            month = int(found[2]) if found[2].isdigit() else MONTHS[found[2]]
            day = date(int(found[3] or today.year), month, int(found[1]))
            if today - day > PAST and not found[3]:
                day = day.replace(year=today.year + 1)
            return day, rest[: found.start()] + rest[found.end() :]
    return None, rest


def _part(rest: str) -> tuple[str | None, str]:
    for name in PARTS:
        if f" {name} " in rest:
            return name, rest.replace(f" {name} ", " ", 1)
    return None, rest


def _hour(rest: str) -> tuple[tuple[int, int, str] | None, str]:
    found = HOUR.search(rest)
    if found is None:
        return None, rest
    return (int(found[1]), int(found[2] or 0), found[3] or ""), rest[: found.start()] + rest[found.end() :]


def _time(hour: tuple[int, int, str] | None, part: str | None) -> time:
    if hour is None:
        return PARTS[part or ""]
    hours, minutes, half = hour
    if hours == 12 and (half == "am" or part in MIDNIGHT):
        return time(0, minutes)
    afternoon = half == "pm" or part in AFTER_NOON
    if afternoon and hours < 12 and not (part == "siang" and hours >= 10):
        hours += 12
    return time(hours, minutes)
