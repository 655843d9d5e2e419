"""Hours as people type them: "besok 19:00", "nanti sore", "sabtu pagi", "25/10 08.30", "tomorrow 7pm".

The grammar is `[day] [hour] [part of the day]` in any order, Indonesian or English; at least an hour or a part of the
day must be said. Anything else in the text is refused rather than guessed.
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
DAYS_AHEAD = {
    "hari ini": 0, "nanti": 0, "today": 0, "tonight": 0, "besok lusa": 2, "besok": 1, "bsk": 1, "tomorrow": 1,
    "lusa": 2,
}  # fmt: skip
WEEKDAYS = (
    {"senin", "monday", "mon"}, {"selasa", "tuesday", "tue"}, {"rabu", "wednesday", "wed"},
    {"kamis", "thursday", "thu"}, {"jumat", "friday", "fri"}, {"sabtu", "saturday", "sat"},
    {"minggu", "ahad", "sunday", "sun"},
)  # fmt: skip
MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "mei": 5, "may": 5, "jun": 6, "jul": 7, "ag": 8, "aug": 8, "sep": 9,
    "okt": 10, "oct": 10, "nov": 11, "des": 12, "dec": 12,
}  # fmt: skip
MONTH_NAME = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(MONTHS)})[a-z]*\b")
DAY_MONTH = re.compile(r"\b(\d{1,2})[/-](\d{1,2})\b")
HOUR = re.compile(r"\b(?:jam |pukul |pkl |at )?(\d{1,2})(?:[:.](\d{2}))?(am|pm)?\b")
PAST = timedelta(days=180)
"""A date further back than this means next year's; one nearer is a slip, and the caller says that it has passed."""
FILLERS = {"jam", "pukul", "pkl", "at", "hari", "tanggal", "tgl", "wib", "wita", "wit", "on", "ya", "next", "depan"}


def read_when(text: str, now: datetime) -> datetime:
    """The instant that a text names, seen from `now` (aware, on the family's clock).

    An hour alone means its next coming. Problem `when_not_understood` when the text is anything but a day and an hour.
    """
    rest = " " + " ".join(unicodedata.normalize("NFKC", text).casefold().replace("'", "").split()) + " "
    try:
        day, rest = _day(rest, now.date())
        part, rest = _part(rest)
        hour, rest = _hour(rest)
        if set(rest.split()) - FILLERS or (hour is None and part is None):
            raise ValueError(text)
        at = _time(hour, part)
        when = datetime.combine(day or now.date(), at, now.tzinfo)
    except (ValueError, OverflowError):
        raise Problem("when_not_understood") from None
    return when + timedelta(days=1) if day is None and when <= now else when


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
            day = date(today.year, month, int(found[1]))
            if today - day > PAST:
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
    afternoon = half == "pm" or part in AFTER_NOON
    if afternoon and hours < 12 and not (part == "siang" and hours >= 10):
        hours += 12
    return time(hours, minutes)
