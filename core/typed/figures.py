"""Figures: what a number, an hour in digits, or a date means by the words around it."""

from __future__ import annotations

from datetime import timedelta

from core.typed import vocabulary as v
from core.typed.pieces import IMPOSSIBLE, Day, Hour, Kind, Walk
from core.typed.tokens import CLOCK, MARK, NUMBER, Token

BETWEEN = ("antara", "between")


def read_number(walk: Walk) -> None:
    """A number in digits."""
    number = walk.token(0).numbers[0]
    if read_date(walk, number, 1):
        return
    following, before = walk.said(1), walk.said(-1)
    if before in v.ON:
        _read_number_of_a_month(walk, number)
    elif before in v.AT and _read_parted_clock(walk, number):
        return
    elif before in v.AT or before == "@" or walk.in_a_range() or (before in BETWEEN and following in ("dan", "and")):
        read_hour(walk, number, 1)
    elif read_length(walk, number, 1):
        return
    elif walk.at_an_address():
        walk.add(Kind.ADDRESS)
    elif following in v.PARTS or following in v.DARK or following in ("am", "pm"):
        read_hour(walk, number, 1)
    elif following in v.PERSONS or following in v.FAMILIES or following in v.KINDS_OF_PERSON:
        walk.add(Kind.PEOPLE, 2, (number, following))
    elif following in v.THINGS or walk.before() in v.OF_AGE or (before in v.SINCE and 1900 <= number <= 2100):
        walk.add(Kind.THING)
    else:
        walk.add(Kind.NUMBER, 1, number)


def _read_number_of_a_month(walk: Walk, number: int) -> None:
    """Tgl 25; tgl 1 bulan depan, tgl 25 bulan 10."""
    following = walk.said(2)
    if walk.said(1) not in ("bulan", "bln"):
        walk.add(Kind.DAY, 1, Day("number", number))
    elif following == "ini" or following in v.NEXT:
        walk.add(Kind.DAY, 3, Day("month", number, int(following in v.NEXT)))
    elif walk.token(2).kind == NUMBER:
        walk.add(Kind.DAY, 3, Day("date", number, walk.token(2).numbers[0]))
    else:
        walk.add(Kind.DAY, 1, Day("number", number))


def _read_parted_clock(walk: Walk, number: int) -> bool:
    """Behind `jam`: 0830, or 16 00."""
    if (whole := four_digits(walk.token(0))) is not None:
        walk.add(Kind.HOUR, 1, whole)
        return True
    minute = walk.token(1)
    counted = (*v.UNITS, *v.PERSONS, *v.FAMILIES, *v.KINDS_OF_PERSON, *v.THINGS)
    if minute.kind != NUMBER or len(minute.said) != 2 or walk.said(2) in counted:
        return False
    if number > 23 or minute.numbers[0] > 59:
        return False
    walk.add(Kind.HOUR, 2, Hour(number, minute.numbers[0], number > 12 or len(walk.token(0).said) == 2))
    return True


def four_digits(token: Token) -> Hour | None:
    """An hour without its dot: 0830, 1600; None when it is no such number."""
    if token.kind != NUMBER or len(token.said) != 4 or not token.said.isdecimal():
        return None
    hour, minute = divmod(token.numbers[0], 100)
    is_a_year = hour == 20 and 21 <= minute <= 24
    return Hour(hour, minute, True) if hour < 24 and minute < 60 and not is_a_year else None


def read_hour(walk: Walk, hour: int, length: int, minute: int = 0) -> None:
    """A number of an hour, and what stands behind it: 5 kurang 10, 10 lewat seperempat, 5-an."""
    more = walk.said(length)
    if more in ("kurang", "krg", "lewat", "lebih", "past"):
        quarters = {"seperempat": 15, "setengah": 30, "quarter": 15}
        number, size = walk.numeral(length + 1)
        named = quarters.get(walk.said(length + 1), 0)
        if 0 < (named or number) < 60 and (named or size) and not minute:
            minute, length = named or number, length + 1 + (1 if named else size)
            length += walk.said(length) in ("menit", "mnt", "minutes")
            if more in ("kurang", "krg"):
                hour, minute = (hour or 24) - 1, 60 - minute
    elif more == "an":
        length += 1
    elif more == "-" and walk.said(length + 1) == "an":
        length += 2
    good = 0 <= hour <= 24 and (hour < 24 or not minute)
    walk.add(Kind.HOUR if good else Kind.UNSAID, length, Hour(hour % 24, minute, hour > 12))


