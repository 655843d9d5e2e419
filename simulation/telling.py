"""Telling: how an enumerator gets a visit across to the bot, question by question, with fingers that slip."""

from __future__ import annotations

from collections.abc import Callable, Generator
from datetime import datetime, timedelta

from simulation.books import Visit
from simulation.families import SPECIAL
from simulation.habits import Habit
from simulation.hours import hour_to_come, spelled
from simulation.ladders import within_hours
from simulation.people import Officer
from simulation.reading import find, hour_in, number, wording

BEHIND_THE_MOSQUE = "Di belakang masjid, dekat jembatan"
PATIENCE = 40
"""Messages after which somebody gives up on one report."""

CODES = {
    "complete": "S", "partial": "B", "appointment": "J", "nobody_home": "T", "away": "L", "refused": "M",
    "refused_hard": "MK", "unable": "I", "no_access": "A", "moved": "P", "vacant": "K", "no_dwelling": "X",
    "deceased": "D", "duplicate": "G",
}  # fmt: skip
"""The letters of the enumerator's card."""

NONSENSE = {
    "household.which": "zzq", "visit.what_happened": "selsai", "visit.how_many": "75", "visit.why_refused": "??",
    "visit.revisit": "kapan-kapan", "visit.who_says": "entahlah", "new.which_kind": "???", "new.which_area": "di sana",
}  # fmt: skip
"""Answers that do not fit, by the beginning of the question's name."""

MOST_ON_A_BUTTON = 7
"""Persons that the first question has a button for."""


class Telling:
    """One report being told. wrong: the finger hit another outcome; plainly: the number is typed, nothing else."""

    def __init__(self, person: Officer, habit: Habit, visit: Visit) -> None:
        self.person, self.habit, self.visit = person, habit, visit
        self.random, self.stage, self.phone = person.random, person.stage, person.phone
        self.slips = int(self.random.random() < habit.slips) * self.random.randint(1, 2)
        self.wrong = self.plainly = False

    def run(self) -> Generator[datetime, None, bool]:
        """Tell it; True when the bot confirms, False when it was given up."""
        if not self.person.sees("household.which"):
            self._begin()
        gives_up = self.random.random() < 0.001
        for _ in range(PATIENCE):
            if self.person.sees("visit.saved") or self.person.sees("visit.changed"):
                return True
            yield self.person.after(3, 25)
            if gives_up and self.random.random() < 0.5:
                self.stage.count("given up")
                return False
            if not self.answer():
                break
        self.stage.differ("reports that came to nothing", f"{self.person.officer}: {self.phone.last.text[:120]!r}")
        self.person.say("/batal")
        return False

    def _begin(self) -> None:
        self.wrong = False
        if not self.visit.no or (self.random.random() < self.habit.menu and not self.plainly):
            self.person.menu("lapor")
            return
        other = self.visit.no + 1 if self._slipped(0.2) else self.visit.no
        self.person.say(f"/lapor {other}")

    def answer(self) -> bool:
        """Answer the question on the screen, or slip; False when it is none that one knows."""
        if self.person.sees("talk.cancelled"):
            self._begin()
            return True
        for key, answer in QUESTIONS.items():
            if self.person.sees(key):
                if self.wrong:
                    self.wrong = False
                    self._back()
                elif not (self._slipped(0.4) and self._slip(key)):
                    answer(self)
                return True
        return False

    def _slipped(self, share: float) -> bool:
        if self.slips and self.random.random() < share:
            self.slips -= 1
            self.stage.count("slips")
            return True
        return False

    def _slip(self, key: str) -> bool:
        """Do something that is not an answer; False when nothing comes to mind."""
        nonsense = next((text for name, text in NONSENSE.items() if key.startswith(name)), None)
        outdated = self.phone.older.question and self.phone.older.question[0]
        match self.random.randrange(7):
            case 0 | 1 if nonsense:
                self.person.say(nonsense)
            case 2 if key == "visit.what_happened":
                self.wrong = self._choose(f"outcome.{self.random.choice(['vacant', 'partial', 'refused'])}")
            case 3 if outdated and _question(outdated.data) != _question(self.phone.asked.question[0].data):
                self.phone.press(outdated, self.stage.now)
            case 4:
                self._back()
            case 5:
                self.phone.send(self.random.choice(["photo", "other", "location"]), self.stage.now)
            case 6:
                self.person.say(
                    self.random.choice(["/target", "/kunjungan", "/bantuan", "/ringkasan", "/lapr", "/batal"])
                )
                if not any(map(self.person.sees, ("talk.cancelled", *QUESTIONS))):  # a list does not come back
                    self._begin()
            case _:
                return False
        return True

    def _back(self) -> None:
        if not self._presses() or not self.person.tap(wording("button.back", self.person.language)):
            self.person.say(self.random.choice(["kembali", "/kembali", "Kembali", "back"]))

    def _presses(self) -> bool:
        return self.random.random() < self.habit.presses

    def _choose(self, key: str) -> bool:
        """Choose by the title of a text, pressed or typed."""
        title = wording(key, self.person.language)
        if not (self._presses() and self.person.tap(title)):
            self.person.say(self.random.choice([title, title.lower()]))
        return True

    def _household(self) -> None:
        visit = self.visit
        if not visit.no:
            self._choose("visit.button_new" if visit.kind == "new" else "visit.button_special")
            return
        label = wording("household.button", self.person.language).format(no=visit.no, head=visit.head)
        if self._presses() and self.person.tap(label):
            return
        by_name = self.random.random() < 0.2 and not self.plainly
        self.person.say(visit.head if by_name else str(visit.no))

    def _which(self) -> None:
        for button in self.phone.last.buttons:
            if number(button.text.split(" · ")[0]) == self.visit.no:
                self.phone.press(button, self.stage.now)
                return
        self.plainly = True
        self.person.say("/batal")

    def _outcome(self) -> None:
        asked = find(self.phone.last.text, "visit.what_happened", self.person.language)
        if asked is not None and self.visit.no and number(asked["no"]) != self.visit.no:
            self.plainly = True
            self.person.say("/batal")
        elif self.habit.presses < 0.5 and self.random.random() < 0.6:
            code = CODES[self.visit.outcome]
            code = code if self.random.random() < 0.5 else code.lower()
            counted = self.visit.outcome == "complete" and self.random.random() < 0.5
            self.person.say(f"{code} {self.visit.persons}" if counted else code)
        else:
            self._press_outcome()

    def _press_outcome(self) -> None:
        """By a button: the number of persons says that it is complete; what is rare stands behind another one."""
        outcome, persons = self.visit.outcome, self.visit.persons
        if outcome == "complete":
            if not (self._presses() and self.person.tap(str(persons) if persons <= MOST_ON_A_BUTTON else "8+")):
                self.person.say(str(persons) if persons < 10 else f"{persons} orang")
        elif outcome == "appointment":
            self._choose("visit.button_appointment")
        elif outcome in ("nobody_home", "refused") or not self._presses():
            self._choose(f"outcome.{outcome}")
        else:
            self._choose("visit.button_more")

    def _persons(self) -> None:
        if not (self._presses() and self.person.tap(str(self.visit.persons))):
            self.person.say(f"{self.visit.persons}{self.random.choice(['', '', ' orang'])}")

    def _revisit(self) -> None:
        local = self.stage.local
        offered = [(button, hour_in(button.text, local)) for button in self.phone.last.buttons]
        hours = [(button, at) for button, at in offered if at is not None]
        last = max(self.stage.period.end, self.stage.today + timedelta(days=1))
        unfit = [at for _, at in hours if at <= local or at.date() > last or at != within_hours(at)]
        self.stage.compare("hours offered", self.person.officer, unfit, [])
        if hours and self._presses():
            button, self.visit.revisit = self.random.choice(hours)
            self.phone.press(button, self.stage.now)
            return
        self.visit.revisit = hour_to_come(self.visit, local, self.stage.period.end, self.random)
        self.person.say(spelled(self.visit.revisit, local, self.person.language, self.random))

    def _source(self) -> None:
        """Who says so: asked only when the note does not say it."""
        self.stage.compare("who says so", f"{self.person.officer} no. {self.visit.no}, asked", self.visit.named, False)
        self._choose(f"source.button_{self.visit.source}")

    def _twin(self) -> None:
        """The other one of a duplicate: any household of the list that is none itself."""
        cases = self.stage.books.sheets[self.person.officer].cases.values()
        others = [case.no for case in cases if case.no != self.visit.no and case.outcome != "duplicate"]
        self.person.say(str(self.random.choice(others[:8])) if others else "/batal")

    def _area(self) -> None:
        buttons = self.phone.last.buttons[:-2]  # the last two are back and cancel
        button = self.random.choice(buttons)
        self.visit.sls = button.data.rsplit(":", 1)[1]
        self.phone.press(button, self.stage.now)


