"""The stage: the virtual clock, the people waiting for their next moment, and the list of differences."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from heapq import heappop, heappush
from zoneinfo import ZoneInfo

from core.campaign import Campaign
from core.workload.targets import Period
from db.engine.work import Database
from simulation.books import Books
from simulation.telegram import Telegram

Life = Generator[datetime, None, None]
"""What a person does: it yields the instant of the next thing and goes on when the clock is there."""

ZONE = ZoneInfo("Asia/Makassar")
FIRST_DAY = date(2022, 10, 15)
AFTERMATH = timedelta(days=2)
"""After the fieldwork leaders close what is open."""
KEPT = 200
"""Differences that are told in full; the others are counted."""


@dataclass(frozen=True)
class Plan:
    """The size of a campaign. The same plan plays the same campaign, message by message.

    refusing: the share of families that refuse; then refusals are pursued to their end (None: as few as usual, and
    nobody but their enumerators goes there). parts: into how many parts the city is divided (simulation/parts.py).
    """

    households: int
    enumerators: int
    days: int
    seed: int
    refusing: float | None = None
    parts: int = 1

    def __str__(self) -> str:
        size = f"{self.households:,} households, {self.enumerators:,} enumerators, {self.days} days, seed {self.seed}"
        return f"{size}, in {self.parts} parts" if self.parts > 1 else size

    @property
    def period(self) -> Period:
        """The days of fieldwork."""
        return Period(FIRST_DAY, FIRST_DAY + timedelta(days=self.days - 1))

    @property
    def start(self) -> datetime:
        """When everybody comes on: in the afternoon before the first day."""
        return datetime.combine(self.period.start - timedelta(days=1), time(15), ZONE).astimezone(UTC)

    @property
    def end(self) -> datetime:
        """When the last one leaves."""
        last = self.period.end + (AFTERMATH if self.refusing is not None else timedelta(0))
        return datetime.combine(last, time(23, 55), ZONE).astimezone(UTC)

    @property
    def campaign(self) -> Campaign:
        """What the bot knows of the campaign."""
        return Campaign(self.period, "id", f"receipts of campaign {self.seed}".encode())


class Stage:
    """One campaign being played, or one part of it, counted from 0."""

    def __init__(self, database: Database, plan: Plan, part: int = 0) -> None:
        self.plan, self.campaign, self.part = plan, plan.campaign, part
        self.period = plan.period
        self.start, self.end = plan.start, plan.end
        self.now = self.start
        self.database = database
        self.telegram = Telegram(database, self.campaign, plan.seed)
        self.telegram.count, self.telegram.problem = self._carried, self.differ
        self.books = Books(self.period.start, self.period.end, ZONE)
        self.differences: list[tuple[str, str]] = []
        self.compared: Counter[str] = Counter()
        self.differing: Counter[str] = Counter()
        self.reminded: list[tuple[str, str, str, int]] = []
        self.citizens = 0
        self.people: list[object] = []
        self.hours: Counter[int] = Counter()
        self.days: defaultdict[date, Counter[str]] = defaultdict(Counter)
        self._queue: list[tuple[datetime, int, Life]] = []
        self._entered = 0

    @property
    def local(self) -> datetime:
        """The stage's instant on the clock of its city."""
        return self.now.astimezone(ZONE)

    @property
    def today(self) -> date:
        """The calendar day in the city."""
        return self.local.date()

    def differ(self, what: str, detail: str) -> None:
        """Note that the bot and the books disagree, or that something went wrong."""
        self.differing[what] += 1
        if len(self.differences) < KEPT:
            self.differences.append((what, f"{self.local:%d %b %H:%M:%S} {detail}"))

    def compare(self, what: str, detail: str, said: object, expected: object) -> bool:
        """Check one thing that the bot said against the books; whether they agree."""
        self.compared[what] += 1
        if said != expected:
            self.differ(what, f"{detail}: the bot says {said}, the books say {expected}")
            return False
        return True

    def _carried(self, what: str) -> None:
        local = self.local
        self.days[local.date()][what] += 1
        if what == "messages":
            self.hours[local.hour] += 1

    def count(self, what: str, number: int = 1) -> None:
        """Add to the day's tally."""
        self.days[self.today][what] += number

    def enter(self, life: Life, at: datetime) -> None:
        """Somebody comes on at an instant."""
        self._entered += 1
        heappush(self._queue, (at, self._entered, life))

    def play(self, watch: Callable[[Stage], None]) -> None:
        """Let everybody live until the end; watch is called at every tick of the jobs."""
        self.watch = watch
        while self._queue:
            at, number, life = heappop(self._queue)
            if at > self.end:
                continue
            self.now = max(self.now, at)
            coming = next(life, None)
            if coming is not None:
                heappush(self._queue, (coming, number, life))
