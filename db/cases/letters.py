"""Letters for help in the database: whom they may be about, as they were sent, and their answers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, case, func, insert, select, update
from sqlmodel import col

from core.cases.case import Act, ActKind
from core.cases.ladder import LadderName, StepName
from core.cases.letters import (
    Addressee,
    AnswerLetter,
    Concerned,
    FindConcerned,
    Found,
    HelpLetter,
    InVain,
    SendLetters,
    UnansweredLetters,
    answer_due,
    place_of,
)
from core.likeness import fits, parts
from core.people.person import Role
from core.problems import Problem
from core.typed.numbers import read_numbers
from core.visits.outcomes import REFUSALS
from db.cases.follow import add_act
from db.cases.letter_facts import NAMES
from db.engine.work import ReadWork, Work
from db.tables import HelpLetter as Row
from db.tables import Household, Officer, Pursuit
from db.workload.team import BELOW, IN_TEAM, OF_TEAM

OWN_NUMBERS = re.compile(r"\bk\W?(\d{1,15})\b", re.IGNORECASE)
"""A household's own number, as buttons carry it: the numbers of lists repeat from list to list."""

_CONCERNED: Any = (
    select(
        col(Household.id),
        col(Household.no),
        col(Household.head),
        col(Household.address),
        col(Household.area),
        col(Household.zone),
        col(Household.settled_on),
        col(Officer.name).label("enumerator"),
        col(Pursuit.ladder),
        col(Pursuit.step),
    )
    .outerjoin(Officer, col(Officer.id) == col(Household.enumerator))
    .outerjoin(Pursuit, col(Pursuit.household) == col(Household.id))
)
_OPEN = _CONCERNED.where(col(Household.settled_on).is_(None))
_OF_LIST = _OPEN.where(col(Household.enumerator) == bindparam("officer"))
_OF_TEAM = _OPEN.where(OF_TEAM)
_TEAMS_CASES = _OPEN.where(IN_TEAM)
_REFUSED_FIRST = case((col(Household.status).in_(sorted(REFUSALS)), 0), else_=1)
_BY_REFUSAL = (_REFUSED_FIRST, col(Household.status_at), col(Household.id))
_IDS = col(Household.id).in_(bindparam("ids", expanding=True))
_NOS = col(Household.no).in_(bindparam("nos", expanding=True))
IN_VAIN = {
    True: _OF_LIST.where(col(Household.status).is_not(None)).order_by(*_BY_REFUSAL).limit(bindparam("limit")),
    False: _TEAMS_CASES.order_by(*_BY_REFUSAL).limit(bindparam("limit")),
}
"""Here and below, True: what an enumerator reaches (the own list); False: what a leader does (everything below)."""
BY_ID = {kind: some.where(_IDS).order_by(col(Household.id)) for kind, some in ((True, _OF_LIST), (False, _OF_TEAM))}
BY_NO = {
    True: _OF_LIST.where(_NOS).order_by(col(Household.no)),
    False: _OPEN.where(col(Household.enumerator).in_(BELOW), _NOS).order_by(col(Household.no), col(Household.id)),
}
LIST = _OF_LIST.order_by(col(Household.no))
CASES_NAMED = (
    _TEAMS_CASES.where(func.lower(col(Household.head)).like(bindparam("pattern"), escape="\\"))
    .order_by(*_BY_REFUSAL)
    .limit(bindparam("limit"))
)
"""A team's families are found by name only where somebody was in vain; a whole region is not for searching."""
_KEPT = (
    select(
        col(Row.id).label("row"),
        col(Row.addressee),
        col(Row.sent_at),
        col(Row.due_at),
        *_CONCERNED.selected_columns,
    )
    .join(Household, col(Household.id) == col(Row.household))
    .outerjoin(Officer, col(Officer.id) == col(Household.enumerator))
    .outerjoin(Pursuit, col(Pursuit.household) == col(Household.id))
    .where(col(Row.officer) == bindparam("officer"), col(Row.answered_at).is_(None))
    .order_by(col(Row.sent_at), col(Row.id))
)
SEND = insert(Row)
ANSWER = (
    update(Row)
    .where(
        col(Row.id).in_(bindparam("rows", expanding=True)),
        col(Row.officer) == bindparam("by"),
        col(Row.answered_at).is_(None),
    )
    .values(answered_at=bindparam("at"), answer=bindparam("said"))
)


def in_vain(work: ReadWork, query: InVain) -> list[Concerned]:
    """Open households after a visit in vain, refusals first."""
    rows = work.rows(IN_VAIN[query.role is Role.PPL], **_whose(query.officer, query.role), limit=query.limit)
    return [_concerned(row) for row in rows]


