"""Leaders: read the evening's digest, and ask for the team's figures in between."""

from __future__ import annotations

from datetime import date, timedelta

from simulation import checks, closing, pursuits
from simulation.people import Officer
from simulation.pursuing import Pursuing
from simulation.reading import number, read, says
from simulation.stage import AFTERMATH, Life
from simulation.telegram import Shown


class Leader(Officer):
    """A supervisor, a coordinator, or the office."""

    def receive(self, shown: Shown) -> None:
        """The digest of the evening, reminders of cases, or the alert that a report of a told digest was corrected."""
        told = pursuits.told(shown.text, self.language)
        if told:
            self.stage.reminded += [(self.officer, each.say, each.name, each.no) for each in told]
            return
        corrected = read(shown.text, "alert.corrected", self.language)
        if corrected is not None:
            checks.correction(self.stage, self.officer, corrected["officer"], number(corrected["no"]))
            return
        if closing.proposed(self.stage, self.officer, shown.text, self.language):
            return
        checks.summary(self.stage, self.officer, shown.text, self.language, evening=True)
        self.stage.count("digests")

    def live(self) -> Life:
        """Each day ask once or twice, as the mood is; sometimes try what is not for leaders."""
        yield from self.join()
        yield from self.settle_in()
        for n in range(self.stage.plan.days):
            day = self.stage.period.start + timedelta(days=n)
            for hour in sorted(self.random.uniform(8, 21) for _ in range(self.random.choice((0, 1, 1, 2)))):
                yield max(self.at(day, hour), self.after(1, 30))
                if self.random.random() < 0.05:
                    self.say("/lapor")
                    refused = says(self.phone.last.text, "problem.not_for_role", self.language)
                    self.stage.compare("commands not for leaders", self.officer, refused, True)
                text = self.menu("ringkasan") if self.random.random() < 0.5 else self.say("/ringkasan")
                checks.summary(self.stage, self.officer, text, self.language)
            yield from self._pursue(day)
        for n in range(AFTERMATH.days if self.stage.plan.refusing is not None else 0):
            yield from self._pursue(self.stage.period.end + timedelta(days=n + 1))

    def _pursue(self, day: date) -> Life:
        """Go through the open cases in the evening, and on the days after the fieldwork until there is none."""
        if self.stage.plan.refusing is None:
            return
        for hour in (19, 19.5) if day <= self.stage.period.end else (9, 11, 13, 15, 17, 19, 21, 22):
            yield max(self.at(day, hour), self.after(1, 30))
            yield from Pursuing(self).round()
