"""The simulator's own books: what really happened in the field, in plain Python without a line of the bot's code.

Every rule is written down here a second time, from the glossary, so that a mistake in either place is a difference.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from simulation.cases import CLOSED, Case, Told
from simulation.ladders import Deed
from simulation.reminders import Reminders, Watched
from simulation.walking import Door, walk

ENUMERATED = {"complete", "partial"}
REFUSED = {"refused", "refused_hard", "refused_for_good"}
LAST_HOUR = time(21)
RANKS = ("ppl", "pml", "koseka", "bps")
LATELY = timedelta(days=3)
"""Where somebody was before that does not say where they are."""


@dataclass(slots=True)
class Visit:
    """What an enumerator found at a door and means to report. no: 0 when the family is not on the list yet; sls: where
    it is put then, when there is a choice. source: who says so; named: the note says who.
    """

    no: int
    head: str
    outcome: str
    persons: int = 0
    reason: str = ""
    note: str = ""
    revisit: datetime | None = None
    kind: str = "prelist"
    sls: str = ""
    source: str = "self"
    named: bool = False


def told_of(visit: Visit, at: datetime, *, on_purpose: bool = False) -> Told:
    """A visit as it was reported."""
    said = (visit.outcome, visit.persons, visit.note, visit.reason, visit.revisit)
    return Told(at, *said, on_purpose, source=visit.source)


@dataclass(slots=True)
class Sheet:
    """One enumerator's list, and its sums. fresh: the numbers never visited; pending: the open ones visited before,
    with their hours; elsewhere: those of somebody else now; doors: where they are; last: the latest visit, its hour,
    how many were told before it, and its number.
    """

    officer: str
    name: str
    cases: dict[int, Case] = field(default_factory=dict)
    fresh: dict[int, None] = field(default_factory=dict)
    pending: dict[int, datetime] = field(default_factory=dict)
    elsewhere: set[int] = field(default_factory=set)
    doors: dict[int, Door] = field(default_factory=dict)
    last: tuple[datetime, int, int] | None = None
    done: int = 0
    refused: int = 0
    settled: Counter[date] = field(default_factory=Counter)
    visits: Counter[date] = field(default_factory=Counter)
    corrections: Counter[date] = field(default_factory=Counter)

    def add(self, case: Case, door: Door) -> None:
        """Put a household of the prelist on the list."""
        self.cases[case.no], self.doors[case.no] = case, door
        self.fresh[case.no] = None

    def walk(self, since: date, zone: ZoneInfo) -> list[int]:
        """All numbers in walking order, for somebody who was last where the latest visit since a day was."""
        lately = self.last is not None and self.last[0].astimezone(zone).date() >= since
        return walk(self.doors, self.last[2] if self.last and lately else None)


@dataclass(frozen=True, slots=True)
class Figures:
    """One person's day, or a sum of them, as a digest shows it."""

    today: int = 0
    target: int = 0
    done: int = 0
    total: int = 0
    refusals: int = 0
    overdue: int = 0

    def __add__(self, other: Figures) -> Figures:
        return Figures(
            self.today + other.today,
            self.target + other.target,
            self.done + other.done,
            self.total + other.total,
            self.refusals + other.refusals,
            self.overdue + other.overdue,
        )


