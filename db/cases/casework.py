"""Casework in the database: the cases of an officer, and the file of one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import bindparam, case, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from core.cases.best_hour import KnownHoursOf
from core.cases.case import Act, ActKind, Case, case_of
from core.cases.casework import (
    Acted,
    CaseFile,
    CaseFileOf,
    CaseLine,
    CaseList,
    CaseOverview,
    CasesBelow,
    CasesOf,
    FindCases,
    Person,
    Tried,
    may_act,
)
from core.cases.ladder import Fieldwork, LadderName, StepName
from core.people.absences import is_absent
from core.people.person import Caller, Role
from core.visits.details import Photo
from core.visits.standing import Seen
from db.cases.contact_hours import known_hours
from db.cases.follow import acts_of, ground_of, home_of
from db.engine.types import Instant
from db.engine.work import ReadWork
from db.people.absences import absences_of_some
from db.people.leaders import leaders_above
from db.tables import Household, Officer, Pursuit
from db.visits.standing import visits_of
from db.workload.team import BELOW, IN_TEAM, OF_TEAM

MOST_BELOW = 8
NUMBERED = re.compile(r"k\W*(\d{1,15})")
"""The number of a case itself, which a leader's lists tap: the numbers of lists repeat from list to list."""

Owner = aliased(Officer)
LINES = (
    select(
        col(Pursuit.household),
        col(Household.no),
        col(Household.head),
        col(Household.address),
        col(Household.enumerator),
        col(Officer.name),
        col(Pursuit.ladder),
        col(Pursuit.step),
        col(Pursuit.tries),
        col(Pursuit.owner),
        col(Owner.name).label("owner_name"),
        col(Pursuit.begun_at),
        col(Pursuit.due_at),
    )
    .join(Household, col(Household.id) == col(Pursuit.household))
    .outerjoin(Officer, col(Officer.id) == col(Household.enumerator))
    .outerjoin(Owner, col(Owner.id) == col(Pursuit.owner))
    .order_by(col(Pursuit.due_at), col(Pursuit.household))
)
_LIMITED = LINES.limit(bindparam("limit"))
_OF_LIST = col(Household.enumerator) == bindparam("officer")
OF_LIST = _LIMITED.where(_OF_LIST)
OWN = _LIMITED.where(col(Pursuit.owner) == bindparam("leader"))
OVERDUE_BELOW = _LIMITED.where(
    IN_TEAM,
    col(Pursuit.due_at) <= bindparam("now"),
    col(Pursuit.owner).is_distinct_from(bindparam("leader")),
)
_FOUND = or_(
    col(Household.id) == bindparam("id"),
    col(Household.no) == bindparam("no"),
    func.lower(col(Household.head)).like(bindparam("pattern"), escape="\\"),
)
FOUND_ON_LIST = _LIMITED.where(_OF_LIST, _FOUND)
FOUND_IN_TEAM = _LIMITED.where(IN_TEAM, _FOUND)
ONE_ON_LIST = LINES.where(_OF_LIST, col(Pursuit.household) == bindparam("household"))
ONE_IN_TEAM = LINES.where(OF_TEAM, col(Pursuit.household) == bindparam("household"))
_COUNT = select(func.count()).select_from(Pursuit)
COUNT_ON_LIST = _COUNT.join(Household, col(Household.id) == col(Pursuit.household)).where(_OF_LIST)
COUNT_IN_TEAM = _COUNT.where(IN_TEAM)
STEPS_BELOW = (
    select(
        col(Pursuit.step),
        func.count().label("number"),
        func.min(col(Pursuit.begun_at), type_=Instant()).label("oldest"),
        func.sum(case((col(Pursuit.owner) == bindparam("leader"), 1), else_=0)).label("mine"),
    )
    .where(IN_TEAM)
    .group_by(col(Pursuit.step))
)
ROW: Any = select(Household.__table__).where(col(Household.id) == bindparam("household"))  # type: ignore[attr-defined]
NAMES = select(col(Officer.id), col(Officer.name)).where(col(Officer.id).in_(bindparam("officers", expanding=True)))
TEAM_OF = (
    select(col(Officer.id), col(Officer.name))
    .where(
        col(Officer.role) == Role.PPL,
        col(Officer.id).in_(BELOW),
        or_(
            col(Officer.id) == bindparam("enumerator"),
            col(Officer.supervisor)
            == select(col(Owner.supervisor)).where(col(Owner.id) == bindparam("enumerator")).scalar_subquery(),
        ),
    )
    .order_by((col(Officer.id) != bindparam("enumerator")), col(Officer.name), col(Officer.id))
    .limit(MOST_BELOW)
)


def cases_of(work: ReadWork, query: CasesOf) -> CaseList:
    """An officer's open cases by urgency."""
    if query.role is Role.PPL:
        rows = work.rows(OF_LIST, officer=query.officer, limit=query.limit)
        open_ones = work.value(COUNT_ON_LIST, officer=query.officer)
    else:
        rows = list(work.rows(OWN, leader=query.officer, limit=query.limit))
        room = query.limit - len(rows)
        rows += work.rows(OVERDUE_BELOW, leader=query.officer, now=query.now, limit=room) if room else []
        open_ones = work.value(COUNT_IN_TEAM, leader=query.officer)
    return CaseList(tuple(_line(row, query.officer) for row in rows), int(open_ones) - len(rows))


