"""Audit: the story of a household, folded from the deeds that were kept of it.

A deed is one thing that somebody did: a row of history, or several that were written together. The deeds are taken in
the order in which they reached Catat, and each tells how the household stood before it and after it. What is told at
the end is compared with the household as it stands in the database, so a change that left no history is seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from typing import Any

from core.cases.case import Act, case_of, owner_of
from core.cases.deadlines import Ground
from core.face import Face
from core.people.person import Role
from core.visits.standing import Seen, State, standing_of

HIGHEST = 9
"""Steps up the tree that are looked at, as in db/people/leaders.py."""


@dataclass(frozen=True)
class Stand:
    """How a household stands. enumerator: whose list it is on. hour: of the next visit or step.

    case: its ladder and step, empty when nothing is open. owner: who has the case; None: the enumerator has.
    """

    enumerator: str | None = None
    status: str | None = None
    persons: int = 0
    families: int = 0
    hour: datetime | None = None
    case: str = ""
    owner: str | None = None

    def differs(self, other: Stand) -> list[str]:
        """The names of what is not the same."""
        return [each.name for each in fields(self) if getattr(self, each.name) != getattr(other, each.name)]


@dataclass(frozen=True)
class Deed:
    """Something that was done. at: when it reached Catat; happened: when it was done, if that is known and differs.

    who: an officer's id, the account at the terminal, or nobody (the clock). about: what is told besides, by name.
    The rest is what it does to the household: visits that count from now on, and those that do not any more (wrong),
    acts, the list before and after (moved), an officer who took another one's place (replaced: old, new). follows:
    whether the case follows.
    """

    at: datetime
    who: str
    face: Face
    what: str
    note: str = ""
    about: Mapping[str, Any] = field(default_factory=dict)
    happened: datetime | None = None
    visits: tuple[Seen, ...] = ()
    wrong: tuple[int, ...] = ()
    acts: tuple[Act, ...] = ()
    moved: tuple[str | None, str | None] | None = None
    replaced: tuple[str, str] | None = None
    follows: bool = False


@dataclass(frozen=True)
class Event:
    """A deed with how the household stood before it and after it."""

    deed: Deed
    before: Stand
    after: Stand


@dataclass(frozen=True)
class Person:
    """An officer as of now."""

    name: str
    role: Role
    supervisor: str | None


@dataclass(frozen=True)
class Moved:
    """That an officer's place in the tree, or role, was another one until then."""

    at: datetime
    officer: str
    before: Mapping[str, Any]


@dataclass(frozen=True)
class Tree:
    """Who stood above whom at an instant: as it is now, with the changes since then undone."""

    people: Mapping[str, Person]
    moves: Sequence[Moved] = ()

    def above(self, officer: str, at: datetime) -> list[tuple[str, Role]]:
        """The leaders above an officer, the nearest first."""
        found: dict[str, Role] = {}
        leader = self._then(officer, at).supervisor
        while leader is not None and leader not in found and len(found) < HIGHEST:
            person = self._then(leader, at)
            found[leader], leader = person.role, person.supervisor
        return list(found.items())

    def _then(self, officer: str, at: datetime) -> Person:
        person = self.people[officer]
        for move in sorted(self.moves, key=lambda each: each.at, reverse=True):
            if move.officer == officer and move.at > at:
                person = replace(
                    person,
                    supervisor=move.before.get("supervisor", person.supervisor),
                    role=Role(move.before.get("role", person.role)),
                )
        return person


def story_of(deeds: Iterable[Deed], ground: Ground, tree: Tree) -> list[Event]:
    """The events of a household, the first one first. ground: what its case stands on (the list in it is not read).

    Deeds of one instant keep the order in which they are given.
    """
    deeds = sorted(deeds, key=lambda deed: deed.at)
    lists = [deed.moved[0] for deed in deeds if deed.moved is not None]
    life = _Life(Stand(enumerator=lists[0] if lists else ground.enumerator), ground, tree)
    events = []
    for deed in deeds:
        before = life.stand
        life.take(deed)
        if deed.replaced is None or before != life.stand:
            events.append(Event(deed, before, life.stand))
    return events


class _Life:
    """A household in the course of its story."""

    def __init__(self, stand: Stand, ground: Ground, tree: Tree) -> None:
        self.stand, self.ground, self.tree = stand, ground, tree
        self.visits: dict[int, Seen] = {}
        self.acts: list[Act] = []
        self.givers: list[str] = []
        """Who gave it back to nobody, and no leader has named somebody since (db/cases/follow.py, GIVER)."""

    def take(self, deed: Deed) -> None:
        """One deed further."""
        before = self.stand.status
        self.visits |= {seen.id or 0: replace(seen, corrected=False) for seen in deed.visits}
        self.visits |= {each: replace(self.visits[each], corrected=True) for each in deed.wrong}
        self.acts += deed.acts
        if deed.moved is not None:
            self._move(deed)
        theirs = deed.replaced is not None and self._replace(*deed.replaced)
        if deed.follows or theirs:
            self._follow(deed.at, before)

    def _move(self, deed: Deed) -> None:
        giver, receiver = deed.moved or (None, None)
        self.stand = replace(self.stand, enumerator=receiver)
        if deed.face is not Face.CHAT or deed.acts:
            return
        if giver is not None and receiver is None:
            self.givers.append(giver)
        elif giver is None and self.givers:
            self.givers.pop()

    def _follow(self, at: datetime, before: str | None) -> None:
        """Stand as the visits say, and let the case follow (db/cases/follow.py). before: the status until now."""
        visits = list(self.visits.values())
        now = standing_of(visits)
        status = str(now.status) if now.status is not None else None
        stand = replace(self.stand, status=status, persons=now.persons, families=now.families, hour=now.revisit_at)
        ground = replace(self.ground, enumerator=self.stand.enumerator)
        case = case_of(visits, self.acts if before is not None else (), ground) if now.state is State.OPEN else None
        if case is None:
            self.stand = replace(stand, case="", owner=None)
            return
        last = max(visits, key=lambda seen: seen.place).officer
        leaders = self.tree.above(stand.enumerator or [last, *self.givers][-1], at)
        own = stand.enumerator is not None and case.owner is Role.PPL and case.receiver is None
        owner = None if own else owner_of(case, stand.enumerator, leaders)
        self.stand = replace(stand, hour=case.due_at, case=f"{case.ladder}:{case.step.name}", owner=owner)

    def _replace(self, old: str, new: str) -> bool:
        """Whatever was the old one's is the new one's; whether there is a case that follows."""
        self.acts = [replace(act, receiver=new) if act.receiver == old else act for act in self.acts]
        if self.stand.owner == old:
            self.stand = replace(self.stand, owner=new)
        if self.stand.enumerator is None:
            self.givers = [new if each == old else each for each in self.givers]
        return bool(self.stand.case) and new in (self.stand.owner, self.stand.enumerator)
