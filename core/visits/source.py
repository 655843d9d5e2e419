"""Source: who says what a report says. Seen oneself or told by the household; else proxy information (AAPOR).

A note names its source in words, as enumerators type them:

    kata tetangga, sejak lebaran        a neighbour
    menurut Pak RT pindah ke Bontang    the RT chair
    RT: sudah meninggal                 the RT chair, with a colon, at the beginning
    Moved in May, says the neighbour    English as well
    Kata keluarganya                    nobody else

What is not said in one of these ways stays a note and nothing else: `RT 05` is an address, `minta bersama RT` a wish.
A name is never asked for and never kept.
"""

from __future__ import annotations

import re
from enum import StrEnum

from core.problems import Problem
from core.typed.lines import LONGEST_TYPED, clean
from core.visits.outcomes import REFUSALS, Outcome


class Source(StrEnum):
    """Who says it. SELF: the enumerator saw it, or the household told it; the others are proxies."""

    SELF = "self"
    NEIGHBOUR = "neighbour"
    RT = "rt"


PROXY = frozenset({Source.NEIGHBOUR, Source.RT})
"""Information by proxy: not from the household, and not seen."""

ASKED = frozenset({Outcome.AWAY, Outcome.MOVED, Outcome.VACANT, Outcome.DECEASED})
"""Nobody of the household opens the door: the talk asks who says so, unless the note does."""

SOURCE_WORDS: dict[Source, tuple[str, ...]] = {
    Source.SELF: ("sendiri", "lihat sendiri", "saya", "saya sendiri", "keluarganya", "myself", "self", "me"),
    Source.NEIGHBOUR: ("tetangga", "tetangga sebelah", "tetangg", "neighbor", "neighbour"),
    Source.RT: ("rt", "pak rt", "bu rt", "ketua rt", "rt chair"),
}
"""What may be typed instead of the button."""

_WHO = {
    Source.NEIGHBOUR: r"tetang+a?(?:nya)?|tetngga|ttangga|neighbou?rs?",
    Source.RT: r"(?:ketua )?rt(?:nya)?(?: chair(?:man|woman|person)?)?",
}
_TITLE = r"(?:(?:pak|pk|bapak|bpk|bp|bu|ibu|para|the|a|one|his|her|their) )*"
_SAYS = r"kata(?:nya)?|kta|ktnya|menurut|mnurut|menrut|according to|told by|info dari"
_SAID = r"bilang|blg|says?|said"
_WHERE = r"(?: (?:sebelah|depan|belakang|samping|next door))*"
_NOT = r"(?<!bukan )(?<!not )\b"
_OWN = re.compile(
    rf"{_NOT}(?:(?:{_SAYS}) (?:keluarganya|(?:the|his|her|their) family)|(?:lihat|liat) sendiri|saw (?:it )?myself)\b"
)


def _said_by(who: str) -> re.Pattern[str]:
    """A note in which these people say something; the text is as `_plain` leaves it."""
    named = rf"{_TITLE}(?:{who})"
    return re.compile(
        rf"{_NOT}(?:{_SAYS}) {named}\b"
        rf"|^{named}{_WHERE} ?:(?! ?\d)"
        rf"|{_NOT}{named}{_WHERE} (?:{_SAID})\b"
        rf"|{_NOT}(?:says|said) {named}{_WHERE}(?= ?(?:[:;,.!]|$))"
    )


_SPOKEN = {source: _said_by(who) for source, who in _WHO.items()} | {Source.SELF: _OWN}


def read_source(note: str) -> Source | None:
    """The source that a note names; of several the first one. None when it names none for certain."""
    said = _plain(note[:LONGEST_TYPED])
    found = {source: spoken.search(said) for source, spoken in _SPOKEN.items()}
    places = {match.start(): source for source, match in found.items() if match}
    return places[min(places)] if places else None


def source_of(outcome: Outcome, note: str) -> Source:
    """The source of a report that nobody was asked about. A refusal has none but itself: `M rt` is its reason."""
    return Source.SELF if outcome in REFUSALS else read_source(note) or Source.SELF


def is_asked(outcome: Outcome, note: str) -> bool:
    """Return whether somebody who reports this is to be asked who says so."""
    return outcome in ASKED and read_source(note) is None


def check_source(outcome: Outcome, source: Source) -> None:
    """Problem when an interview is said to be complete, and was given by somebody else than the household."""
    if outcome is Outcome.COMPLETE and source in PROXY:
        raise Problem("complete_by_proxy")


def _plain(note: str) -> str:
    """As it is compared: one case and width, single blanks, and of punctuation only what ends a clause."""
    text = re.sub(r"(?<=\w)\.(?=\w)|\b(?<=pk|bp|ak|bu)\.", " ", clean(note).casefold())
    return " ".join(re.sub(r"[^\w:;,.!]+|_+", " ", text).split())
