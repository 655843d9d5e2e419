"""Enumerators: a working day after the other, door by door, with or without a signal."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil

from simulation import checks
from simulation.blind import typed_blind
from simulation.books import Visit
from simulation.citizens import Citizen
from simulation.families import Family, knock, meet, newcomer
from simulation.habits import Habit
from simulation.people import Officer
from simulation.reading import find, hour_in, lines, number, plain, read, says
from simulation.stage import Life, Stage
from simulation.telegram import Shown
from simulation.telling import Telling

ASKS = 0.04
"""The share of families that ask the bot about their receipt."""


@dataclass(slots=True)
class Waiting:
    """A message in a phone without a signal. visit: what it completes."""

    text: str
    sent_at: datetime
    visit: Visit | None = None


class Enumerator(Officer):
    """One enumerator. todo: the numbers, heads and hours of the latest list; called: the numbers reminded of."""

    def __init__(self, stage: Stage, chat: int, officer: str, code: str, habit: Habit) -> None:
        super().__init__(stage, chat, officer, code, habit.language)
        self.habit = habit
        self.families: dict[int, Family] = {}
        self.todo: list[tuple[int, str, str]] = []
        self.called: list[tuple[int, str, str]] = []
        self.waiting: list[Waiting] = []
        self.untold: list[Visit] = []
        self.wanted = 0
        self.finished = False

    def receive(self, shown: Shown) -> None:
        """A morning message or a reminder."""
        if any(says(shown.text, f"target.{each}", self.language) for each in ("morning", "finished")):
            checks.target(self.stage, self.officer, shown.text, self.language, morning=True)
            self._take_list(shown.text, "target.morning")
        elif says(shown.text, "revisit.reminder", self.language):
            said = read(shown.text, "revisit.reminder", self.language) or {"no": "", "line": ""}
            about = find(said["line"] + " (", "revisit.line", self.language) or {"head": ""}
            self.called.append((number(said["no"]), plain(about["head"]), ""))
            self.stage.reminded[self.officer, number(said["no"])] += 1
        else:
            self.stage.differ("messages not understood", f"{self.officer}: {shown.text[:80]!r}")

    def live(self) -> Life:
        """From the first day of fieldwork to the last."""
        yield from self.join()
        for n in range(self.stage.plan.days):
            day = self.stage.period.start + timedelta(days=n)
            if not self._works(day):
                continue
            start = self.at(day, self.habit.hours[0])
            if start > self.stage.now:
                yield start
            yield from self._hand_over()
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
        doors = ceil(max(1, self.wanted) * self.habit.pace * self.random.uniform(0.8, 1.2))
        pause = max(120.0, (stop - self.stage.now).total_seconds() / max(1, doors))
        for number_of_door in range(doors):
            yield self.after(pause * 0.4, pause * 1.1)
            if self.stage.now > stop or self.finished:
                break
            yield from self._door(blind=not signal and number_of_door > 0)
        if not (late and self._works(day + timedelta(days=1))):  # else the signal is back tomorrow
            yield from self._hand_over()
        yield from self._evening(day)

    def _evening(self, day: date) -> Life:
        """What was noted during the day is reported; who was reminded of a revisit may still go."""
        for visit in self.untold:
            yield self.after(20, 120)
            yield from self._tell(visit)
        self.untold.clear()
        if self.random.random() < 0.4:
            yield max(self.at(day, 19.2), self.after(1, 60))
            for no, head, _ in self._calls():
                if self.stage.today == day and self.stage.local.hour < 21:
                    yield self.after(300, 900)
                    yield from self._visit(no, head, blind=False)

    def _door(self, *, blind: bool) -> Life:
        """Go to the next door that one knows of, and sometimes find a family that nobody knew of."""
        if not blind and self.random.random() < 0.012:
            yield from self._tell(newcomer(self.random))
        if self.random.random() < 0.3:
            self.todo[:0] = self._calls()
        while True:
            entry = self._next(blind=blind)
            if entry is not None:
                yield from self._visit(entry[0], entry[1], blind=blind)
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
        told = {waiting.visit.no for waiting in self.waiting if waiting.visit} | {visit.no for visit in self.untold}
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

    def _visit(self, no: int, head: str, *, blind: bool) -> Life:
        """Knock, and report: at once, in the evening, or into a phone without a signal."""
        family = self.families.get(no) or self.families.setdefault(no, meet(self.random))
        visit = knock(family, no, head, self.stage.local, self.random)
        if blind:
            for text, completes in typed_blind(visit, self.stage.local, self.stage.period.end, self.random):
                yield self.after(4, 20)
                self.waiting.append(Waiting(text, self.stage.now, visit if completes else None))
                self.stage.count("typed without signal")
        elif self.habit.evening:
            self.untold.append(visit)
        else:
            yield from self._tell(visit)

    def _tell(self, visit: Visit) -> Generator[datetime, None, None]:
        """Report one visit; rarely it was wrong and is reported once more."""
        if not (yield from Telling(self, self.habit, visit).run()):
            return
        self._told(visit, self.phone.last.text, self.stage.now)
        if visit.outcome == "complete" and self.random.random() < 0.01:
            self.stage.count("corrections")
            yield self.after(60, 600)
            other = self.random.choice(["partial", "complete", "nobody_home"])
            persons = visit.persons + 1 if other != "nobody_home" else 0
            again = Visit(visit.no, visit.head, other, persons, note="Salah catat")
            if (yield from Telling(self, self.habit, again).run()):
                self._told(again, self.phone.last.text, self.stage.now)

    def _told(self, visit: Visit, text: str, at: datetime) -> None:
        code = checks.confirmed(self.stage, self.officer, visit, at, text, self.language)
        if self.stage.books.sheets[self.officer].cases[visit.no].settled_on:
            self.families.pop(visit.no, None)
        if code is not None and self.random.random() < ASKS:
            Citizen.asks(self.stage, code, self.random)

    def _hand_over(self) -> Life:
        """The signal is back: what waited in the phone leaves it, with the hours at which it was written."""
        waiting, self.waiting = self.waiting, []
        again = []
        for message in waiting:
            text = self.phone.write(message.text, self.stage.now, message.sent_at).text
            if message.visit is not None and says(text, "visit.saved", self.language):
                self._told(message.visit, text, message.sent_at)
            elif message.visit is not None:
                again.append(message.visit)
            yield self.stage.now + timedelta(seconds=1)
        for visit in again:  # something was mistyped and nobody could say so
            self.stage.count("told again")
            yield from self._tell(visit)

    def _ask_target(self) -> None:
        text = self.menu("target") if self.random.random() < 0.5 else self.say("/target")
        checks.target(self.stage, self.officer, text, self.language)
        self._take_list(text, "target.now")

    def _take_list(self, text: str, key: str) -> None:
        self.finished = says(text, "target.finished", self.language)
        said = read(text, key, self.language)
        self.wanted = number(said["target"]) if said else 0
        self.todo = lines(said["list"], self.language) if said else []

    def _calls(self) -> list[tuple[int, str, str]]:
        """The reminders so far whose households are not done, as one knows from one's own notes."""
        cases = self.stage.books.sheets[self.officer].cases
        called, self.called = self.called, []
        return [entry for entry in dict.fromkeys(called) if not cases[entry[0]].settled_on]
