"""Privacy: what is stored about whoever asks, for how long, a copy of it, and having it deleted.

UU PDP 27/2022 gives everybody notice and purpose, access and correction. docs/privacy.md lists what is stored.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.people.person import Caller
from core.requests import Command, Query


@dataclass(frozen=True)
class KeptFor:
    """For how many days letters are kept: those that were sent, and those that could not be."""

    sent: int
    unsent: int


@dataclass(frozen=True)
class AboutOfficer:
    """What is stored about an officer, in short. area: its name, else its code; phone: empty when there is none."""

    area: str
    phone: str
    reports: int
    kept: KeptFor


@dataclass(frozen=True)
class AboutMe(Query[AboutOfficer]):
    """What is stored about the officer who asks."""

    caller: Caller


@dataclass(frozen=True)
class AboutCitizen:
    """What is stored about a citizen's chat. chosen: whether a language was chosen; checks: codes asked for today."""

    chosen: bool
    checks: int
    kept: KeptFor


@dataclass(frozen=True)
class AboutMyChat(Query[AboutCitizen]):
    """What is stored about the chat of the citizen who asks."""

    caller: Caller


@dataclass(frozen=True)
class SendCopy(Command[None]):
    """Send the officer who asks a file with all that is stored about them."""

    caller: Caller


@dataclass(frozen=True)
class Forgotten:
    """What is left: the number of today's checks, and for how many days the reply that says so."""

    checks: int
    kept: KeptFor


@dataclass(frozen=True)
class ForgetMe(Command[Forgotten]):
    """Delete what is stored about a citizen's chat. The number of today's checks stays until the day is over.

    Without that number somebody could guess receipt codes without end, by having it deleted after each twenty.
    """

    caller: Caller
