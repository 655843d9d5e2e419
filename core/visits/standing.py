"""Where a household stands: what its visits say together, in whatever order they arrived.

The visits are sorted by the hour of the visit and folded one after the other by TABLE, so the order of arrival cannot
matter, nor how often a report came.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from core.visits.outcomes import FINAL, RECORDED, RULES, Outcome
from core.visits.source import Source

SAME_VISIT = timedelta(minutes=30)
"""The same reported again within this time is the same visit, not another one."""


class State(StrEnum):
    """How a household stands: no visit yet, to be visited again, or settled."""

    NONE = "none"
    OPEN = "open"
    SETTLED = "settled"


class Says(StrEnum):
    """What a report says to that: it leaves the household open, settles it the same way, or settles it otherwise."""

    OPEN = "leaves it open"
    SAME = "settles it the same way"
    OTHER = "settles it"


class Effect(StrEnum):
    """What becomes of a report. Each is kept as a visit, whatever it is.

    APPLY: it decides from now on. HISTORY: what stands is not changed by it. ASK: it contradicts what stands, or what
    stood; both are kept and a person says which is right. KNOWN: it was said before. CORRECTED: it was said before,
    and corrected since.
    """

    APPLY = "apply"
    HISTORY = "history"
    ASK = "ask"
    KNOWN = "known"
    CORRECTED = "corrected"


TABLE: dict[tuple[State, Says], tuple[Effect, Effect]] = {
    # the household, the report:    newer than what stands, older
    (State.NONE, Says.OPEN): (Effect.APPLY, Effect.APPLY),
    (State.NONE, Says.OTHER): (Effect.APPLY, Effect.APPLY),
    (State.OPEN, Says.OPEN): (Effect.APPLY, Effect.HISTORY),
    (State.OPEN, Says.OTHER): (Effect.APPLY, Effect.ASK),
    (State.SETTLED, Says.OPEN): (Effect.ASK, Effect.HISTORY),
    (State.SETTLED, Says.SAME): (Effect.APPLY, Effect.HISTORY),
    (State.SETTLED, Says.OTHER): (Effect.ASK, Effect.ASK),
}
"""The rules of merging, by the hours of the visits. Of two that contradict each other, the one that settled first
stands until somebody has decided. Except: a report that was confirmed decides over whatever is older than it; and what
a leader closed without a family being met (core/visits/outcomes.py, `closes`) yields to whoever settles it at the door.

