"""Cases: where an open household stands on its ladder, who is to do what until when.

A case is folded from the household's visits and from what was done about it besides (acts), in the order of their
instants. So it is the same however late, shuffled or repeated they arrive. The ladders are in core/cases/ladder.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from core.cases.day_parts import Slot, slot_of
from core.cases.deadlines import Ground
from core.cases.ladder import LadderName, Step, ladder_after
from core.people.person import LEADERS, Role
from core.visits.outcomes import Outcome
from core.visits.source import Source
from core.visits.standing import Seen, State, course_of


class ActKind(StrEnum):
    """What can be done about a case besides a visit."""

    DONE = "done"
    MOVED = "moved"
    HANDED = "handed"
    CLOSED = "closed"
    KEPT = "kept"
    """Kept open at the end of the fieldwork (core/cases/closing.py); the case stays where it is."""
    LETTER = "letter"
    """Help was asked for, or answered, by letter (core/cases/letters.py); the case stays where it is."""


@dataclass(frozen=True)
class Act:
    """Something done about a case. ladder, step: where it stood. receiver: who got it; due_at: the new hour.

    source: who says what the note says.
    """

    kind: ActKind
    ladder: LadderName
    step: str
    officer: str
    at: datetime
    note: str = ""
    file: str | None = None
    receiver: str | None = None
    due_at: datetime | None = None
    source: Source = Source.SELF
    id: int | None = field(default=None, compare=False)

    @property
    def place(self) -> tuple[object, ...]:
        """Where it comes among the others: by its instant, then as they were kept, then by all it says."""
        due = self.due_at.timestamp() if self.due_at else 0.0
        said = (self.kind, self.ladder, self.step, self.officer, self.note, self.file or "")
        return (self.at, self.id or 0, *said, self.receiver or "", due, self.source)


@dataclass(frozen=True)
class Case:
    """Where an open household stands. tries: visits in vain on this step, of as many as it takes.

    owner: the role that is to act; receiver: the officer to whom it was handed. begun_at: the first visit in vain;
    since: when the step, its owner or its hour last changed, and by whom.
    """

    ladder: LadderName
    step: Step
    tries: int
    wanted: int
    owner: Role
    begun_at: datetime
    since: datetime
    due_at: datetime
    by: str
    receiver: str | None = None
    last: bool = False


def case_of(visits: Iterable[Seen], acts: Iterable[Act], ground: Ground) -> Case | None:
    """The case of a household after these visits and acts; None when nothing is open."""
    walk = _Walk(ground)
    to_come = sorted(set(acts), key=lambda act: act.place, reverse=True)
    for seen, again, standing in course_of(visits):
        while to_come and to_come[-1].at < seen.visited_at:
            walk.act(to_come.pop())
        if standing.state is State.SETTLED:
            walk = _Walk(ground)
        elif standing.decider == seen:
            walk.visit(seen, again=again)
    while to_come:
        walk.act(to_come.pop())
    return walk.case


def owner_of(case: Case, enumerator: str | None, leaders: Sequence[tuple[str, Role]]) -> str | None:
    """Whose the case is: an officer's id; None when it is the enumerator's. leaders: those above, the nearest first.

    A role that nobody above has falls to the next higher one, or to the highest there is; without any leader the
    enumerator keeps the case.
    """
    above = [officer for officer, _ in leaders]
    if case.receiver is not None and case.receiver in [*above, enumerator]:
        return None if case.receiver == enumerator else case.receiver
    if not leaders or (case.owner is Role.PPL and enumerator is not None):
        return None
    high = [officer for officer, role in leaders if _rank(role) >= _rank(case.owner)]
    return high[0] if high else above[-1]


def _rank(role: Role) -> int:
    return (Role.PPL, *LEADERS).index(role)


@dataclass
class _Place:
    """How far the household is on one ladder: the step's number, and the visits in vain on it."""

    step: int = 0
    tries: int = 0


