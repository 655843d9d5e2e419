"""Ladders: the steps after a visit in vain, from another visit up to the office, written in one place.

| ladder | its steps |
|---|---|
| refusal | visit again, three times at other hours · with the RT chair · lurah or camat · the office · a last word |
| nobody home | visit again, three times at other hours · ask the RT chair and neighbours · the supervisor decides |
| appointment | the hour itself · visit again · the supervisor decides |

Every step has an owner and a deadline. A visit that settles the household ends its case at any step. A campaign may
have ladders of its own (CATAT_LADDERS, core/cases/ladder_file.py). core/cases/case.py tells where a household stands.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from core.people.person import Role
from core.visits.outcomes import Outcome
from core.workload.targets import Period

DAY = timedelta(days=1)


class LadderName(StrEnum):
    """The three ladders."""

    REFUSAL = "refusal"
    NOBODY_HOME = "nobody_home"
    APPOINTMENT = "appointment"


class StepName(StrEnum):
    """What a step can be; each has its words in locales/ (`step.<name>`, `todo.<name>`)."""

    VISIT = "visit"
    HOUR = "hour"
    RT = "rt"
    NEIGHBOURS = "neighbours"
    LEADER = "leader"
    SUPERVISOR = "supervisor"
    OFFICE = "office"
    FINAL = "final"


@dataclass(frozen=True)
class Step:
    """One step. owner: the role that is to do it, looked for upwards from the household's enumerator.

    within: how long until its deadline, for each try. tries: visits in vain after which the next step begins.
    evidence: a note or a photo is wanted when it is said to be done. closes: here the household may be given up.
    """

    name: StepName
    owner: Role
    within: timedelta = 2 * DAY
    tries: int = 1
    evidence: bool = False
    closes: bool = False

    @property
    def at_the_door(self) -> bool:
        """Whether it is done by a visit; other steps are done by somebody who says so."""
        return self.name in (StepName.VISIT, StepName.HOUR)

    @property
    def length(self) -> timedelta:
        """How long the step takes at most, with all its tries."""
        return self.within * self.tries


Steps = tuple[Step, ...]

VISIT = Step(StepName.VISIT, Role.PPL, DAY, tries=3)
REFUSAL: Steps = (
    VISIT,
    Step(StepName.RT, Role.PPL, evidence=True),
    Step(StepName.LEADER, Role.PML, 3 * DAY, evidence=True),
    Step(StepName.OFFICE, Role.BPS, 3 * DAY, evidence=True, closes=True),
    Step(StepName.FINAL, Role.BPS, 3 * DAY, evidence=True, closes=True),
)
NOBODY_HOME: Steps = (
    VISIT,
    Step(StepName.NEIGHBOURS, Role.PPL, evidence=True),
    Step(StepName.SUPERVISOR, Role.PML, 3 * DAY, evidence=True, closes=True),
)
APPOINTMENT: Steps = (
    Step(StepName.HOUR, Role.PPL, DAY),
    Step(StepName.VISIT, Role.PPL, DAY),
    Step(StepName.SUPERVISOR, Role.PML, evidence=True, closes=True),
)


@dataclass(frozen=True)
class Ladders:
    """The ladders of a campaign."""

    refusal: Steps = REFUSAL
    nobody_home: Steps = NOBODY_HOME
    appointment: Steps = APPOINTMENT

    def steps(self, name: LadderName) -> Steps:
        """The steps of one ladder, from the first to the last."""
        found: Steps = getattr(self, name)
        return found


@dataclass(frozen=True)
class Fieldwork:
    """What a campaign lays down about the days in the field: which they are, and its ladders."""

    period: Period
    ladders: Ladders = field(default_factory=Ladders)


LEARNING = frozenset({StepName.NEIGHBOURS, StepName.RT})
"""Steps on which neighbours and the RT chair are asked: who says so is kept (core/visits/source.py)."""

CLOSING: dict[LadderName, Outcome] = {
    LadderName.REFUSAL: Outcome.REFUSED_FOR_GOOD,
    LadderName.NOBODY_HOME: Outcome.NEVER_MET,
    LadderName.APPOINTMENT: Outcome.NEVER_MET,
}
"""What a household is settled as when it is given up on a ladder: R205 code 4 or 3, at the end."""

BEGUN_BY: dict[Outcome, LadderName] = {
    Outcome.REFUSED: LadderName.REFUSAL,
    Outcome.REFUSED_HARD: LadderName.REFUSAL,
    Outcome.NOBODY_HOME: LadderName.NOBODY_HOME,
    Outcome.APPOINTMENT: LadderName.APPOINTMENT,
}
"""The ladder that a visit leads to."""


def ladder_after(now: LadderName | None, outcome: Outcome) -> LadderName:
    """The ladder after a visit that leaves the household open. now: the one before it, None without a case.

    Nobody home does not lead away from a ladder: who refused may not open, and who had agreed to an hour may be out.
    """
    if now is not None and outcome is Outcome.NOBODY_HOME:
        return now
    return BEGUN_BY[outcome]
