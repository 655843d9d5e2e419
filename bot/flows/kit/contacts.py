"""Who to call, line by line."""

from __future__ import annotations

from core.help import Contact, Contacts
from core.words import Words, words


def contact_lines(contacts: Contacts) -> list[Words]:
    """A line for each leader, the nearest first, and one for the office."""
    office = words("help.office", contact=contacts.office) if contacts.office else words("help.office_unknown")
    return [*map(_line, contacts.leaders), office]


def _line(contact: Contact) -> Words:
    role = words(f"role.{contact.role}")
    if not contact.phone:
        return words("help.contact_without_phone", name=contact.name, role=role)
    return words("help.contact", name=contact.name, role=role, phone=contact.phone)