def _question(data: str) -> str:
    """Which talk and question a button belongs to."""
    return data.rsplit(":", 1)[0]


QUESTIONS: dict[str, Callable[[Telling], object]] = {
    "household.which": Telling._household,
    "household.several": Telling._which,
    "visit.what_happened": Telling._outcome,
    "visit.which_other": lambda telling: telling._choose(f"outcome.{telling.visit.outcome}"),
    "visit.how_many": Telling._persons,
    "visit.why_refused": lambda telling: telling._choose(f"reason.{telling.visit.reason}"),
    "visit.which_reason": lambda telling: telling.person.say(telling.visit.note),
    "new.which_kind": lambda telling: telling._choose(f"kind.{telling.visit.kind}"),
    "new.like_these": lambda telling: telling._choose("new.button_none_of_these"),
    **{f"new.whose_{kind}": lambda telling: telling.person.say(telling.visit.head) for kind in ("new", *SPECIAL)},
    **{f"new.where_{kind}": lambda telling: telling.person.say(BEHIND_THE_MOSQUE) for kind in ("new", *SPECIAL)},
    "new.which_area": Telling._area,
    "twin.of_which": Telling._twin,
    **{f"visit.revisit_{outcome}": Telling._revisit for outcome in CODES if outcome in ("appointment", "nobody_home")},
    **{f"visit.revisit_{outcome}": Telling._revisit for outcome in ("refused", "refused_hard")},
    **{
        f"visit.note_{outcome}": lambda telling: telling.person.say(telling.visit.note)
        for outcome in (
            "partial",
            "away",
            "unable",
            "no_access",
            "moved",
            "vacant",
            "no_dwelling",
            "deceased",
        )
    },
    "visit.who_says": Telling._source,
}
"""The questions one knows, and what one does about them."""
