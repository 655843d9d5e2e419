"""Picking a household: by a button of what comes next, or by typing its number, the head's name or the address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.flows.kit.questions import read_text, read_text_or_choice
from bot.flows.kit.script import Ask, Choice, Heard, Later, Raw, Script, ask, look, look_later, say
from core.likeness import number_of
from core.people.person import Caller
from core.problems import Problem
from core.review.submitted import Returned, ReturnedTo
from core.words import Words, words
from core.workload.households import FindHouseholds, Household, NearHouseholds, NextHouseholds

OFFERED = 8
SHOWN = 40
"""Households offered as buttons, and characters repeated of what was typed."""


def pick_household(
    me: Caller,
    typed: str = "",
    more: Sequence[Choice] = (),
    offered: Sequence[Household] | None = None,
    prompt: Words | None = None,
) -> Script[Household | str]:
    """A household of the caller's list, or the id of one of the `more` choices.

    typed: what came with the command; when it names just one household, nothing is asked. offered: the households on
    the buttons, when not the ones to visit next. prompt: what is asked, when not just which one; its key is the
    question's. Words that fit several households, or are nearly like some, lead to one question more with these on its
    buttons; there, too, anything else can be typed.
    """
    soon = NextHouseholds(me.officer or "", me.at + timedelta(hours=1), OFFERED)
    shown = (yield from look_later(soon)) if offered is None else offered
    returned = (yield from look_later(ReturnedTo(me.officer or ""))) if offered is None is prompt else ()
    name, turn = prompt.key if prompt else "household", 0
    question = _Question(
        prompt or words("household.which"), Later(lambda: [*_returned(returned), *map(_short, shown), *more]), 2
    )
    while True:
        if typed:
            fitting = yield from look(FindHouseholds(me.officer or "", typed))
            if len(fitting) == 1:
                return fitting[0]
            near = fitting or (yield from look(NearHouseholds(me.officer or "", typed)))
            if near:
                asked = words("household.several" if fitting else "household.near", typed=typed[:SHOWN])
                question = _Question(asked, [*map(_long, near), *([] if fitting else more)])
            elif turn:
                raise Problem("no_such_household", typed=typed[:SHOWN])
            else:
                yield from say(words("problem.no_such_household", typed=typed[:SHOWN]))
        key = f"{name}{turn}" if turn else name
        typed = yield from _ask_which(key, question)
        if any(typed == choice.id for choice in more):
            return typed
        turn += 1


@dataclass(frozen=True)
class _Question:
    """What is asked while it is not certain which household is meant."""

    prompt: Words
    buttons: Sequence[Choice]
    columns: int = 1


def _ask_which(key: str, question: _Question) -> Script[str]:
    """What was typed, or the id of a button; by a number nothing is looked for among the buttons, found Later."""

    def read(heard: Heard) -> Raw:
        named = heard.kind == "text" and number_of(heard.text) is not None
        return read_text(heard) if named else read_text_or_choice(heard, question.buttons)

    offered = question.buttons
    return (yield from ask(Ask(key, question.prompt, read, str, offered, question.columns, any_words=True)))


def _long(household: Household) -> Choice:
    line = words("household.line", no=household.no, head=household.head, address=household.address)
    return Choice(str(household.no), line)


def _returned(returned: Sequence[Returned]) -> list[Choice]:
    """Reports that came back, which are to be mended first."""
    some = (one.household for one in returned[:OFFERED])
    return [Choice(str(each.no), words("household.button_returned", no=each.no, head=each.head)) for each in some]


def _short(household: Household) -> Choice:
    return Choice(str(household.no), words("household.button", no=household.no, head=household.head))
