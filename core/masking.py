"""Numbers of persons (NIK, KK, phones, bot tokens) in what people write: found, and masked before anything is kept.

A number is taken as people write it: digits of any script, in one piece or in groups with blanks, new lines, dots,
dashes or other signs between them, invisible characters anywhere. What the work needs is left alone: numbers of
households, lists of them, counts, RT/RW, dates, hours, places on earth, sums of money. A NIK and a KK begin with a
province (2 digits), regency and sub-district (2 each), a date DDMMYY (of a woman's birth: the day plus 40), and end
with a serial of 4 digits (Permendagri 73/2022; docs: field, Identity and privacy).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from core.typed.number_groups import Group, groups_of, is_ordinary

PROVINCES = frozenset(
    [*range(11, 20), 21, *range(31, 37), 51, 52, 53, *range(61, 66), *range(71, 77), 81, 82, *range(91, 98)]
)
LENGTH = 16
LONGEST, SHORTEST = 17, 12
"""Digits of a NIK or KK that was mistyped."""
FEWEST = 9
"""No number of a person has fewer digits."""
SHAPES = frozenset(
    {
        *((2, 2, 2, 6, 4), (6, 2, 2, 2, 4), (2, 2, 2, 2, 2, 2, 4), (2, 4, 6, 4), (4, 2, 6, 4)),
        *((2, 14), (2, 2, 12), (6, 6, 2, 2)),
    }
)
"""Groups of fewer than three digits in which a NIK is written, whatever its date."""
MOBILE = re.compile(r"(?:00?62|62|0)8(?:1[1-9]|2[1-38]|3[1-38]|5[1-35-9]|7[7-9]|8[1-9]|9[5-9])\d{5,9}")
"""With the prefixes that are given out: 0830 is an hour as well."""
PHONE = re.compile(r"(?:00?62|62)8[1-9]\d{6,10}|0[2-9]\d{7,11}|8[1-35-9]\d{8,10}")
TOKEN = re.compile(r"(?<![0-9])[0-9]{6,16}\s?:\s?[A-Za-z0-9_-]{30,}|(?<![\w-])AA[A-Za-z0-9_-]{33}(?![\w-])")
"""A bot's token, or the secret part of one alone."""
CONTACT = frozenset({"phone_number", "vcard"})
"""What a contact card holds of a person."""


class Kind(StrEnum):
    """What was masked."""

    CARD = "card"
    PHONE = "phone"
    TOKEN = "token"  # noqa: S105  a word, no secret


@dataclass(frozen=True)
class Masked:
    """A text without numbers of persons, and the kinds of those that were in it."""

    text: str
    kinds: frozenset[Kind] = frozenset()


Needed = Callable[[str], bool]
"""Whether the work needs these digits: the code of an area, the id of an officer."""
Span = tuple[int, int, Kind, str]


def nothing(_digits: str) -> bool:
    """No number is needed."""
    return False


def masked(text: str, needed: Needed = nothing) -> str:
    """The text with its numbers of persons masked: `6471…0003`, `0812…90`, `[token]`."""
    return mask(text, needed).text


def mask(text: str, needed: Needed = nothing) -> Masked:
    """The same, and what kinds of numbers there were. needed: asked about digits in one piece."""
    folded, at = _folded(text)
    if sum(map(str.isdigit, folded)) < FEWEST and "AA" not in folded:
        return Masked(text)
    spans = sorted(_spans(folded, needed))
    if not spans:
        return Masked(text)
    parts, done = [], 0
    for start, end, _, shown in spans:
        parts += [text[done : at[start]], shown]
        done = at[end]
    return Masked("".join((*parts, text[done:])), frozenset(kind for _, _, kind, _ in spans))


def masked_values(value: Any, needed: Needed = nothing) -> Any:
    """Lists and dictionaries (of JSON) with all their texts masked, and contact cards emptied."""
    if isinstance(value, str):
        return masked(value, needed)
    if isinstance(value, list):
        return [masked_values(each, needed) for each in value]
    if isinstance(value, dict):
        return {
            masked(str(name), needed): "" if name in CONTACT else masked_values(each, needed)
            for name, each in value.items()
        }
    return value


