"""An officer is ill, on leave or back: the nearest leader at work is told, with the revisits that wait."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from core.absences import DAY, Absence, CancelLeave, ComeBack, FallIll, Noted, TakeLeave, days_words
from core.people import Caller, Role
from core.visits import RecordVisit
from core.words import Words, words
from core.workload import Household, RevisitsOf
from db.absences import absence_on, cancel_leave, come_back, fall_ill, take_leave
from db.leaders import leaders_above
from db.messages import note_not_sent
from db.outbox import drop_held
from db.work import ReadWork
from db.workload import revisits_of

if TYPE_CHECKING:
    from bot.carry import Carrier
    from bot.talk import Talk

LISTED = 30
"""Revisits told one by one."""
MOST_REVISITS = 1_000


def pause(carrier: Carrier, command: FallIll) -> Noted:
    """Keep an illness that begins; what quiet hours held back is not sent any more."""
    absence = fall_ill(carrier.work, command)
    _drop_held(carrier, command.caller)
    return _tell_revisits(carrier, command.caller, absence, "alert.ill", day=absence.start)


def leave(carrier: Carrier, command: TakeLeave) -> Noted:
    """Keep a leave."""
    absence = take_leave(carrier.work, command)
    if absence.start <= command.caller.today:
        _drop_held(carrier, command.caller)
    return _tell_revisits(carrier, command.caller, absence, "alert.leave", days=days_words(*absence.days))


def back(carrier: Carrier, command: ComeBack) -> Noted:
    """Keep that somebody works again."""
    absence = come_back(carrier.work, command)
    return Noted(absence, tell_leader(carrier, command.caller, "alert.back"))


def stay(carrier: Carrier, command: CancelLeave) -> Noted:
    """Take a planned leave back."""
    absence = cancel_leave(carrier.work, command)
    said = tell_leader(carrier, command.caller, "alert.leave_cancelled", days=days_words(*absence.days))
    return Noted(absence, said)


def absent_words(work: ReadWork, me: Caller) -> Words | None:
    """The reminder that who has just reported counts as absent, or None."""
    absence = absence_on(work, me.officer, me.today) if me.officer else None
    if absence is None:
        return None
    return words(f"absence.reported_{absence.why}", days=days_words(*absence.days))


def _drop_held(carrier: Carrier, caller: Caller) -> None:
    """What quiet hours hold back is not sent any more; whoever wrote a message sees that."""
    note_not_sent(carrier.work, caller.person or "", carrier.bot, carrier.chat)
    drop_held(carrier.work, carrier.bot, carrier.chat)


def _tell_revisits(carrier: Carrier, caller: Caller, absence: Absence, key: str, **values: Any) -> Noted:
    """Tell the leader of an absence, with the revisits that fall into it."""
    if caller.role is not Role.PPL:
        return Noted(absence, tell_leader(carrier, caller, key, **values, revisits=None))
    waiting = _waiting(carrier, caller, absence)
    lines = [_revisit_words(each, caller) for each in waiting[:LISTED]]
    if len(waiting) > LISTED:
        lines.append(words("alert.revisits_more", n=len(waiting) - LISTED))
    revisits = words("alert.revisits", list=lines) if lines else words("alert.no_revisits")
    return Noted(absence, tell_leader(carrier, caller, key, **values, revisits=revisits), len(waiting))


def _waiting(carrier: Carrier, caller: Caller, absence: Absence) -> list[Household]:
    """The revisits that fall into an absence: from the beginning of its first day to the end of its last."""
    last = absence.until or max(carrier.campaign.period.end, caller.today)
    begin, end = (datetime.combine(day, time(0), caller.zone) for day in (absence.start, last + DAY))
    found = revisits_of(carrier.work, RevisitsOf(caller.officer or "", end, MOST_REVISITS))
    return [each for each in found if each.revisit_at and begin <= each.revisit_at < end]


def _revisit_words(household: Household, caller: Caller) -> Words:
    at = household.revisit_at.astimezone(caller.zone) if household.revisit_at else None
    return words("alert.revisit", no=household.no, at=at, outcome=words(f"outcome.{household.status}"))


def tell_leader(carrier: Carrier, caller: Caller, key: str, **values: Any) -> str | None:
    """Post an alert to the nearest leader who can be written to and is at work; the leader's name, or None."""
    said = Words(key, {"name": caller.name, "officer": caller.officer, **values})
    for leader in leaders_above(carrier.work, caller.officer or ""):
        if not absence_on(carrier.work, leader.id, caller.today) and carrier.tell(leader.id, "leader", said):
            return str(leader.name)
    return None


def still_absent(talk: Talk) -> list[Words]:
    """To whom reports while ill or on leave: that it is so."""
    reported = any(isinstance(command, RecordVisit) for command in talk.carrier.done)
    said = absent_words(talk.work, talk.me) if reported and talk.row.ever_absent else None
    return [said] if said else []
