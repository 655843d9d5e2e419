"""Hours and days as people type them, Indonesian or English, in any order.

An hour to come: "besok 19:00", "sore ini jam 5", "2 jam lagi", "jam 10 pagi tgl 3 nov", "tomorrow 7pm" (its words are
core/typed/). A span of days: "25/10 - 27/10", "25-27 okt", "besok sampai jumat", "3 hari". A span of hours:
"21:00-06:00", "9 malam sampai 6 pagi". Anything else in the text is refused or asked about rather than guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from core.problems import PROBLEMS, Problem, Unsure
from core.typed.figures import four_digits
from core.typed.lines import clean
from core.typed.moment import Moment, clock_times, dated, moment_ahead, numbered, one_ahead
from core.typed.pieces import TIMES, Hour, Kind, Piece
from core.typed.scan import pieces_of
from core.typed.tokens import WORD, Token, tokens_of
from core.typed.vocabulary import UNITS, WEEKDAY

LONGEST = 100
"""Characters that a time or a span may have."""
EMPTY = frozenset({Kind.LOOSE, Kind.POLITE, Kind.MARK})
SPAN = re.compile(r" (?:sampai dengan|sampai|sampe|smp|s/d|s\.d\.?|sd|hingga|to|until|till) | ?[-–—] ?")
"""What stands between the first and the last of a span."""
SO_MANY_DAYS = re.compile(r"\b(\d{1,2}) (?:hari|hr|days?)\b")
BEGINNINGS = {"dari", "mulai", "from", "cuti", "libur", "leave", "selama", "for"}
"""Words that may come before a span and mean nothing more."""
FOUR_DIGITS = re.compile(r"\b(\d{2})([0-5]\d)\b")
MIDNIGHT_AS_24 = re.compile(r"(?<![\d:.])24(?:[:.]00)?(?![:.]?\d)")


def read_when(text: str, now: datetime) -> datetime:
    """The instant that a text names, seen from `now` (aware, on the family's clock).

    An hour alone means its next coming. Problem `when_not_understood` when the text is anything but a day and an hour;
    Unsure when it is one, and may mean several instants.
    """
    try:
        return understand_when(text, now).at
    except Unsure as unsure:
        if unsure.guesses:
            raise
        raise Problem("when_not_understood") from None


def understand_when(text: str, now: datetime) -> Moment:
    """As `read_when`, with whether the part of the day was said; it says why when two days or hours are named."""
    tokens, pieces = times_of(text)
    if not any(piece.kind in TIMES for piece in pieces) or any(piece.kind is Kind.PAST for piece in pieces):
        raise Problem("when_not_understood")
    try:
        return moment_ahead(pieces, now, " ".join(token.said for token in tokens)[:40])
    except Problem as problem:
        if problem.code == PROBLEMS["line_without_hour"]:
            raise Problem("when_not_understood") from None
        raise


def times_of(text: str) -> tuple[list[Token], list[Piece]]:
    """The tokens and pieces of a text that is a time and nothing else; Problem `when_not_understood`. A number alone is
    an hour; with a unit behind it (2 jam) it is how long something takes, or an hour: not guessed.
    """
    if len(text) > LONGEST:
        raise Problem("when_not_understood")
    tokens = tokens_of(clean(text))
    pieces = [_without_a_dot(tokens, piece) for piece in pieces_of(tokens)]
    telling = [piece for piece in pieces if piece.kind not in EMPTY]
    if any(_reckons(tokens, piece) for piece in pieces):
        raise Problem("when_not_understood")
    alone = len(telling) == 1 and telling[0].kind is Kind.NUMBER and telling[0].value < 24
    if alone and not any(token.said in UNITS for token in tokens[telling[0].last :]):
        return tokens, [telling[0]._replace(kind=Kind.HOUR, value=Hour(telling[0].value, 0, telling[0].value > 12))]
    if any(piece.kind not in TIMES for piece in telling):
        raise Problem("when_not_understood")
    return tokens, pieces


def _without_a_dot(tokens: Sequence[Token], piece: Piece) -> Piece:
    """Four digits are an hour where nothing but a time is asked for: besok 0830."""
    hour = four_digits(tokens[piece.first]) if piece.kind is Kind.NUMBER else None
    return piece if hour is None else piece._replace(kind=Kind.HOUR, value=hour)


def _reckons(tokens: Sequence[Token], piece: Piece) -> bool:
    """Return whether this is a sign that belongs to a number: -5, ±5."""
    if piece.kind is not Kind.MARK:
        return False
    said = tokens[piece.first].said
    of_a_number = piece.last < len(tokens) and tokens[piece.last].glued and tokens[piece.last].kind != WORD
    return unicodedata.category(said) == "Sm" or (said in "-–—" and of_a_number)


def read_days(text: str, today: date, begins: date | None = None) -> tuple[date, date | None]:
    """The first and the last day that a text names, both included; the last is None when just one day is named.

    begins: the day on which a number of days begins ("3 hari"), today when None. Problem `days_not_understood` for
    anything else, and `days_turned` when the last day lies before the first.
    """
    try:
        found = _days(_plain(text), today, begins or today)
    except (ValueError, OverflowError, Problem):
        raise Problem("days_not_understood") from None
    first, last = found
    if last is not None and last < first:
        raise Problem("days_turned", first=first, last=last)
    return found


def read_hours(text: str) -> tuple[time, time]:
    """The first and the last hour of a span, which may cross midnight. Problem `hours_not_understood`."""
    try:
        rest = FOUR_DIGITS.sub(r"\1:\2", _plain(text))
        first, last = SPAN.split(MIDNIGHT_AS_24.sub("00:00", rest))
        return _hour_alone(first), _hour_alone(last)
    except (ValueError, Problem):
        raise Problem("hours_not_understood") from None


def _plain(text: str) -> str:
    """A span without the words before it; ValueError when it is too long to be one."""
    if len(text) > LONGEST:
        raise ValueError(text[:LONGEST])
    words = unicodedata.normalize("NFKC", text).casefold().replace("'", "").split()
    return " " + " ".join(word for word in words if word not in BEGINNINGS) + " "


def _days(rest: str, today: date, begins: date) -> tuple[date, date | None]:
    """A number of days, a span, or one day, in this order: "5-7" is three days, "25-10" a date."""
    if counted := SO_MANY_DAYS.search(rest):
        rest = rest[: counted.start()] + rest[counted.end() :]
        first = _one_day(rest, today) if rest.strip() else begins
        if int(counted[1]) < 1:
            raise ValueError(rest)
        return first, first + timedelta(days=int(counted[1]) - 1)
    for between in SPAN.finditer(rest):
        try:
            return _span(rest[: between.start()].strip(), rest[between.end() :].strip(), today)
        except (ValueError, Problem):
            continue
    return _one_day(rest, today), None


def _span(first: str, last: str, today: date) -> tuple[date, date]:
    """Both ends of a span; an end that is a number alone takes the other's month, or is the next day of that number."""
    first_number, last_number = _number_alone(first), _number_alone(last)
    if first_number and last_number:
        if first_number > last_number:
            raise ValueError(first)
        begin = numbered(first_number, today)
        return begin, begin.replace(day=last_number)
    if first_number:
        end = _one_day(last, today)
        month = end if first_number <= end.day else end.replace(day=1) - timedelta(days=1)
        return month.replace(day=first_number), end
    begin = _one_day(first, today)
    if last_number:
        return begin, numbered(last_number, begin)
    end = _one_day(last, today)
    return begin, end + timedelta(days=7 if end < begin and last in WEEKDAY else 0)


def _telling(text: str) -> list[Piece]:
    return [piece for piece in pieces_of(tokens_of(text)) if piece.kind not in EMPTY]


def _one_day(rest: str, today: date) -> date:
    """One day and nothing else, or a number alone; ValueError or Unsure."""
    if number := _number_alone(rest):
        return numbered(number, today)
    piece = _only(rest)
    if piece.kind is Kind.EITHER:
        return dated(piece.value[1], today)
    if piece.kind is not Kind.DAY or piece.value.part:
        raise ValueError(rest)
    return one_ahead(piece.value, today, rest.strip())


def _only(rest: str) -> Piece:
    telling = _telling(rest)
    if len(telling) != 1:
        raise ValueError(rest)
    return telling[0]


def _number_alone(rest: str) -> int:
    """The day of a month that stands alone, 0 when there is more or something else."""
    telling = _telling(rest)
    if len(telling) != 1 or "-" in rest:
        return 0
    piece = telling[0]
    if piece.kind is Kind.DAY and piece.value.form == "number":
        return int(piece.value.number)
    return int(piece.value) if piece.kind is Kind.NUMBER and piece.value < 100 else 0


def _hour_alone(rest: str) -> time:
    """An hour of the clock of twenty-four hours, or with its part of the day, and nothing else."""
    telling = {piece.kind: piece.value for piece in _telling(rest) if piece.kind is not Kind.ZONE}
    hour, part = telling.pop(Kind.HOUR, None), telling.pop(Kind.PART, "")
    number = telling.pop(Kind.NUMBER, None)
    if hour is None and number is not None and number < 24:
        hour = Hour(number, 0, True)
    if telling or (hour is None and not part) or "-" in rest:
        raise ValueError(rest)
    if not part and hour is not None:
        return time(hour.hour, hour.minute)
    if part in ("malam", "mlm", "night") and hour is not None and hour.hour == 12:
        return time(0, hour.minute)
    times = clock_times(hour, part)
    if not times:
        raise ValueError(rest)
    return times[0]
