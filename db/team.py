"""A leader's summary: the subtree's figures added up by SQL, a row for each person directly below."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import and_, bindparam, case, func, select
from sqlmodel import col

from core.outcomes import REFUSALS
from core.people import Role
from core.targets import Period, Progress
from core.team import Summary, SummaryOf, TeamRow, total
from db.tables import Household, Officer, Visit
from db.work import ReadWork

_tree = select(col(Officer.id)).where(col(Officer.supervisor) == bindparam("leader")).cte("tree", recursive=True)
TREE = _tree.union(select(col(Officer.id)).where(col(Officer.supervisor) == _tree.c.id))
PEOPLE = (
    select(col(Officer.id), col(Officer.name), col(Officer.role), col(Officer.supervisor))
    .join(TREE, TREE.c.id == col(Officer.id))
    .order_by(col(Officer.id))
)
BELOW = select(TREE.c.id)
"""Everybody below a leader. As a list to look up (IN) both databases go by the index; joined, SQLite reads all rows."""


def _number_of(condition: Any) -> Any:
    return func.sum(case((condition, 1), else_=0))


FIGURES = (
    select(
        col(Household.enumerator),
        func.count(),
        func.count(col(Household.settled_on)),
        _number_of(col(Household.settled_on) == bindparam("today")),
        _number_of(col(Household.status).in_(sorted(REFUSALS))),
        _number_of(and_(col(Household.settled_on).is_(None), col(Household.revisit_at) <= bindparam("now"))),
    )
    .where(col(Household.enumerator).in_(BELOW))
    .group_by(col(Household.enumerator))
)
HEARD_FROM = (
    select(col(Visit.officer)).where(col(Visit.officer).in_(BELOW), col(Visit.day) == bindparam("today")).distinct()
)


def summary_of(work: ReadWork, query: SummaryOf, period: Period) -> Summary:
    """The leader's team on one day; a person's row is the sum over everybody below."""
    people = work.rows(PEOPLE, leader=query.leader)
    figures = {row[0]: row for row in work.rows(FIGURES, leader=query.leader, today=query.today, now=query.now)}
    heard = {officer for (officer,) in work.rows(HEARD_FROM, leader=query.leader, today=query.today)}
    below = defaultdict(list)
    for person in people:
        below[person.supervisor].append(person)
    silent: list[str] = []

    def row_of(person: Any) -> TeamRow:
        own = TeamRow(person.name)
        if person.role == Role.PPL:
            own = _enumerator(person, figures.get(person.id), person.id in heard, query, period)
            silent.extend([person.name] * own.silent)
        for child in below[person.id]:
            own = own.plus(row_of(child))
        return own

    rows = tuple(row_of(person) for person in below[query.leader])
    return Summary(rows, total(rows), tuple(silent), period.days_left(query.today))


def _enumerator(person: Any, figures: Any | None, heard: bool, query: SummaryOf, period: Period) -> TeamRow:
    if figures is None:
        return TeamRow(person.name, enumerators=1)
    _, listed, done, today, refusals, overdue = figures
    progress = Progress.on(period, query.today, total=listed, done=done, done_today=int(today))
    silent = int(not heard and progress.remaining > 0)
    return TeamRow(
        person.name, int(today), progress.target, done, listed, int(refusals), int(overdue), silent, enumerators=1
    )
