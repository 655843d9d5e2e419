"""How many were counted, as people type it: persons, and families when there are several.

4                           four persons
7 2kk                       seven persons of two families; also `2 kk 7 orang`, `7 people 2 families`
3 laki 2 perempuan          five persons
4 orang 2 balita            four or six: asked
"""

from __future__ import annotations

from typing import NamedTuple

from core.problems import Problem
from core.typed import vocabulary as v
from core.typed.lines import clean
from core.typed.pieces import Walk
from core.typed.tokens import MARK, NUMBER, PAIR, Token, tokens_of

MOST_PERSONS = 60
MOST_FAMILIES = 20
NOT_CERTAIN = frozenset("±~<>+≈≤≥")
"""With these before it a number is not certain."""


class Count(NamedTuple):
    """Persons as they may be meant, the likeliest first (one when it is certain, none when none are said), families (0
    when not said), and the token behind.
    """

    persons: tuple[int, ...]
    families: int
    at: int
    certain: bool


def read_people(text: str) -> tuple[int, int] | None:
    """Persons and families of a whole text, 0 for what is not said; None when it says anything else, or not certainly
    how many.
    """
    tokens = tokens_of(clean(text))
    count = count_at(tokens, 0)
    rest = any(token.kind != MARK for token in tokens[count.at :])
    if rest or not count.certain or not (count.persons or count.families):
        return None
    persons = count.persons[0] if count.persons else 0
    if count.persons:
        check_people(persons, count.families)
    elif not 1 <= count.families <= MOST_FAMILIES:
        raise Problem("number_range", low=1, high=MOST_FAMILIES)
    return persons, count.families


def write_people(persons: int, families: int = 0) -> str:
    """Persons and families as they are read; 0 for what is not said."""
    return " ".join([str(persons)] * bool(persons) + [f"{families}kk"] * bool(families))


def check_people(persons: int, families: int) -> None:
    """Problem when there cannot be so many, or more families than persons."""
    if families and not 1 <= families <= MOST_FAMILIES:
        raise Problem("number_range", low=1, high=MOST_FAMILIES)
    if not max(1, families) <= persons <= MOST_PERSONS:
        raise Problem("number_range", low=max(1, families), high=MOST_PERSONS)


MAN_OR_WOMAN = frozenset({"l", "p"})


def number_at(tokens: list[Token], at: int) -> tuple[int, int]:
    """A number in digits or words, and how many tokens it has; 0 tokens: there is none."""
    return Walk(tokens, at).numeral(0) if at < len(tokens) and tokens[at].said not in ("a", "an") else (0, 0)


