"""Telling that an officer was suspended: the officer, and the leaders who see to the work that is left."""

from __future__ import annotations

from datetime import datetime

from actions.notify import tell
from actions.replacing import tell_old
from core.words import words
from db.engine.work import Work
from db.people.leaders import leaders_above
from db.people.suspending import Suspended


def tell_suspended(work: Work, suspended: Suspended, now: datetime) -> list[str]:
    """Post to everybody whom it concerns and who can be reached; the ids of those who were told.

    The nearest leader who can be reached hears of it, for whoever is between cannot see to the work either.
    """
    officer = suspended.officer
    key = f"suspended:{officer.id}:{now:%Y-%m-%dT%H:%M:%SZ}"
    figures = {"households": suspended.households, "people": len(suspended.people)}
    said = words("alert.suspended_below", name=officer.name, officer=officer.id, **figures)
    told = []
    for leader in leaders_above(work, officer.id):
        if tell(work, leader.id, [said], f"{key}:{leader.id}", now):
            told.append(leader.id)
            break
    if suspended.left is not None:
        tell_old(work, suspended.left, words("alert.suspended_old"), key, now)
        told.append(officer.id)
    return told
