"""Correcting: a report that was wrong is put right with /koreksi, and of two that contradict one is chosen."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import replace
from datetime import datetime, timedelta

from simulation import pursuits
from simulation.books import ENUMERATED, Visit, told_of
from simulation.cases import OPEN, Told
from simulation.checks import progress, receipt
from simulation.habits import Habit
from simulation.people import Officer
from simulation.reading import apart, find, fragment, says, wording
from simulation.stage import ZONE, Life
from simulation.telling import PATIENCE, Telling

EARLIER = timedelta(minutes=20)


class Correcting:
    """One household whose reports are put right."""

    def __init__(self, person: Officer, habit: Habit, no: int) -> None:
        self.person, self.habit, self.stage = person, habit, person.stage
        self.random, self.language = person.random, person.language
        self.case = person.stage.books.sheets[person.officer].cases[no]

    def change(self) -> Life:
        """The latest report was wrong: in all, or its outcome, its persons, or its hour."""
        old = max(self.case.told, key=Told.place)
        what = self.random.choice(["withdraw", "outcome", "hour", *(["people"] if old.persons else [])])
        self.person.say(f"/koreksi {self.case.no}")
        if not self.stage.compare("corrections", self._where, self.person.sees("correct.what"), True):
            return
        yield self.person.after(3, 20)
        self._choose(f"correct.button_{what}")
        new: Told | None = None
        if what == "withdraw":
            yield self.person.after(3, 20)
            self._choose("settings.yes")
        elif what == "people":
            yield self.person.after(3, 20)
            new = replace(old, persons=old.persons + 1)
            self.person.say(str(new.persons))
        elif what == "hour":
            yield self.person.after(3, 20)
            new = replace(old, at=(old.at - EARLIER).replace(second=0, microsecond=0))
            self.person.say(f"{new.at.astimezone(ZONE):%d/%m %H:%M}")
        elif what == "outcome":
            yield self.person.after(3, 20)
            new = yield from self._other_outcome(old)
        self._done([old], new)

    def decide(self) -> Life:
        """Two reports contradict each other, and the bot has asked which is right."""
        self.person.say(f"/koreksi_{self.case.no}")
        if not self.stage.compare("corrections", self._where, self.person.sees("correct.which_is_right"), True):
            return
        yield self.person.after(3, 20)
        waiting, stands = self.case.waiting, self.case.stands
        right = self.random.choice([stands, waiting[-1]]) or waiting[-1]
        title = wording(f"outcome.{right.outcome}", self.language)
        buttons = [button for button in self.person.phone.last.buttons if button.text.startswith(title)]
        if buttons and self.random.random() < self.habit.presses:
            self.person.phone.press(buttons[0], self.stage.now)
        else:
            self.person.say(title.lower())
        if right is stands:
            self._done(list(waiting), None)
        else:
            self._done([right], replace(right, on_purpose=True))

    @property
    def _where(self) -> str:
        return f"{self.person.officer} no. {self.case.no}"

    def _choose(self, key: str) -> None:
        title = wording(key, self.language)
        if not (self.random.random() < self.habit.presses and self.person.tap(title)):
            self.person.say(title)

    def _other_outcome(self, old: Told) -> Generator[datetime, None, Told]:
        """It was another outcome: the questions that belong to it are answered as in any report."""
        outcome = self.random.choice([each for each in ("nobody_home", "refused", "partial") if each != old.outcome])
        note = "Bagian aset belum" if outcome == "partial" else ""
        reason = "busy" if outcome == "refused" else ""
        visit = Visit(self.case.no, self.case.head, outcome, 0 if outcome in OPEN else 3, reason, note)
        self._choose(f"outcome.{outcome}")
        telling = Telling(self.person, self.habit, visit)
        telling.slips = 0
        for _ in range(PATIENCE):
            if self.person.sees("correct.now"):
                break
            yield self.person.after(3, 20)
            telling.answer()
        return told_of(visit, old.at, on_purpose=old.on_purpose)

    def _done(self, wrong: list[Told], instead: Told | None) -> None:
        """Enter it into the books, and compare what the bot says."""
        stage, officer, text = self.stage, self.person.officer, self.person.phone.last.text
        case = stage.books.correct(officer, self.case.no, wrong, instead, stage.now)
        stage.count("corrections")
        text, figures = apart(text, self.language)
        progress(stage, self._where, figures, stage.today)
        _, begins, now = text.partition(fragment("correct.now", self.language))
        if not begins:
            stage.differ("corrections", f"{self._where}: not confirmed, but {text[:120]!r}")
            return
        key = f"outcome.{case.outcome}" if case.outcome else "visit.not_visited"
        stage.compare("corrections", self._where, says(now, key, self.language), True)
        code = find(now, "visit.saved_code", self.language)
        if receipt(stage, officer, case, code, shown=case.outcome in ENUMERATED):
            stage.count("codes after a correction")
        pursuits.next_step(stage, stage.books.sheets[officer], case, now, self.language)
        asks = says(now, "visit.contradicts", self.language)
        stage.compare("corrections", f"{self._where}, asked", asks, bool(case.waiting))
