"""Spoken: what a word means by itself or with the words around it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from core.typed import vocabulary as v
from core.typed.figures import read_date, read_hour, read_length
from core.typed.pieces import SOON, TODAY, Day, Kind, Walk
from core.typed.tokens import CLOCK, NUMBER
from core.typed.weekdays import of_a_week, read_friday_prayer, read_weekday


def read_word(walk: Walk) -> None:
    """A word; what none of the rules knows is a word and nothing else."""
    read = _RULES.get(walk.token(0).said)
    if read is None or not read(walk):
        walk.add(Kind.WORD)


def _part(walk: Walk) -> bool:
    said, more = walk.said(0), walk.said(1)
    of_a_weekday = more in v.WEEKDAY or (more == "hari" and walk.said(2) in v.WEEKDAY)
    if of_a_weekday and said in v.AT_MIDNIGHT - {"night", "tonight"}:
        if more == "hari" or walk.said(2) in v.NEXT:
            walk.add(Kind.UNSAID, 3)
        else:
            walk.add(Kind.DAY, 2, Day("eve", v.WEEKDAY[more], part="malam"))
        return True
    if said == "dini" and more != "hari":
        return False
    with_day = more == "hari" and walk.said(2) not in v.WEEKDAY and walk.said(2) != "ini"
    with_day = with_day or more in ("bolong", "sekali", "banget", "bgt", "buta")
    walk.add(Kind.PART, 1 + with_day, said)
    if walk.said(0) == "ini":
        walk.add(Kind.DAY, 1, TODAY)
    return True


def _greeting(walk: Walk) -> bool:
    if walk.said(1) not in v.PARTS:
        return False
    walk.add(Kind.POLITE, 2)
    return True


def _ahead(walk: Walk) -> bool:
    said, more = walk.said(0), walk.said(1)
    both = v.AHEAD[said] == 1 and more == "lusa"
    walk.add(Kind.DAY, 1 + both, Day("both", 2) if both else Day("ahead", v.AHEAD[said]))
    return True


def _after_tomorrow(walk: Walk) -> bool:
    if (walk.said(1), walk.said(2)) == ("after", "tomorrow"):
        walk.add(Kind.DAY, 3, Day("ahead", 2))
    elif (walk.said(1), walk.said(2)) == ("before", "yesterday"):
        walk.add(Kind.PAST, 3, 2)
    else:
        return False
    return True


def _yesterday(walk: Walk) -> bool:
    """Yesterday, or the day before; `08:15 kemarin lusa 16.00` is yesterday, and another hour in two days."""
    before = walk.said(1) in ("dulu", "dl") or (walk.said(1) == "lusa" and walk.last_kind() is not Kind.HOUR)
    walk.add(Kind.PAST, 1 + before, 1 + before)
    return True


def _earlier(walk: Walk) -> bool:
    walk.add(Kind.PAST, 1, 0)
    return True


def _today(walk: Walk) -> bool:
    """Hari ini, today, nanti; and `hari` before a weekday."""
    said, more = walk.said(0), walk.said(1)
    if said in v.DAY_WORDS:
        today = more == "ini"
        walk.add(Kind.DAY if today else Kind.LOOSE, 1 + today, TODAY if today else None)
    elif said == "this":
        today = more in v.PARTS
        walk.add(Kind.DAY if today else Kind.LOOSE, 1, TODAY if today else None)
    else:
        walk.add(Kind.DAY, 1, TODAY if said == "today" else SOON)
    return True


def _zone(walk: Walk) -> bool:
    walk.add(Kind.ZONE, 1, v.ZONES[walk.said(0)])
    return True


def read_half(walk: Walk) -> bool:
    """Setengah 5 is 4:30, half past 5 is 5:30, setengah jam lagi half an hour from now."""
    ahead = 1
    while walk.said(ahead) in ("an", "a") and ahead < 3:
        ahead += 1
    if walk.said(ahead) in v.UNITS:
        return _half_of(walk, ahead)
    if walk.said(1) == "past":
        number, size = walk.numeral(2)
        hour, minute, length = number, 30, 2 + size
    else:
        number, size = walk.numeral(1)
        hour, minute, length = number - 1, 30, 1 + size
        if walk.said(0) == "half":
            return False
    if not size or not 1 <= number <= 12:
        return False
    read_hour(walk, hour, length, minute)
    return True


def _half_of(walk: Walk, ahead: int) -> bool:
    """Half of a unit, from now on; of days and more it is not certain."""
    hours = v.UNITS[walk.said(ahead)] == "hours"
    later = walk.said(ahead + 1) in v.LATER
    if later or walk.said(-1) in v.WITHIN:
        walk.add(Kind.LATER if hours else Kind.UNSAID, ahead + 1 + later, timedelta(minutes=30) if hours else None)
        return True
    return False


def _quarter(walk: Walk) -> bool:
    number, size = walk.numeral(2)
    if walk.said(1) not in ("past", "to") or not size or not 1 <= number <= 12:
        return False
    past = walk.said(1) == "past"
    read_hour(walk, number if past else number - 1, 2 + size, 15 if past else 45)
    return True


def _one_unit(walk: Walk) -> bool:
    """Sejam lagi, seminggu lagi; seminggu lalu is over."""
    if walk.said(1) == "lalu" or (walk.said(1), walk.said(2)) in (("yang", "lalu"), ("yg", "lalu")):
        walk.add(Kind.THING, 2 + (walk.said(1) != "lalu"), "ago")
        return True
    if walk.said(1) not in v.LATER and walk.said(-1) not in v.WITHIN:
        return False
    unit = v.ONE_UNIT[walk.said(0)]
    walk.add(Kind.LATER, 1 + (walk.said(1) in v.LATER), timedelta(**{unit: 1}))
    return True


def _numeral(walk: Walk) -> bool:
    """A number in words counts only where a time is certain: dua jam lagi, jam dua, tujuh malam, satu november."""
    number, size = walk.numeral(0)
    article = walk.said(0) in ("a", "an")
    half = walk.said(size) in v.HALF and walk.said(size + 1) in v.UNITS
    length = walk.said(size) in v.UNITS
    more = walk.said(size + 1) in (*v.LATER, *v.HALF, "ke", "from", "lalu", "ago") or walk.said(-1) in v.WITHIN
    if half or (length and more):
        return read_length(walk, number, size)
    if article:
        return False
    if read_date(walk, number, size):
        return True
    if walk.said(-1) in v.ON:
        walk.add(Kind.DAY, size, Day("number", number))
        return True
    if walk.said(-1) in v.AT or walk.in_a_range() or walk.said(size) in v.PARTS:
        read_hour(walk, number, size)
        return True
    if walk.said(size) in (*v.PERSONS, *v.FAMILIES, *v.KINDS_OF_PERSON):
        walk.add(Kind.PEOPLE, size + 1, (number, walk.said(size)))
        return True
    return False


def _month(walk: Walk) -> bool:
    number = walk.token(1)
    of_a_length = walk.said(2) in v.UNITS and not (walk.said(2) == "th" and walk.token(2).glued)
    if number.kind != NUMBER or not 1 <= number.numbers[0] <= 31 or of_a_length:
        return False
    length = 2 + (walk.said(2) in ("st", "nd", "rd", "th") and walk.token(2).glued)
    walk.add(Kind.DAY, length, Day("date", number.numbers[0], v.MONTHS[walk.said(0)]))
    return True


def _to(walk: Walk) -> bool:
    """Between two hours; anywhere else it is a word."""
    said = walk.said(0)
    length = 3 if said == "s" and (walk.said(1), walk.said(2)) == ("/", "d") else 1
    if said == "s" and length == 1:
        return False
    following = walk.token(length)
    hour = following.kind in (NUMBER, CLOCK) or following.said in v.AT or following.said in v.ONES
    if walk.last_kind() not in (Kind.HOUR, Kind.PART) or not hour:
        return False
    if said in ("dan", "and") and not _between(walk):
        return False
    walk.add(Kind.TO, length)
    return True


def _between(walk: Walk) -> bool:
    back = walk.pieces[-1].first - walk.at
    return bool({walk.said(back - 1), walk.said(back - 2)} & {"antara", "between"})


_OF_UNSAID = {
    **dict.fromkeys(("bulan", "pekan", "tahun"), v.NEXT),
    **dict.fromkeys(("akhir", "awal"), ("pekan", "minggu", "bulan", "tahun")),
    "tengah": ("malam",),
    "last": ("night",),
}


def _unsaid(walk: Walk) -> bool:
    """A time of which the day or the hour is not said: bulan depan, akhir pekan, tengah malam, semalam."""
    said, more = walk.said(0), walk.said(1)
    if said in ("semalam", "midnight", "weekend"):
        walk.add(Kind.UNSAID)
    elif said == "pekan" and more in v.NEXT and of_a_week(walk, True):
        pass
    elif more in _OF_UNSAID.get(said, ()):
        walk.add(Kind.UNSAID, 2, "week" if said == "pekan" else None)
    elif said == "tengah" and more == "hari":
        walk.add(Kind.PART, 2, "noon")
    elif said == "next" and more in v.UNITS:
        walk.add(Kind.UNSAID, 2)
    elif said == "next" and more in v.WEEKDAY:
        walk.add(Kind.LOOSE)
    elif said in v.NOT_AFTER and (more in v.BEGIN_A_TIME or walk.token(1).kind in (NUMBER, CLOCK)):
        walk.add(Kind.UNSAID)
    else:
        return False
    return True


def _clock_word(walk: Walk) -> bool:
    """Am and pm only behind an hour."""
    if walk.last_kind() is not Kind.HOUR:
        return False
    walk.add(Kind.PART, 1, walk.said(0))
    return True


def _more_or_less(walk: Walk) -> bool:
    """Kurang lebih is about; behind an hour either of them wants so many minutes."""
    if walk.last_kind() is Kind.HOUR:
        walk.add(Kind.UNSAID)
    elif (walk.said(0), walk.said(1)) == ("kurang", "lebih"):
        walk.add(Kind.LOOSE, 2)
    else:
        return False
    return True


def _loose(walk: Walk) -> bool:
    walk.add(Kind.LOOSE)
    return True


def _polite(walk: Walk) -> bool:
    walk.add(Kind.POLITE)
    return True


Rule = Callable[[Walk], bool]
_RULES: dict[str, Rule] = dict.fromkeys(v.POLITE, _polite)
_RULES |= dict.fromkeys((*v.LOOSE, *v.AT, *v.ON), _loose)
_RULES |= dict.fromkeys((*v.TO, "s", "dan", "and"), _to)
_RULES |= dict.fromkeys(v.MONTHS, _month) | dict.fromkeys(v.ONES, _numeral)
_RULES |= dict.fromkeys(v.WEEKDAY, read_weekday) | dict.fromkeys((*v.PARTS, *v.PRAYERS, *v.DARK), _part)
_RULES |= dict.fromkeys(v.AHEAD, _ahead) | dict.fromkeys(v.YESTERDAY, _yesterday) | dict.fromkeys(v.EARLIER, _earlier)
_RULES |= dict.fromkeys(v.ZONES, _zone) | dict.fromkeys(v.ONE_UNIT, _one_unit)
_RULES |= dict.fromkeys(("kurang", "krg", "lebih", "lewat"), _more_or_less)
_RULES |= dict.fromkeys((*v.DAY_WORDS, *v.SOON, "this", "today"), _today)
_RULES |= dict.fromkeys(("semalam", "midnight", "weekend", "next", *v.NOT_AFTER, *_OF_UNSAID), _unsaid)
_RULES |= {
    "selamat": _greeting,
    "good": _greeting,
    "day": _after_tomorrow,
    **dict.fromkeys(v.HALF, read_half),
    "half": read_half,
    "quarter": _quarter,
    "jumatan": read_friday_prayer,
    "am": _clock_word,
    "pm": _clock_word,
}
