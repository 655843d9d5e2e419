"""Reports of somebody who counts as ill or on leave: it is said below the reply."""

from __future__ import annotations

from actions.absences import absent_words
from bot.carry import Carrier
from core.visits.report import RecordVisit
from core.words import Words


def still_absent(carrier: Carrier) -> list[Words]:
    """Return what somebody is told who reports while ill or on leave."""
    reported = any(isinstance(command, RecordVisit) for command in carrier.done)
    said = absent_words(carrier.actor.work, carrier.actor.me) if reported else None
    return [said] if said else []