class _Counting:
    """Counts one behind the other, as far as they go."""

    def __init__(self, tokens: list[Token], at: int) -> None:
        self.tokens, self.at = tokens, at
        self.total: int | None = None
        self.families: int | None = None
        self.some: list[int] = []
        self.single = 0
        self.sums = False
        """Whether the total is one that was not said in one number."""

    def said(self, ahead: int) -> str:
        place = self.at + ahead
        return self.tokens[place].said if place < len(self.tokens) else ""

    def step(self) -> bool:
        """Take the next count; False when something else follows."""
        token = self.tokens[self.at]
        if token.kind == MARK:
            if token.said in NOT_CERTAIN and not self.begun:
                return False
            if token.said == "+" and self.total is not None and self.said(1) in v.KINDS_OF_PERSON | v.SINGLE_PERSONS:
                self.total, self.sums = self.total + 1, True  # 4 + bayi
                self.at += 1
            self.at += 1
            return True
        number, size = number_at(self.tokens, self.at)
        if size:
            return self._number(number, size)
        if token.kind == PAIR and self.total is None and "/" in token.said and self.said(1) in v.FAMILIES:
            self.total, self.families = token.numbers  # 7/2kk
            self.at += 2
            return True
        return self._word(token.said)

    @property
    def begun(self) -> bool:
        """Whether anything was counted."""
        return self.total is not None or self.families is not None or bool(self.some or self.single)

    def _number(self, number: int, size: int) -> bool:
        unit = self.said(size)
        if unit in MAN_OR_WOMAN and not self._by_letters(size):
            unit = ""
        self.at += size - 1
        if self.total is not None and self.said(-1) == "+":
            self.total, self.sums = self.total + number, True
            self.at += 1
            return True
        if unit in v.FAMILIES and self.families is None:
            self.families = number
        elif unit in v.PERSONS and self.total is None:
            self.total = number
        elif unit in v.KINDS_OF_PERSON or unit in MAN_OR_WOMAN:
            self.some.append(number)
            doubled = self.said(2) == "-" and self.said(3) == unit
            self.at += 2 * doubled
        elif self.total is None and not self.some and unit not in v.FAMILIES:
            self.total = number
            self.at += 1
            if self.said(0) == "an" and self.tokens[self.at].glued:  # 4an: about four
                self.sums, self.at = True, self.at + 1
            return True
        else:
            self.at -= size - 1
            return False
        self.at += 2
        return True

    def _by_letters(self, size: int) -> bool:
        """Whether men and women are counted by their letters: 3L 2P, 3 L 2 P; one of both alone may be an outcome."""
        place = size + 1 + (self.said(size + 1) in (",", "+", "/", "&"))
        _, more = number_at(self.tokens, self.at + place)
        return bool(self.some) or (more > 0 and {self.said(size), self.said(place + more)} == MAN_OR_WOMAN)

    def _word(self, said: str) -> bool:
        ahead = self.tokens[self.at + 1] if self.at + 1 < len(self.tokens) else None
        counted = number_at(self.tokens, self.at + 1)[1] > 0
        if said in v.PERSONS or (said in v.BEFORE_A_COUNT and not self.begun and counted):
            self.at += 1
        elif said in v.KINDS_OF_PERSON and self.total is None and ahead is not None and ahead.kind == NUMBER:
            self.some.append(ahead.numbers[0])
            self.at += 2
        elif said in v.KINDS_OF_PERSON and (self.said(1), self.said(2)) == ("-", said):
            self.at += 2
        elif said in v.SINGLE_PERSONS and self.total is None and (self.single or self.some or _counted(self, 1)):
            self.single += 1
            self.at += 1
        elif said in ("dan", "and", "dengan", "sama", "plus", "tambah") and self.begun and counted:
            self.at += 1
        else:
            return False
        return True


def _counted(counting: _Counting, ahead: int) -> bool:
    """Return whether more persons follow a single one: suami istri, ibu dan 2 anak."""
    ahead += counting.said(ahead) in ("dan", "and", "dengan", "+", ",")
    place = counting.at + ahead
    number = place < len(counting.tokens) and counting.tokens[place].kind == NUMBER
    return counting.said(ahead) in v.SINGLE_PERSONS or (number and counting.said(ahead + 1) in v.KINDS_OF_PERSON)


def count_at(tokens: list[Token], at: int) -> Count:
    """The persons and families that are counted from a token on."""
    counting = _Counting(tokens, at)
    while counting.at < len(tokens) and counting.step():
        pass
    behind = counting.at
    total, parts = counting.total, sum(counting.some) + counting.single
    families = counting.families or 0
    if counting.families == 0:
        raise Problem("number_range", low=1, high=MOST_FAMILIES)
    if total is None and not parts:
        return Count((), families, behind, counting.families is not None)
    if total is None:
        return Count((parts,), families, behind, len(counting.some) > 1 and not counting.single)
    if counting.sums or (number_at(tokens, behind)[1] and tokens[behind].kind != NUMBER):
        return Count((total,), families, behind, False)
    if parts and parts != total:
        return Count((total, total + parts), families, behind, False)
    return Count((total,), families, behind, True)
