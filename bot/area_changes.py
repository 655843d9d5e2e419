"""An SLS was split or merged: it is noted, and the leader told at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.absent import tell_leader
from core.area_changes import Change, NoteChange, Noted
from db.area_changes import note_change

if TYPE_CHECKING:
    from bot.carry import Carrier

ALERTS = {Change.SPLIT: "alert.split", Change.MERGED: "alert.merged"}


def note(carrier: Carrier, command: NoteChange) -> Noted:
    """Note the change; who was told."""
    note_change(carrier.work, command)
    place, other = command.place, command.other
    values = {"area": place.name, "code": place.code, "other": other.name}
    return Noted(tell_leader(carrier, command.caller, ALERTS[command.change], **values))
