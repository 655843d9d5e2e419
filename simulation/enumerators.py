"""Enumerators: a working day after the other, door by door, with or without a signal."""

from __future__ import annotations

from datetime import date, timedelta
from math import ceil

from simulation import checks, pursuits
from simulation.families import newcomer
from simulation.habits import Habit
from simulation.pursuing import Pursuing
from simulation.reading import hour_in, lines, number, read, says
from simulation.reporters import Reporter
from simulation.stage import Life, Stage
from simulation.telegram import Shown

HASTE = 1.6
"""Where many families refuse the list is gone through soon, to leave time for them."""


class Enumerator(Reporter):
    """One enumerator. todo: the numbers, heads and hours of the latest list; called: the numbers reminded of."""

    def __init__(self, stage: Stage, chat: int, officer: str, code: str, habit: Habit) -> None:
        super().__init__(stage, chat, officer, code, habit)
        self.todo: list[tuple[int, str, str]] = []
        self.called: list[tuple[int, str, str]] = []
        self.wanted = 0
        self.finished = False
        self.pursuing = Pursuing(self)

    def receive(self, shown: Shown) -> None:
        """A morning message or a reminder."""
        if any(says(shown.text, f"target.{each}", self.language) for each in ("morning", "finished")):
            checks.target(self.stage, self.officer, shown.text, self.language, morning=True)
            self._take_list(shown.text, "target.morning")
        elif says(shown.text, "target.nudge", self.language):
            self.stage.compare(
                "nudges", self.officer, self.stage.books.sheets[self.officer].visits[self.stage.today], 0
            )
        elif told := pursuits.told(shown.text, self.language):
            self.stage.reminded += [(self.officer, each.say, self.name, each.no) for each in told]
            self.called += [(each.no, each.head, "") for each in told if each.no and each.say != "new"]
        elif closed := read(shown.text, "case.closed_told", self.language):
            no = number(closed["no"])
            self.stage.compare(
                "closings told", f"{self.officer} no. {no}", self.stage.books.closed[self.officer, no], 1
            )
            self.stage.books.closed[self.officer, no] -= 1
        else:
            self.stage.differ("messages not understood", f"{self.officer}: {shown.text[:80]!r}")

    def live(self) -> Life:
        """From the first day of fieldwork to the last."""
        yield from self.join()
        yield from self.settle_in()
        for n in range(self.stage.plan.days):
            day = self.stage.period.start + timedelta(days=n)
            if not self._works(day):
                continue
            start = self.at(day, self.habit.hours[0])
            if start > self.stage.now:
                yield start
            yield from self.hand_over()
            yield from self.look_back()
            yield from self._work(day)

    def _works(self, day: date) -> bool:
        return day <= self.stage.period.end and day not in self.habit.off

    def _work(self, day: date) -> Life:
        """One day: knock, report, until the hour or the strength is over."""
        late = self.random.random() < 0.1
        stop = self.at(day, self.habit.hours[1])
        signal = self.random.random() >= self.habit.no_signal
        if self.random.random() < 0.6 or not self.todo:
            yield self.after(5, 60)
            self._ask_target()
        haste = 1.0 if self.stage.plan.refusing is None else HASTE
        doors = ceil(max(1, self.wanted) * haste * self.habit.pace * self.random.uniform(0.8, 1.2))
        pause = max(120.0, (stop - self.stage.now).total_seconds() / max(1, doors))
        for number_of_door in range(doors):
            yield self.after(pause * 0.4, pause * 1.1)
            if self.stage.now > stop or self.finished:
                break
            yield from self._door(blind=not signal and number_of_door > 0)
        if not (late and self._works(day + timedelta(days=1))):  # else the signal is back tomorrow
            yield from self.hand_over()
        yield from self._evening(day)

    def _evening(self, day: date) -> Life:
        """What was noted during the day is reported; who was reminded of a revisit may still go."""
        yield from self.tell_the_day()
        if self.random.random() < 0.4:
            yield max(self.at(day, 19.2), self.after(1, 60))
            for no, head, _ in self._calls():
                if self.stage.today == day and self.stage.local.hour < 21:
                    yield self.after(300, 900)
                    yield from self.visit(no, head, blind=False)
            yield from self.tell_the_day()
        if self.stage.plan.refusing is not None:
            yield self.after(60, 600)
            yield from self.pursuing.round()

    def _door(self, *, blind: bool) -> Life:
        """Go to the next door that one knows of, and sometimes find a family that nobody knew of."""
        if not blind and self.random.random() < 0.012:
            yield from self.tell(newcomer(self.random))
        if self.random.random() < 0.3:
            self.todo[:0] = self._calls()
        while True:
            entry = self._next(blind=blind)
            if entry is not None:
                yield from self.visit(entry[0], entry[1], blind=blind)
                return
            if blind:
                return
            yield self.after(10, 60)
            self._ask_target()
            if not self.finished and self._next(peek=True) is None:
                self._look_at_offers()
            if self.finished or self._next(peek=True) is None:
                return

    def _next(self, *, blind: bool = False, peek: bool = False) -> tuple[int, str, str] | None:
        """The next of the list whose hour, if it has one, has come."""
        told = self.told_already()
        cases = self.stage.books.sheets[self.officer].cases
        for place, (no, _, hour) in enumerate(self.todo):
            at = hour_in(hour, self.stage.local) if hour else None
            if no in told or cases[no].settled_on or (at and at > self.stage.local + timedelta(minutes=40)):
                continue
            return self.todo[place] if peek else self.todo.pop(place)
        return None

    def _look_at_offers(self) -> None:
        """The list is full of hours still to come: begin a report, and see which households it offers."""
        self.menu("lapor")
        offered = [button.text.split(" · ", 1) for button in self.phone.last.buttons]
        self.todo = [(number(no_and_head[0]), no_and_head[1], "") for no_and_head in offered if len(no_and_head) == 2]

    def _ask_target(self) -> None:
        text = self.menu("target") if self.random.random() < 0.5 else self.say("/target")
        checks.target(self.stage, self.officer, text, self.language)
        self._take_list(text, "target.now")

    def _take_list(self, text: str, key: str) -> None:
        self.finished = says(text, "target.finished", self.language)
        said = read(text, key, self.language) or read(text, "target.reached", self.language)
        self.wanted = number(said["target"]) if said else 0
        self.todo = lines(said["list"], self.language) if said else []

    def _calls(self) -> list[tuple[int, str, str]]:
        """The reminders so far whose households are not done, as one knows from one's own notes."""
        cases = self.stage.books.sheets[self.officer].cases
        called, self.called = self.called, []
        told = self.told_already()
        return [entry for entry in dict.fromkeys(called) if not cases[entry[0]].settled_on and entry[0] not in told]
