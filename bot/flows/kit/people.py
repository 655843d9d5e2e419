"""How many were counted: persons, and families when several live there."""

from __future__ import annotations

from bot.flows.kit.questions import ask_number, pick, read_number
from bot.flows.kit.script import Ask, Choice, Heard, Raw, Script, ask
from core.typed.counts import MOST_FAMILIES, MOST_PERSONS, read_people, write_people
from core.words import words

SEVERAL = Choice("several", words("visit.button_several"))
SHOWN = 8


def count_people(low: int = 1) -> Script[tuple[int, int]]:
    """Persons, and families when there are several (0: one). The usual answer is one number; "7 2kk" says both. low:
    the first number on a button.
    """
    buttons = tuple(Choice(str(n), str(n)) for n in range(low, low + SHOWN))
    question = Ask("persons", words("visit.how_many"), _read, _value, (*buttons, SEVERAL), columns=4)
    persons, families = yield from ask(question)
    if families is None:
        return (yield from count_families())
    return (persons, families) if persons else (yield from count_families(families))


def count_families(families: int = 0) -> Script[tuple[int, int]]:
    """Persons and families where several live. families: how many, when that is known already."""
    if not families:
        families = yield from ask_number("families", words("visit.how_many_families"), 2, MOST_FAMILIES, range(2, 6))
    asked = words("visit.how_many_in_all", n=families)
    low = max(1, families)
    persons = yield from ask_number("persons_in_all", asked, low, MOST_PERSONS, range(low, low + SHOWN))
    return persons, families


def _read(heard: Heard) -> Raw:
    if picked := pick(heard, (SEVERAL,)):
        return picked.id
    typed = heard.text if heard.kind == "text" and not heard.text.startswith("-") else ""
    people = read_people(typed)
    return write_people(*people) if people else read_number(heard, 1, MOST_PERSONS)


def _value(raw: Raw) -> tuple[int, int | None]:
    people = read_people(str(raw))
    return people if people else (0, None)
