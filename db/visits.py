"""Recording visits: one more row of history, and the household's status in the same transaction."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, insert, select, update
from sqlmodel import col

from core.outcomes import FINAL, RECORDED, Outcome
from core.problems import Problem
from core.receipts import make_receipt, show_receipt
from core.targets import Period
from core.visits import Receipt, RecordVisit, Report, outranks
from core.workload import Household, NewHousehold, ProgressOf
from db.tables import Household as Row
from db.tables import Officer, Visit
from db.work import Work
from db.workload import progress_of

LOCKED = (
    select(Row.__table__)  # type: ignore[attr-defined]
    .where(col(Row.id) == bindparam("household"), col(Row.enumerator) == bindparam("officer"))
    .with_for_update()
)
ADD = insert(Visit)
REPORTED = ("outcome", "visited_at", "persons", "note", "reason", "revisit_at")
STANDING = ("status", "status_at", "settled_on", "revisit_at", "persons", "families", "receipt")
COUNT = (
    update(Row)
    .where(col(Row.id) == bindparam("household"))
    .values(visits=col(Row.visits) + 1, receipt=bindparam("receipt"))
)
SETTLE = (
    update(Row)
    .where(col(Row.id) == bindparam("household"))
    .values(
        visits=col(Row.visits) + 1,
        **{name: bindparam(name) for name in STANDING},
    )
)
LOCKED_OFFICER = (
    select(col(Officer.zone), col(Officer.last_no)).where(col(Officer.id) == bindparam("officer")).with_for_update()
)
RAISE_LAST_NUMBER = update(Officer).where(col(Officer.id) == bindparam("officer")).values(last_no=bindparam("last"))
NEW_ROW = insert(Row).returning(col(Row.id))
TAKEN = select(col(Row.id)).where(col(Row.receipt) == bindparam("receipt"))


def record_visit(work: Work, command: RecordVisit, *, arrived_at: datetime, period: Period, key: bytes) -> Receipt:
    """Add the visit; Problem `no_such_household` when the household is not on this enumerator's list (any more)."""
    caller, report = command.caller, command.report
    officer = caller.officer or ""
    household = command.household or _add_household(work, officer, command.new)
    row = work.row(LOCKED, household=household, officer=officer)
    if row is None:
        raise Problem("no_such_household", typed="")
    day = report.visited_at.astimezone(ZoneInfo(row.zone)).date()
    said = {name: getattr(report, name) for name in REPORTED} | {"families": report.enumerated}
    work.change(ADD, household=row.id, officer=officer, arrived_at=arrived_at, day=day, **said)
    receipt = _settle(work, row, report, day, key)
    progress = progress_of(work, ProgressOf(officer, caller.today), period)
    shown = show_receipt(receipt) if receipt and report.outcome in RECORDED else None
    return Receipt(Household(row.id, row.no, row.head, row.address), progress, shown)


def _settle(work: Work, row: Any, report: Report, day: date, key: bytes) -> str | None:
    """Let the visit decide the household's status if it outranks the one that did; the household's receipt code."""
    receipt: str | None = row.receipt
    before = Outcome(row.status) if row.status else None
    if report.outcome in RECORDED and receipt is None:
        receipt = _free_receipt(work, key, row.id)
    if not outranks(report.visited_at, report.outcome, row.status_at, before):
        work.change(COUNT, household=row.id, receipt=receipt)
        return receipt
    work.change(
        SETTLE,
        household=row.id,
        status=report.outcome,
        status_at=report.visited_at,
        settled_on=day if report.outcome in FINAL else None,
        revisit_at=None if report.outcome in FINAL else report.revisit_at,
        persons=report.persons,
        families=report.enumerated,
        receipt=receipt,
    )
    return receipt


def _add_household(work: Work, officer: str, new: NewHousehold | None) -> int:
    """Put a family found in the field on the enumerator's list, under the next number."""
    enumerator = work.row(LOCKED_OFFICER, officer=officer)
    if new is None or enumerator is None:
        raise Problem("no_such_household", typed="")
    no = enumerator.last_no + 1
    work.change(RAISE_LAST_NUMBER, officer=officer, last=no)
    values: dict[str, Any] = {
        "area": new.area,
        "number": f"{officer}+{no}",
        "head": new.head,
        "address": new.address,
        "zone": enumerator.zone,
        "kind": new.kind,
        "enumerator": officer,
        "no": no,
        "persons": 0,
        "visits": 0,
    }
    return int(work.value(NEW_ROW, **values))


def _free_receipt(work: Work, key: bytes, household: int) -> str:
    """A receipt code that no other household has."""
    salt = 0
    while work.value(TAKEN, receipt=(code := make_receipt(key, household, salt))) is not None:
        salt += 1
    return code
