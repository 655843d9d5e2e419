"""Pursuing: an officer goes through the open cases (/kasus), sees where each stands, and does something about it."""

from __future__ import annotations

import re
from collections.abc import Generator
from dataclasses import dataclass
from datetime import datetime

from simulation.asking import Asking
from simulation.books import Sheet
from simulation.cases import Case, Told
from simulation.ladders import AT_THE_DOOR, Deed, Stand
from simulation.people import Officer
from simulation.reading import hour_in, in_line, number, plain, read, wording
from simulation.stage import ZONE, Life

COMMAND = re.compile(r"/(?:kasus|case)_(K?\d+)")
KINDS = ("done", "moved", "handed", "closed")
NOTES = ("Sudah didatangi bersama, tetap menolak", "Belum berhasil", "Diminta kembali pekan depan", "Tidak bersedia")
NAMING = {"neighbour": "Kata tetangga sering pulang malam", "rt": "Menurut Ketua RT sedang di luar kota"}
LEARNING = ("neighbours", "rt")
"""On these steps others are asked: they may be named in the note, else the bot asks who it was."""
END_OF = {"refusal": "refused_for_good", "nobody_home": "never_met", "appointment": "never_met"}
"""What a family is settled as that is given up on a ladder."""
OFTEN = {
    "visit": {"handed": 50, "done": 40},
    "hour": {"handed": 50, "done": 40},
    "leader": {"done": 60, "handed": 15, "moved": 10},
    "office": {"done": 60, "closed": 10, "handed": 10, "moved": 10},
    "final": {"closed": 60, "moved": 10, "handed": 10},
    "supervisor": {"closed": 40, "handed": 30, "moved": 10},
}
"""How many of a hundred times a leader does what about an own case on a step; the other times nothing."""


@dataclass(frozen=True, slots=True)
class File:
    """A case as it is open on the screen. kinds: what is offered."""

    sheet: Sheet
    case: Case
    stand: Stand
    mine: bool
    kinds: tuple[str, ...]


