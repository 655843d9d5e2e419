"""Talks up to a question of each kind, and how much work an answer makes."""

import time

from tests.town import Said, Town

QUESTIONS = {
    "which household": ("Ani", "/lapor"),
    "which outcome": ("Ani", "/lapor 3"),
    "how many persons": ("Ani", "/lapor 3", "selesai"),
    "an hour to come": ("Ani", "/lapor 3", "janji"),
    "a note": ("Ani", "/lapor 3", "akses ditutup"),
    "who says so": ("Ani", "/lapor 3", "pindah", "ke kota lain"),
    "typed reports": ("Ani", "/ketik"),
    "a family's name": ("Ani", "/baru", "keluarga baru"),
    "a family's address": ("Ani", "/baru", "keluarga baru", "Slamet"),
    "a detail": ("Ani", "12 S 4", "/detail 12"),
    "which report": ("Ani", "12 S 4", "/koreksi"),
    "what was wrong": ("Ani", "12 S 4", "/koreksi 12"),
    "an hour that has been": ("Ani", "12 S 4", "/koreksi 12", "jam"),
    "which case": ("Ani", "13 M sibuk", "/kasus"),
    "which households of a letter": ("Ani", "/surat"),
    "to whom": ("Ani", "/surat 3"),
    "which to give back": ("Ani", "/kembalikan"),
    "days of a leave": ("Ani", "/cuti"),
    "quiet hours": ("Ani", "/tenang"),
    "a receipt code": ("Citra", "/cek"),
    "a language": ("Citra", "/bahasa"),
    "whom a message is for": ("Budi", "/pesan"),
    "a message's text": ("Budi", "/pesan semua"),
    "whose households": ("Budi", "/pindah"),
    "whose reports": ("Ani", "12 S 4", "Budi", "/periksa"),
    "nothing": ("Citra",),
}
PEOPLE = ("Ani", "Budi", "Citra")


class Asked:
    """Somebody who is asked something in a town, and answers. Work is told in that of an ordinary message."""

    def __init__(self, town: Town) -> None:
        self.town, self.name, self.seconds, self.worst = town, "Ani", 0.0, ""
        usual = [self._measured(text)[1] for text in ("/target", "/lapor 3", "selesai", "batal", "/bantuan") * 2]
        self.usual = sorted(usual)[len(usual) // 2]

    def opens(self, question: str) -> None:
        """Bring the talk up to a question; whatever waited is left."""
        for step in QUESTIONS[question]:
            if step in PEOPLE:
                self.name = step
                self.town.writes(step, "batal")
            else:
                self.town.writes(self.name, step)

    def expects(self, text: str) -> None:
        """This text makes more work than others by what it asks for (a picture), the first time most of all."""
        self._measured(text)
        self.usual = max(self.usual, self._measured(text)[1])

    def says(self, text: str) -> list[Said]:
        """Write a text; what the bot says to it."""
        said, seconds = self._measured(text)
        if seconds > self.seconds:
            self.seconds, self.worst = seconds, text[:60]
        return said

    def slowest(self) -> float:
        """The most work that any text made."""
        return self.seconds / self.usual

    def _measured(self, text: str) -> tuple[list[Said], float]:
        began = time.thread_time()
        said = self.town.writes(self.name, text)
        return said, time.thread_time() - began
