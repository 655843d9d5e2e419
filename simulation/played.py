"""What is left of a played campaign: its figures, apart from the stage on which it was played."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from simulation.books import Sheet
from simulation.enumerators import Enumerator
from simulation.habits import Habit
from simulation.stage import Plan, Stage


@dataclass
class Played:
    """A campaign's figures, or those of a part of it. sheets and habits: by enumerator; differences: the first ones."""

    plan: Plan
    messages: int
    sheets: dict[str, Sheet]
    habits: dict[str, Habit]
    outcomes: Counter[tuple[date, str]]
    hours: Counter[int]
    days: dict[date, Counter[str]]
    compared: Counter[str]
    differing: Counter[str]
    differences: list[tuple[str, str]]

    def add(self, other: Played) -> Played:
        """Put another part of the same campaign to it; itself."""
        self.messages += other.messages
        self.sheets |= other.sheets
        self.habits |= other.habits
        self.outcomes.update(other.outcomes)
        self.hours.update(other.hours)
        self.compared.update(other.compared)
        self.differing.update(other.differing)
        for day, tally in other.days.items():
            self.days.setdefault(day, Counter()).update(tally)
        self.differences += other.differences
        return self


def played(stage: Stage) -> Played:
    """What is left of what was played on a stage."""
    habits = {each.officer: each.habit for each in stage.people if isinstance(each, Enumerator)}
    books = stage.books
    told = stage.compared, stage.differing, stage.differences
    days = dict(stage.days)
    return Played(stage.plan, stage.telegram.updates, books.sheets, habits, books.outcomes, stage.hours, days, *told)