class Books:
    """All sheets of a campaign from its first to its last day, on the clock of one zone."""

    def __init__(self, first: date, last: date, zone: ZoneInfo) -> None:
        self.first, self.last, self.zone = first, last, zone
        self.sheets: dict[str, Sheet] = {}
        self.names: dict[str, str] = {}
        self.below: dict[str, list[str]] = {}
        self.codes: dict[str, Case] = {}
        self.outcomes: Counter[tuple[date, str]] = Counter()
        self.sources: Counter[tuple[str, str]] = Counter()
        self.roles: dict[str, str] = {}
        self.reminders = Reminders(zone)
        self.alerts: Counter[tuple[str, int]] = Counter()
        self.standing: Counter[str] = Counter()
        self.closings: Counter[tuple[str, date]] = Counter()
        self.closed: Counter[tuple[str, int]] = Counter()

    def record(self, officer: str, visit: Visit, at: datetime, *, on_purpose: bool = False) -> tuple[Case, str]:
        """A visit was reported; `at` is its hour, whenever the report arrived. Its case, and what became of it: saved
        (it counts now), known (it changed nothing), asked (two contradict each other now), or history.
        """
        sheet = self.sheets[officer]
        if not visit.no:
            visit.no = max(sheet.cases, default=0) + 1
            sheet.cases[visit.no] = Case(visit.no, visit.head, visit.kind)
            sheet.doors[visit.no] = Door(visit.sls or min(door.sls for door in sheet.doors.values()))
        case = sheet.cases[visit.no]
        told, before, waited = told_of(visit, at, on_purpose=on_purpose), case.says(), list(case.waiting)
        if told not in case.told:
            self._tell(sheet, case, told)
        if told in case.waiting or any(each not in waited for each in case.waiting):
            return case, "asked"
        if case.says() == before:
            return case, "known"
        return case, "saved" if case.stands == told else "history"

    def correct(self, officer: str, no: int, wrong: list[Told], instead: Told | None, now: datetime) -> Case:
        """Reports were wrong; what was told stays told, but counts for nothing."""
        sheet, day = self.sheets[officer], now.astimezone(self.zone).date()
        case = sheet.cases[no]
        sheet.corrections[day] += len(wrong)
        case.told, stood = [told for told in case.told if told not in wrong], case.stands
        if instead is not None:
            self._tell(sheet, case, instead)
        else:
            self._stand(sheet, case)
        taken_back = [stood] if instead is not None and instead.on_purpose and stood != case.stands else wrong
        if any(told is not None and self._was_in_a_digest(told, now) for told in taken_back):
            self.alerts[officer, no] += 1
        return case

    def act(self, officer: str, no: int, deed: Deed) -> Case:
        """Something was done about an open household besides a visit."""
        sheet = self.sheets[officer]
        case = sheet.cases[no]
        case.deeds.append(deed)
        self._stand(sheet, case)
        return case

    def close(self, officer: str, no: int, told: Told) -> Case:
        """A leader gave a household up, which is kept among its visits as the leader's own; the enumerator is told."""
        sheet, day = self.sheets[officer], told.at.astimezone(self.zone).date()
        case = sheet.cases[no]
        case.told.append(told)
        self.closings[told.by, day] += 1
        self.outcomes[day, told.outcome] += 1
        self.sources[told.outcome, told.source] += 1
        self.closed[officer, no] += 1
        self._stand(sheet, case)
        return case

    def _was_in_a_digest(self, told: Told, now: datetime) -> bool:
        local = now.astimezone(self.zone)
        evening = local.replace(hour=18, minute=0, second=0, microsecond=0)
        return told.at.astimezone(self.zone).date() < local.date() or told.at < evening <= now

    def _tell(self, sheet: Sheet, case: Case, told: Told) -> None:
        day = told.at.astimezone(self.zone).date()
        sheet.visits[day] += 1
        latest = (told.at, sheet.visits.total(), case.no)
        sheet.last = max(sheet.last, latest) if sheet.last else latest
        self.outcomes[day, told.outcome] += 1
        self.sources[told.outcome, told.source] += 1
        case.told.append(told)
        case.enumerated |= told.outcome in ENUMERATED
        self._stand(sheet, case)

    def _stand(self, sheet: Sheet, case: Case) -> None:
        """Judge a case anew, and keep the sheet's sums."""
        if case.settled_on and case.outcome not in CLOSED:
            sheet.settled[case.settled_on] -= 1
        sheet.done -= case.settled_on is not None
        sheet.refused -= case.outcome in REFUSED and case.settled_on is None
        self.standing[case.stands.by if case.stands else ""] -= 1
        sheet.pending.pop(case.no, None)
        sheet.fresh.pop(case.no, None)
        case.judge(sheet.officer, self.zone, datetime.combine(self.last, LAST_HOUR, self.zone))
        if case.settled_on and case.outcome not in CLOSED:
            sheet.settled[case.settled_on] += 1
        sheet.done += case.settled_on is not None
        sheet.refused += case.outcome in REFUSED and case.settled_on is None
        self.standing[case.stands.by if case.stands else ""] += 1
        owner = self.owner(sheet, case)
        sheet.elsewhere.discard(case.no)
        if case.pursuit:
            sheet.pending[case.no] = case.pursuit.due
            sheet.elsewhere |= {case.no} if owner else set()
        self.reminders.follow(sheet.officer, case.no, case.pursuit, owner)
        if case.outcome is None:
            sheet.fresh = dict.fromkeys(sorted([*sheet.fresh, case.no]))

    def owner(self, sheet: Sheet, case: Case) -> str:
        """Whose an open household is: empty when the enumerator's, else the first above whose role is high enough."""
        leaders = self.reminders.leaders[sheet.officer]
        if case.pursuit is None or case.pursuit.receiver == sheet.officer or not leaders:
            return ""
        if case.pursuit.receiver in leaders:
            return case.pursuit.receiver
        if case.pursuit.role == "ppl":
            return ""
        least = RANKS.index(case.pursuit.role)
        return next((each for each in leaders if RANKS.index(self.roles[each]) >= least), leaders[-1])

    def open_cases(self, leader: str) -> list[Watched]:
        """The open households below a leader, or in the leader's hands."""
        team, watched = set(self.enumerators(leader)), self.reminders.watched
        return [each for (officer, _), each in watched.items() if officer in team or each.owner == leader]

    def corrections(self, officer: str, day: date) -> list[tuple[str, int]]:
        """Who below a leader corrected reports on a day, by id: name and number."""
        sheets = [self.sheets[each] for each in sorted(self.enumerators(officer))]
        return [(sheet.name, sheet.corrections[day]) for sheet in sheets if sheet.corrections[day]]

    def enumerators(self, officer: str) -> list[str]:
        """The enumerators at or below an officer, by id."""
        if officer in self.sheets:
            return [officer]
        return [each for person in self.below.get(officer, ()) for each in self.enumerators(person)]

    def days_left(self, day: date) -> int:
        """Days of fieldwork from this one on, itself included."""
        return max(0, (self.last - max(day, self.first)).days + 1)

    def target(self, sheet: Sheet, day: date) -> int:
        """What the day asks for: an even share of what was open in the morning, rounded up."""
        left = len(sheet.cases) - sheet.done + sheet.settled[day]
        return -(-left // max(1, self.days_left(day)))

    def upcoming(self, sheet: Sheet, until: datetime, most: int) -> list[int]:
        """What to visit next: all revisits up to an instant by their hour, without those that are somebody else's, then
        fresh ones as one walks, `most` together.
        """
        order = sheet.walk((until - LATELY).date(), self.zone)
        revisits = [
            no for no in order if no in sheet.pending and no not in sheet.elsewhere and sheet.pending[no] <= until
        ]
        numbers = sorted(revisits, key=lambda no: sheet.pending[no])
        left = max(0, most - len(numbers))
        return numbers + [no for no in order if no in sheet.fresh][:left]

    def figures(self, officer: str, day: date, now: datetime) -> Figures:
        """A person's figures: an enumerator's own, a leader's the sum of everybody below."""
        sheet = self.sheets.get(officer)
        if sheet is not None:
            overdue = sum(at <= now for at in sheet.pending.values())
            target = self.target(sheet, day)
            return Figures(sheet.settled[day], target, sheet.done, len(sheet.cases), sheet.refused, overdue)
        return sum((self.figures(person, day, now) for person in self.below.get(officer, ())), Figures())

    def silent(self, officer: str, day: date) -> list[str]:
        """The names below a leader who have open households and reported no visit of this day of the fieldwork."""
        sheet = self.sheets.get(officer)
        if sheet is not None:
            owed = day <= self.last and sheet.done < len(sheet.cases)
            return [sheet.name] if owed and not sheet.visits[day] else []
        return [name for person in self.below.get(officer, ()) for name in self.silent(person, day)]
