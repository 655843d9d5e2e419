"""Acting on a case, and telling the enumerator whose list it was on; cases follow when lists change."""

from __future__ import annotations

from collections.abc import Iterable

from actions.actor import Actor
from core.cases.case import ActKind
from core.cases.casework import ActOnCase, After
from core.cases.ladder import CLOSING
from core.words import words
from db.cases.case_acts import act_on_case
from db.cases.follow import follow_again


def follow_lists(actor: Actor, households: Iterable[int]) -> None:
    """Let the cases of households follow to the list that they are on now."""
    for household in households:
        follow_again(actor.work, household, actor.campaign.fieldwork)


def act(actor: Actor, command: ActOnCase) -> After:
    """Carry an act out. Who gets the case is told by the reminders; who loses the household is told here."""
    me, campaign = command.caller, actor.campaign
    key, fieldwork = campaign.receipt_key, campaign.fieldwork
    after = act_on_case(actor.work, command, arrived_at=actor.now, fieldwork=fieldwork, key=key)
    if after.before is None or after.before == me.officer:
        return after
    if command.act.kind is ActKind.CLOSED:
        outcome = words(f"outcome.{CLOSING[command.act.ladder]}")
        told = words("case.closed_told", no=after.no, head=after.head, outcome=outcome, by=me.name)
        actor.tell(after.before, "closed", told)
    elif after.to:
        told = words("case.taken_told", no=after.no, head=after.head, name=after.to, by=me.name)
        actor.tell(after.before, "taken", told)
    return after
