"""A report from the door is kept."""

from __future__ import annotations

from actions.actor import Actor
from core.visits.report import Receipt, RecordVisit
from db.visits.record import record_visit


def record(actor: Actor, command: RecordVisit) -> Receipt:
    """Keep a report; what its enumerator is told of it."""
    campaign = actor.campaign
    key, fieldwork = campaign.receipt_key, campaign.fieldwork
    return record_visit(actor.work, command, arrived_at=actor.now, fieldwork=fieldwork, key=key)
