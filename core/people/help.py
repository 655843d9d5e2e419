"""Help: which commands there are, and who to call."""

from __future__ import annotations

from dataclasses import dataclass

from core.people.person import Role
from core.requests import Query


@dataclass(frozen=True)
class CommandsOf(Query[dict[str, str]]):
    """The commands that a role sees in its menu: by name, what each is called in the language."""

    role: Role
    language: str


@dataclass(frozen=True)
class Contact:
    """Somebody to call; phone as the office imported it, empty when it did not."""

    name: str
    role: Role
    phone: str = ""


@dataclass(frozen=True)
class OfficePhone:
    """The telephone of a place's BPS office, as its officer (role bps) was imported."""

    place: str
    phone: str


@dataclass(frozen=True)
class Contacts:
    """Who to call: one's own leaders, the nearest first, and how the office is reached (CATAT_CONTACT).

    offices: for a citizen, while CATAT_CONTACT is empty: the telephones of the offices, if there are few.
    """

    leaders: tuple[Contact, ...] = ()
    office: str = ""
    offices: tuple[OfficePhone, ...] = ()


@dataclass(frozen=True)
class ContactsOf(Query[Contacts]):
    """Who this officer calls; None for a citizen, who calls the office."""

    officer: str | None
