"""A report that a leader has seen or approved already is corrected: the leader is told at once."""

from __future__ import annotations

from actions.actor import Actor
from core.review.states import APPROVED
from core.visits.corrections import Correct, Corrected, was_told
from core.words import words
from db.people.leaders import reachable_leader
from db.review.queue import checks_of
from db.visits.corrections import correct
from wording.corrections import report_words


def correct_report(actor: Actor, command: Correct) -> Corrected:
    """Carry a correction out. What it changes of an evening's figures, or of what was approved, is told to the nearest
    leader above; that a returned report is mended is what the leader waits for, and stands in the list (/periksa).
    """
    me, campaign = command.caller, actor.campaign
    corrected = correct(actor.work, command, at=actor.now, fieldwork=campaign.fieldwork, key=campaign.receipt_key)
    taken_back = corrected.taken_back(command.instead)
    checks = checks_of(actor.work, tuple(one.id or 0 for one in taken_back))
    told = [
        report_words(one, me, note=False)
        for one in taken_back
        if checks.get(one.id or 0) in APPROVED or (was_told(one, me) and one.id not in checks)
    ]
    approved = any(state in APPROVED for state in checks.values())
    leader = reachable_leader(actor.work, me.officer or "") if told else None
    if leader is not None:
        after = report_words(command.instead, me, note=False) if command.instead else words("correct.nothing")
        after = words("correct.note_only") if [after] == told else after
        key = "alert.corrected_checked" if approved else "alert.corrected"
        alert = words(key, name=me.name, officer=me.officer, no=corrected.after.no, before=told, after=after)
        actor.tell(leader.id, "corrected", alert)
    return corrected
