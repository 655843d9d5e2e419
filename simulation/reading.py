"""Reading the bot's messages as people do: by their wording, in the language they are written in.

The patterns are made from the bot's own catalogue, so that a new wording of a text needs no change here.
"""

from __future__ import annotations

import html
import re
from datetime import datetime, timedelta
from functools import cache
from unicodedata import category

from wording.texts import catalogue

PLACEHOLDER = re.compile(r"\{(\w+)\}")
DAY_AND_HOUR = re.compile(r"(\d{1,2})\D+?(\d{1,2})[.:](\d{2})")


@cache
def wording(key: str, language: str) -> str:
    """A text as it stands in the catalogue, its placeholders in place; KeyError when there is none. A "+" after the key
    asks for the form of several.
    """
    one, texts = key.removesuffix("+"), catalogue(language)
    text: str = texts.gettext(key) if one == key else texts.ngettext(one, key, 2)
    if text == key:  # Python before 3.11.5 finds the form of one only by asking for it
        text = texts.ngettext(key, f"{key}+", 1)
    if text == key:
        raise KeyError(f"no text {key!r} in {language}")
    return text


@cache
def fragment(key: str, language: str) -> str:
    """The longest piece of a text that is always the same; ValueError when it has neither a letter nor an emoji, for
    such a piece stands in any message.
    """
    piece = max(re.split(r"\{\w+\}", wording(key, language)), key=len)
    if not any(sign.isalpha() or category(sign) == "So" for sign in piece):
        raise ValueError(f"nobody tells {key!r} by {piece!r}")
    return piece


def says(text: str, key: str, language: str) -> bool:
    """Whether a message contains this text of the catalogue."""
    return fragment(key, language) in text


@cache
def _pattern(key: str, language: str) -> re.Pattern[str]:
    return _pattern_of(wording(key, language))


def _pattern_of(template: str) -> re.Pattern[str]:
    parts = PLACEHOLDER.split(template)
    places = parts[1::2]
    said = [f"(?P={each})" if each in places[:at] else f"(?P<{each}>.*?)" for at, each in enumerate(places)]
    literal = [re.escape(part) if number % 2 == 0 else said[number // 2] for number, part in enumerate(parts)]
    return re.compile("".join(literal), re.DOTALL)


def read(text: str, key: str, language: str) -> dict[str, str] | None:
    """What stands in the places of a message that is this text and nothing else; None when it is another. A last line
    that has nothing in it is not shown.
    """
    found = _pattern(key, language).fullmatch(text) or _pattern(key, language).fullmatch(text + "\n")
    return found.groupdict() if found else None


def find(text: str, key: str, language: str) -> dict[str, str] | None:
    """What stands in the places of this text somewhere in a message. The text must not end in a place."""
    found = _pattern(key, language).search(text)
    return found.groupdict() if found else None


@cache
def _line(key: str, place: str, language: str) -> re.Pattern[str]:
    return _pattern_of(next(line for line in wording(key, language).split("\n") if f"{{{place}}}" in line))


def in_line(text: str, key: str, place: str, language: str) -> dict[str, str] | None:
    """What stands in that line of a text which has this place, with the other places of the line; None without it."""
    found = map(_line(key, place, language).fullmatch, text.split("\n"))
    return next((each.groupdict() for each in found if each), None)


def apart(text: str, language: str) -> tuple[str, dict[str, int]]:
    """A reply to a report, and the figures in the line of progress under it; without that line all of them are 0."""
    zero, told = {"today": 0, "target": 0, "done": 0, "total": 0}, text.split("\n")
    for at, line in enumerate(told):
        for key in ("visit.figures", "visit.figures_no_target", "visit.figures_all"):
            if found := read(line, key, language):
                figures = {name: number(found[name]) for name in zero if name in found}
                return "\n".join(told[:at]).rstrip("\n"), zero | figures
    return text, zero


def number(text: str) -> int:
    """A number as the bot writes it, with or without marks between the thousands; -1 when there is none."""
    digits = re.sub(r"\D", "", text)
    return int(digits) if digits else -1


def plain(text: str) -> str:
    """A value without its markup."""
    return html.unescape(text)


def hour_in(text: str, since: datetime) -> datetime | None:
    """The first instant from the day of `since` on that has this day of the month and hour ("Kam 20 Okt 16.00")."""
    found = DAY_AND_HOUR.search(text)
    if found is None:
        return None
    day, hour, minute = map(int, found.groups())
    start = since.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return next((at for at in (start + timedelta(days=n) for n in range(62)) if at.day == day), None)


def lines(text: str, language: str) -> list[tuple[int, str, str]]:
    """The households of a list: number, head, and the hour agreed (as written, or nothing)."""
    found = []
    for line in text.split("\n"):
        later = read(line, "household.line_revisit", language) or read(line, "household.line_missed", language)
        parts = read(later["line"] if later else line, "household.line", language)
        if parts:
            found.append((number(parts["no"]), plain(parts["head"]), later["at"] if later else ""))
    return found