def is_card(digits: str) -> bool:
    """Return whether sixteen digits have the form of a NIK or a KK."""
    if len(digits) != LENGTH or int(digits[:2]) not in PROVINCES:
        return False
    day, month = int(digits[6:8]), int(digits[8:10])
    return (1 <= day <= 31 or 41 <= day <= 71) and 1 <= month <= 12


def is_phone(digits: str) -> bool:
    """Return whether digits in one piece are a phone of Indonesia."""
    return PHONE.fullmatch(digits) is not None


def _folded(text: str) -> tuple[str, Any]:
    """The text with plain digits and letters and nothing invisible, and where each of its characters comes from."""
    if text.isascii():
        return text, range(len(text) + 1)
    chars: list[str] = []
    at: list[int] = []
    for place, char in enumerate(text):
        for each in _plain(char):
            chars.append(each)
            at.append(place)
    return "".join(chars), [*at, len(text)]


def _plain(char: str) -> str:
    if char.isascii():
        return char
    category = unicodedata.category(char)
    if category in ("Cf", "Mn", "Me"):
        return ""
    if category in ("Nd", "No"):
        value = unicodedata.numeric(char)
        return str(int(value)) if value == int(value) else char
    return char if char == "…" else unicodedata.normalize("NFKC", char)


def _spans(folded: str, needed: Needed) -> Iterator[Span]:
    """Where numbers of persons are: begin, end, kind, and what stands there instead."""
    tokens = [(found.start(), found.end(), Kind.TOKEN, "[token]") for found in TOKEN.finditer(folded)]
    yield from tokens
    for groups in groups_of(folded, [(start, end) for start, end, *_ in tokens]):
        if sum(len(group.digits) for group in groups) >= FEWEST:
            yield from _numbers(groups, needed)


def _numbers(groups: list[Group], needed: Needed) -> Iterator[Span]:
    """The numbers of persons in neighbouring groups of digits: what is most certain first, each group once."""
    free = [not needed(group.digits) if len(group.digits) >= FEWEST else True for group in groups]
    for rule in (_card, _piece, _mobile, _card_undated, _card_mistyped, _phone):
        first = 0
        while first < len(groups):
            end = rule(groups, first) if free[first] else first
            if end > first and all(free[first:end]):
                free[first:end] = [False] * (end - first)
                yield _shown(groups[first:end])
            first = max(end, first + 1)


def _windows(groups: list[Group], first: int, longest: int) -> Iterator[tuple[int, str]]:
    """The ends of what begins at a group, and the digits up to there."""
    digits = ""
    for end in range(first, len(groups)):
        digits += groups[end].digits
        if len(digits) > longest:
            return
        yield end + 1, digits


def _card(groups: list[Group], first: int) -> int:
    """The end of a whole NIK or KK that begins here, in groups; else the same place."""
    return next(_cards(groups, first, lambda some, sizes, digits: is_card(digits) and not _listed(some)), first)


def _card_undated(groups: list[Group], first: int) -> int:
    """The same without a date, in groups as they are written."""
    return next(_cards(groups, first, lambda some, sizes, digits: min(sizes) >= 3 or sizes in SHAPES), first)


def _cards(groups: list[Group], first: int, fits: Callable[[list[Group], Sequence[int], str], bool]) -> Iterator[int]:
    for end, digits in _windows(groups, first, LENGTH):
        some = groups[first:end]
        sizes = tuple(len(group.digits) for group in some)
        if len(digits) < LENGTH or len(some) == 1 or int(digits[:2]) not in PROVINCES or _trails(sizes):
            continue
        alone = is_ordinary(groups, first, end) or _stands_alone(groups, first, end)
        if fits(some, sizes, digits) and not alone:
            yield end


def _trails(sizes: Sequence[int]) -> bool:
    """Return whether a small number follows long groups: 6471 0512 0890 003, 4."""
    return sizes[-1] <= 2 and min(sizes[:-1]) >= 3


def _listed(groups: list[Group]) -> bool:
    """Return whether these are one or two digits each, with commas or new lines between them."""
    return max(len(group.digits) for group in groups) == 2 and all(group.gap in (",", "\n") for group in groups[1:])


