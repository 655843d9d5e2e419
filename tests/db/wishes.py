"""Wishes to give work back, asked and decided as the talks do it."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import insert, select
from sqlmodel import col

from core.people.person import Caller, Role
from core.visits.outcomes import Outcome
from core.visits.report import RecordVisit, Report
from core.workload.giving_back import Decide, Decision, GiveBack, Wish
from db.engine.work import Database, Work
from db.tables import GivingBack, Officer
from db.visits.record import record_visit
from db.workload.decide import decide
from db.workload.giving_back import give_back
from tests.people import CAMPAIGN, MORNING, WITA, ani, officer_row

LATER = MORNING + timedelta(hours=5)
TODAY = MORNING.astimezone(WITA).date()
ROWS = select(GivingBack.__table__).order_by(col(GivingBack.id))  # type: ignore[attr-defined]
OTHERS = [
    ("KSK-02", "Fajar", "koseka", "BPS-6471"),
    ("PML-002", "Gita", "pml", "KSK-02"),
    ("PPL-0003", "Hadi", "ppl", "PML-002"),
    ("PML-003", "Indah", "pml", None),
]
"""Another team in another sub-district of the same office, and a supervisor of nobody."""


def add_other_teams(database: Database) -> None:
    """More teams, so that rights have something to keep apart."""
    with database.work() as work:
        work.change_many(insert(Officer), [officer_row(*row) for row in OTHERS])


def leader(officer: str = "PML-001", name: str = "Budi") -> Caller:
    return Caller(Role.PML, "id", LATER, WITA, officer, name)


def ask(work: Work, *households: int, reason: str = "too_far", at: datetime = MORNING) -> Wish:
    return give_back(work, GiveBack(ani(at), households, reason), asked_at=at)


def accept(work: Work, wish: Wish, to: str | None = "PPL-0002", by: str = "PML-001") -> Decision | None:
    return decide(work, Decide(leader(by), wish, True, to), now=LATER)


def refuse(work: Work, wish: Wish, by: str = "PML-001") -> Decision | None:
    return decide(work, Decide(leader(by), wish, False, answer="Tetap Anda"), now=LATER)


def visit(
    work: Work, household: int, outcome: Outcome, at: datetime = MORNING, by: Callable[[datetime], Caller] = ani
) -> None:
    revisit = at + timedelta(hours=9) if outcome is Outcome.APPOINTMENT else None
    report = Report(outcome, at, persons=4 if outcome is Outcome.COMPLETE else 0, revisit_at=revisit)
    command = RecordVisit(by(at), report, household)
    record_visit(work, command, arrived_at=at, fieldwork=CAMPAIGN.fieldwork, key=CAMPAIGN.receipt_key)


def leave(work: Work) -> None:
    """Nothing happens to the household."""
