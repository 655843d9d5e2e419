"""Picking several open households at once: numbers and ranges ("12, 14-18"), "semua", a name, or a button."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.flows.kit.questions import ask_text
from bot.flows.kit.script import Choice, Script, look, say
from core.people.person import Caller
from core.problems import Problem
from core.typed.numbers import MOST_NUMBERS, read_numbers, spans
from core.words import Words, words
from core.workload.giving_back import REASON_OF, GivingReason, NumbersOf, OnList
from core.workload.households import FindHouseholds, Household, NearHouseholds, NextHouseholds

OFFERED = 8
SHOWN = 40
"""Households offered as buttons, and characters repeated of what was typed."""
EVER = timedelta(days=366)
"""So far ahead are revisits looked for: all open households are meant, also those with an appointment."""
ALL = frozenset({"semua", "semuanya", "seluruhnya", "all", "everything"})


@dataclass(frozen=True)
class Chosen:
    """Households by number, notes on what was typed and is not among them, and a reason typed behind the numbers."""

    households: tuple[OnList, ...] = ()
    notes: tuple[Words, ...] = ()
    reason: GivingReason | None = None

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
    """Open households of the caller's list, or the id of one of the `more` choices; none when none can be chosen.

    typed: what came with the command. turn: which time this is asked, from 1. without: ids that are not offered.
    """
    key = f"households{turn}" if turn > 1 else "households"
    if typed:
        chosen = yield from _meant(me, typed, "typed")
        if chosen.households:
            yield from _say_all(chosen.notes)
            return chosen
        yield from say(_none_of(chosen).words)
    upcoming = yield from look(NextHouseholds(me.officer or "", me.at + EVER, OFFERED + len(without)))
    offered = [_button(each) for each in upcoming if each.id not in without][:OFFERED]
    if not offered:
        return Chosen()
    answer = yield from ask_text(key, words("giving.which"), [*offered, *more], limit=1000, columns=2)
    if any(answer == choice.id for choice in more):
        return answer
    chosen = yield from _meant(me, answer, f"named{turn}")
    if not chosen.households:
        raise _none_of(chosen)
    yield from _say_all(chosen.notes)
    return chosen


def _meant(me: Caller, typed: str, key: str, times: int = 1) -> Script[Chosen]:
    """What a line means: households by number, all open ones, or one by name.

    A name that fits several, or is nearly like some, is asked about, where anything else can be typed, too.
    key: begins the keys of these questions; times: how many there have been with this one.
    """
    officer, read = me.officer or "", read_numbers(typed)
    if read.unread and set(read.unread) <= ALL and not read.numbers:
        everything = yield from look(NextHouseholds(officer, me.at + EVER, MOST_NUMBERS))
        return (yield from _by_number(officer, [each.no for each in everything]))
    if read.unread:
        named = yield from look(FindHouseholds(officer, typed))
        fits = bool(named)
        if not named and not read.numbers:
            named = yield from look(NearHouseholds(officer, typed))
        if fits and len(named) == 1:
            return (yield from _by_number(officer, [named[0].no]))
        if named and not read.numbers:
            asked = words("household.several" if fits else "household.near", typed=typed[:SHOWN])
            answer = yield from ask_text(f"{key}_{times}", asked, [_long(each) for each in named], limit=1000)
            return (yield from _meant(me, answer, key, times + 1))
    chosen = yield from _by_number(officer, read.numbers)
    rest = " ".join(read.unread)
    if rest and rest not in REASON_OF:
        return replace(chosen, notes=(*chosen.notes, words("giving.not_read", typed=rest[:SHOWN])))
    return replace(chosen, reason=REASON_OF.get(rest))


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
