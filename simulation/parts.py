"""A big campaign in parts, each played by a process of its own side by side with the others.

A part is some coordinators with everybody below them, their households, and an office that sees only these. It has a
database of its own.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, wait
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import reduce
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread
from typing import Any

from simulation.play import simulate, throwaway
from simulation.played import Played, played
from simulation.stage import Plan, Stage

LOOK_SECONDS = 0.5


@dataclass(frozen=True)
class Sight:
    """How far a campaign is: the instant up to which all of it is played, messages and differences so far."""

    now: datetime
    messages: int
    differences: int


def sight_of(stage: Stage) -> Sight:
    """How far a stage is."""
    return Sight(stage.now, stage.telegram.updates, stage.differing.total())


def play_parts(plan: Plan, folder: Path, look: Callable[[Sight], None], begin: Callable[[], None]) -> Played:
    """Play all parts, with their files in a folder; look is called now and then, begin in each process at its start."""
    context = get_context("spawn")
    sights = [context.Array("d", (0.0, 0.0, 0.0)) for _ in range(plan.parts)]
    with ProcessPoolExecutor(plan.parts, context, _begin, (sights, begin)) as pool:
        parts = [pool.submit(_play, plan, part, folder) for part in range(plan.parts)]
        while wait(parts, LOOK_SECONDS).not_done:
            seen: list[Any] = [each[:] for each in sights]
            if all(instant for instant, _, _ in seen):
                instants, messages, differences = zip(*seen, strict=True)
                look(Sight(datetime.fromtimestamp(min(instants), UTC), int(sum(messages)), int(sum(differences))))
        return reduce(Played.add, [part.result() for part in parts])


_SIGHTS: list[Any] = []
"""In a process that plays: what it tells of how far it is, a place for each part."""


def _begin(sights: Sequence[Any], begin: Callable[[], None]) -> None:
    Thread(target=_leave_with_parent, daemon=True).start()
    begin()
    _SIGHTS.extend(sights)


def _leave_with_parent() -> None:
    """Play no longer than the command lasts, however it ends."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _play(plan: Plan, part: int, folder: Path) -> Played:
    ground = throwaway(folder / f"part-{part + 1}.db")

    def tell(stage: Stage) -> None:
        sight = sight_of(stage)
        _SIGHTS[part][:] = (sight.now.timestamp(), sight.messages, sight.differences)

    try:
        return played(simulate(Stage(ground, plan, part), tell))
    finally:
        ground.close()
