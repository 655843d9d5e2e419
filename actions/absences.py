"""An officer is ill, on leave or back: the nearest leader at work is told, with the revisits that wait."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from actions.actor import Actor
from core.people.absences import DAY, Absence, CancelLeave, ComeBack, FallIll, Noted, TakeLeave, days_words
from core.people.person import Caller, Role
from core.words import Words, words
from core.workload.households import Household, RevisitsOf
from db.engine.work import ReadWork
from db.outbox.messages import drop_held
from db.people.absences import absence_on, cancel_leave, come_back, fall_ill, take_leave
from db.people.leaders import leaders_above
from db.people.messages import note_not_sent
from db.workload.progress import revisits_of

LISTED = 30
"""Revisits told one by one."""
MOST_REVISITS = 1_000


def pause(actor: Actor, command: FallIll) -> Noted:
    """Keep an illness that begins; what quiet hours held back is not sent any more."""
    absence = fall_ill(actor.work, command)
    _drop_held(actor, command.caller)
    return _tell_revisits(actor, command.caller, absence, "alert.ill", day=absence.start)


def leave(actor: Actor, command: TakeLeave) -> Noted:
    """Keep a leave."""
    absence = take_leave(actor.work, command)
    if absence.start <= command.caller.today:
        _drop_held(actor, command.caller)
    return _tell_revisits(actor, command.caller, absence, "alert.leave", days=days_words(*absence.days))


def back(actor: Actor, command: ComeBack) -> Noted:
    """Keep that somebody works again."""
    absence = come_back(actor.work, command)
    return Noted(absence, tell_leader(actor, command.caller, "alert.back"))


def stay(actor: Actor, command: CancelLeave) -> Noted:
    """Take a planned leave back."""
    absence = cancel_leave(actor.work, command)
    said = tell_leader(actor, command.caller, "alert.leave_cancelled", days=days_words(*absence.days))
    return Noted(absence, said)


def absent_words(work: ReadWork, me: Caller) -> Words | None:
    """The reminder that who has just reported counts as absent, or None."""
    absence = absence_on(work, me.officer, me.today) if me.officer else None
    if absence is None:
        return None
    return words(f"absence.reported_{absence.why}", days=days_words(*absence.days))


def _drop_held(actor: Actor, caller: Caller) -> None:
    """What quiet hours hold back is not sent any more; whoever wrote a message sees that."""
    note_not_sent(actor.work, caller.person or "", *actor.own_chat)
    drop_held(actor.work, *actor.own_chat)


def _tell_revisits(actor: Actor, caller: Caller, absence: Absence, key: str, **values: Any) -> Noted:
    """Tell the leader of an absence, with the revisits that fall into it."""
    if caller.role is not Role.PPL:
        return Noted(absence, tell_leader(actor, caller, key, **values, revisits=None))
    waiting = _waiting(actor, caller, absence)
    lines = [_revisit_words(each, caller) for each in waiting[:LISTED]]
    if len(waiting) > LISTED:
        lines.append(words("alert.revisits_more", n=len(waiting) - LISTED))
    revisits = words("alert.revisits", list=lines) if lines else words("alert.no_revisits")
    return Noted(absence, tell_leader(actor, caller, key, **values, revisits=revisits), len(waiting))


def _waiting(actor: Actor, caller: Caller, absence: Absence) -> list[Household]:
    """The revisits that fall into an absence: from the beginning of its first day to the end of its last."""
    last = absence.until or max(actor.campaign.period.end, caller.today)
    begin, end = (datetime.combine(day, time(0), caller.zone) for day in (absence.start, last + DAY))
    found = revisits_of(actor.work, RevisitsOf(caller.officer or "", end, MOST_REVISITS))
    return [each for each in found if each.revisit_at and begin <= each.revisit_at < end]


def _revisit_words(household: Household, caller: Caller) -> Words:
    at = household.revisit_at.astimezone(caller.zone) if household.revisit_at else None
    return words("alert.revisit", no=household.no, at=at, outcome=words(f"outcome.{household.status}"))


def tell_leader(actor: Actor, caller: Caller, key: str, **values: Any) -> str | None:
    """Post an alert to the nearest leader who can be written to and is at work; the leader's name, or None."""
    said = Words(key, {"name": caller.name, "officer": caller.officer, **values})
    for leader in leaders_above(actor.work, caller.officer or ""):
        if not absence_on(actor.work, leader.id, caller.today) and actor.tell(leader.id, "leader", said):
            return str(leader.name)
    return None
