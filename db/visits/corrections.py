"""Corrections: which reports may be corrected, and correcting them; no visit is ever changed or deleted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import and_, bindparam, insert, or_, select
from sqlmodel import col

from core.cases.ladder import Fieldwork
from core.face import Face
from core.problems import Problem
from core.visits.corrections import Correct, Corrected, Listed, Reports, ReportsOf, ReportsOn
from core.visits.report import NextStep
from core.visits.standing import Seen, standing_of
from db.cases.follow import follow
from db.engine.work import ReadWork, Work
from db.tables import Correction, Visit
from db.tables import Household as Row
from db.visits.standing import SEEN, add_visit, household_of, lock_household, seen, stand, visit_of, visits_of
from db.workload.progress import MINE, household

ONE = MINE.where(col(Row.id) == bindparam("household"))
_CONTRADICTS = and_(
    col(Row.settled_on).is_not(None), col(Visit.visited_at) >= col(Row.status_at), col(Visit.outcome) != col(Row.status)
)
_CONCERNED = (
    select(col(Visit.household))
    .join(Row, col(Row.id) == col(Visit.household))
    .where(
        col(Visit.officer) == bindparam("officer"),
        col(Row.enumerator) == bindparam("officer"),
        or_(col(Visit.arrived_at) >= bindparam("since"), _CONTRADICTS),
    )
    .correlate(None)
)
"""The households of the list that an officer has reported lately, or of which two reports may contradict each other."""
HOUSEHOLDS = MINE.where(col(Row.id).in_(_CONCERNED))
VISITS = SEEN.where(col(Visit.household).in_(_CONCERNED))
CORRECT = insert(Correction)


def reports_of(work: ReadWork, query: ReportsOf) -> list[Listed]:
    """An officer's reports since an instant, and those that wait to be decided about."""
    concerned = {"officer": query.officer, "since": query.since}
    visits, lately = defaultdict(list), set()
    for row in work.rows(VISITS, **concerned):
        visits[row.household].append(seen(row))
        if row.arrived_at >= query.since:
            lately.add(row.id)
    listed = []
    for each in map(household, work.rows(HOUSEHOLDS, **concerned)):
        waiting = standing_of(visits[each.id]).waiting
        mine = _own(query.officer, visits[each.id])
        listed += [Listed(one, each, one in waiting) for one in mine if one.id in lately or one in waiting]
    return sorted(listed, key=lambda one: one.visit.place, reverse=True)


def reports_on(work: ReadWork, query: ReportsOn) -> Reports | None:
    """The reports of one household."""
    row = work.row(ONE, officer=query.officer, household=query.household)
    if row is None:
        return None
    visits = visits_of(work, query.household)
    return Reports(household(row), standing_of(visits), tuple(_own(query.officer, visits)))


def correct(work: Work, command: Correct, *, at: datetime, fieldwork: Fieldwork, key: bytes) -> Corrected:
    """Let other visits count; Problem `report_corrected` when one of the wrong ones was corrected before."""
    caller, officer = command.caller, command.caller.officer or ""
    row = lock_household(work, command.household, officer)
    visits = visits_of(work, row.id)
    wrong = [one for one in _own(officer, visits) if one.id in command.wrong]
    if len(wrong) < len(command.wrong):
        raise Problem("report_corrected")
    before, instead = standing_of(visits), None
    if command.instead is not None:
        visit = visit_of(officer, command.instead, row.zone)
        instead = replace(visit, id=add_visit(work, row.id, visit, at, Face.CHAT))
    replacement = instead.id if instead else None
    work.change_many(
        CORRECT,
        [
            {"visit": one.id, "replacement": replacement, "officer": officer, "day": caller.today, "at": at}
            for one in wrong
        ],
    )
    kept = [replace(one, corrected=one.corrected or one.id in command.wrong) for one in visits]
    now = [*kept, *([instead] if instead else [])]
    after, code = stand(work, row, now, key)
    open_case = follow(work, row, now, after, fieldwork)
    households = household_of(row, before), household_of(row, after)
    next_step = NextStep(open_case.case, open_case.name) if open_case else None
    stood = before.decider if before.decider != after.decider else None
    return Corrected(tuple(wrong), *households, code, after.waiting, next_step, stood)


def _own(officer: str, visits: Iterable[Seen]) -> list[Seen]:
    """An officer's own visits that were not corrected, the newest first."""
    own = [one for one in visits if one.officer == officer and not one.corrected]
    return sorted(own, key=lambda one: one.place, reverse=True)
