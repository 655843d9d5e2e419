"""Typing without a signal: all answers of a report in a row, as the card in the pocket says, seeing no question."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from random import Random

from simulation.books import Visit
from simulation.hours import hour_to_come, spelled
from simulation.naming import name_source
from simulation.telling import CODES

REASONS = {
    "busy": "sedang sibuk", "unwilling": "tidak mau didata", "distrust": "tidak percaya petugas",
    "wants_rt": "minta bersama ketua rt", "other": "alasan lain",
}  # fmt: skip
MISTYPED = 0.02


def typed_blind(visit: Visit, local: datetime, end: date, random: Random) -> Iterator[tuple[str, bool]]:
    """The messages of a report, and of each whether it completes it; now and then the outcome is mistyped."""
    answers = [f"/lapor {visit.no}", "selsai" if random.random() < MISTYPED else CODES[visit.outcome]]
    if visit.persons:
        answers.append(str(visit.persons))
    if visit.reason:
        answers.append(REASONS[visit.reason])
    name_source(visit)
    if visit.note:
        answers.append(visit.note)
    if visit.outcome in ("appointment", "nobody_home", "refused", "refused_hard"):
        visit.revisit = hour_to_come(visit, local, end, random)
        answers.append(spelled(visit.revisit, local, "id", random))
    for place, answer in enumerate(answers, start=1):
        yield answer, place == len(answers)
