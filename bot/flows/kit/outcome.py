"""What happened at the door, on one screen: the usual results at once, the number of persons with them, the rest behind
one button.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from bot.flows.kit.people import SEVERAL
from bot.flows.kit.questions import Option, pick
from bot.flows.kit.script import Ask, Choice, Heard, Raw, Script, ask
from core.people.person import Caller
from core.problems import Problem
from core.typed.batch import PHRASES, any_begun, read_line, surely_typed
from core.typed.counts import read_people, write_people
from core.typed.lines import LONGEST_TYPED
from core.visits.outcomes import AT_THE_DOOR, FINAL, RULES, Group, Outcome
from core.words import Words, words
from core.workload.households import Household

ON_PURPOSE = "!"
"""Stored behind an outcome that was said by somebody who saw what stands."""
LINE = "line "
"""Stored before what was typed as the rest of a typed report."""
DOUBTFUL = "?"
"""Stored behind a number that may be that of another household."""
PEOPLE, OTHER = "people", "other"
"""Stored when it was asked what such a number means."""
MANY = Choice("8+", "8+")
MORE = Choice("more", words("visit.button_more"), ("lainnya", "lain", "more", "other"))
COUNTED = (*(Choice(str(n), str(n)) for n in range(1, 8)), MANY)
FROM_MANY = 8
SHOWN = 60
"""Characters repeated of what was typed."""
MOST_UNASKED = 9
"""A bare number above it is rarely that of the persons of a family; it is asked about."""
USUAL = (Outcome.NOBODY_HOME, Outcome.APPOINTMENT, Outcome.REFUSED)
RARER = (
    *(Outcome.PARTIAL, Outcome.AWAY, Outcome.MOVED, Outcome.VACANT, Outcome.REFUSED_HARD, Outcome.UNABLE),
    *(Outcome.NO_ACCESS, Outcome.DECEASED, Outcome.NO_DWELLING, Outcome.DUPLICATE),
)
"""Behind "other", the rarest last."""
SHORT_TITLES = {Outcome.APPOINTMENT: words("visit.button_appointment")}
"""What a button says where the outcome's name is too long for half a screen."""


@dataclass(frozen=True)
class AtTheDoor:
    """What was said to have happened. persons and families: 0 when not said; many: persons are FROM_MANY or more.

    on_purpose: by somebody who could read in the question that the household is settled. line: the rest of a typed
    report, to be read as one. another: the number of the household that was meant instead.
    """

    outcome: Outcome = Outcome.COMPLETE
    persons: int = 0
    families: int = 0
    several: bool = False
    many: bool = False
    on_purpose: bool = False
    line: str = ""
    another: int = 0


def ask_outcome(me: Caller, household: Household) -> Script[AtTheDoor]:
    """What happened at the door of a household. A family that is not on the list yet (number 0) is there to be counted,
    so it cannot have moved out.
    """
    possible = [each for each in outcomes() if household.no or RULES[each.value].group is not Group.NOT_ELIGIBLE]
    offered = {option.value: option.choice for option in possible}
    reader = _Reader(me, household, tuple(offered.values()))
    usual = tuple(_button(offered[each]) for each in USUAL)
    first = Ask("outcome", _what_happened(household), reader.read, str, (*COUNTED, *usual, MORE), 2, first_rows=(4, 4))
    said = yield from ask(first)
    if said == MORE.id:
        rarer = (SEVERAL, *(offered[each] for each in RARER if each in offered))
        reader = replace(reader, more=())
        said = yield from ask(Ask("outcome_more", _which_other(household), reader.read, str, rarer, 2))
    turn = 0
    while said.endswith(DOUBTFUL) and not said.startswith(LINE):
        sure = said.removesuffix(DOUBTFUL)
        said, turn = (yield from _ask_so_many(household, sure, replace(reader, more=()), turn)), turn + 1
        if said in (PEOPLE, OTHER):
            return _understood(sure) if said == PEOPLE else AtTheDoor(another=_understood(sure).persons)
    return _understood(said)


@cache
def outcomes() -> tuple[Option[Outcome], ...]:
    """What can happen at the door, as it is pressed and typed."""
    return tuple(
        Option(Choice(outcome, words(f"outcome.{outcome}"), (RULES[outcome].code, *PHRASES[outcome])), outcome)
        for outcome in AT_THE_DOOR
    )


