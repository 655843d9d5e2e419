"""What a talk needs to know of the campaign beside the database."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from core.cases.ladder import Fieldwork, Ladders
from core.people.training import training_period
from core.workload.targets import Period


@dataclass(frozen=True)
class Campaign:
    """The days of fieldwork, the language spoken first, the key that receipt codes are made with, and how the office
    is reached (empty: not told). ladders: what follows a visit in vain. review: how many per cent of reports are
    checked by a leader.
    """

    period: Period
    language: str
    receipt_key: bytes
    contact: str = ""
    ladders: Ladders = field(default_factory=Ladders)
    review: int = 100

    @property
    def fieldwork(self) -> Fieldwork:
        """What it lays down about the days in the field."""
        return Fieldwork(self.period, self.ladders)

    def in_training(self, today: date) -> Campaign:
        """The campaign of a training: days of its own, and receipt codes that no family can ever get."""
        return replace(self, period=training_period(today), receipt_key=self.receipt_key + b" in training")
