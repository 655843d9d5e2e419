"""Closing in the database: which open households below a leader would be closed, and carrying the leader's word out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, exists, func, select
from sqlmodel import col

from core.cases.case import Act, ActKind
from core.cases.closing import (
    CloseAll,
    Closed,
    Closing,
    ClosingBelow,
    Fate,
    KeepOpen,
    OpenOne,
    OpenOnes,
    begins_at,
    fate_of,
    note_of,
    tries_of,
)
from core.cases.ladder import Fieldwork, LadderName, StepName
from core.people.person import Caller
from core.visits.outcomes import Outcome
from core.visits.source import PROXY, Source, source_of
from db.cases.case_acts import give_up
from db.cases.follow import LOCKED, add_act
from db.engine.among import one_of
from db.engine.types import Instant
from db.engine.work import ReadWork, Work
from db.people.leaders import leaders_above
from db.tables import Act as ActRow
from db.tables import Correction, Household, Officer, Pursuit, Visit
from db.visits.standing import visits_of
from db.workload.team import BELOW, IN_TEAM, OF_TEAM, PEOPLE

KEPT_AT = (
    select(func.max(col(ActRow.at), type_=Instant()))
    .where(col(ActRow.household) == col(Household.id), col(ActRow.kind) == ActKind.KEPT)
    .correlate(Household)
    .scalar_subquery()
)


def _learned(table: Any, at: Any) -> Any:
    """Who said the last thing that is known of a household by proxy since its case began."""
    return (
        select(col(table.source))
        .where(
            col(table.household) == col(Household.id),
            one_of(col(table.source), PROXY),
            col(at) >= col(Pursuit.begun_at),
        )
        .order_by(col(at).desc(), col(table.id).desc())
        .limit(1)
        .correlate(Household, Pursuit)
    )


SAID_AT_THE_DOOR = _learned(Visit, Visit.visited_at).where(~exists().where(col(Correction.visit) == col(Visit.id)))
LEARNED = func.coalesce(_learned(ActRow, ActRow.at).scalar_subquery(), SAID_AT_THE_DOOR.scalar_subquery())
"""What a step of the case has brought comes before what was said on a visit."""
_COLUMNS = (
    *(col(getattr(Household, name)) for name in ("id", "no", "head", "enumerator", "zone", "status", "status_at")),
    *(col(Household.visits), col(Officer.name), KEPT_AT.label("kept_at")),
    LEARNED.label("source"),
    *(col(getattr(Pursuit, name)) for name in ("ladder", "step", "owner", "begun_at", "since", "due_at")),
)
OPEN_BELOW = (
    select(*_COLUMNS)
    .select_from(Pursuit)
    .join(Household, col(Household.id) == col(Pursuit.household))
    .outerjoin(Officer, col(Officer.id) == col(Household.enumerator))
    .where(IN_TEAM)
    .order_by(col(Officer.name), col(Household.enumerator), col(Household.no), col(Household.id))
)
SOME = (
    select(*_COLUMNS)
    .select_from(Household)
    .outerjoin(Pursuit, col(Pursuit.household) == col(Household.id))
    .outerjoin(Officer, col(Officer.id) == col(Household.enumerator))
    .where(OF_TEAM, col(Household.id).in_(bindparam("households", expanding=True)))
    .order_by(col(Household.id))
)
"""Whatever has become of them meanwhile."""
NOT_VISITED = (
    select(col(Officer.id), col(Officer.name), func.count())
    .join(Household, col(Household.enumerator) == col(Officer.id))
    .where(col(Household.enumerator).in_(BELOW), col(Household.status).is_(None))
    .group_by(col(Officer.id), col(Officer.name))
    .order_by(col(Officer.name), col(Officer.id))
)


def closing_below(work: ReadWork, query: ClosingBelow, fieldwork: Fieldwork) -> Closing:
    """What closing would make of the open households below a leader; nothing is looked up before it begins."""
    me, last = query.caller, fieldwork.period.end
    begins = begins_at(last, me.zone)
    if me.at < begins:
        return Closing(begins)
    leader = me.officer or ""
    people = {row.id: row for row in work.rows(PEOPLE, leader=leader)}
    ones, higher = [_one(row) for row in work.rows(OPEN_BELOW, leader=leader)], _above(work, leader)
    mine = [one for one in ones if one.owner not in higher]
    fates = {one.household: fate_of(one, me.at, last) for one in mine}
    by_lead = Counter(_lead_of(one, leader, people) for one in mine if fates[one.household] is Fate.CLOSES)
    mine = [one for one in mine if query.whose in ("", _lead_of(one, leader, people))]
    not_visited = [
        (row.name, int(row[2]))
        for row in work.rows(NOT_VISITED, leader=leader)
        if query.whose in ("", _lead(row.id, leader, people))
    ]

    def those(fate: Fate) -> tuple[OpenOne, ...]:
        return tuple(one for one in mine if fates[one.household] is fate)

    return Closing(
        begins,
        tuple(sorted(those(Fate.CLOSES), key=lambda one: one.becomes is not Outcome.REFUSED_FOR_GOOD)),
        those(Fate.TO_COME),
        those(Fate.KEPT),
        tuple((each, people[each].name if each in people else me.name, n) for each, n in sorted(by_lead.items())),
        sum(one.owner in higher for one in ones),
        tuple(not_visited),
    )


def open_ones(work: ReadWork, query: OpenOnes, fieldwork: Fieldwork) -> list[OpenOne]:
    """Those of some households that this leader may close now."""
    may = _may_close(work, query.caller, fieldwork)
    return [one for one in _some(work, query.caller.officer or "", query.households) if may(one)]


def close_all(work: Work, command: CloseAll, *, arrived_at: datetime, fieldwork: Fieldwork, key: bytes) -> Closed:
    """Close what still stands as it was shown. The households are locked in their order, so that of two leaders who
    close the same ones the second finds them closed.
    """
    me = command.caller

    def close(row: Any, one: OpenOne) -> None:
        tries = tries_of(visits_of(work, row.id), one.begun_at or arrived_at)
        note = note_of(tries, one.zone, command.added)
        source = source_of(one.becomes or Outcome.NEVER_MET, command.added)
        act = _act(one, ActKind.CLOSED, me.officer or "", (me.at, note), source)
        add_act(work, row.id, act)
        give_up(work, row, act, (arrived_at, fieldwork, key))

    return _each(work, command, fieldwork, close)


def keep_open(work: Work, command: KeepOpen, *, fieldwork: Fieldwork) -> Closed:
    """Keep households open for today, with the reason in their history."""
    me = command.caller

    def keep(row: Any, one: OpenOne) -> None:
        add_act(work, row.id, _act(one, ActKind.KEPT, me.officer or "", (me.at, command.why)))

    return _each(work, command, fieldwork, keep)


def _each(work: Work, command: CloseAll | KeepOpen, fieldwork: Fieldwork, do: Callable[[Any, OpenOne], None]) -> Closed:
    """Do something with each household that is as it was shown; the others are named."""
    me, seals = command.caller, {each.household: each.seal for each in command.shown}
    rows = {row.id: row for row in (work.row(LOCKED, household=each) for each in sorted(seals)) if row is not None}
    may, done, gone = _may_close(work, me, fieldwork), [], []
    for one in _some(work, me.officer or "", tuple(rows)):
        if one.seal == seals[one.household] and may(one):
            do(rows[one.household], one)
            done.append(one)
        else:
            gone.append(one)
    return Closed(tuple(done), tuple(gone))


def _may_close(work: ReadWork, me: Caller, fieldwork: Fieldwork) -> Callable[[OpenOne], bool]:
    """Return whether this leader may close a household now: it has begun, and the case is in no higher hands."""
    last, higher = fieldwork.period.end, _above(work, me.officer or "")
    begun = me.at >= begins_at(last, me.zone)
    return lambda one: begun and one.owner not in higher and fate_of(one, me.at, last) is Fate.CLOSES


def _some(work: ReadWork, leader: str, households: Sequence[int]) -> list[OpenOne]:
    """Households in the order of their ids, as far as they are this leader's business."""
    return [_one(row) for row in work.rows(SOME, leader=leader, households=sorted(households))]


