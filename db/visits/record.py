"""Recording visits: one more row of history, and where the household stands in the same transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlmodel import col

from core.cases.ladder import Fieldwork
from core.problems import Problem
from core.visits.outcomes import RECORDED
from core.visits.report import NextStep, Receipt, RecordVisit
from core.visits.standing import Effect, effect_of, standing_of
from core.workload.households import NewHousehold
from db.cases.follow import follow
from db.engine.work import Work
from db.tables import Household as Row
from db.tables import Officer
from db.visits.standing import add_visit, household_of, lock_household, stand, visit_of, visits_of

LOCKED_OFFICER = (
    select(col(Officer.zone), col(Officer.last_no)).where(col(Officer.id) == bindparam("officer")).with_for_update()
)
RAISE_LAST_NUMBER = update(Officer).where(col(Officer.id) == bindparam("officer")).values(last_no=bindparam("last"))
NEW_ROW = insert(Row).returning(col(Row.id))


def record_visit(
    work: Work, command: RecordVisit, *, arrived_at: datetime, fieldwork: Fieldwork, key: bytes
) -> Receipt:
    """Add the visit; Problem `no_such_household` when the household is not on this enumerator's list (any more).

    A report that is there already, to the instant and the letter, is not added again.
    """
    officer = command.caller.officer or ""
    row = lock_household(work, command.household or _add_household(work, officer, command.new), officer)
    visits, visit = visits_of(work, row.id), visit_of(officer, command.report, row.zone)
    before, twins = standing_of(visits), [one for one in visits if one == visit]
    number = (twins[-1].id or 0) if twins else add_visit(work, row.id, visit, arrived_at, command.face)
    if not twins:
        visits.append(replace(visit, id=number))
    after, code = stand(work, row, visits, key)
    kept = follow(work, row, visits, after, fieldwork)
    corrected = bool(twins) and all(twin.corrected for twin in twins)
    effect = Effect.CORRECTED if corrected else effect_of(visit, before, after)
    shown = code if visit.outcome in RECORDED else None
    next_step = NextStep(kept.case, kept.name) if kept else None
    was = before.counted if effect is Effect.APPLY and before.counted and after.counted else None
    was = None if was == after.counted else was
    return Receipt(household_of(row, after), shown, effect, after.waiting, number, next_step, was)


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
