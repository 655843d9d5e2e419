"""Commands typed without their slash: which words may stand around a command's word. A sentence is none.

"cuti besok" asks for leave, "izin masuk ditolak satpam" does not. A command takes nothing behind its bare word, or what
its row in bot/commands.py names here; everything behind the word has to be read, or it was a sentence.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.flows.kit.questions import plain
from bot.flows.settings import NO_QUIET
from core.likeness import number_of
from core.problems import Problem
from core.typed.batch import any_begun
from core.typed.numbers import read_numbers
from core.typed.when import read_days, read_hours
from core.visits.receipts import is_receipt, looks_like_receipt

Takes = Callable[[str, datetime], bool]
"""Whether a command takes this text behind its bare word; the hour is that of the message, on the area's clock."""

LONGEST = 60
"""Characters that may stand behind a bare word, where they are not reports, and of words of thanks."""
BEFORE = frozenset({"saya", "aku", "mau", "minta", "ingin", "sedang", "lagi", "i", "am", "i m", "im"})
"""Polite words before a command: "saya sakit", "minta cuti besok"."""
BEHIND = frozenset({"pak", "bapak", "bu", "ibu", "kak", "mas", "mbak", "min", "ya", "dong", "saya", "please"})
"""Polite words behind it: "cuti besok ya pak"."""
THANKS = frozenset({
    "terima kasih", "terimakasih", "makasih", "makasi", "trims", "trimakasih", "tks", "thanks", "thank you", "thx",
})  # fmt: skip
WITH_THANKS = BEHIND | {"banyak", "kembali", "sama", "semua", "semuanya", "atas", "bantuannya", "infonya"}
WITH_THANKS |= {"informasinya", "oke", "ok", "baik", "siap"}
WITH_THANKS |= {"a", "lot", "so", "very", "much", "you", "for", "the", "help"}
"""What may stand around thanks without asking for anything."""


def nothing(typed: str, now: datetime) -> bool:
    """The bare word alone."""
    return not typed


def reports(typed: str, now: datetime) -> bool:
    """A household's number, or reports."""
    return number_of(typed) is not None or any_begun(typed)


def a_number(typed: str, now: datetime) -> bool:
    """A number alone, or a case's as the lists show it: K12."""
    return number_of(typed.lower().removeprefix("k")) is not None


def numbers(typed: str, now: datetime) -> bool:
    """Numbers and ranges of numbers alone."""
    return _reads(typed, lambda: bool((found := read_numbers(typed)).numbers) and not found.unread)


def days(typed: str, now: datetime) -> bool:
    """Days that can be read, one or from one to another."""
    return _reads(typed, lambda: bool(read_days(typed, now.date())))


def quiet_hours(typed: str, now: datetime) -> bool:
    """From one hour to another, or that there are none."""
    return plain(typed) in NO_QUIET.also or _reads(typed, lambda: bool(read_hours(typed)))


def a_code(typed: str, now: datetime) -> bool:
    """A receipt code, or nearly one."""
    return is_receipt(typed) or looks_like_receipt(typed)


def a_word(typed: str, now: datetime) -> bool:
    """One word."""
    return len(typed.split()) == 1


def one_of(*spelled: str) -> Takes:
    """One of these words."""
    return lambda typed, now: plain(typed) in spelled


def without_polite_words(text: str) -> str:
    """A text without the polite words at its beginning and its end; empty when there is nothing else."""
    kept = text.split()
    first = next((at for at, word in enumerate(kept) if plain(word) not in ("", *BEFORE)), len(kept))
    last = len(kept)
    while last > first + 1 and plain(kept[last - 1]) in ("", *BEHIND):
        last -= 1
    kept = kept[first:last]
    begins = text.find(kept[0]) if kept else 0
    return text[begins : text.rfind(kept[-1]) + len(kept[-1])] if kept else ""


def is_thanks(text: str) -> bool:
    """Whether a text says thank you, and nothing else."""
    said = f" {plain(text)} " if len(text) <= LONGEST else ""
    if not any(f" {thanks} " in said for thanks in THANKS):
        return False
    for thanks in THANKS:
        said = said.replace(f" {thanks} ", "  ")
    return all(word in WITH_THANKS for word in said.split())


def _reads(typed: str, read: Callable[[], bool]) -> bool:
    try:
        return len(typed) <= LONGEST and read()
    except Problem:
        return False