def _above(work: ReadWork, leader: str) -> set[str]:
    return {each.id for each in leaders_above(work, leader)}


def _lead_of(one: OpenOne, leader: str, people: Mapping[str, Any]) -> str:
    """Through whom directly below the leader a household is the leader's; the leader's own id when through nobody."""
    whose = one.enumerator if one.enumerator in people else one.owner
    return _lead(whose or leader, leader, people)


def _lead(officer: str, leader: str, people: Mapping[str, Any]) -> str:
    while officer in people and people[officer].supervisor != leader:
        officer = people[officer].supervisor
    return officer


def _one(row: Any) -> OpenOne:
    return OpenOne(
        row.id,
        row.no,
        row.head,
        row.enumerator,
        row.name or "",
        ZoneInfo(row.zone),
        Outcome(row.status) if row.status else None,
        row.status_at,
        row.visits,
        LadderName(row.ladder) if row.ladder else None,
        StepName(row.step) if row.step else None,
        row.owner,
        row.begun_at,
        row.since,
        row.due_at,
        row.kept_at,
        Source(row.source) if row.source else None,
    )


def _act(one: OpenOne, kind: ActKind, officer: str, said: tuple[datetime, str], source: Source = Source.SELF) -> Act:
    """An act on the step on which a household stands. said: when, and the note; source: who says it."""
    if one.ladder is None or one.step is None:
        raise ValueError(f"household {one.household} has no case")
    return Act(kind, one.ladder, one.step, officer, *said, source=source)