def find_concerned(work: ReadWork, query: FindConcerned) -> Found:
    """Return the households that a line is about."""
    enumerates, whose = query.role is Role.PPL, _whose(query.officer, query.role)
    own = [int(number) for number in OWN_NUMBERS.findall(query.text)]
    if own:
        return Found(tuple(_concerned(row) for row in work.rows(BY_ID[enumerates], **whose, ids=own)))
    read = read_numbers(query.text)
    if read.numbers and not read.unread:
        by_no: dict[int, list[Concerned]] = defaultdict(list)
        for row in work.rows(BY_NO[enumerates], **whose, nos=read.numbers):
            by_no[row.no].append(_concerned(row))
        certain = tuple(some[0] for some in by_no.values() if len(some) == 1)
        several = tuple(each for some in by_no.values() if len(some) > 1 for each in some)
        return Found(certain, several[: query.limit], tuple(no for no in read.numbers if no not in by_no))
    rows = _named(work, query)
    found = tuple(_concerned(row) for row in rows[: query.limit])
    return Found(found) if len(rows) == 1 else Found(several=found)


def unanswered_letters(work: ReadWork, query: UnansweredLetters) -> list[HelpLetter]:
    """An officer's letters that wait for an answer."""
    return _letters(work, work.rows(_KEPT, officer=query.officer))


def send_letters(work: Work, command: SendLetters, *, now: datetime, last: date) -> list[HelpLetter]:
    """Keep a letter for each place. What waits already is not kept twice. last: the last day of the fieldwork."""
    caller, officer = command.caller, command.caller.officer or ""
    rows = work.rows(
        BY_ID[caller.role is Role.PPL], **_whose(officer, caller.role), ids=sorted(set(command.households))
    )
    if not rows:
        raise Problem("letter_gone")
    waiting = {row.id for row in work.rows(_KEPT, officer=officer) if row.addressee == command.addressee}
    for row in rows:
        if row.id in waiting:
            continue
        due = answer_due(now, last, row.zone)
        kept = {"officer": officer, "addressee": command.addressee, "sent_at": now, "due_at": due, "answer": ""}
        work.change(SEND, household=row.id, **kept)
        _note(work, row, officer, now, command.addressee)
    wanted = {row.id for row in rows}
    return [
        letter
        for letter in unanswered_letters(work, UnansweredLetters(officer))
        if letter.addressee is command.addressee and wanted & {each.household for each in letter.households}
    ]


def answer_letter(work: Work, command: AnswerLetter, *, now: datetime) -> bool:
    """Write an answer down, also into the history of the cases."""
    officer, letter = command.caller.officer or "", command.letter
    if not work.change(ANSWER, rows=letter.rows, by=officer, at=now, said=command.answer):
        return False
    role, ids = command.caller.role, [each.household for each in letter.open_ones]
    for row in work.rows(BY_ID[role is Role.PPL], **_whose(officer, role), ids=ids):
        _note(work, row, officer, now, f"{letter.addressee}:{command.answer}")
    return True


def _named(work: ReadWork, query: FindConcerned) -> list[Any]:
    """Rows by words of the name; of the own list also by the address."""
    if query.role is not Role.PPL:
        pattern = "%" + re.sub(r"([\\%_])", r"\\\1", query.text.strip().lower()) + "%"
        return list(work.rows(CASES_NAMED, leader=query.officer, pattern=pattern, limit=query.limit))
    wanted = parts(query.text)
    rows = work.rows(LIST, officer=query.officer)
    return [row for row in rows if wanted and fits(wanted, parts(f"{row.head} {row.address}"))]


def _note(work: Work, row: Any, officer: str, at: datetime, note: str) -> None:
    """A letter in the history of a household's case; it changes nothing there."""
    if row.ladder is not None:
        add_act(work, row.id, Act(ActKind.LETTER, LadderName(row.ladder), StepName(row.step), officer, at, note))


def _letters(work: ReadWork, rows: Sequence[Any]) -> list[HelpLetter]:
    """Rows that were sent together to one place as one letter."""
    together: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for row in rows:
        to = Addressee(row.addressee)
        together[row.sent_at, to, place_of(row.area, to)].append(row)
    codes = sorted({code for *_, code in together})
    names = {row.code: row.name for row in work.rows(NAMES, codes=codes)} if codes else {}
    return [
        HelpLetter(
            min(row.row for row in some),
            tuple(row.row for row in some),
            to,
            names.get(code, code),
            tuple(_concerned(row) for row in some),
            sent_at,
            some[0].due_at,
        )
        for (sent_at, to, code), some in together.items()
    ]


def _concerned(row: Any) -> Concerned:
    settled = row.settled_on is not None
    return Concerned(row.id, row.no, row.head, row.address, row.area, row.enumerator or "", settled)


def _whose(officer: str, role: Role) -> dict[str, str]:
    return {"officer" if role is Role.PPL else "leader": officer}
