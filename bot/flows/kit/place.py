"""Picking an SLS: by a button, or by typing its name or its code."""

from __future__ import annotations

from collections.abc import Sequence

from bot.flows.kit.questions import pick, read_text
from bot.flows.kit.script import Ask, Choice, Heard, Raw, Script, ask, look
from core.likeness import parts
from core.people.person import Caller
from core.problems import Problem
from core.words import Words, words
from core.workload.area_changes import Place, PlacesOf

OFFERED = 12
"""Buttons with an SLS; any other of the same villages can be typed."""


def pick_place(key: str, prompt: Words, places: Sequence[Place]) -> Script[Place]:
    """One of these places. The caller's own are on the buttons, or the first ones when there are none."""
    known = {place.key: place for place in places}
    shown = [place for place in places if place.mine] or places
    choices = tuple(Choice(place.key, place_words(place), also=(place.code, place.name)) for place in shown[:OFFERED])

    def read(heard: Heard) -> Raw:
        picked = pick(heard, choices)
        return picked.id if picked else _typed(heard, places).key

    def value(raw: Raw) -> Place:
        if raw not in known:
            raise Problem("choice_gone")
        return known[str(raw)]

    return (yield from ask(Ask(key, prompt, read, value, choices)))


def places_of(me: Caller) -> Script[list[Place]]:
    """Where the caller may put a family; Problem when nothing is known of it."""
    places = yield from look(PlacesOf(me.officer or ""))
    if not places:
        raise Problem("no_place")
    return places


def place_words(place: Place) -> Words | str:
    """What a place is called."""
    return words("place.part", name=place.name, parent=place.parent) if place.parent else place.name


def _typed(heard: Heard, places: Sequence[Place]) -> Place:
    """The place of this name, the caller's own before all others; "rt 1" is RT 001."""
    if heard.kind == "press":
        raise Problem("button_outdated")
    typed = read_text(heard)
    named = [place for place in places if typed == place.code or parts(typed) == parts(place.name)]
    found = [place for place in named if place.mine] or named
    if len(found) != 1:
        raise Problem("several_places" if found else "no_such_place", typed=typed[:40])
    return found[0]
