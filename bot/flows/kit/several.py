"""Picking several open households at once: numbers and ranges ("12, 14-18"), "semua", a name, or a button."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.flows.kit.questions import Option, ask_text, choose
from bot.flows.kit.script import Choice, Script, look, say
from core.giving_back import NumbersOf, OnList
from core.numbers import MOST_NUMBERS, read_numbers, spans
from core.people import Caller
from core.problems import Problem
from core.words import Words, words
from core.workload import FindHouseholds, Household, NextHouseholds

OFFERED = 8
SHOWN = 40
"""Households offered as buttons, and characters repeated of what was typed."""
EVER = timedelta(days=366)
"""So far ahead are revisits looked for: all open households are meant, also those with an appointment."""
ALL = frozenset({"semua", "semuanya", "seluruhnya", "all", "everything"})


@dataclass(frozen=True)
class Chosen:
    """Households by number, and notes on what was typed and is not among them."""

    households: tuple[OnList, ...] = ()
    notes: tuple[Words, ...] = ()

    def plus(self, other: Chosen) -> Chosen:
        """These and the others, each once."""
        both = {each.no: each for each in (*self.households, *other.households)}
        return Chosen(tuple(both[no] for no in sorted(both)))

    @property
    def numbers(self) -> str:
        """Their numbers: 12, 14–18."""
        return spans(each.no for each in self.households)


def pick_several(
    me: Caller, typed: str, turn: int, more: Sequence[Choice] = (), without: Collection[int] = ()
) -> Script[Chosen | str]:
    """Open households of the caller's list, or the id of one of the `more` choices; none when there are none.

    typed: what came with the command. turn: which time this is asked, from 1. without: ids that are not offered.
    """
    if typed:
        chosen = yield from _meant(me, typed, turn)
        if chosen.households:
            yield from _say_all(chosen.notes)
            return chosen
        yield from say(_none_of(chosen).words)
    upcoming = yield from look(NextHouseholds(me.officer or "", me.at + EVER, OFFERED + len(without)))
    offered = [_button(each) for each in upcoming if each.id not in without][:OFFERED]
    if not offered and not more:
        return Chosen()
    key = f"households{turn}" if turn > 1 else "households"
    answer = yield from ask_text(key, words("giving.which"), [*offered, *more], limit=1000, columns=2)
    if any(answer == choice.id for choice in more):
        return answer
    chosen = yield from _meant(me, answer, turn)
    if not chosen.households:
        raise _none_of(chosen)
    yield from _say_all(chosen.notes)
    return chosen


def _meant(me: Caller, typed: str, turn: int) -> Script[Chosen]:
    """What a line means: households by number, all open ones, or by name."""
    officer, read = me.officer or "", read_numbers(typed)
    if read.unread and set(read.unread) <= ALL and not read.numbers:
        everything = yield from look(NextHouseholds(officer, me.at + EVER, MOST_NUMBERS))
        return (yield from _by_number(officer, [each.no for each in everything]))
    if read.unread:
        named = yield from look(FindHouseholds(officer, typed))
        if len(named) > 1 and not read.numbers:
            options = [Option(_long(each), each) for each in named]
            several = words("household.several", typed=typed[:SHOWN])
            named = [(yield from choose(f"named{turn}", several, options))]
        if len(named) == 1:
            return (yield from _by_number(officer, [named[0].no]))
    chosen = yield from _by_number(officer, read.numbers)
    if read.unread:
        not_read = words("giving.not_read", typed=" ".join(read.unread)[:SHOWN])
        return Chosen(chosen.households, (*chosen.notes, not_read))
    return chosen


def _by_number(officer: str, numbers: Sequence[int]) -> Script[Chosen]:
    """The households under these numbers, and notes on those that cannot be given back."""
    found = yield from look(NumbersOf(officer, tuple(numbers)))
    known = {each.no for each in found}
    groups = (
        ("giving.not_known", [no for no in numbers if no not in known]),
        ("giving.settled", [each.no for each in found if each.settled]),
        ("giving.waits_already", [each.no for each in found if each.waits and not each.settled]),
    )
    notes = tuple(words(key, numbers=spans(some)) for key, some in groups if some)
    return Chosen(tuple(each for each in found if not each.settled and not each.waits), notes)


def _none_of(chosen: Chosen) -> Problem:
    return Problem("none_to_give_back", why=list(chosen.notes))


def _say_all(notes: Sequence[Words]) -> Script[None]:
    for note in notes:
        yield from say(note)


def _button(household: Household) -> Choice:
    return Choice(str(household.no), words("household.button", no=household.no, head=household.head))


def _long(household: Household) -> Choice:
    return Choice(
        str(household.no), words("household.line", no=household.no, head=household.head, address=household.address)
    )
