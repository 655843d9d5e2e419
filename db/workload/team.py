"""A leader's summary: the subtree's figures added up by SQL, a row for each person directly below."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import and_, bindparam, case, exists, func, or_, select, union
from sqlmodel import col

from core.people.absences import Why, absent_days
from core.people.person import Role
from core.people.training import PASSED, Trained, tells_leaders
from core.visits.outcomes import REFUSALS
from core.workload.targets import Period, Progress
from core.workload.team import Summary, SummaryOf, TeamRow, total
from db.engine.work import ReadWork
from db.people.absences import absences_of_some
from db.tables import Absence, Chat, Correction, Household, Officer, Pursuit, TrainingStep, Visit
from db.workload.progress import FROM_THE_DOOR

_tree = select(col(Officer.id)).where(col(Officer.supervisor) == bindparam("leader")).cte("tree", recursive=True)
TREE = _tree.union(select(col(Officer.id)).where(col(Officer.supervisor) == _tree.c.id))
PEOPLE = (
    select(
        col(Officer.id),
        col(Officer.name),
        col(Officer.role),
        col(Officer.supervisor),
        col(Officer.phone),
        exists().where(col(Chat.officer) == col(Officer.id)).label("joined"),
    )
    .join(TREE, TREE.c.id == col(Officer.id))
    .order_by(col(Officer.id))
)
BELOW = select(TREE.c.id)
"""Everybody below a leader. As a list to look up (IN) both databases go by the index; joined, SQLite reads all rows."""

OF_TEAM = or_(
    col(Pursuit.owner) == bindparam("leader"), col(Pursuit.owner).in_(BELOW), col(Household.enumerator).in_(BELOW)
)
"""Whether a case is a leader's, or of somebody below: also when the household is on nobody's list."""
IN_TEAM = col(Pursuit.household).in_(
    union(
        select(col(Pursuit.household)).where(
            or_(col(Pursuit.owner) == bindparam("leader"), col(Pursuit.owner).in_(BELOW))
        ),
        select(col(Pursuit.household))
        .join(Household, col(Household.id) == col(Pursuit.household))
        .where(col(Household.enumerator).in_(BELOW)),
    )
)
"""The same, for a look at all of them: by OF_TEAM alone every case of the census would be read."""


def _number_of(condition: Any) -> Any:
    return func.sum(case((condition, 1), else_=0))


FIGURES = (
    select(
        col(Household.enumerator),
        func.count().label("total"),
        func.count(col(Household.settled_on)).label("done"),
        _number_of(and_(col(Household.settled_on) == bindparam("today"), FROM_THE_DOOR)).label("today"),
        func.count(col(Household.status)).label("visited"),
        _number_of(and_(col(Household.settled_on).is_(None), col(Household.status).in_(sorted(REFUSALS)))).label(
            "refusals"
        ),
        _number_of(and_(col(Household.settled_on).is_(None), col(Household.revisit_at) <= bindparam("now"))).label(
            "overdue"
        ),
    )
    .where(col(Household.enumerator).in_(BELOW))
    .group_by(col(Household.enumerator))
)
HEARD_FROM = (
    select(col(Visit.officer), func.count())
    .where(col(Visit.officer).in_(BELOW), col(Visit.day) == bindparam("today"))
    .group_by(col(Visit.officer))
)

HAVE_PASSED = select(col(TrainingStep.officer)).where(
    col(TrainingStep.officer).in_(BELOW), col(TrainingStep.step) == PASSED
)


ABSENT = (
    select(col(Officer.name), func.min(col(Absence.why)))
    .join(Absence, col(Absence.officer) == col(Officer.id))
    .where(
        col(Officer.id).in_(BELOW),
        col(Absence.start) <= bindparam("today"),
        or_(col(Absence.until).is_(None), col(Absence.until) >= bindparam("today")),
    )
    .group_by(col(Officer.id), col(Officer.name))
    .order_by(col(Officer.id))
)
"""Who does not work today; of two reasons illness, as in core/people/absences.py."""
CORRECTIONS = (
    select(col(Officer.name), func.count())
    .join(Correction, col(Correction.officer) == col(Officer.id))
    .where(col(Correction.officer).in_(BELOW), col(Correction.day) == bindparam("today"))
    .group_by(col(Officer.id), col(Officer.name))
    .order_by(col(Officer.id))
)


def summary_of(work: ReadWork, query: SummaryOf, period: Period) -> Summary:
    """The leader's team on one day; a person's row is the sum over everybody below."""
    people = work.rows(PEOPLE, leader=query.leader)
    figures = {row[0]: row for row in work.rows(FIGURES, leader=query.leader, today=query.today, now=query.now)}
    heard = {officer: int(n) for officer, n in work.rows(HEARD_FROM, leader=query.leader, today=query.today)}
    absences = absences_of_some(work, [person.id for person in people])
    below = defaultdict(list)
    for person in people:
        below[person.supervisor].append(person)
    alone: list[tuple[Any, TeamRow]] = []

    def row_of(person: Any) -> TeamRow:
        own = TeamRow(person.name, person.phone or "")
        if person.role == Role.PPL:
            absent = absent_days(absences.get(person.id, ()), period.start, period.end, query.today)
            own = _enumerator(person, figures.get(person.id), query.today, (period, absent), heard.get(person.id, 0))
            alone.append((person, own))
        for child in below[person.id]:
            own = own.plus(row_of(child))
        return own

    rows = tuple(row_of(person) for person in below[query.leader])
    reached = [row for _, row in alone if row.done_today >= row.target > 0]
    best = min(reached, key=lambda row: (-row.done_today, row.name), default=None)
    trained = _trained(work, query.leader, people) if tells_leaders(period, query.today) else None
    absent = tuple((name, Why(why)) for name, why in work.rows(ABSENT, leader=query.leader, today=query.today))
    corrections = tuple(
        (name, number) for name, number in work.rows(CORRECTIONS, leader=query.leader, today=query.today)
    )
    return Summary(
        rows,
        total(rows),
        _silent([(person, row) for person, row in alone if row.silent], people, query.leader),
        period,
        trained,
        absent,
        corrections,
        tuple(row.name for _, row in alone if row.unjoined),
        len(reached),
        (best.name, best.done_today) if best else None,
    )


def _silent(
    silent: Sequence[tuple[Any, TeamRow]], people: Sequence[Any], leader: str
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Who is silent by the name of the supervisor; the leader's own people come first, then who has most of them."""
    names = {person.id: person.name for person in people}
    groups: dict[str, list[str]] = defaultdict(list)
    for person, row in silent:
        groups[person.supervisor].append(row.name)
    ordered = sorted(groups, key=lambda each: (each != leader, -len(groups[each]), each))
    return tuple(("" if each == leader else names[each], tuple(groups[each])) for each in ordered)


