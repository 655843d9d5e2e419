"""What all people with a phone have in common: a chat, a language, their own chance, and seconds between messages."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random

from simulation.reading import read, says, wording
from simulation.stage import ZONE, Life, Stage
from simulation.telegram import Shown

QUIET = (None, (12, 14), (19, 21))
"""Hours of prayer and of the family; none in which the morning's list or a digest comes."""


class Person:
    """Somebody who writes to the bot."""

    def __init__(self, stage: Stage, chat: int, who: str, language: str = "id") -> None:
        self.stage, self.language = stage, language
        self.random = Random(f"{who} {stage.plan.seed}")
        self.phone = stage.telegram.phone(chat)

    def say(self, text: str) -> str:
        """Write to the bot; the text of its answer."""
        return self.phone.write(text, self.stage.now).text

    def menu(self, name: str) -> str:
        """Tap a button of the keyboard, which sends its title as text; the text of the answer."""
        return self.say(wording(f"menu.{name}", self.language))

    def tap(self, label: str) -> bool:
        """Press the button with this label under the latest message; False when there is none."""
        for button in self.phone.last.buttons:
            if button.text == label:
                self.phone.press(button, self.stage.now)
                return True
        return False

    def sees(self, key: str) -> bool:
        """Whether the answer on the screen contains this text."""
        return says(self.phone.last.text, key, self.language)

    def after(self, shortest: float, longest: float) -> datetime:
        """An instant so many seconds from now, by chance in between; whole seconds, as Telegram counts."""
        return self.stage.now + timedelta(seconds=round(self.random.uniform(shortest, longest)))

    def at(self, day: date, hour: float) -> datetime:
        """An instant of a day by the city's clock, with some minutes of chance."""
        start = datetime(day.year, day.month, day.day, tzinfo=ZONE)
        return start + timedelta(seconds=round(hour * 3600 + self.random.uniform(0, 600)))


class Officer(Person):
    """An officer: has an id and a name, joins by an invitation."""

    def __init__(self, stage: Stage, chat: int, officer: str, code: str, language: str) -> None:
        super().__init__(stage, chat, officer, language)
        self.officer, self.code = officer, code

    @property
    def name(self) -> str:
        """The name as the bot writes it."""
        return self.stage.books.names[self.officer]

    def join(self) -> Life:
        """Open the invitation's link, and choose another language if the bot's is not one's own."""
        yield self.after(0, 6 * 3600)
        said = self.say(f"/start {self.code}").split("\n\n")[0]
        welcome = read(said, "start.joined", "id")
        who = (welcome["name"], welcome["officer"]) if welcome else said
        self.stage.compare("welcomes", self.officer, who, (self.stage.books.names[self.officer], self.officer))
        if self.random.random() < 0.2:  # the link is tapped twice
            self.say(f"/start {self.code}")
            self.stage.compare("used invitations", self.officer, self.says_in("id", "problem.invite_used"), True)
        if self.language == "en":
            yield self.after(20, 90)
            self.say("/bahasa")
            if not self.tap("English"):
                self.stage.differ("languages", f"{self.officer} cannot choose English: {self.phone.last.text[:80]!r}")

    def settle_in(self) -> Life:
        """Where many families refuse many reminders come, and some keep quiet hours."""
        quiet = self.random.choice(QUIET) if self.stage.plan.refusing is not None else None
        if quiet:
            yield self.after(20, 90)
            self.say(f"/tenang {quiet[0]}-{quiet[1]}")
            self.say(wording("settings.yes", self.language))
            kept = says(self.phone.last.text, "quiet.set", self.language)
            self.stage.compare("quiet hours", self.officer, kept, True)
            self.stage.books.reminders.quiet[self.officer] = time(quiet[0]), time(quiet[1])

    def live(self) -> Life:
        """Everything one does from the first day to the last; those who only read do nothing after joining."""
        yield from self.join()

    def receive(self, shown: Shown) -> None:
        """A message came that was not asked for."""

    def says_in(self, language: str, key: str) -> bool:
        """Whether the answer contains this text in some language."""
        return says(self.phone.last.text, key, language)
