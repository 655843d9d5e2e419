"""The ladders of a campaign as a file: TOML, a table for each step, in the words of core/cases/ladder.py.

    [[refusal]]
    step = "visit"       # one of StepName
    owner = "ppl"        # ppl, pml, koseka or bps: looked for upwards from the household's enumerator
    days = 1             # until its deadline, for each try
    tries = 3            # visits in vain after which the next step begins; 1 when left out
    evidence = false     # whether a note or a photo is wanted; false when left out
    closes = false       # whether the household may be given up here; false when left out

A ladder that is left out keeps its default.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from core.cases.ladder import DAY, LadderName, Ladders, Step, StepName, Steps
from core.people.person import OFFICER_ROLES, Role

WORDS = ("step", "owner", "days", "tries", "evidence", "closes")
SHORTEST, LONGEST = 0.05, 31
MOST_TRIES = 20


def read_ladders(text: str) -> Ladders:
    """The ladders of a file; ValueError with a sentence that names what is wrong and where."""
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise ValueError(f"is not TOML: {wrong}") from None
    known = [str(name) for name in LadderName]
    for name in said:
        if name not in known:
            raise ValueError(f"there is no ladder {name!r}; there are {', '.join(known)}")
    return Ladders(**{name: _steps(LadderName(name), steps) for name, steps in said.items()})


def write_ladders(ladders: Ladders) -> str:
    """A file that reads back to these ladders."""
    return "\n".join(_written(name, step) for name in LadderName for step in ladders.steps(name))


def days_of(step: Step) -> float:
    """Return how many days a step has for each try."""
    return step.within / DAY


def _written(name: LadderName, step: Step) -> str:
    lines = [f"[[{name}]]", f'step = "{step.name}"', f'owner = "{step.owner}"', f"days = {days_of(step):g}"]
    lines += [f"tries = {step.tries}"] if step.tries > 1 else []
    lines += [f"{word} = true" for word in ("evidence", "closes") if getattr(step, word)]
    return "\n".join(lines) + "\n"


def _steps(name: LadderName, said: Any) -> Steps:
    if not isinstance(said, list) or not said or not all(isinstance(each, dict) for each in said):
        raise ValueError(f"{name}: steps are written as tables, [[{name}]]")
    steps = tuple(_step(f"step {number} of {name}", each) for number, each in enumerate(said, start=1))
    names = [step.name for step in steps]
    if len(set(names)) < len(names):
        raise ValueError(f"{name}: a step stands there twice")
    for number, (low, high) in enumerate(pairwise(steps), start=2):
        if OFFICER_ROLES.index(high.owner) < OFFICER_ROLES.index(low.owner):
            raise ValueError(f"step {number} of {name}: its owner stands below that of the step before")
    if (StepName.HOUR in names[:1]) is not (name is LadderName.APPOINTMENT) or StepName.HOUR in names[1:]:
        raise ValueError(f"{name}: the step 'hour' comes first on the ladder of appointments, and nowhere else")
    if not steps[-1].closes or steps[-1].owner is Role.PPL:
        raise ValueError(f"{name}: the last step must belong to a leader and have closes = true")
    return steps


def _step(where: str, said: Mapping[str, Any]) -> Step:
    for word in said:
        if word not in WORDS:
            raise ValueError(f"{where}: there is no word {word!r}; there are {', '.join(WORDS)}")
    name = _one_of(where, "step", said, [str(each) for each in StepName])
    owner = _one_of(where, "owner", said, [str(each) for each in OFFICER_ROLES])
    days, tries = said.get("days", 2), said.get("tries", 1)
    if isinstance(days, bool) or not isinstance(days, int | float) or not SHORTEST <= days <= LONGEST:
        raise ValueError(f"{where}: days must be a number, from {SHORTEST} to {LONGEST}")
    if isinstance(tries, bool) or not isinstance(tries, int) or not 1 <= tries <= MOST_TRIES:
        raise ValueError(f"{where}: tries must be a whole number from 1 to {MOST_TRIES}")
    for word in ("evidence", "closes"):
        if not isinstance(said.get(word, False), bool):
            raise ValueError(f"{where}: {word} must be true or false")
    made = Step(StepName(name), Role(owner), days * DAY, tries, said.get("evidence", False), said.get("closes", False))
    if made.at_the_door and made.owner is not Role.PPL:
        raise ValueError(f'{where}: a visit is the enumerator\'s (owner = "ppl")')
    return made


def _one_of(where: str, word: str, said: Mapping[str, Any], known: list[str]) -> str:
    value = said.get(word)
    if value not in known:
        raise ValueError(f"{where}: {word} must be one of {', '.join(known)}, and is {value!r}")
    return str(value)
