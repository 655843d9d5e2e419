"""Citizens: ask with their receipt code whether they are recorded, and do not always type it right."""

from __future__ import annotations

from random import Random

from core.visits.receipts import ALPHABET, make_receipt, show_receipt
from simulation.books import ENUMERATED
from simulation.cases import OPEN, Case
from simulation.people import Person
from simulation.reading import find, number, says
from simulation.stage import Life, Stage

FIRST_CHAT = 5_000_000_000
COMES = ("visit", "hour", "rt")
"""Steps of a ladder that bring somebody to the door again."""
ANSWERS = ("recorded", "planned", "not_yet", "unknown")


class Citizen(Person):
    """Somebody with a receipt code in hand, for one talk with the bot."""

    def __init__(self, stage: Stage, code: str, chat: int) -> None:
        super().__init__(stage, chat, f"citizen {chat}", "id")
        self.code = code

    @classmethod
    def asks(cls, stage: Stage, code: str, random: Random) -> None:
        """A family that has just got a code asks within three days."""
        stage.citizens += 1
        chat = FIRST_CHAT + stage.citizens
        citizen = cls(stage, code, chat)
        stage.enter(citizen.live(), citizen.after(600, random.choice((3600, 3 * 86400))))

    def live(self) -> Life:
        """Say hello perhaps, ask, perhaps mistype first, perhaps try somebody's invented code."""
        if self.random.random() < 0.3:
            self.say("/start")
            yield self.after(10, 60)
        if self.random.random() < 0.15:
            yield from self._mistype()
        if self.random.random() < 0.05:
            self._ask(show_receipt(make_receipt(b"no key of this campaign", self.phone.chat)))
            yield self.after(10, 60)
        if self.random.random() < 0.4:
            self.menu("cek")
            yield self.after(10, 60)
        self._ask(self.code)
        self.stage.telegram.drop(self.phone)

    def _mistype(self) -> Life:
        """One letter wrong: the check character must notice."""
        letters = self.code.replace("-", "")
        place = self.random.randrange(len(letters))
        wrong = self.random.choice([letter for letter in ALPHABET if letter != letters[place]])
        self.say(f"/cek {letters[:place]}{wrong}{letters[place + 1 :]}")
        self.stage.count("codes checked")
        noticed = says(self.phone.last.text, "problem.receipt_mistyped", "id")
        self.stage.compare("mistyped codes", f"{self.code} with {wrong} at {place}", noticed, True)
        yield self.after(10, 60)

    def _ask(self, code: str) -> None:
        """Ask, typed in one of the ways in which people copy a code, and check the answer."""
        bare = code.replace("-", "")
        ways = (code, code.lower(), bare, f"/cek {code}", f"/cek {bare.lower()}", " ".join(code.split("-")))
        text = self.say(self.random.choice(ways))
        self.stage.count("codes checked")
        case = self.stage.books.codes.get(bare)
        expected = self._stands(case)
        said = next((each for each in ANSWERS if find(text, f"check.{each}", "id") is not None), text[:80])
        self.stage.compare("receipt checks", code, said, expected)
        found = find(text, "check.recorded", "id") if said == "recorded" else None
        if found and case and case.settled_on:
            self.stage.compare("receipt checks", f"{code}, its day", number(found["day"]), case.settled_on.day)

    def _stands(self, case: Case | None) -> str:
        """What the bot must answer: a code that is nobody's and a case closed without an interview look alike."""
        if case is None:
            return "unknown"
        if case.outcome in ENUMERATED:
            return "recorded"
        if case.outcome not in OPEN or self.stage.local.date() > self.stage.period.end:
            return "unknown"
        next_step = case.pursuit
        comes = next_step is not None and next_step.step in COMES and next_step.due > self.stage.now
        return "planned" if comes else "not_yet"
