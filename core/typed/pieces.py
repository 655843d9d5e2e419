"""Pieces: what each token or few of them mean; and the walk over the tokens on which they are found.

    besok jam setengah 5 sore   day, loose, hour, part
    RT 05/12                    word, address
    sejak 3 minggu              word, thing
"""

from __future__ import annotations

from typing import Any, NamedTuple

from core.typed import vocabulary as v
from core.typed.tokens import MARK, NUMBER, Token


class Kind:
    """What a piece is; the first ones belong to a time."""

    HOUR = "hour"
    PART = "part"
    DAY = "day"
    LATER = "later"
    ZONE = "zone"
    PAST = "past"
    UNSAID = "unsaid"
    EITHER = "either"
    TO = "to"
    LOOSE = "loose"
    POLITE = "polite"
    PEOPLE = "people"
    THING = "thing"
    LENGTH = "length"
    ADDRESS = "address"
    NUMBER = "number"
    WORD = "word"
    MARK = "mark"


TIMES = frozenset({Kind.HOUR, Kind.PART, Kind.DAY, Kind.LATER, Kind.ZONE, Kind.PAST, Kind.UNSAID, Kind.EITHER})


class Hour(NamedTuple):
    """An hour of a clock. sure: written as on a clock of twenty-four hours. begins: it is the beginning of a range."""

    hour: int
    minute: int
    sure: bool
    begins: bool = False


class Day(NamedTuple):
    """A day as it was said. form: today, soon, ahead (number of days), both (besok lusa), weekday, next (weekday), eve
    (of a weekday), number (of a month), date, this (weekday, today included), week (weekday of this week, month 0, or
    the next, 1), month (number of this month, month 0, or the next, 1). part: the part of the day that its name says as
    well.
    """

    form: str
    number: int = 0
    month: int = 0
    year: int = 0
    part: str = ""


class Piece(NamedTuple):
    """What the tokens from `first` to before `last` mean."""

    kind: str
    first: int
    last: int
    value: Any = None


IMPOSSIBLE = "impossible"
"""The value of an unsaid time that no clock shows."""
NO_TOKEN = Token(MARK, "", 0, 0, (), False)
TODAY, SOON = Day("today"), Day("soon")
OF_AN_ADDRESS = frozenset("./-:#")


class Walk:
    """One walk over the tokens."""

    def __init__(self, tokens: list[Token], at: int = 0) -> None:
        self.tokens, self.at = tokens, at
        self.pieces: list[Piece] = []

    def token(self, ahead: int) -> Token:
        """The token so far ahead; an empty one beyond the end."""
        place = self.at + ahead
        return self.tokens[place] if place < len(self.tokens) else NO_TOKEN

    def said(self, ahead: int) -> str:
        """Return what a token says, so far ahead or behind; nothing beyond the ends."""
        place = self.at + ahead
        return self.tokens[place].said if 0 <= place < len(self.tokens) else ""

    def before(self) -> str:
        """Return what was said before, a dot or a slash left out."""
        return self.said(-2) if self.said(-1) in OF_AN_ADDRESS else self.said(-1)

    def last_kind(self, back: int = 1) -> str | None:
        """The kind of a piece behind."""
        return self.pieces[-back].kind if len(self.pieces) >= back else None

    def add(self, kind: str, length: int = 1, value: Any = None) -> None:
        """The next tokens are this."""
        self.pieces.append(Piece(kind, self.at, self.at + length, value))
        self.at += length

    def numeral(self, ahead: int) -> tuple[int, int]:
        """The number in digits or words so far ahead, and how many tokens it has; 0 tokens: there is none."""
        token = self.token(ahead)
        if token.kind == NUMBER:
            return token.numbers[0], 1
        number = v.ONES.get(token.said, 0)
        if number and self.said(ahead + 1) == "belas":
            return number + 10, 2
        if number and self.said(ahead + 1) == "puluh":
            more = v.ONES.get(self.said(ahead + 2), 0)
            return 10 * number + (more if more < 10 else 0), 2 + (0 < more < 10)
        return number, int(number > 0)

    def at_an_address(self) -> bool:
        """Return whether a number here is one of an address: RT 05, Blok C 27, No. 12."""
        back = -2 if self.said(-1) in OF_AN_ADDRESS else -1
        before = self.said(back)
        return before in v.ADDRESS or (len(before) == 1 and before.isalpha() and self.said(back - 1) in v.ADDRESS)

    def in_a_range(self) -> bool:
        """Return whether an hour came just before, and now the range ends."""
        kinds = [piece.kind for piece in self.pieces[-3:] if piece.kind not in (Kind.LOOSE, Kind.MARK)]
        return kinds[-1:] == [Kind.TO]
