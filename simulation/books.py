"""The simulator's own books: what really happened in the field, in plain Python without a line of the bot's code.

Every rule is written down here a second time, from the glossary, so that a mistake in either place is a difference.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from heapq import heappop, heappush
from zoneinfo import ZoneInfo

ENUMERATED = {"complete", "partial"}
REFUSED = {"refused", "refused_hard"}
OPEN = {"appointment", "nobody_home", "refused", "refused_hard"}
"""After these the family is visited again; everything else settles the case."""

REMINDED_WITHIN = timedelta(hours=12)
AT_ITS_HOUR = timedelta(minutes=30)
AWAKE = ((7, 0), (21, 30))


@dataclass(slots=True)
class Visit:
    """What an enumerator found at a door and means to report. no: 0 when the family is not on the list yet."""

    no: int
    head: str
    outcome: str
    persons: int = 0
    reason: str = ""
    note: str = ""
    revisit: datetime | None = None
    kind: str = "prelist"


@dataclass(slots=True)
class Case:
    """One household: what the latest visit by its own hour says."""

    no: int
    head: str
    kind: str = "prelist"
    outcome: str | None = None
    at: datetime | None = None
    settled_on: date | None = None
    revisit: datetime | None = None
    reminded: datetime | None = None
    persons: int = 0
    visits: int = 0
    code: str | None = None


@dataclass(slots=True)
class Sheet:
    """One enumerator's list, and its sums. fresh: the numbers never visited; pending: the ones to visit again."""

    officer: str
    name: str
    cases: dict[int, Case] = field(default_factory=dict)
    fresh: dict[int, None] = field(default_factory=dict)
    pending: dict[int, datetime] = field(default_factory=dict)
    done: int = 0
    refused: int = 0
    settled: Counter[date] = field(default_factory=Counter)
    visits: Counter[date] = field(default_factory=Counter)

    def add(self, case: Case) -> None:
        """Put a household of the prelist on the list."""
        self.cases[case.no] = case
        self.fresh[case.no] = None


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
        self.coming: list[tuple[datetime, str, int]] = []
        self.due: set[tuple[datetime, str, int]] = set()

    def record(self, officer: str, visit: Visit, at: datetime) -> Case:
        """A visit was reported; `at` is its hour, whenever the report arrived. The later visit decides."""
        sheet = self.sheets[officer]
        if not visit.no:
            visit.no = max(sheet.cases, default=0) + 1
            sheet.cases[visit.no] = Case(visit.no, visit.head, visit.kind)
        case, day = sheet.cases[visit.no], at.astimezone(self.zone).date()
        case.visits += 1
        sheet.visits[day] += 1
        self.outcomes[day, visit.outcome] += 1
        sheet.fresh.pop(case.no, None)
        if case.at is None or at >= case.at:
            self._decide(sheet, case, visit, at)
        return case

    def _decide(self, sheet: Sheet, case: Case, visit: Visit, at: datetime) -> None:
        day = at.astimezone(self.zone).date()
        if case.settled_on:
            sheet.settled[case.settled_on] -= 1
        sheet.done -= case.settled_on is not None
        sheet.refused += (visit.outcome in REFUSED) - (case.outcome in REFUSED)
        case.outcome, case.at, case.persons = visit.outcome, at, visit.persons
        case.settled_on = None if visit.outcome in OPEN else day
        case.revisit = visit.revisit if visit.outcome in OPEN else None
        if case.settled_on:
            sheet.settled[day] += 1
            sheet.done += 1
        sheet.pending.pop(case.no, None)
        if case.revisit:
            sheet.pending[case.no] = case.revisit
            heappush(self.coming, (case.revisit, sheet.officer, case.no))

    def days_left(self, day: date) -> int:
        """Days of fieldwork from this one on, itself included."""
        return max(0, (self.last - max(day, self.first)).days + 1)

    def target(self, sheet: Sheet, day: date) -> int:
        """What the day asks for: an even share of what was open in the morning, rounded up."""
        left = len(sheet.cases) - sheet.done + sheet.settled[day]
        return -(-left // max(1, self.days_left(day)))

    def upcoming(self, sheet: Sheet, until: datetime, most: int) -> list[int]:
        """What to visit next: all revisits up to an instant by their hour, then fresh ones, `most` together."""
        revisits = sorted((at, no) for no, at in sheet.pending.items() if at <= until)
        numbers = [no for _, no in revisits]
        for no in sheet.fresh:
            if len(numbers) >= most:
                break
            numbers.append(no)
        return numbers

    def figures(self, officer: str, day: date, now: datetime) -> Figures:
        """A person's figures: an enumerator's own, a leader's the sum of everybody below."""
        sheet = self.sheets.get(officer)
        if sheet is not None:
            overdue = sum(at <= now for at in sheet.pending.values())
            target = self.target(sheet, day)
            return Figures(sheet.settled[day], target, sheet.done, len(sheet.cases), sheet.refused, overdue)
        return sum((self.figures(person, day, now) for person in self.below.get(officer, ())), Figures())

    def silent(self, officer: str, day: date) -> list[str]:
        """The names below a leader who have open households and reported no visit of the day."""
        sheet = self.sheets.get(officer)
        if sheet is not None:
            return [sheet.name] if not sheet.visits[day] and sheet.done < len(sheet.cases) else []
        return [name for person in self.below.get(officer, ()) for name in self.silent(person, day)]

    def remind(self, now: datetime) -> Counter[tuple[str, int]]:
        """Whom to remind of which number now: each hour of a household once, and at night only at its hour."""
        while self.coming and self.coming[0][0] <= now:
            self.due.add(heappop(self.coming))
        reminded: Counter[tuple[str, int]] = Counter()
        local = now.astimezone(self.zone)
        awake = AWAKE[0] <= (local.hour, local.minute) <= AWAKE[1]
        for entry in sorted(self.due):
            revisit, officer, no = entry
            case = self.sheets[officer].cases[no]
            if case.revisit != revisit or case.reminded == revisit or now - revisit >= REMINDED_WITHIN:
                self.due.discard(entry)
            elif awake or now - revisit <= AT_ITS_HOUR:
                self.due.discard(entry)
                case.reminded = revisit
                reminded[officer, no] += 1
        return reminded
