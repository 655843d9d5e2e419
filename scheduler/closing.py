"""The proposal to close what is open: to the nearest leader, a day later to the next (core/cases/closing.py)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from core.campaign import Campaign
from core.cases.closing import ClosingBelow, OpenOne, asked, turn_on
from core.people.absences import is_absent
from core.people.person import Caller, Role
from db.cases.closing import closing_below
from db.cases.reminders import people
from db.engine.work import ReadWork, Work
from db.outbox.messages import Lane
from db.people.absences import absences_of_some
from db.people.leaders import leaders_above
from scheduler.telling import tell
from wording.closing import asked_words


def propose(work: Work, person: Any, due: tuple[datetime, date], campaign: Campaign, now: datetime) -> int:
    """Propose to a leader what it is this leader's turn to close; how many messages were posted.

    due: the instant of the run, and its day. Whoever cannot be told, or does not work that day, is passed over.
    """
    at, day = due
    turn = turn_on(day, campaign.period)
    if turn is None:
        return 0
    language = person.language or campaign.language
    me = Caller(Role(person.role), language, at, ZoneInfo(person.zone), person.id, person.name)
    closing = closing_below(work, ClosingBelow(me), campaign.fieldwork)
    lines = _Lines(work, day)
    mine = [one for one in closing.closes if asked(lines.of(one), turn) == person.id]
    if not mine:
        return 0
    before = sorted({lines.name(lines.of(one)[turn - 1]) for one in mine}) if turn else []
    key = f"closing:{person.id}:{day}"
    return tell(work, person, asked_words(closing, mine, before), (Lane.REMINDER, key), now)


class _Lines:
    """Return who may close a household, the nearest first: people who can be told and who work on that day."""

    def __init__(self, work: ReadWork, day: date) -> None:
        self.work, self.day = work, day
        self.lines: dict[str, list[str]] = {}
        self.names: dict[str, str] = {}

    def of(self, one: OpenOne) -> list[str]:
        """The line of a household. It begins with the leader who has the case, if one has."""
        holder = one.owner or one.enumerator or ""
        if holder not in self.lines:
            ids = [*([holder] if one.owner else []), *(each.id for each in leaders_above(self.work, holder))]
            self.lines[holder] = self._there(ids)
        return self.lines[holder]

    def name(self, officer: str) -> str:
        """The name of somebody in a line."""
        return self.names[officer]

    def _there(self, ids: Sequence[str]) -> list[str]:
        found, absences = people(self.work, ids), absences_of_some(self.work, ids)
        self.names |= {each: row.name for each, row in found.items()}
        told = [each for each in ids if found[each].chat is not None and found[each].blocked_at is None]
        return [each for each in told if not is_absent(absences.get(each, ()), self.day)]
