"""How many were counted, as people type it: persons, and families when there are several.

4          four persons
7 2kk      seven persons of two families; also `2 kk 7 orang`, `7 people 2 families`
"""

from __future__ import annotations

import re

from core.lines import bare, clean
from core.problems import Problem

MOST_PERSONS = 60
MOST_FAMILIES = 20

PERSONS = re.compile(r"(\d{1,3})")
COUNTED = frozenset({"orang", "org", "jiwa", "art", "people", "person", "persons"})
FAMILIES = re.compile(r"(\d{1,3}) ?(?:kk|keluarga|families|family)")


def read_people(text: str) -> tuple[int, int] | None:
    """Persons and families of a whole text, 0 for what is not said; None when it says anything else."""
    families, words = _families(clean(text).split(), frozenset())
    persons, rest = _persons(words)
    if any(map(str.isalnum, "".join(rest))) or (persons is None and not families):
        return None
    if persons is not None:
        _check(persons, families)
    return persons or 0, families


def write_people(persons: int, families: int = 0) -> str:
    """Persons and families as they are read; 0 for what is not said."""
    return " ".join([str(persons)] * bool(persons) + [f"{families}kk"] * bool(families))


def people_of(words: list[str], between: frozenset[str]) -> tuple[int, int, list[str]]:
    """Persons and families at the beginning of the words; the other words. between: may stand between the two."""
    families, words = _families(words, between)
    persons, rest = _persons(words)
    if persons is None:
        raise Problem("line_without_persons")
    _check(persons, families)
    return persons, families, rest


def _check(persons: int, families: int) -> None:
    if not max(1, families) <= persons <= MOST_PERSONS:
        raise Problem("number_range", low=max(1, families), high=MOST_PERSONS)


def _persons(words: list[str]) -> tuple[int | None, list[str]]:
    words = without(COUNTED, words)
    found = PERSONS.fullmatch(bare(words[0])) if words else None
    return (int(found[1]), without(COUNTED, words[1:])) if found else (None, words)


def without(leading: frozenset[str], words: list[str]) -> list[str]:
    """The words behind these and behind loose punctuation."""
    while words and (not (said := bare(words[0]).casefold()) or said in leading):
        words = words[1:]
    return words


def _families(words: list[str], between: frozenset[str]) -> tuple[int, list[str]]:
    """How many families, wherever that stands before the first word of the note; the other words."""
    for at, word in enumerate(words):
        for length in (1, 2):
            found = FAMILIES.fullmatch(bare(" ".join(words[at : at + length])).casefold())
            if found is None:
                continue
            if not 1 <= int(found[1]) <= MOST_FAMILIES:
                raise Problem("number_range", low=1, high=MOST_FAMILIES)
            return int(found[1]), words[:at] + words[at + length :]
        said = bare(word).casefold()
        if any(map(str.isalpha, said)) and said not in COUNTED | between:
            break
    return 0, words
