"""Letters for help: RT, lurah or camat are asked to open a door. Who is asked, what the letter may say, and the answer.

A letter says where help is wanted, and nothing of the family but the address (its steps: core/cases/ladder.py).
It is kept as sent, and its answer is due within days. One letter goes to one place: households of two RTs make two.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from core.cases.deadlines import end_of, polite
from core.people.person import Caller, Role
from core.requests import Command, Query

ANSWERED_WITHIN = timedelta(days=3)
LATER = timedelta(days=1)
"""After the fieldwork, or in its last hours, the answer is due so soon."""
MOST = 20
"""Households of one letter's talk."""
LONG_NUMBER = re.compile(r"\+?\d(?:[ .-]?\d){7,}")
"""Telephones and family cards; a house's number is shorter."""
STREET = r"(?:jl|jln|jalan|gg|gang)\b\.?\s+(?:[^\W\d]+\.?\s+)?"
"""Many a street bears a person's name, and stays."""
PERSON = r"(?:rumah|rmh|bapak|bpk|pak|ibu|bu|keluarga|kel|sdr|sdri|mr|mrs|house of)\b\.?\s+"
"""Behind these words a part of a name is a person."""


class Addressee(StrEnum):
    """Who is asked: the chair of the RT, the head of the village, the head of the sub-district."""

    RT = "rt"
    VILLAGE = "village"
    SUBDISTRICT = "subdistrict"


ADDRESSEE_WORDS: dict[Addressee, tuple[str, ...]] = {
    Addressee.RT: ("rt", "pak rt", "bu rt", "ketua rt", "ketua", "chair", "rt chair"),
    Addressee.VILLAGE: ("lurah", "kades", "kepala desa", "desa", "kelurahan", "village", "village head"),
    Addressee.SUBDISTRICT: ("camat", "kecamatan", "sub-district", "subdistrict", "subdistrict head"),
}
"""How they are typed."""
DIGITS = {Addressee.RT: 16, Addressee.VILLAGE: 10, Addressee.SUBDISTRICT: 7}
"""Digits of the code of the place that an addressee answers for; an SLS or its part are taken as they are."""


class LetterAnswer(StrEnum):
    """What became of a letter."""

    CAME = "came"
    AGREED = "agreed"
    REFUSED = "refused"
    SILENT = "silent"


ANSWER_WORDS: dict[LetterAnswer, tuple[str, ...]] = {
    LetterAnswer.CAME: ("ikut", "mendampingi", "datang", "came", "came along"),
    LetterAnswer.AGREED: ("setuju", "bersedia", "ya", "agreed", "yes"),
    LetterAnswer.REFUSED: ("menolak", "tolak", "tidak bersedia", "tidak", "refused", "no"),
    LetterAnswer.SILENT: ("diam", "tidak ada jawaban", "belum", "no answer", "silent"),
}
"""How answers are typed."""


@dataclass(frozen=True)
class Concerned:
    """An open household that a letter may be about. no, enumerator: on whose list it is, None and empty on nobody's."""

    household: int
    no: int | None
    head: str
    address: str
    area: str
    enumerator: str = ""
    settled: bool = False


@dataclass(frozen=True)
class InVain(Query[list[Concerned]]):
    """Open households that were visited in vain, refusals first: on the caller's list, or below a leader."""

    officer: str
    role: Role
    limit: int = 8


@dataclass(frozen=True)
class Found:
    """What a line means: households that are certain, others among which to choose, and numbers that are not there."""

    certain: tuple[Concerned, ...] = ()
    several: tuple[Concerned, ...] = ()
    unknown: tuple[int, ...] = ()


@dataclass(frozen=True)
class FindConcerned(Query[Found]):
    """Open households within reach, by numbers of a list, "K" and a household's own number, or words of the name."""

    officer: str
    role: Role
    text: str
    limit: int = 8


@dataclass(frozen=True)
class HelpLetter:
    """A letter as it was sent. number: the lowest of its rows; rows: their ids, one a household.

    place: the name of the area that the addressee answers for.
    """

    number: int
    rows: tuple[int, ...]
    addressee: Addressee
    place: str
    households: tuple[Concerned, ...]
    sent_at: datetime
    due_at: datetime

    @property
    def open_ones(self) -> tuple[Concerned, ...]:
        """Its households for which help is still wanted."""
        return tuple(each for each in self.households if not each.settled)


@dataclass(frozen=True)
class UnansweredLetters(Query[list[HelpLetter]]):
    """An officer's own letters without an answer, the oldest first."""

    officer: str


@dataclass(frozen=True)
class SendLetters(Command[list[HelpLetter]]):
    """Send a letter for each place; as they are kept now. Problem `letter_gone` when no household is open and within
    reach any more. A letter that waits for its answer already is made once more, and its hour stays.
    """

    caller: Caller
    households: tuple[int, ...]
    addressee: Addressee


@dataclass(frozen=True)
class AnswerLetter(Command[bool]):
    """Write down what became of one's own letter; False when that was done before."""

    caller: Caller
    letter: HelpLetter
    answer: LetterAnswer


def answer_due(at: datetime, last: date, zone: str) -> datetime:
    """Until when a letter sent at an instant is to be answered: days later, within the fieldwork (last: its last day),
    at an hour of visiting on the clock of the place.
    """
    local, end = at.astimezone(ZoneInfo(zone)), end_of(last, zone)
    due = min(local + ANSWERED_WITHIN, end)
    return polite(due if due - local >= LATER else local + LATER)


def place_of(area: str, addressee: Addressee) -> str:
    """The code of the place that an addressee answers for, around this area."""
    return area[: DIGITS[addressee]]


def shown_address(address: str, head: str) -> str:
    """An address as a letter may show it: one line, without the head's name and without long numbers."""
    shown = LONG_NUMBER.sub("…", " ".join(address.split()))
    parts = sorted({head, *head.split()}, key=len, reverse=True)
    for pattern in (rf"({STREET})?{re.escape(head)}", *(rf"({STREET})?{PERSON}{re.escape(part)}" for part in parts)):
        found = re.compile(rf"(?<!\w){pattern}(?!\w)", re.IGNORECASE)
        shown = found.sub(lambda match: match[0] if match[1] else "…", shown) if head.strip() else shown
    return shown
