"""Who to call, line by line."""

from __future__ import annotations

from core.outgoing import Offer
from core.people.help import Contact, Contacts
from core.words import Words, words


def contact_lines(contacts: Contacts) -> list[Words]:
    """A line for each leader, the nearest first, and one for the office."""
    return [*map(_line, contacts.leaders), *_office_lines(contacts)]


def citizen_lines(contacts: Contacts) -> list[Words]:
    """Whom a citizen asks: the head of the neighbourhood, and the office."""
    return [words("help.contact_rt"), *_office_lines(contacts)]


def contact_button() -> Offer:
    """The button that tells a citizen whom to call."""
    return Offer("bantuan", "kontak", words("topic.button_contact"))


def _office_lines(contacts: Contacts) -> list[Words]:
    if contacts.office:
        return [words("help.office", contact=contacts.office)]
    phones = [words("help.office_phone", place=each.place, phone=each.phone) for each in contacts.offices]
    return phones or [words("help.office_unknown")]


def _line(contact: Contact) -> Words:
    role = words(f"role.{contact.role}")
    if not contact.phone:
        return words("help.contact_without_phone", name=contact.name, role=role)
    return words("help.contact", name=contact.name, role=role, phone=contact.phone)