def _trained(work: ReadWork, leader: str, people: Sequence[Any]) -> Trained | None:
    """Who has passed the training; None when everybody has."""
    passed = {officer for (officer,) in work.rows(HAVE_PASSED, leader=leader)}
    enumerators = [person for person in people if person.role == Role.PPL]
    missing = tuple(person.name for person in enumerators if person.id not in passed)
    return Trained(len(enumerators) - len(missing), missing) if missing else None


def _enumerator(person: Any, figures: Any | None, today: date, days: tuple[Period, set[date]], visits: int) -> TeamRow:
    """An enumerator's own row. days: the period, and the days of it on which this one is absent; visits: of today."""
    period, absent = days
    own = TeamRow(person.name, person.phone or "", visits=visits, unjoined=int(not person.joined), enumerators=1)
    if figures is None:
        return own
    stand = Progress(
        period.without(absent), today, figures.total, figures.done, int(figures.today), int(figures.visited)
    )
    silent = not visits and stand.remaining > 0 and stand.period.is_worked(today)
    standing: dict[str, Any] = {stand.status: 1} if stand.total else {}
    return replace(
        own,
        done_today=stand.done_today,
        target=stand.target,
        done=stand.done,
        total=stand.total,
        refusals=int(figures.refusals),
        overdue=int(figures.overdue),
        silent=int(silent),
        **standing,
    )
