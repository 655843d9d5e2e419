"""What a citizen may ask: whether the family is recorded. No names, and never whether somebody refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.people.person import Caller
from core.requests import Command


class Answer(StrEnum):
    """The answers there are. training: a code from an officer's training, which proves nothing.

    planned, not_yet: the family is to be recorded and the fieldwork runs, with a visit planned or without one.
    unknown: a code that is nobody's; also that of a family that was closed, moved or listed twice, or is not recorded
    when the fieldwork is over. They look alike, so that a code found in the street tells nothing about its family.
    """

    RECORDED = "recorded"
    PLANNED = "planned"
    NOT_YET = "not_yet"
    UNKNOWN = "unknown"
    TRAINING = "training"


@dataclass(frozen=True)
class Check:
    """The answer, and the day of recording on the family's own calendar when it is recorded."""

    answer: Answer
    day: date | None = None


@dataclass(frozen=True)
class CheckReceipt(Command[Check]):
    """Look a receipt code up (a command, for each chat may only try so often a day)."""

    caller: Caller
    code: str


@dataclass(frozen=True)
class SetLanguage(Command[None]):
    """Speak this language (id or en) to this chat from now on."""

    caller: Caller
    language: str


LANGUAGES = {"id": "Bahasa Indonesia", "en": "English"}
