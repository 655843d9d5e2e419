"""Changed days of fieldwork are told to every officer who can be reached, each change once."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from actions.notify import notify
from core.people.person import Role
from core.workload.households import ProgressOf
from core.workload.period_change import PeriodChange, written
from db.engine.deployment import DAYS, change_fact
from db.engine.work import Work
from db.outbox.cards import card_changed
from db.outbox.messages import Lane
from db.people.officers import reachable
from db.workload.progress import progress_of
from wording.period_change import change_words


def tell_all(work: Work, change: PeriodChange, now: datetime) -> int | None:
    """Tell everybody, and keep that they know, in one transaction; how many, or None when somebody else did it."""
    if not change_fact(work, DAYS, written(change.before), written(change.after)):
        return None
    return sum(_tell_one(work, person, change, now) for person in reachable(work))


def _tell_one(work: Work, person: Any, change: PeriodChange, now: datetime) -> bool:
    """Tell one officer; False when it was posted before. The card of the day is shown anew."""
    today, pace = now.astimezone(ZoneInfo(person.zone)).date(), None
    if person.role == Role.PPL:
        query = ProgressOf(person.id, today)
        pace = progress_of(work, query, change.before), progress_of(work, query, change.after)
        card_changed(work, person.bot, person.chat, now)
    key = f"days:{person.id}:{written(change.after)}:{now:%Y%m%dT%H%M%S%f}"
    return notify(work, person, change_words(change, today, pace), (Lane.REMINDER, key), now)
