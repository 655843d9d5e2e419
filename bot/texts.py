"""Texts: words of the domain into sentences of a language, as Telegram's HTML.

The catalogues are gettext files keyed by message id, read by Babel at start; dates, hours and numbers are written by
Babel too. Values are escaped, so nothing a person typed can become markup.
"""

from __future__ import annotations

import gettext
import html
import io
import re
from collections.abc import Iterable
from datetime import date, datetime, time
from functools import lru_cache
from importlib.resources import files

from babel.dates import format_date, format_datetime, format_time
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from core.citizens import LANGUAGES
from core.words import Bar, Value, Words

CELLS = 10
GROUPED_FROM = 10_000
TAG = re.compile(r"<[^<>]*>")
CLOCK = {"id": "HH.mm", "en": "HH:mm"}


@lru_cache
def catalogue(language: str) -> gettext.GNUTranslations:
    """The texts of one language; an unknown language is a KeyError."""
    if language not in LANGUAGES:
        raise KeyError(language)
    with files("locales").joinpath(f"{language}.po").open("rb") as source:
        compiled = io.BytesIO()
        write_mo(compiled, read_po(source, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def sentence(words: Words, language: str) -> str:
    """Words in a language, as HTML; KeyError when the text is missing."""
    texts, key = catalogue(language), words.key
    number = words.values.get("n")
    text = key
    if isinstance(number, int):
        text = texts.ngettext(key, f"{key}+", number)
    if text in (key, f"{key}+"):
        text = texts.gettext(key)
    if text == key:
        raise KeyError(f"no text {key!r} in {language}")
    return text.format_map({name: show(value, language) for name, value in words.values.items()})


def title(words: Words | str, language: str) -> str:
    """A button's or a command's text: plain, for Telegram reads no markup there."""
    return html.unescape(TAG.sub("", sentence(words, language))) if isinstance(words, Words) else words


def spell(words: Words | str) -> Iterable[str]:
    """A title in every language, for matching what was typed."""
    return {title(words, language) for language in LANGUAGES}


def show(value: Value, language: str) -> str:
    """One value of a text, escaped."""
    match value:
        case None:
            return ""
        case str():
            return html.escape(value, quote=False)
        case Words():
            return sentence(value, language)
        case bool():
            raise TypeError("a yes or no needs its own words")
        case int():
            return str(format_decimal(value, locale=language)) if value >= GROUPED_FROM else str(value)
        case datetime():
            return format_datetime(value, f"EEE d MMM {CLOCK[language]}", locale=language)
        case date():
            return format_date(value, "EEEE, d MMMM", locale=language)
        case time():
            return format_time(value, CLOCK[language], locale=language)
        case Bar():
            return bar(value)
        case _:
            return "\n".join(sentence(line, language) for line in value)


def bar(value: Bar) -> str:
    """A bar of ten cells and the percentage; full only when all is done."""
    share = min(1.0, value.done / value.total) if value.total > 0 else 0.0
    full = int(share * CELLS)
    return "▓" * full + "░" * (CELLS - full) + f" {int(share * 100)}%"
