"""Asking for help: an enumerator writes to the RT chair about a refusal (/surat), and notes down what came of it."""

from __future__ import annotations

from simulation.people import Officer
from simulation.reading import in_line, number, wording
from simulation.stage import Life

ANSWERS = ("came", "agreed", "refused", "silent")


class Asking:
    """An officer's letters. waiting: those without an answer, by the number of the household."""

    def __init__(self, person: Officer) -> None:
        self.person, self.stage, self.language = person, person.stage, person.language
        self.waiting: dict[int, int] = {}

    def write(self, no: int) -> Life:
        """A letter about one household; its number is kept."""
        yield self.person.after(10, 60)
        self.person.say(f"/surat {no} ke Ketua RT")
        said = self._line("letter.sent", "number") or self._line("letter.sent_again", "number")
        told = said["about"] if said else self.person.phone.last.text
        self.stage.compare("letters for help", f"{self.person.officer} no. {no}", number(told), no)
        if said:
            self.stage.count("letters for help")
            self.waiting[no] = number(said["number"])

    def answer(self, no: int) -> Life:
        """What came of it."""
        letter = self.waiting.pop(no)
        yield self.person.after(10, 60)
        self.person.say(f"/surat_S{letter}")
        yield self.person.after(5, 30)
        answer = self.person.random.choice(ANSWERS)
        self.person.tap(wording(f"letter.button_{answer}", self.language))
        said = self._line("letter.answered", "answer") or {"answer": ""}
        noted = said["answer"].endswith(wording(f"letter.answer_{answer}", self.language))
        self.stage.compare("answers to letters", f"{self.person.officer} S{letter}", noted, True)

    def _line(self, key: str, place: str) -> dict[str, str] | None:
        return in_line(self.person.phone.last.text, key, place, self.language)