class Pursuing:
    """An officer at the open cases."""

    def __init__(self, person: Officer) -> None:
        self.person, self.stage, self.language = person, person.stage, person.language
        self.random, self.books, self.me = person.random, person.stage.books, person.officer
        self.asking = Asking(person)

    @property
    def leads(self) -> bool:
        """Whether this is a leader."""
        return self.me not in self.books.sheets

    def round(self) -> Life:
        """Go through the list, one case after the other."""
        self.person.say("/kasus")
        for command in COMMAND.findall(self.person.phone.last.text):
            yield self.person.after(5, 40)
            self.person.say(f"/kasus_{command}")
            file = self._file()
            kind = self._choose(file) if file else ""
            if file and kind == "done" and file.stand.step == "rt" and not self.leads:
                yield from self._asks_first(file)
            elif file and kind:
                yield from self._do(file, kind)
            elif file and file.kinds:
                self.person.say("/batal")

    def _asks_first(self, file: File) -> Life:
        """Nobody goes to the RT chair without a letter; whoever has the answer says how it went."""
        no = file.case.no
        self.person.say("/batal")
        if no not in self.asking.waiting:
            yield from self.asking.write(no)
            return
        yield from self.asking.answer(no)
        yield self.person.after(5, 40)
        self.person.say(f"/kasus_{no}")
        again = self._file()
        if again and "done" in again.kinds:
            yield from self._do(again, "done")

    def _file(self) -> File | None:
        """What is on the screen, compared with the books; None when the case is not open any more."""
        text = self.person.phone.last.text
        head = in_line(text, "case.file", "household", self.language)
        sheet, case = self._household(plain(head["household"])) if head else (None, None)
        if sheet is None or case is None or case.pursuit is None:
            if head:
                self.stage.differ("case files", f"{self.me}: {text[:80]!r} is not open in the books")
            return None
        said = {name: in_line(text, "case.file", name, self.language) or {} for name in ("step", "who")}
        stand, whose = case.pursuit, self.books.owner(sheet, case) or sheet.officer
        step = wording(f"step.{stand.step}", self.language)
        if stand.wanted > 1:
            tried = wording("case.step_of", self.language)
            step = tried.format(step=step, tries=stand.tries, wanted=stand.wanted)
        due = stand.due.astimezone(ZONE).replace(second=0, microsecond=0)
        told = (said["step"].get("step"), plain(said["who"].get("who", "")), hour_in(said["who"].get("due", ""), due))
        self.stage.compare("case files", self._where(sheet, case), told, (step, self._named(whose), due))
        labels = [button.text for button in self.person.phone.last.buttons]
        kinds = tuple(kind for kind in KINDS if wording(f"act.{kind}", self.language) in labels)
        return File(sheet, case, stand, whose == self.me, kinds)

    def _household(self, household: str) -> tuple[Sheet | None, Case | None]:
        """Whose household it is, and which: an enumerator's by its number, a leader's by the enumerator's name too."""
        no, _, about = household.partition(" · ")
        name = about.rpartition(" (")[2].removesuffix(")")
        lists = self.books.sheets.values() if self.leads else [self.books.sheets[self.me]]
        for sheet in lists:
            case = sheet.cases.get(number(no))
            if case and (not self.leads or (sheet.name == name and about.startswith(case.head))):
                return sheet, case
        return None, None

    def _choose(self, file: File) -> str:
        """What to do about it, or nothing: after the fieldwork a leader closes whatever is open."""
        if self.stage.today > self.stage.period.end:
            return "closed" if "closed" in file.kinds else ""
        often = OFTEN.get(file.stand.step, {})
        if not self.leads:
            often = {"moved": 5, "handed": 3} if file.stand.step in AT_THE_DOOR else {"done": 50}
        elif not file.mine:
            often = {"handed": 8}
        chance = {kind: often[kind] for kind in file.kinds if kind in often}
        return self.random.choices([*chance, ""], [*chance.values(), 100 - sum(chance.values())])[0]

    def _do(self, file: File, kind: str) -> Life:
        """Answer the questions; then what was done is entered into the books, and the answer compared."""
        self.person.tap(wording(f"act.{kind}", self.language))
        yield self.person.after(5, 60)
        due = self._when() if kind == "moved" else None
        receiver = self._to_whom(file) if kind == "handed" else ""
        if due or receiver:
            yield self.person.after(5, 60)
        source = yield from self._note(file, kind)
        done = read(
            self.person.phone.last.text, "case.closed" if kind == "closed" else f"case.after_{kind}", self.language
        )
        if done is None or file.case.pursuit is None:
            self.stage.count("acts too late")
            self.person.say("/batal")
            return
        self.stage.count("acts")
        stand, now = file.case.pursuit, self.stage.now
        if kind == "closed":
            told = Told(now, END_OF[stand.ladder], note="closed", by=self.me)
            self.books.close(file.sheet.officer, file.case.no, told)
            outcome = wording(f"outcome.{told.outcome}", self.language)
            self.stage.compare("acts", self._where(file.sheet, file.case), done["outcome"], outcome)
            return
        deed = Deed(now, kind, stand.ladder, stand.step, self.me, receiver, due, source)
        self.books.act(file.sheet.officer, file.case.no, deed)
        self._compare(file, done)

    def _note(self, file: File, kind: str) -> Generator[datetime, None, str]:
        """Say what it was about; who says so, when that is asked."""
        if kind != "done" or file.stand.step not in LEARNING or file.stand.ladder == "refusal":
            self.person.say(self.random.choice(NOTES))
            return "self"
        source = self.random.choice(["self", *NAMING])
        named = source in NAMING and self.random.random() < 0.5
        self.person.say(NAMING[source] if named else self.random.choice(NOTES))
        asked = self.person.sees("visit.who_says")
        self.stage.compare("who says so", self._where(file.sheet, file.case), asked, not named)
        if asked:
            yield self.person.after(3, 20)
            title = wording(f"source.button_{source}", self.language)
            if not self.person.tap(title):
                self.person.say(title)
        return source

    def _when(self) -> datetime | None:
        """One of the hours on offer."""
        local = self.stage.local
        hours = [(button, hour_in(button.text, local)) for button in self.person.phone.last.buttons]
        button, at = self.random.choice([(button, at) for button, at in hours if at] or [(None, None)])
        if button:
            self.person.phone.press(button, self.stage.now)
        return at

    def _to_whom(self, file: File) -> str:
        """To oneself, when somebody else has it; else a leader hands it down, and an enumerator up."""
        labels = {button.text: button for button in self.person.phone.last.buttons}
        above = next(iter(self.books.reminders.leaders[self.me]), "")
        options = {wording("case.to_me", self.language): self.me, file.sheet.name: file.sheet.officer}
        if above:
            role = wording(f"role.{self.books.roles[above]}", self.language)
            options[wording("case.to_leader", self.language).format(name=self.books.names[above], role=role)] = above
        for label, officer in options.items():
            if label in labels:
                self.person.phone.press(labels[label], self.stage.now)
                return officer
        return ""

    def _compare(self, file: File, done: dict[str, str]) -> None:
        """Whose the case is now, on which step, until when."""
        case, language = file.case, self.language
        if case.pursuit is None:
            self.stage.differ("acts", f"{self._where(file.sheet, case)} is not open in the books")
            return
        due = case.pursuit.due.astimezone(ZONE).replace(second=0, microsecond=0)
        whose = self.books.owner(file.sheet, case) or file.sheet.officer
        expected: dict[str, object] = {"due": due, "step": wording(f"step.{case.pursuit.step}", language)}
        expected["who"] = self.books.names[whose] if self.leads else self._named(whose)
        said = {name: hour_in(text, due) if name == "due" else plain(text) for name, text in done.items()}
        places = [name for name in expected if name in said]
        told = {name: said[name] for name in places}
        self.stage.compare("acts", self._where(file.sheet, case), told, {name: expected[name] for name in places})

    def _named(self, officer: str) -> str:
        return wording("case.you", self.language) if officer == self.me else self.books.names[officer]

    def _where(self, sheet: Sheet, case: Case) -> str:
        return f"{self.me} on {sheet.officer} no. {case.no}"
