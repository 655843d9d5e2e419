"""Absences in the database: when an officer is ill or on leave."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import bindparam, delete, insert, or_, select, update
from sqlmodel import col

from core.people.absences import DAY, Absence, CancelLeave, ComeBack, Days, FallIll, TakeLeave, Why, counted, days_words
from core.problems import Problem
from db.engine.work import ReadWork, Work
from db.tables import Absence as Row

ABSENCES = (
    select(col(Row.start), col(Row.until))
    .where(col(Row.officer) == bindparam("officer"))
    .order_by(col(Row.start), col(Row.id))
)
NOT_OVER = or_(col(Row.until).is_(None), col(Row.until) >= bindparam("today"))
FROM_NOW_ON = (
    select(col(Row.id), col(Row.start), col(Row.until), col(Row.why))
    .where(col(Row.officer) == bindparam("officer"), NOT_OVER)
    .order_by(col(Row.start), col(Row.why), col(Row.id))
)
TOUCHING = select(col(Row.id), col(Row.start), col(Row.until)).where(
    col(Row.officer) == bindparam("officer"),
    col(Row.why) == Why.LEAVE,
    col(Row.start) <= bindparam("after"),
    col(Row.until) >= bindparam("before"),
)
OF_SOME = select(col(Row.officer), col(Row.start), col(Row.until)).where(
    col(Row.officer).in_(bindparam("officers", expanding=True))
)
AT_ONCE = 500
ADD = insert(Row)
END = update(Row).where(col(Row.id).in_(bindparam("ids", expanding=True))).values(until=bindparam("last"))
DROP = delete(Row).where(col(Row.id).in_(bindparam("ids", expanding=True)))


def ever_absent(officer: Any) -> Any:
    """Return whether this officer, by a column or a value, was ever absent: a condition of a statement."""
    return select(col(Row.id)).where(col(Row.officer) == officer).exists()


def absences_of(work: ReadWork, officer: str) -> list[Days]:
    """First and last day of each absence of an officer, the earliest first (core/people/absences.py)."""
    return [(start, until) for start, until in work.rows(ABSENCES, officer=officer)]


def absences_of_some(work: ReadWork, officers: Collection[str]) -> dict[str, list[Days]]:
    """The same for several officers; who was never absent is left out."""
    found: dict[str, list[Days]] = defaultdict(list)
    names = sorted(set(officers))
    for begin in range(0, len(names), AT_ONCE):
        for officer, start, until in work.rows(OF_SOME, officers=names[begin : begin + AT_ONCE]):
            found[officer].append((start, until))
    return dict(found)


def absences_from(work: ReadWork, officer: str, today: date) -> tuple[Absence, ...]:
    """An officer's absences of today and later, the earliest first; of two that begin together, illness."""
    return tuple(_absence(row) for row in work.rows(FROM_NOW_ON, officer=officer, today=today))


def absence_on(work: ReadWork, officer: str, today: date) -> Absence | None:
    """The absence that counts today, or None: illness before leave."""
    return counted(absences_from(work, officer, today), today)


def fall_ill(work: Work, command: FallIll) -> Absence:
    """See FallIll."""
    caller, officer = command.caller, command.caller.officer or ""
    known = absence_on(work, officer, caller.today)
    if known is not None and known.why is Why.ILL:
        raise Problem("already_ill", day=known.start)
    work.change(ADD, officer=officer, start=caller.today, until=None, why=Why.ILL, at=caller.at)
    return Absence(caller.today, None, Why.ILL)


def take_leave(work: Work, command: TakeLeave) -> Absence:
    """See TakeLeave."""
    caller, officer = command.caller, command.caller.officer or ""
    touching = work.rows(TOUCHING, officer=officer, before=command.first - DAY, after=command.last + DAY)
    if any(row.start <= command.first and command.last <= row.until for row in touching):
        raise Problem("leave_known", days=days_words(command.first, command.last))
    first = min([command.first, *(row.start for row in touching)])
    last = max([command.last, *(row.until for row in touching)])
    work.change(DROP, ids=[row.id for row in touching])
    work.change(ADD, officer=officer, start=first, until=last, why=Why.LEAVE, at=caller.at)
    return Absence(first, last, Why.LEAVE)


def come_back(work: Work, command: ComeBack) -> Absence:
    """See ComeBack; the absence that had counted today."""
    today, officer = command.caller.today, command.caller.officer or ""
    ended = absence_on(work, officer, today)
    if ended is None:
        raise Problem("not_absent")
    rows = [row for row in work.rows(FROM_NOW_ON, officer=officer, today=today) if row.start <= today]
    work.change(DROP, ids=[row.id for row in rows if row.start == today])
    work.change(END, ids=[row.id for row in rows if row.start < today], last=today - DAY)
    return ended


def cancel_leave(work: Work, command: CancelLeave) -> Absence:
    """See CancelLeave; the leave that is gone."""
    caller = command.caller
    for row in work.rows(FROM_NOW_ON, officer=caller.officer or "", today=caller.today):
        if row.start == command.first and row.why == Why.LEAVE and row.start > caller.today:
            work.change(DROP, ids=[row.id])
            return _absence(row)
    raise Problem("not_absent")


def _absence(row: object) -> Absence:
    return Absence(row.start, row.until, Why(row.why))  # type: ignore[attr-defined]
