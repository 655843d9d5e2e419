"""Reporters: how an enumerator's visits reach the bot, at the door, in the evening, or when the signal is back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from simulation import checks
from simulation.batches import REASONS, Line, line_of, written
from simulation.blind import typed_blind
from simulation.books import Visit
from simulation.citizens import Citizen
from simulation.correcting import Correcting
from simulation.families import Family, knock, meet
from simulation.habits import Habit
from simulation.people import Officer
from simulation.reading import says
from simulation.stage import Life, Stage
from simulation.telling import Telling
from simulation.verdicts import verdicts

ASKS = 0.04
"""The share of families that ask the bot about their receipt."""

KEPT = ("visit.saved", "visit.changed", "visit.history", "visit.contradicts")
"""What a report that was kept is answered with."""

A_MESSAGE = 12
"""Lines that somebody types into one message at most."""


@dataclass(slots=True)
class Waiting:
    """A message in a phone without a signal. visit: what it completes; lines: the reports that it holds."""

    text: str
    sent_at: datetime
    visit: Visit | None = None
    lines: list[Line] = field(default_factory=list)


class Reporter(Officer):
    """Somebody who visits and reports. waiting: in the phone without a signal; untold: only noted on paper so far."""

    def __init__(self, stage: Stage, chat: int, officer: str, code: str, habit: Habit) -> None:
        super().__init__(stage, chat, officer, code, habit.language)
        self.habit = habit
        self.families: dict[int, Family] = {}
        self.waiting: list[Waiting] = []
        self.untold: list[Line] = []

    def told_already(self) -> set[int]:
        """The numbers that were visited and of which the bot does not know yet."""
        lines = [*self.untold, *(line for waiting in self.waiting for line in waiting.lines)]
        return {line.visit.no for line in lines} | {waiting.visit.no for waiting in self.waiting if waiting.visit}

    def visit(self, no: int, head: str, *, blind: bool) -> Life:
        """Knock, and report: at once, in the evening, or into a phone without a signal."""
        family = self.families.get(no) or self.families.setdefault(no, meet(self.random, self.stage.plan.refusing))
        visit = knock(family, no, head, self.stage.local, self.random)
        if blind and not self.habit.lines:
            for text, completes in typed_blind(visit, self.stage.local, self.stage.period.end, self.random):
                yield self.after(4, 20)
                self.waiting.append(Waiting(text, self.stage.now, visit if completes else None))
                self.stage.count("typed without signal")
        elif blind or self.habit.evening:
            self.untold.append(line_of(visit, self.stage.now, self.random))
            if blind and len(self.untold) >= self.random.randint(2, 8):
                yield self.after(30, 120)
                self._type_lines()
        elif self.random.random() < self.habit.by_line:
            self.untold.append(line_of(visit, self.stage.now, self.random))
            self._type_lines()
            yield from self.hand_over()
        else:
            yield from self.tell(visit)

    def tell(self, visit: Visit) -> Life:
        """Report one visit; rarely it was wrong and is reported once more."""
        if not (yield from Telling(self, self.habit, visit).run()):
            return
        self._told(visit, self.phone.last.text, self.stage.now)
        if visit.outcome == "complete" and self.random.random() < 0.02:
            yield self.after(60, 600)
            if self.random.random() < 0.5:
                yield from Correcting(self, self.habit, visit.no).change()
                return
            self.stage.count("reported again")
            other = self.random.choice(["partial", "complete", "nobody_home"])
            persons = visit.persons + 1 if other != "nobody_home" else 0
            note = "Salah catat" if other == "partial" else ""  # the talk asks for none after the others
            again = Visit(visit.no, visit.head, other, persons, note=note)
            if (yield from Telling(self, self.habit, again).run()):
                self._told(again, self.phone.last.text, self.stage.now)

    def hand_over(self) -> Life:
        """The signal is back: what waited in the phone leaves it, with the hours at which it was written."""
        if self.waiting and self.untold:
            self._type_lines()
        waiting, self.waiting = self.waiting, []
        again = []
        for message in waiting:
            text = self.phone.write(message.text, self.stage.now, message.sent_at).text
            if message.lines:
                again += self._judged(message.lines, message.sent_at, text)
            elif message.visit is not None and any(says(text, key, self.language) for key in KEPT):
                self._told(message.visit, text, message.sent_at)
            elif message.visit is not None:
                again.append(message.visit)
            yield self.stage.now + timedelta(seconds=1)
        done = [line.visit for message in waiting for line in message.lines if line.visit.outcome == "complete"]
        if done and self.random.random() < 0.15:
            yield self.after(60, 600)
            yield from self._contradict(self.random.choice(done))
        yield from self._tell_again(again)

    def tell_the_day(self) -> Life:
        """What was noted on paper is reported: line by line in a few messages, or one after the other."""
        if self.habit.lines:
            while self.untold:
                yield self.after(60, 300)
                self._type_lines()
                yield from self.hand_over()
            return
        noted, self.untold = self.untold, []
        for line in noted:
            yield self.after(20, 120)
            yield from self.tell(line.visit)

    def look_back(self) -> Life:
        """Now and then one finds in the morning that a report of an earlier day was wrong."""
        cases = self.stage.books.sheets[self.officer].cases.values()
        own = [case for case in cases if case.stands and not any(told.by for told in case.told)]
        told = [case.no for case in own if case.stands and case.stands.at < self.stage.now - timedelta(hours=12)]
        told = [no for no in told if no not in self.told_already()]
        if told and self.random.random() < 0.1:
            yield self.after(60, 600)
            yield from Correcting(self, self.habit, self.random.choice(told)).change()

    def _type_lines(self) -> None:
        """Type what was noted into one message. Where it could be taken for an answer, say first what it is."""
        lines, self.untold = self.untold[:A_MESSAGE], self.untold[A_MESSAGE:]
        written_down = [written(line, self.stage.local, self.stage.period.end, self.random) for line in lines]
        text = self.random.choice(["\n", "\n", "; "]).join(written_down)
        doubtful = 2 * sum(line.readable for line in lines) < len(lines)
        said = f"/ketik {text}" if doubtful and self.phone.last.buttons else text
        self.waiting.append(Waiting(said, self.stage.now, lines=lines))
        self.stage.count("typed lines", len(lines))

    def _contradict(self, visit: Visit) -> Life:
        """A line with the wrong number: the bot keeps it and asks, and the person answers."""
        wrong = Visit(visit.no, visit.head, "refused", reason="busy")
        self.stage.count("contradictions")
        text = self.say(f"{wrong.no} M {REASONS['busy']}")
        lines = [Line(wrong, self.stage.now, told=False, open_ended=True)]
        verdicts(self.stage, self.officer, lines, self.stage.now, text, self.language)
        if self.stage.books.sheets[self.officer].cases[wrong.no].waiting:
            yield self.after(10, 60)
            yield from Correcting(self, self.habit, wrong.no).decide()

    def _tell_again(self, visits: Iterable[Visit]) -> Life:
        """Something was mistyped, and nobody could say so in time."""
        for visit in visits:
            self.stage.count("told again")
            visit.revisit = None
            yield self.after(20, 120)
            yield from self.tell(visit)

    def _judged(self, lines: list[Line], sent_at: datetime, text: str) -> list[Visit]:
        """The bot's verdicts on typed reports; the visits that it could not read."""
        again = []
        for line, kind, code in verdicts(self.stage, self.officer, lines, sent_at, text, self.language):
            if kind == "refused":
                again.append(line.visit)
            else:
                self._done_with(line.visit, code)
        return again

    def _told(self, visit: Visit, text: str, at: datetime) -> None:
        self._done_with(visit, checks.confirmed(self.stage, self.officer, visit, at, text, self.language))

    def _done_with(self, visit: Visit, code: str | None) -> None:
        if self.stage.books.sheets[self.officer].cases[visit.no].settled_on:
            self.families.pop(visit.no, None)
        if code is not None and self.random.random() < ASKS:
            Citizen.asks(self.stage, code, self.random)
