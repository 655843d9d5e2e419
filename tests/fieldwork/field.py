"""The field: officers who give the bot's own commands, each in a transaction, on a clock that the test moves."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any

from sqlalchemy import insert, select
from sqlmodel import col

from actions.actor import Actor
from actions.replacing import tell_replaced
from bot.carry import Carrier
from core.campaign import Campaign
from core.face import By, Face
from core.people.person import Caller, Role
from core.problems import Problem
from core.requests import Command, Query
from core.workload.targets import Period
from db.engine.work import Database, Work
from db.people.replacing import replace_officer
from db.tables import Chat, Household, Officer
from scheduler.jobs import due_runs, perform
from scheduler.reminders import remind
from tests.people import BOT, MORNING, OFFICERS, WITA, chat_row, officer_row

HOUSEHOLDS = (1, 2, 3, 64)
"""Three of Ani's and one of Dian's, no two heads alike."""
SPARE = [
    ("PPL-0008", "Fitri", "ppl"),
    ("PPL-0009", "Gita", "ppl"),
    ("PML-008", "Hadi", "pml"),
    ("KSK-08", "Ida", "koseka"),
]
"""Who may take somebody's place; until then they stand in no team."""
ROLES = {officer: Role(role) for officer, _, role, *_ in [*OFFICERS, *SPARE]}
CHATS = {officer: chat for officer, *_, chat in OFFICERS} | {row[0]: 3000 + n for n, row in enumerate(SPARE)}
NAMES = {officer: name for officer, name, *_ in [*OFFICERS, *SPARE]}
PERIOD = Period(date(2022, 10, 15), date(2022, 10, 27))
"""It ends a week after the test's first morning."""
TREE = select(col(Officer.id), col(Officer.supervisor))
LISTS = select(col(Household.id), col(Household.enumerator)).where(col(Household.id).in_(HOUSEHOLDS))


class Field:
    """The small world of tests/people.py with more officers. left: who was replaced, and has no chat any more.

    touched: whether anything was done since the test last looked.
    """

    def __init__(self, database: Database) -> None:
        self.database, self.now = database, MORNING
        self.campaign = Campaign(PERIOD, "id", b"the key of the tests' receipts")
        self.left: set[str] = set()
        self.touched = True
        self.numbers = count(1)
        with database.work() as work:
            work.change_many(insert(Officer), [officer_row(*each, None) for each in SPARE])
            work.change_many(insert(Chat), [chat_row(CHATS[officer], officer) for officer, *_ in SPARE])

    @property
    def officers(self) -> list[str]:
        """All who have not left, in no team as well."""
        return [officer for officer in ROLES if officer not in self.left]

    @property
    def lists(self) -> dict[int, str | None]:
        """On whose list each household is."""
        with self.database.read() as work:
            return dict(work.rows(LISTS))

    def caller(self, officer: str, late: timedelta = timedelta(0)) -> Caller:
        """An officer as the talks see them; late: how long ago the message was written."""
        return Caller(ROLES[officer], "id", self.now - late, WITA, officer, NAMES[officer])

    def look(self, who: str, query: Query[Any]) -> Any:
        """The answer to a query."""
        with self.database.work() as work:
            return self._carrier(work, self.caller(who)).look(query)

    def do(self, command: Command[Any]) -> Any:
        """Carry a command out, as in service: a Problem is told, and ends no transaction."""
        self.touched = True
        with self.database.work() as work:
            try:
                return self._carrier(work, command.caller).do(command)  # type: ignore[attr-defined]
            except Problem as problem:
                return problem

    def replace(self, old: str, new: str) -> None:
        """The office has another officer take over."""
        with self.database.work() as work:
            replaced = replace_officer(work, old, new, self.campaign.fieldwork, By("office", self.now, Face.TERMINAL))
            tell_replaced(work, replaced, self.now)
        self.left.add(old)
        self.touched = True

    def tick(self) -> None:
        """What the scheduler does at this instant."""
        self.touched = True
        with self.database.read() as work:
            runs = due_runs(work, self.now)
        for run in runs:
            perform(self.database.write, run, self.campaign, self.now)
        remind(self.database.write, self.campaign, self.now)

    def hour(self, days: int, hour: time, earliest: date | None = None) -> datetime:
        """An hour that somebody may say now: not before now, a day, nor after the fieldwork or tomorrow."""
        local = self.now.astimezone(WITA)
        last = max(PERIOD.end, local.date() + timedelta(days=1))
        day = min(last, max(local.date() + timedelta(days=days), earliest or local.date()))
        at = datetime.combine(day, hour, WITA)
        return at if at > local else datetime.combine(local.date() + timedelta(days=1), hour, WITA)

    def _carrier(self, work: Work, me: Caller) -> Carrier:
        """Every second one acts through a page, which has no chat."""
        number = next(self.numbers)
        chat = (BOT, CHATS[me.officer or ""]) if number % 2 else None
        return Carrier(Actor(work, self.campaign, me, self.now, f"command {number}", chat))
