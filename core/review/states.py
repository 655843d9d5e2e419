"""Review: a leader checks reports. What is right is approved; what is not goes back with a reason, and comes back.

What is checked is the report that settled a household: the visit that decides (core/visits/standing.py). Its state is
folded from the checks of the household, in the order in which they were made:

| the household's last check | the report is |
|---|---|
| none | completed |
| of this report, and nothing was reported since | what the check says |
| of this report, returned, and the same was said again since | completed, again: the enumerator stands by it |
| of another report, which this one took the place of | completed, again |

A returned report stays settled: the family was met, and whoever returns a report wants it mended, not the door knocked
at once more. So no figure moves back and forth; what is returned is told beside the figures (docs/adr/0026).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from core.people.person import Role
from core.visits.outcomes import Kind, Outcome
from core.visits.source import PROXY, Source

MANY_PERSONS = 12
"""A household of more persons than this is always checked."""


class State(StrEnum):
    """The state of a report, in the words of the field's practice."""

    COMPLETED = "completed"
    APPROVED = "approved_by_supervisor"
    RETURNED = "returned_by_supervisor"
    APPROVED_BY_OFFICE = "approved_by_office"
    RETURNED_BY_OFFICE = "returned_by_office"


RETURNED = frozenset({State.RETURNED, State.RETURNED_BY_OFFICE})
APPROVED = frozenset({State.APPROVED, State.APPROVED_BY_OFFICE})


class Level(StrEnum):
    """The level that checks: the supervisor (PML), or those above (Koseka, BPS), the second level."""

    SUPERVISOR = "supervisor"
    OFFICE = "office"


def level_of(role: Role) -> Level:
    """The level at which a leader checks."""
    return Level.SUPERVISOR if role is Role.PML else Level.OFFICE


TABLE: dict[tuple[Level, State], frozenset[State]] = {
    (Level.SUPERVISOR, State.COMPLETED): frozenset({State.APPROVED, State.RETURNED}),
    (Level.SUPERVISOR, State.APPROVED): frozenset({State.RETURNED}),
    (Level.SUPERVISOR, State.RETURNED): frozenset({State.APPROVED}),
    (Level.SUPERVISOR, State.APPROVED_BY_OFFICE): frozenset(),
    (Level.SUPERVISOR, State.RETURNED_BY_OFFICE): frozenset(),
    (Level.OFFICE, State.COMPLETED): frozenset({State.APPROVED_BY_OFFICE, State.RETURNED_BY_OFFICE}),
    (Level.OFFICE, State.APPROVED): frozenset({State.APPROVED_BY_OFFICE, State.RETURNED_BY_OFFICE}),
    (Level.OFFICE, State.RETURNED): frozenset({State.APPROVED_BY_OFFICE}),
    (Level.OFFICE, State.APPROVED_BY_OFFICE): frozenset({State.RETURNED_BY_OFFICE}),
    (Level.OFFICE, State.RETURNED_BY_OFFICE): frozenset({State.APPROVED_BY_OFFICE}),
}
"""The changes of a report's state that each level may make. Nobody undoes the decision of a higher level."""


def decided(level: Level, *, approve: bool) -> State:
    """The state that a leader's word makes."""
    if level is Level.SUPERVISOR:
        return State.APPROVED if approve else State.RETURNED
    return State.APPROVED_BY_OFFICE if approve else State.RETURNED_BY_OFFICE


def may_decide(level: Level, state: State, *, approve: bool) -> bool:
    """Return whether the table lets a leader of this level approve, or return, a report in this state."""
    return decided(level, approve=approve) in TABLE[level, state]


class Again(StrEnum):
    """Why a report is completed again: it answers a return (FIXED), or changes what was approved (CHANGED)."""

    FIXED = "fixed"
    CHANGED = "changed"


@dataclass(frozen=True)
class Check:
    """One check as it is kept. id: the order in which checks were made; newest: the household's last visit then."""

    id: int
    visit: int
    newest: int
    state: State


def state_of(report: int, checks: Iterable[Check], said_again: int = 0) -> tuple[State, Again | None]:
    """The state of a household's report (a visit's id) after these checks, in whatever order they are read.

    said_again: the last visit that says the same as the report.
    """
    last = max(checks, key=lambda check: check.id, default=None)
    if last is None:
        return State.COMPLETED, None
    if last.visit != report:
        return State.COMPLETED, Again.FIXED if last.state in RETURNED else Again.CHANGED
    if last.state in RETURNED and said_again > last.newest:
        return State.COMPLETED, Again.FIXED
    return last.state, None


MULTIPLIER, MODULUS, SHIFT = 2654435761, 2**32, 2**16


def in_sample(visit: int, percent: int) -> bool:
    """Return whether a report is one of so many per cent: by its id alone, so that everybody agrees, at any time.

    The id times a number without common factors, cut to 32 bits, spreads evenly (Knuth's multiplicative hash).
    db/review/queue.py says the same in SQL.
    """
    return visit * MULTIPLIER % MODULUS // SHIFT % 100 < percent


def always_checked(outcome: Outcome, kind: Kind, persons: int, source: Source = Source.SELF) -> bool:
    """Whether a report is checked whatever the sample: final refusals, duplicates, new families, big households, and
    what a neighbour or the RT chair said.

    So is what was corrected, and what had been checked before it changed.
    """
    return outcome in ALWAYS or kind is not Kind.PRELIST or persons > MANY_PERSONS or source in PROXY


ALWAYS = frozenset({Outcome.REFUSED_FOR_GOOD, Outcome.DUPLICATE})


def read_rule(text: str) -> int:
    """The rule of CATAT_REVIEW as per cent of reports: `all`, or `sample 20%`. ValueError, in words, for all else."""
    word, _, rest = text.strip().lower().partition(" ")
    if word == "all" and not rest:
        return 100
    percent = rest.strip().removesuffix("%").strip()
    if word != "sample" or not (percent.isascii() and percent.isdigit() and int(percent) <= 100):
        raise ValueError("must be all, or sample with per cent, like sample 20%")
    return int(percent)