@dataclass(frozen=True)
class _Reader:
    """Reads an answer into what is stored: an outcome with what was said of persons, or the rest of a typed report."""

    me: Caller
    household: Household
    outcomes: tuple[Choice, ...]
    more: tuple[Choice, ...] = (MORE,)

    def read(self, heard: Heard) -> Raw:
        """Problem when it is none; that of the typed report, when it begins like one."""
        said = self._pressed(heard.choice) if heard.kind == "press" else self._typed(heard)
        if said == MORE.id or said.startswith(LINE) or said.endswith(DOUBTFUL):
            return said
        return said + (ON_PURPOSE if self.household.status in FINAL and not heard.late else "")

    def _pressed(self, choice: str) -> str:
        if any(choice == each.id for each in (*self.outcomes, *self.more)):
            return choice
        if choice == SEVERAL.id or any(choice == each.id for each in COUNTED):
            return f"{Outcome.COMPLETE} {choice}"
        raise Problem("button_outdated")

    def _typed(self, heard: Heard) -> str:
        picked = pick(heard, (*self.outcomes, *self.more))
        if picked is not None:
            return picked.id
        text = heard.text.strip() if heard.kind == "text" else ""
        if text == MANY.id or (len(text) <= LONGEST_TYPED and pick(heard, (SEVERAL,))):
            return f"{Outcome.COMPLETE} {MANY.id if text == MANY.id else SEVERAL.id}"
        people = read_people(text) if 0 < len(text) <= LONGEST_TYPED and text[0] != "-" else None
        if people is not None:
            doubtful = text.isdecimal() and people[0] > MOST_UNASKED and self.household.no
            return f"{Outcome.COMPLETE} {write_people(*people)}{DOUBTFUL if doubtful else ''}"
        return self._line(text)

    def _line(self, text: str) -> str:
        """The rest of a typed report (`S 4`, `M sibuk`): what it says of an outcome and persons, or all of it."""
        line = f"{self.household.no or 1} {text}"
        if not text or not any_begun(line):
            raise Problem("choose_one")
        visit = None
        try:
            visit = read_line(line, self.me.local)
        except Problem as problem:
            if not (self.household.no and surely_typed(line, self.me.local)):
                why = Problem("line_behind", line=text[:SHOWN], why=problem.words)
                raise (why if self.household.no else Problem("choose_one")) from problem
        if visit is not None and not (visit.note or visit.visited_at or visit.revisit_at):
            if all(visit.outcome != each.id for each in self.outcomes):
                raise Problem("choose_one")
            return f"{visit.outcome} {write_people(visit.persons, visit.families)}".strip()
        if not self.household.no:
            raise Problem("choose_one")
        return LINE + text


def _understood(said: str) -> AtTheDoor:
    """What is stored, as a value."""
    if said.startswith(LINE):
        return AtTheDoor(line=said.removeprefix(LINE))
    on_purpose = said.endswith(ON_PURPOSE)
    name, _, counted = said.removesuffix(ON_PURPOSE).partition(" ")
    outcome = Outcome(name)
    if counted in (MANY.id, SEVERAL.id):
        return AtTheDoor(outcome, many=counted == MANY.id, several=counted == SEVERAL.id, on_purpose=on_purpose)
    persons, families = read_people(counted) or (0, 0)
    return AtTheDoor(outcome, persons, families, on_purpose=on_purpose)


def _ask_so_many(household: Household, said: str, reader: _Reader, turn: int) -> Script[str]:
    """Whether a bare number means persons, or another household: PEOPLE or OTHER. Who says instead what happened at the
    door is understood, too. turn: how often it was asked.
    """
    n = _understood(said).persons
    choices = (
        Choice(PEOPLE, words("visit.button_so_many", n=n), ("ya", "orang", "yes")),
        Choice(OTHER, words("visit.button_no", no=n), ("no", "nomor")),
    )

    def read(heard: Heard) -> Raw:
        picked = pick(heard, choices)
        if picked is None and heard.kind == "press":
            raise Problem("button_outdated")
        return picked.id if picked else reader.read(heard)

    asked = words("visit.so_many", n=n, no=household.no, head=household.head)
    return (yield from ask(Ask(f"so_many{turn or ''}", asked, read, str, choices, 2)))


def _button(choice: Choice) -> Choice:
    return Choice(choice.id, SHORT_TITLES.get(Outcome(choice.id), choice.title), choice.also)


def _what_happened(household: Household) -> Words:
    asked = words("visit.what_happened", no=household.no, head=household.head, address=household.address)
    if not household.no:
        return words("visit.what_happened_new", head=household.head)
    if household.status in FINAL and household.settled_on:
        before = words(f"outcome.{household.status}")
        return words("visit.already", asked=asked, outcome=before, day=household.settled_on)
    return asked


def _which_other(household: Household) -> Words:
    if not household.no:
        return words("visit.which_other_new", head=household.head)
    return words("visit.which_other", no=household.no, head=household.head)
