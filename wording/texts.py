"""Texts: words of the domain into sentences of a language, as Telegram's HTML.

The catalogues are gettext files keyed by message id, read by Babel at start; dates, hours and numbers are written by
Babel too. Values are escaped, so nothing a person typed can become markup. An office may have texts of its own, which
stand above ours (cli/office_texts.py).
"""

from __future__ import annotations

import gettext
import html
import io
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from functools import lru_cache
from importlib.resources import files

import structlog
from babel.dates import format_date, format_datetime, format_time
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from core.people.citizens import LANGUAGES
from core.words import Share, Value, Words

log = structlog.get_logger()
GROUPED_FROM = 10_000
TAG = re.compile(r"<[^<>]*>")
CLOCK = "HH.mm"
"""Hours as they are written in every language; both 19.00 and 19:00 are read."""
OFFICES: dict[str, gettext.GNUTranslations] = {}
"""By language: our texts with the office's in their place."""


def read_ours(language: str) -> Catalog:
    """The file of a language, as it came with the program; an unknown language is a KeyError."""
    if language not in LANGUAGES:
        raise KeyError(language)
    with files("locales").joinpath(f"{language}.po").open("rb") as source:
        return read_po(source, locale=language)


@lru_cache
def ours(language: str) -> gettext.GNUTranslations:
    """Our own texts of one language; an unknown language is a KeyError."""
    return _compiled(read_ours(language))


def catalogue(language: str) -> gettext.GNUTranslations:
    """The texts of one language as they are spoken here."""
    return OFFICES.get(language) or ours(language)


def speak(changed: Mapping[str, Catalog]) -> None:
    """Say these texts from now on, for each language that is named; our own for the others."""
    OFFICES.clear()
    OFFICES.update({language: _compiled(catalog) for language, catalog in changed.items()})


def sentence(words: Words, language: str) -> str:
    """Words in a language, as HTML; KeyError when the text is missing.

    A text of the office that cannot be filled never breaks a reply: ours is said instead.
    """
    try:
        return _filled(words, language, catalogue(language))
    except (LookupError, ValueError, AttributeError, TypeError) as error:
        if language not in OFFICES:
            raise
        filled = _filled(words, language, ours(language))
        log.warning("office_text_failed", key=words.key, language=language, error=type(error).__name__)
        return filled


def title(words: Words | str, language: str) -> str:
    """A button's or a command's text: plain, for Telegram reads no markup there."""
    return plain_title(sentence(words, language)) if isinstance(words, Words) else words


def plain_title(text: str) -> str:
    """HTML without its markup."""
    return html.unescape(TAG.sub("", text))


def spell(words: Words | str) -> Iterable[str]:
    """A title in every language, for matching what was typed; ours, too, for a keyboard may be an old one."""
    spelled = {title(words, language) for language in LANGUAGES}
    if OFFICES and isinstance(words, Words):
        spelled |= {plain_title(_filled(words, language, ours(language))) for language in OFFICES}
    return spelled


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
            return format_datetime(value, f"EEE d MMM {CLOCK}", locale=language)
        case date():
            return format_date(value, "EEEE, d MMMM", locale=language)
        case time():
            return format_time(value, CLOCK, locale=language)
        case Share():
            return f"{percent(value)}%"
        case _:
            return "\n".join(sentence(line, language) for line in value)


def percent(share: Share) -> int:
    """Whole percents, rounded down: 100 only when all is done, or more than nothing where nothing was due."""
    if share.total <= 0:
        return 100 if share.done > 0 else 0
    return min(100, 100 * share.done // share.total)


def _compiled(catalog: Catalog) -> gettext.GNUTranslations:
    compiled = io.BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def _filled(words: Words, language: str, texts: gettext.GNUTranslations) -> str:
    """A text of a catalogue with its values in their places."""
    key, number = words.key, words.values.get("n")
    text = key
    if isinstance(number, int):
        text = texts.ngettext(key, f"{key}+", number)
    if text in (key, f"{key}+"):
        text = texts.gettext(key)
    if text == key:
        raise KeyError(f"no text {key!r} in {language}")
    return text.format_map({name: show(value, language) for name, value in words.values.items()})