def read_date(walk: Walk, number: int, length: int) -> bool:
    """A day and the name of its month, maybe with the year: 25 okt 2022, 25-Okt, 25th of October."""
    ahead = length
    if walk.said(ahead) in ("st", "nd", "rd", "th") and walk.token(ahead).glued:
        ahead += 1
    ahead += walk.said(ahead) in ("-", "/", ".", "of")
    month = v.MONTHS.get(walk.said(ahead))
    if month is None:
        return False
    year = walk.token(ahead + 1)
    has_year = year.kind == NUMBER and 2000 <= year.numbers[0] <= 2100
    if not has_year and year.kind == MARK and walk.token(ahead + 2).kind == NUMBER and year.said in "-/.":
        year = walk.token(ahead + 2)
        has_year = 2000 <= year.numbers[0] <= 2100
        ahead += has_year
    walk.add(Kind.DAY, ahead + 1 + has_year, Day("date", number, month, year.numbers[0] if has_year else 0))
    return True


def read_length(walk: Walk, number: int, length: int) -> bool:
    """A length of time: ahead of now (2 jam lagi, in 2 hours), past (3 hari lalu), or not said which."""
    half = walk.said(length) in v.HALF
    length += half
    unit = v.UNITS.get(walk.said(length))
    if unit is None or (walk.token(0).said in ("a", "an") and walk.said(-1) not in v.WITHIN):
        return False
    before, ahead = walk.said(-1), length + 1
    if walk.said(ahead) == "an" or (walk.said(ahead) == "-" and walk.said(ahead + 1) == "an"):
        ahead += 1 + (walk.said(ahead) == "-")
    ahead += walk.said(ahead) in v.HALF
    half = half or walk.said(ahead - 1) in v.HALF
    ahead += walk.said(ahead) in ("yang", "yg")
    last = walk.said(ahead)
    if last in v.LATER or (last == "ke" and walk.said(ahead + 1) in v.NEXT) or last == "from" or before in v.WITHIN:
        ahead += 0 if last not in (*v.LATER, "ke", "from") else 1 if last in v.LATER else 2
        _add_later(walk, unit, number + half / 2, ahead)
    elif last in ("lalu", "ago") or before in v.SINCE or walk.said(-2) in v.SINCE:
        walk.add(Kind.THING, ahead + (last in ("lalu", "ago")), "ago" if last in ("lalu", "ago") else None)
    elif unit in ("hours", "minutes"):
        walk.add(Kind.NUMBER, length, number)
    else:
        walk.add(Kind.LENGTH, length + 1, number)
    return True


def _add_later(walk: Walk, unit: str, number: float, length: int) -> None:
    known = unit in ("minutes", "hours", "days", "weeks") and 0 < number <= 1000
    walk.add(Kind.LATER if known else Kind.UNSAID, length, timedelta(**{unit: number}) if known else None)


def read_clock(walk: Walk) -> None:
    """An hour in digits: 16:00, 8.30."""
    token = walk.token(0)
    hour, minute = token.numbers
    if walk.at_an_address():
        walk.add(Kind.ADDRESS)
    elif hour > 23 or minute > 59:
        walk.add(Kind.UNSAID, 1, IMPOSSIBLE)
    else:
        walk.add(Kind.HOUR, 1, Hour(hour, minute, token.end - token.start > 4))


def read_pair(walk: Walk) -> None:
    """Two numbers: an address behind RT, a date with a slash, a range of hours behind `jam`, or either."""
    token = walk.token(0)
    first, second = token.numbers
    date = Day("date", first, second)
    padded = any(part.startswith("0") for part in token.said.split("/"))
    if walk.at_an_address() and (padded or not (walk.token(1).kind == CLOCK or walk.said(1) in v.AT)):
        walk.add(Kind.ADDRESS)
    elif "/" in token.said or walk.said(-1) in v.ON:
        walk.add(Kind.DAY, 1, date)
    elif walk.said(1) in v.MONTHS:
        walk.add(Kind.UNSAID, 2)
    elif walk.said(-1) in v.AT or walk.said(-1) in BETWEEN or walk.said(1) in v.PARTS:
        walk.add(Kind.HOUR if first < 25 and second < 25 else Kind.UNSAID, 1, Hour(first % 24, 0, first > 12, True))
    else:
        walk.add(Kind.EITHER, 1, (Hour(first % 24, 0, first > 12, True) if first < 25 else None, date))


def read_numeric_date(walk: Walk) -> None:
    """A date with its year: 25/10/2022, 2022-10-25."""
    first, month, third = walk.token(0).numbers
    if walk.at_an_address():
        walk.add(Kind.ADDRESS)
        return
    if first > 31:
        first, third = third, first
    walk.add(Kind.DAY, 1, Day("date", first, month, third + 2000 if third < 100 else third))
