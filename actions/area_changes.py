"""An SLS was split or merged: it is noted, and the leader told at once."""

from __future__ import annotations

from actions.absences import tell_leader
from actions.actor import Actor
from core.workload.area_changes import Change, NoteChange, Noted
from db.workload.area_changes import note_change

ALERTS = {Change.SPLIT: "alert.split", Change.MERGED: "alert.merged"}


def note(actor: Actor, command: NoteChange) -> Noted:
    """Note the change; who was told."""
    note_change(actor.work, command)
    place, other = command.place, command.other
    values = {"area": place.name, "code": place.code, "other": other.name}
    return Noted(tell_leader(actor, command.caller, ALERTS[command.change], **values))