def overview_below(work: ReadWork, query: CasesBelow) -> CaseOverview:
    """Return how many cases stand where below a leader."""
    rows = work.rows(STEPS_BELOW, leader=query.leader)
    steps = {StepName(row.step): int(row.number) for row in rows}
    return CaseOverview(steps, min((row.oldest for row in rows), default=None), sum(int(row.mine) for row in rows))


def find_cases(work: ReadWork, query: FindCases) -> list[CaseLine]:
    """Open cases by what was typed."""
    text = query.text.strip().casefold()
    numbered = NUMBERED.fullmatch(text)
    plain = re.fullmatch(r"\W*(?:no)?\W*(\d{1,6})", text)
    found: dict[str, Any] = {
        "id": int(numbered[1]) if numbered else -1,
        "no": int(plain[1]) if plain else -1,
        "pattern": "" if numbered or plain else "%" + re.sub(r"([\\%_])", r"\\\1", text) + "%",
        "limit": query.limit,
    }
    if query.role is Role.PPL:
        rows = work.rows(FOUND_ON_LIST, officer=query.officer, **found)
    else:
        rows = work.rows(FOUND_IN_TEAM, leader=query.officer, **found)
    return [_line(row, query.officer) for row in rows]


def case_file(work: ReadWork, query: CaseFileOf, fieldwork: Fieldwork) -> CaseFile | None:
    """The case of a household with all that is known of it."""
    caller, me = query.caller, query.caller.officer or ""
    enumerates = caller.role is Role.PPL
    who = {"officer": me} if enumerates else {"leader": me}
    found = work.row(ONE_ON_LIST if enumerates else ONE_IN_TEAM, **who, household=query.household)
    if found is None:
        return None
    row = work.row(ROW, household=query.household)
    visits, acts = visits_of(work, query.household), acts_of(work, query.household)
    case = case_of(visits, acts, ground_of(row, fieldwork))
    if case is None:
        return None
    whose = home_of(work, row, visits)
    chain = leaders_above(work, whose)
    line, names = _line(found, me), _names(work, visits, acts)
    may: frozenset[ActKind] = frozenset()
    if _in_hand(me, found.owner, found.enumerator, [each.id for each in chain]):
        over = caller.today > fieldwork.period.end
        may = may_act(case, caller.role, held=found.owner is not None, over=over)
    return CaseFile(
        line,
        case,
        tuple(_tried(seen, names) for seen in sorted(visits, key=lambda one: one.place) if _belongs(seen, case)),
        tuple(_acted(act, names) for act in sorted(acts, key=lambda one: one.place) if act.at >= case.begun_at),
        may,
        known_hours(work, KnownHoursOf(query.household, found.enumerator or "")),
        _above(me, chain),
        () if enumerates else _below(work, caller, whose, found.owner or found.enumerator),
    )


def _in_hand(me: str, owner: str | None, enumerator: str | None, chain: Sequence[str]) -> bool:
    """Return whether somebody has a case, or stands above whoever has it."""
    has = owner or enumerator
    if me == has:
        return True
    return me in chain and (has not in chain or chain.index(me) > chain.index(has))


def _above(me: str, chain: Sequence[Any]) -> Person | None:
    """The next in line above the caller."""
    ids = [each.id for each in chain]
    following = chain[ids.index(me) + 1 :] if me in ids else chain
    return Person(following[0].id, following[0].name, Role(following[0].role)) if following else None


def _below(work: ReadWork, caller: Caller, whose: str, has: str | None) -> tuple[Person, ...]:
    """The enumerators of a household's team below a leader, the one whose it is or was first; not who has it now."""
    rows = work.rows(TEAM_OF, leader=caller.officer, enumerator=whose)
    absences = absences_of_some(work, [row.id for row in rows])
    return tuple(
        Person(row.id, row.name, Role.PPL, is_absent(absences.get(row.id, ()), caller.today))
        for row in rows
        if row.id != has
    )


def _belongs(seen: Seen, case: Case) -> bool:
    return not seen.corrected and seen.visited_at >= case.begun_at


def _tried(seen: Seen, names: dict[str, str]) -> Tried:
    name = names.get(seen.officer, seen.officer)
    return Tried(seen.outcome, seen.visited_at, name, seen.note, seen.reason, seen.source)


def _acted(act: Act, names: dict[str, str]) -> Acted:
    receiver = names.get(act.receiver or "", "")
    who = names.get(act.officer, act.officer)
    photo = Photo(act.officer, act.file, act.note) if act.file else None
    return Acted(act.kind, StepName(act.step), act.at, who, act.note, receiver, act.due_at, photo, act.source)


def _names(work: ReadWork, visits: Iterable[Seen], acts: Iterable[Act]) -> dict[str, str]:
    """The names of everybody who did something about a household."""
    people = {seen.officer for seen in visits}
    people |= {officer for act in acts for officer in (act.officer, act.receiver) if officer}
    return {row.id: row.name for row in work.rows(NAMES, officers=sorted(people))}


def _line(row: Any, me: str) -> CaseLine:
    return CaseLine(
        row.household,
        row.no,
        row.head,
        row.address,
        row.name or "",
        LadderName(row.ladder),
        StepName(row.step),
        row.tries,
        row.owner_name or "",
        me == (row.owner or row.enumerator),
        row.begun_at,
        row.due_at,
    )
