"""A report that a leader has seen already is corrected: the leader is told at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.flows.kit.corrections import report_words
from core.corrections import Correct, Corrected, was_told
from core.words import words
from db.corrections import correct
from db.leaders import reachable_leader

if TYPE_CHECKING:
    from bot.carry import Carrier


def correct_report(carrier: Carrier, command: Correct) -> Corrected:
    """Carry a correction out; what it changes of an evening's figures is told to the nearest leader above."""
    me, campaign = command.caller, carrier.campaign
    corrected = correct(carrier.work, command, at=carrier.now, fieldwork=campaign.fieldwork, key=campaign.receipt_key)
    told = [report_words(one, me, note=False) for one in corrected.wrong if was_told(one, me)]
    leader = reachable_leader(carrier.work, me.officer or "") if told else None
    if leader is not None:
        after = report_words(command.instead, me, note=False) if command.instead else words("correct.nothing")
        after = words("correct.note_only") if [after] == told else after
        alert = words(
            "alert.corrected", name=me.name, officer=me.officer, no=corrected.after.no, before=told, after=after
        )
        carrier.tell(leader.id, "corrected", alert)
    return corrected
