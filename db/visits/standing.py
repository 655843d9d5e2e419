"""The standing of a household: its stored visits, and the result of them, which is stored with the household."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import aliased
from sqlmodel import col

from core.face import Face
from core.problems import Problem
from core.visits.outcomes import RECORDED, Outcome
from core.visits.receipts import make_receipt, show_receipt
from core.visits.report import Report
from core.visits.source import Source, check_source
from core.visits.standing import Seen, Standing, standing_of
from core.workload.households import Household
from db.engine.work import ReadWork, Work
from db.tables import Correction, Visit
from db.tables import Household as Row

SAID = (
    *("outcome", "visited_at", "day", "persons", "families", "note", "reason", "revisit_at", "confirmed", "officer"),
    "source",
)
STANDS = ("status", "status_at", "settled_on", "revisit_at", "persons", "families", "visits")

LOCKED = (
    select(Row.__table__)  # type: ignore[attr-defined]
    .where(col(Row.id) == bindparam("household"), col(Row.enumerator) == bindparam("officer"))
    .with_for_update()
)
SEEN = select(
    col(Visit.id),
    col(Visit.household),
    col(Visit.arrived_at),
    col(Correction.visit).is_not(None).label("corrected"),
    *(col(getattr(Visit, name)) for name in SAID),
).outerjoin(Correction, col(Correction.visit) == col(Visit.id))
SEEN_AT_ONE = SEEN.where(col(Visit.household) == bindparam("household"))
ADD = insert(Visit).returning(col(Visit.id))
STAND = (
    update(Row)
    .where(col(Row.id) == bindparam("household"))
    .values(receipt=bindparam("receipt"), **{name: bindparam(name) for name in STANDS})
)
Other = aliased(Row)
STAND_WITH_NEW_RECEIPT = STAND.where(
    ~select(col(Other.id)).where(col(Other.receipt) == bindparam("receipt")).correlate(None).exists()
)


def lock_household(work: Work, household: int, officer: str) -> Any:
    """The row of a household, locked until commit; Problem `no_such_household` unless it is on this officer's list."""
    row = work.row(LOCKED, household=household, officer=officer)
    if row is None:
        raise Problem("no_such_household", typed="")
    return row


def visits_of(work: ReadWork, household: int) -> list[Seen]:
    """All visits of a household, the corrected ones too, in no order."""
    return [seen(row) for row in work.rows(SEEN_AT_ONE, household=household)]


def seen(row: Any) -> Seen:
    """A row of SEEN as a visit."""
    return Seen(**said_of(row), id=row.id, corrected=bool(row.corrected))


def said_of(row: Any) -> dict[str, Any]:
    """Return what a visit's row says, by the names that Seen has for it."""
    said = {name: getattr(row, name) for name in SAID}
    return said | {"outcome": Outcome(row.outcome), "source": Source(row.source)}


def visit_of(officer: str, report: Report, zone: str) -> Seen:
    """A report as a visit that is not kept yet; Problem `complete_by_proxy` when the household itself did not give the
    interview. zone: of the household, whose day it is.
    """
    check_source(report.outcome, report.source)
    return Seen(
        report.outcome,
        report.visited_at,
        report.visited_at.astimezone(ZoneInfo(zone)).date(),
        report.persons,
        report.enumerated,
        report.note,
        report.reason,
        report.revisit_at,
        report.confirmed,
        officer,
        report.source,
    )


def add_visit(work: Work, household: int, visit: Seen, arrived_at: datetime, face: Face) -> int:
    """Keep a visit; its id."""
    said = {name: getattr(visit, name) for name in SAID}
    return int(work.value(ADD, household=household, arrived_at=arrived_at, face=face, **said))


def stand(work: Work, row: Any, visits: Iterable[Seen], key: bytes) -> tuple[Standing, str | None]:
    """Write beside the household what its visits say; that, and its receipt code as shown while it is recorded.

    A household that was ever reported as recorded has a receipt code, and keeps it.
    """
    visits = list(visits)
    standing = standing_of(visits)
    values = {"household": row.id, **{name: getattr(standing, name) for name in STANDS}}
    receipt: str | None = row.receipt
    if receipt is None and any(visit.outcome in RECORDED for visit in visits):
        receipt = _stand_with_new_receipt(work, key, values)
    else:
        work.change(STAND, receipt=receipt, **values)
    return standing, show_receipt(receipt) if receipt and standing.status in RECORDED else None


def household_of(row: Any, standing: Standing) -> Household:
    """A household's row together with how it stands now."""
    kept = {name: getattr(standing, name) for name in ("status", "status_at", "persons", "settled_on", "revisit_at")}
    return Household(row.id, row.no, row.head, row.address, **kept)


def _stand_with_new_receipt(work: Work, key: bytes, values: dict[str, Any]) -> str:
    """Write these values with a receipt code that no other household has; the code."""
    codes = (make_receipt(key, values["household"], salt) for salt in count())
    return next(code for code in codes if work.change(STAND_WITH_NEW_RECEIPT, receipt=code, **values))
