"""The reminders of cases: what is due now, one message a person, said once (core/cases/reminders.py)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from core.campaign import Campaign
from core.cases.casework import CaseLine
from core.cases.ladder import DAY, LadderName, StepName
from core.cases.reminders import A_MOMENT, NIGHT, OVERDUE, SOON, Reminder, Said, next_reminder, remind_at
from core.people.absences import is_absent
from core.people.person import Caller, Role
from core.visits.outcomes import Outcome
from db.cases.reminders import due_cases, go_on, people
from db.engine.work import ReadWork, Work
from db.outbox.messages import Lane
from db.people.absences import absences_of_some
from db.people.leaders import leaders_above
from db.people.settings import quiet_end
from scheduler.telling import Counts, Write, tell, tell_each
from scheduler.timetable import REVISITS
from wording.reminders import Told, reminders_words


@dataclass(frozen=True)
class Plan:
    """What becomes of one case: what is said to whom (None: nothing to anybody), and when it is looked at again."""

    row: Any
    say: Said
    to: Any
    next_at: datetime | None
    enumerator: str = ""
    owner: str = ""


def remind(write: Write, campaign: Campaign, now: datetime) -> Counts:
    """Say what is due of all cases; a few people a transaction."""
    by_person: dict[str, list[Plan]] = defaultdict(list)
    for plan in write(partial(plans_of, campaign=campaign, now=now)):
        by_person[plan.to.id if plan.to else ""].append(plan)
    return tell_each(write, partial(tell_all, campaign=campaign, now=now), list(by_person.values()), REVISITS)


def plans_of(work: ReadWork, campaign: Campaign, now: datetime) -> list[Plan]:
    """Return what is to be done about each case that is due."""
    rows = due_cases(work, now)
    planner = _Planner(work, rows, campaign, now)
    return [planner.plan(row) for row in rows]


def tell_all(work: Work, some: Sequence[Sequence[Plan]], campaign: Campaign, now: datetime) -> int:
    """Keep what is said, and say it; what somebody else has said meanwhile is left out."""
    posted = 0
    for plans in some:
        mine = [plan for plan in plans if go_on(work, plan.row, plan.say, plan.next_at) and plan.to]
        if mine:
            posted += _tell(work, mine, campaign, now)
    return posted


def _tell(work: Work, plans: Sequence[Plan], campaign: Campaign, now: datetime) -> int:
    first, to = plans[0], plans[0].to
    language = to.language or campaign.language
    me = Caller(Role(to.role), language, now, ZoneInfo(to.zone), to.id, to.name)
    said = reminders_words([_told(plan) for plan in plans], me)
    key = f"cases:{to.id}:{first.row.id}:{first.say}:{first.row.due_at:%Y-%m-%dT%H:%MZ}:{now:%Y-%m-%dT%H:%M:%SZ}"
    lane = Lane.REMINDER if quiet_end(to, now) is None else Lane.ALERT
    return tell(work, to, said, (lane, key), now)


def _told(plan: Plan) -> Told:
    row = plan.row
    line = CaseLine(
        row.id,
        row.no,
        row.head,
        row.address,
        plan.enumerator,
        LadderName(row.ladder),
        StepName(row.step),
        row.tries,
        plan.owner,
        plan.say is not Said.LINE,
        row.begun_at,
        row.due_at,
    )
    return Told(plan.say, line, Outcome(row.status) if row.status else None)


class _Planner:
    """What is known of the people around the cases that are due."""

    def __init__(self, work: ReadWork, rows: Sequence[Any], campaign: Campaign, now: datetime) -> None:
        self.work, self.campaign, self.now = work, campaign, now
        around = {officer for row in rows for officer in (row.owner, row.enumerator) if officer}
        self.people, self.absences = people(work, around), absences_of_some(work, around)
        self.above: dict[str, list[Any]] = {}

    def plan(self, row: Any) -> Plan:
        """Return the decision about one case."""
        first = remind_at(StepName(row.step), row.since, row.due_at)
        reminder = next_reminder(Said(row.said), row.due_at, first, self.now)
        owner = self.people.get(row.owner or row.enumerator or "")
        if reminder.say is not Said.LINE and owner is not None and self._is_there(owner):
            return self._to_owner(row, reminder, owner)
        if reminder.say is Said.HOUR:
            return Plan(row, Said(row.said), None, min(self.now + SOON, row.due_at + OVERDUE))
        return self._to_line(row, owner.id if owner else "")

    def _to_owner(self, row: Any, reminder: Reminder, owner: Any) -> Plan:
        """To whoever has the case, unless it has to wait."""
        hour = reminder.say is Said.HOUR
        waits = None if hour and row.step == StepName.HOUR else quiet_end(owner, self.now)
        if waits is None and not (hour and self.now - row.due_at <= A_MOMENT):
            waits = self._waits_for_day(owner, rests=reminder.say is Said.OVERDUE)
        if waits is not None:
            return Plan(row, Said(row.said), None, waits)
        return self._say(row, reminder.say, owner, reminder.next_at)

    def _to_line(self, row: Any, whose: str) -> Plan:
        """To the next in line who can be told; when there is nobody today, tomorrow once more."""
        if whose not in self.above:
            ids = [each.id for each in leaders_above(self.work, whose)]
            found, self.absences = people(self.work, ids), self.absences | absences_of_some(self.work, ids)
            self.above[whose] = [found[each] for each in ids]
        if not self.above[whose]:
            return Plan(row, Said.LINE, None, None)
        leader = next((each for each in self.above[whose] if self._is_there(each)), None)
        if leader is None:
            return Plan(row, Said(row.said), None, self.now + DAY)
        waits = quiet_end(leader, self.now) or self._waits_for_day(leader, rests=True)
        if waits is not None:
            return Plan(row, Said(row.said), None, waits)
        return self._say(row, Said.LINE, leader, None)

    def _say(self, row: Any, say: Said, to: Any, next_at: datetime | None) -> Plan:
        names = [self.people[each].name if each in self.people else "" for each in (row.enumerator, row.owner)]
        return Plan(row, say, to, next_at, *names)

    def _is_there(self, person: Any) -> bool:
        """Return whether somebody can be written to, and works today."""
        today = self.now.astimezone(ZoneInfo(person.zone)).date()
        can_be_told = person.chat is not None and person.blocked_at is None
        return can_be_told and not is_absent(self.absences.get(person.id, ()), today)

    def _waits_for_day(self, person: Any, *, rests: bool) -> datetime | None:
        """The next morning when it is night; with `rests`, that of the next day of work on a day off."""
        local = self.now.astimezone(ZoneInfo(person.zone))
        at = NIGHT.end_of(local)
        while rests and self.campaign.period.is_off((at or local).date()):
            at = (at or local).replace(hour=NIGHT.end.hour, minute=0, second=0, microsecond=0) + DAY
        return at