The fold needs the column `newer` only, for it takes the visits in their order; `older` is what that makes of a report
that comes late, as the tests compare.
"""


@dataclass(frozen=True)
class Seen:
    """One visit of a household. day: the household's own day of it. confirmed: said on purpose, knowing what stood.
    source: who says so.

    Two are the same when everything is but the id; corrected: withdrawn, or replaced by another one.
    """

    outcome: Outcome
    visited_at: datetime
    day: date
    persons: int = 0
    families: int = 0
    note: str = ""
    reason: str = ""
    revisit_at: datetime | None = None
    confirmed: bool = False
    officer: str = ""
    source: Source = Source.SELF
    id: int | None = field(default=None, compare=False)
    corrected: bool = field(default=False, compare=False)

    @property
    def settles(self) -> bool:
        """Whether no further visit is owed."""
        return self.outcome in FINAL

    @property
    def place(self) -> tuple[object, ...]:
        """Where it comes among the others: by the hour of the visit, then by all it says, so that no two tie."""
        said = (self.outcome, self.persons, self.families, self.note, self.reason)
        revisit = self.revisit_at.timestamp() if self.revisit_at else 0.0
        return (self.visited_at, self.confirmed, self.settles, *said, revisit, self.officer, self.source)

    def repeats(self, before: Seen | None) -> bool:
        """Whether this is the visit before it, told again: within 30 minutes, or on the same day when it settles."""
        if before is None or self._told != before._told:
            return False
        return self.visited_at - before.visited_at <= SAME_VISIT or (self.settles and self.day == before.day)

    @property
    def _told(self) -> tuple[object, ...]:
        return (self.outcome, self.persons, self.families, self.note, self.source)


@dataclass(frozen=True)
class Standing:
    """What the visits say together. visits: how many there were, repeats not counted.

    decider: the visit that decided last. asks: those that contradict it and wait until a person says what is right.
    ties: those of the very same instant that say otherwise, and which no hour puts before or behind it.
    """

    status: Outcome | None = None
    status_at: datetime | None = None
    settled_on: date | None = None
    revisit_at: datetime | None = None
    persons: int = 0
    families: int = 0
    visits: int = 0
    asks: tuple[Seen, ...] = ()
    ties: tuple[Seen, ...] = ()
    decider: Seen | None = None

    @property
    def waiting(self) -> tuple[Seen, ...]:
        """What a person is to decide about: all that contradicts what stands. A tie does when it was told later; this
        is what people are asked, and no part of where the household stands.
        """
        if self.decider is None or not self.decider.settles:
            return ()
        told = self.decider.id or 0
        return (*(tie for tie in self.ties if (tie.id or 0) > told), *self.asks)

    @property
    def state(self) -> State:
        """The state that TABLE names."""
        if self.status is None:
            return State.NONE
        return State.SETTLED if self.status in FINAL else State.OPEN

    @property
    def counted(self) -> tuple[int, int] | None:
        """Persons and families that are recorded; None while nobody was counted."""
        return (self.persons, self.families) if self.status in RECORDED else None

    def says_as(self, other: Standing) -> bool:
        """Return whether it says the same as another one; the minute of the visit does not matter."""
        return self._said == other._said

    @property
    def _said(self) -> tuple[object, ...]:
        stands = (self.status, self.settled_on, self.revisit_at, self.persons, self.families)
        return (*stands, self.visits, self.asks)


def standing_of(visits: Iterable[Seen]) -> Standing:
    """Where a household stands after these visits; corrected ones count for nothing, and equal ones are one."""
    now = Standing()
    for _, _, standing in course_of(visits):
        now = standing
    return now


def course_of(visits: Iterable[Seen]) -> Iterator[tuple[Seen, bool, Standing]]:
    """The visits in their order, each with whether it is the one before told again, and how things stand after it."""
    now, before = Standing(), None
    for seen in sorted((seen for seen in visits if not seen.corrected), key=lambda seen: seen.place):
        if seen == before:
            continue
        again, effect = seen.repeats(before), newer(now, seen)
        if effect is Effect.APPLY:
            now = _apply(now, seen, again=again)
        else:
            asks = (*now.asks, seen) if effect is Effect.ASK else now.asks
            now = replace(now, asks=asks, visits=now.visits + (not again))
        yield seen, again, now
        before = seen


def newer(now: Standing, seen: Seen) -> Effect:
    """What becomes of a report that is newer than what stands."""
    if seen.confirmed:
        return Effect.APPLY
    if now.status in FINAL and RULES[seen.outcome].closes:
        return Effect.HISTORY
    if now.status in FINAL and RULES[now.status].closes and seen.settles:
        return Effect.APPLY
    return TABLE[now.state, says(now, seen)][0]


def says(now: Standing, seen: Seen) -> Says:
    """Return what a report says to what stands, in the words of TABLE."""
    if not seen.settles:
        return Says.OPEN
    return Says.SAME if seen.outcome is now.status else Says.OTHER


def effect_of(seen: Seen, before: Standing, after: Standing) -> Effect:
    """What became of a report that has just arrived: it is new in `after`."""
    if seen in after.waiting or set(after.waiting) - set(before.waiting):
        return Effect.ASK
    if after.says_as(before):
        return Effect.KNOWN
    return Effect.APPLY if after.decider == seen else Effect.HISTORY


def _apply(now: Standing, seen: Seen, *, again: bool) -> Standing:
    """The visit decides. One that is told again keeps its first hour; whatever was asked before is answered now."""
    kept = again and now.status is seen.outcome
    return Standing(
        status=seen.outcome,
        status_at=now.status_at if kept else seen.visited_at,
        settled_on=(now.settled_on if kept else seen.day) if seen.settles else None,
        revisit_at=None if seen.settles else seen.revisit_at,
        persons=seen.persons,
        families=seen.families,
        visits=now.visits + (not again),
        ties=_ties(now, seen),
        decider=seen,
    )


def _ties(now: Standing, seen: Seen) -> tuple[Seen, ...]:
    """Who said otherwise at the very instant of the visit that decides now."""
    last = now.decider
    if last is None or last.visited_at != seen.visited_at:
        return ()
    return (*now.ties, last) if last.outcome is not seen.outcome else now.ties