@dataclass
class _Walk:
    """One case from its first visit on. hard: who met a hard refusal; vain: the hours of its visits; slots: their parts
    of days.
    """

    ground: Ground
    case: Case | None = None
    places: dict[LadderName, _Place] = field(default_factory=dict)
    hard: set[str] = field(default_factory=set)
    slots: set[Slot] = field(default_factory=set)
    vain: list[datetime] = field(default_factory=list)

    def visit(self, seen: Seen, *, again: bool) -> None:
        """A visit that left the household open."""
        local, before = self.ground.local(seen.visited_at), self.case
        slot = slot_of(local)
        ladder = ladder_after(before.ladder if before else None, seen.outcome)
        if seen.outcome is Outcome.REFUSED_HARD:
            self.hard.add(seen.officer)
        fresh = slot not in self.slots and not again
        self.slots.add(slot)
        self.vain.append(local)
        if ladder not in self.places:
            self.places[ladder] = _Place()
        elif fresh:
            self._in_vain(ladder, seen.visited_at)
        place, agreed = self.places[ladder], seen.outcome is Outcome.APPOINTMENT
        too_late = not agreed and self._comes_too_late(seen)
        if too_late:
            place.step = len(self.ground.ladders.steps(ladder)) - 1
        case = self._stand(ladder, 0 if agreed else place.step, seen.visited_at, seen.officer)
        if not too_late and case.step.owner is Role.PPL:
            hard = seen.outcome is Outcome.REFUSED_HARD
            due = self.ground.next_try(seen.visited_at, seen.revisit_at, self.vain, hard=hard)
            case = replace(case, due_at=due)
        self.case = case

    def act(self, act: Act) -> None:
        """Something else that was done; on a step that the case is not at, only "done" means something."""
        place = self.places.get(act.ladder)
        steps = self.ground.ladders.steps(act.ladder)
        number = next((at for at, step in enumerate(steps) if step.name == act.step), None)
        if self.case is None or place is None or number is None:
            return
        here = self.case.ladder is act.ladder and self.case.step.name == act.step
        if act.kind is ActKind.DONE and number >= place.step:
            last = len(steps) - 1
            place.step, place.tries = last if self.ground.is_over(act.at) else min(number + 1, last), 0
            if self.case.ladder is act.ladder:
                self.case = self._stand(act.ladder, place.step, act.at, act.officer)
        elif act.kind is ActKind.MOVED and here and act.due_at is not None:
            due = min(act.due_at, self.ground.horizon(act.at))
            self.case = replace(self.case, due_at=due, since=act.at, by=act.officer)
        elif act.kind is ActKind.HANDED and here:
            due = act.due_at or self.case.due_at
            due = due if due > act.at else self.ground.deadline(act.at, steps[number:])
            self.case = replace(self.case, receiver=act.receiver, due_at=due, since=act.at, by=act.officer)

    def _in_vain(self, ladder: LadderName, at: datetime) -> None:
        """One visit more in vain."""
        place, steps = self.places[ladder], self.ground.ladders.steps(ladder)
        place.tries += 1
        if place.tries >= self.ground.tries(at, steps[place.step :]) and place.step < len(steps) - 1:
            place.step, place.tries = place.step + 1, 0

    def _stand(self, ladder: LadderName, number: int, at: datetime, by: str) -> Case:
        """Stand on a step of a ladder. Who had it by hand keeps it while the step stays; but a firm refusal, or a visit
        in vain on a leader's step, gives it back.
        """
        steps, before = self.ground.ladders.steps(ladder)[number:], self.case
        step, receiver = steps[0], None
        if before is not None and (before.ladder, before.step.name) == (ladder, step.name):
            back = before.receiver == by and (by in self.hard or step.owner is not Role.PPL)
            receiver = None if back else before.receiver
        owner = step.owner
        if owner is Role.PPL and ladder is LadderName.REFUSAL and self.ground.enumerator in self.hard:
            owner = Role.PML
        return Case(
            ladder=ladder,
            step=step,
            tries=self.places[ladder].tries,
            wanted=self.ground.tries(at, steps),
            owner=owner,
            begun_at=before.begun_at if before else at,
            since=at,
            due_at=self.ground.deadline(at, steps),
            by=by,
            receiver=receiver,
            last=len(steps) == 1,
        )

    def _comes_too_late(self, seen: Seen) -> bool:
        """Return whether the fieldwork leaves no room for the next visit: nothing is left but the last step."""
        later = seen.revisit_at is not None and self.ground.is_after(seen.revisit_at)
        return later or self.ground.is_over(seen.visited_at)
