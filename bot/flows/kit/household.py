"""Picking a household: by a button of what comes next, or by typing its number, the head's name or the address."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.flows.kit.questions import Option, ask_text, choose
from bot.flows.kit.script import Choice, Script, look, say
from core.people import Caller
from core.problems import Problem
from core.words import words
from core.workload import FindHouseholds, Household, NextHouseholds

OFFERED = 8
SHOWN = 40
"""Households offered as buttons, and characters repeated of what was typed."""


def pick_household(me: Caller, typed: str = "", more: Sequence[Choice] = ()) -> Script[Household | str]:
    """A household of the caller's list, or the id of one of the `more` choices.

    typed: what came with the command; when it names just one household, nothing is asked.
    """
    officer = me.officer or ""
    if typed:
        found = yield from look(FindHouseholds(officer, typed))
        if found:
            return (yield from _the_one(found, typed))
        yield from say(words("problem.no_such_household", typed=typed[:SHOWN]))
    upcoming = yield from look(NextHouseholds(officer, me.at + timedelta(hours=1), OFFERED))
    buttons = [Choice(str(h.no), words("household.button", no=h.no, head=h.head)) for h in upcoming]
    answer = yield from ask_text("household", words("household.which"), [*buttons, *more], columns=2)
    if any(answer == choice.id for choice in more):
        return answer
    found = yield from look(FindHouseholds(officer, answer))
    if not found:
        raise Problem("no_such_household", typed=answer[:SHOWN])
    return (yield from _the_one(found, answer))


def _the_one(found: list[Household], typed: str) -> Script[Household]:
    """The household that is meant, when the words fit several."""
    if len(found) == 1:
        return found[0]
    several = [
        Option(Choice(str(h.no), words("household.line", no=h.no, head=h.head, address=h.address)), h) for h in found
    ]
    return (yield from choose("which", words("household.several", typed=typed[:SHOWN]), several))