def _stands_alone(groups: list[Group], first: int, end: int) -> bool:
    """Return whether one piece is a number of a person by itself, and nothing but ordinary numbers stand around it."""
    others = [at for at in range(first, end) if not _is_whole(groups[at].digits)]
    return len(others) < end - first and all(is_ordinary(groups, at, at + 1) for at in others)


def _is_whole(digits: str) -> bool:
    return len(digits) >= SHORTEST or MOBILE.fullmatch(digits) is not None


def _piece(groups: list[Group], first: int) -> int:
    """A long number in one piece: twelve digits and more, or a phone; not the digits of a place on earth."""
    digits = groups[first].digits
    long = len(digits) >= SHORTEST or (groups[first].plus and len(digits) >= FEWEST)
    if not (long or is_phone(digits)) or _on_earth(groups, first):
        return first
    return first + 1 if len(digits) > FEWEST else max(first + 1, _phone(groups, first))


def _on_earth(groups: list[Group], at: int) -> bool:
    """Return whether these are the decimals of a latitude or longitude: two decimal numbers stand side by side."""
    def decimal(at: int) -> bool:
        return 0 < at < len(groups) and groups[at].gap == "." and len(groups[at - 1].digits) <= 3

    before = decimal(at - 2) and groups[at - 1].gap in (" ", ",")
    after = decimal(at + 2) and groups[at + 1].gap in (" ", ",")
    return decimal(at) and (before or after)


def _mobile(groups: list[Group], first: int) -> int:
    """The end of a mobile phone in groups that begins here with its zero; else the same place."""
    return _phone(groups, first) if groups[first].digits.startswith("08") else first


def _phone(groups: list[Group], first: int) -> int:
    """The end of a phone in groups that begins here; else the same place."""
    best = first
    for end, digits in _windows(groups, first, 15):
        some = groups[first:end]
        small = len(some[-1].digits) < 3 and len({len(group.digits) for group in some}) > 1
        if best > first and (small or some[-1].gap == ","):
            break
        if _is_grouped_phone(some, digits) and not is_ordinary(groups, first, end):
            best = end
    return best


def _is_grouped_phone(groups: list[Group], digits: str) -> bool:
    sizes = [len(group.digits) for group in groups]
    if len(sizes) == 1 or len(digits) < FEWEST or _listed(groups):
        return False
    if groups[0].plus:
        return True
    if MOBILE.fullmatch(digits):
        return sizes[0] != 2 or not digits.startswith("62") or sizes[1] >= 3
    if min(sizes[1:]) < 3 or len(digits) > 13 or any(group.gap == "\n" for group in groups[1:]):
        return False
    if re.match(r"0[2-9]", digits):
        return sizes[0] == 4 or (sizes[0] == 3 and max(sizes[1:]) >= 4)
    return sizes[0] in (3, 4) and max(sizes) >= 4 and re.fullmatch(r"8[1-35-9]\d{7,10}", digits) is not None


def _card_mistyped(groups: list[Group], first: int) -> int:
    """The end of a NIK or KK with some digits too few or too many, in groups; else the same place."""
    best = first
    for end, digits in _windows(groups, first, LONGEST):
        some = groups[first:end]
        sizes = [len(group.digits) for group in some]
        if len(digits) < SHORTEST or len(sizes) == 1 or int(digits[:2]) not in PROVINCES:
            continue
        dated = is_card(f"{digits[:10]:0<16}")
        whole = min(sizes) >= 3 and max(sizes) >= 4 and (dated or sizes[0] >= 4) and not MOBILE.fullmatch(digits)
        nearly = dated and len(digits) in (LENGTH - 1, LENGTH + 1) and max(sizes) >= 4 and not _trails(sizes)
        if (whole or nearly) and not is_ordinary(groups, first, end):
            best = end
    return best


def _shown(groups: list[Group]) -> Span:
    """A number's place, and its mask: of a card the first and last four digits, of a phone the first four and two."""
    digits = "".join(group.digits for group in groups)
    start, plus = groups[0].start - groups[0].plus, groups[0].plus
    if plus or digits.startswith("0") or is_phone(digits):
        local = re.sub(r"^(?:00?)?620?(?=[2-9])", "0", digits)
        return start, groups[-1].end, Kind.PHONE, f"{local[:4]}…{local[-2:]}"
    return start, groups[-1].end, Kind.CARD, f"{digits[:4]}…{digits[-4:]}"
