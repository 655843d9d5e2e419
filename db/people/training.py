"""The training list: made when it is first needed, made anew when wished, and never anything but a training list."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Table, bindparam, delete, insert, select, update
from sqlmodel import SQLModel, col

from core.areas import Scheme, level_of
from core.people.person import Role
from core.people.training import PASSED, LeaveTraining, RestartTraining, StartTraining, StepsDone, list_of
from core.sample.practice import practice_areas, practice_list
from core.visits.outcomes import Kind
from db.engine.inserting import insert_if_new
from db.engine.work import ReadWork, Work
from db.tables import Area, Chat, Household, Officer, TrainingStep

WAITS = select(col(Chat.talk)).where(col(Chat.bot) == bindparam("bot"), col(Chat.chat) == bindparam("chat"))
SWITCH = (
    update(Chat)
    .where(col(Chat.bot) == bindparam("b"), col(Chat.chat) == bindparam("c"))
    .values(training=bindparam("on"), talk=None)
)
PLACE = select(col(Officer.name), col(Officer.area), col(Officer.region), col(Officer.zone)).where(
    col(Officer.id) == bindparam("officer")
)
NEW_LIST = insert_if_new(Officer, "id")
NEW_AREA = insert_if_new(Area, "scheme", "code")
NEW_HOUSEHOLDS = insert(Household)

LIST = (
    select(col(Officer.id))
    .where(col(Officer.id) == bindparam("list"), col(Officer.trains) == bindparam("officer"))
    .scalar_subquery()
)
"""The training list, and nothing when these two do not belong together: so no real officer's row is ever deleted."""
OFFICERS: Table = SQLModel.metadata.tables["officer"]


def _of_the_list(table: Table) -> list[Any]:
    """What makes a row of a table the list's, a condition for each way in which it may refer to it; else none."""
    if table is OFFICERS:
        return []
    found: list[Any] = []
    for key in table.foreign_keys:
        above = key.column.table
        if above is OFFICERS:
            found.append(key.parent == LIST)
        elif above is not table:
            found += [key.parent.in_(select(key.column).where(condition)) for condition in _of_the_list(above)]
    return found


CLEAR = [
    delete(table).where(condition)
    for table in reversed(SQLModel.metadata.sorted_tables)
    if table.name != "chat"
    for condition in _of_the_list(table)
]
"""Rows that refer to others come first, and each way is a statement of its own, so that each can go by an index.

A new table is in it by itself.
"""
RENEW = (
    update(Officer)
    .where(col(Officer.id) == bindparam("list"), col(Officer.trains) == bindparam("officer"))
    .values({name: bindparam(f"new_{name}") for name in ("name", "area", "region", "zone", "last_no")})
)
CLEAR_STEPS = delete(TrainingStep).where(
    col(TrainingStep.officer) == bindparam("officer"), col(TrainingStep.step) != PASSED
)

STEPS = select(col(TrainingStep.step)).where(col(TrainingStep.officer) == bindparam("officer"))
NOTE_STEP = insert_if_new(TrainingStep, "officer", "step")
UNTOUCHED = (
    select(col(Household.no), col(Household.head))
    .where(col(Household.enumerator) == bindparam("list"), col(Household.status).is_(None))
    .order_by(col(Household.no))
    .limit(bindparam("limit"))
)
IN_PERSON = select(col(Officer.name), col(Officer.supervisor)).where(col(Officer.id) == bindparam("officer"))


def start_training(work: Work, command: StartTraining, chat: tuple[int, int]) -> bool:
    """Let the chat train, with the list that is there or a new one; whether a talk that waited was dropped."""
    _make_list(work, command.caller.person or "")
    return _switch(work, chat, on=True)


def restart_training(work: Work, command: RestartTraining, chat: tuple[int, int]) -> bool:
    """Delete the training list, its history and the steps done, and train with a new one; likewise."""
    officer = command.caller.person or ""
    for statement in CLEAR:
        work.change(statement, list=list_of(officer), officer=officer)
    work.change(CLEAR_STEPS, officer=officer)
    _make_list(work, officer, anew=True)
    return _switch(work, chat, on=True)


def leave_training(work: Work, command: LeaveTraining, chat: tuple[int, int]) -> bool:
    """Let the chat be about the real list again; likewise."""
    return _switch(work, chat, on=False)


def steps_done(work: ReadWork, query: StepsDone) -> frozenset[str]:
    """The steps an officer has done, and PASSED when all were done once."""
    return frozenset(step for (step,) in work.rows(STEPS, officer=query.officer))


def note_steps(work: Work, officer: str, steps: Iterable[str], at: datetime) -> int:
    """Keep that an officer did these steps; how many of them are new."""
    return sum(work.change(NOTE_STEP, officer=officer, step=step, at=at) for step in steps)


def untouched(work: ReadWork, officer: str, limit: int) -> list[Any]:
    """Households of the training list that were not reported yet: no, head."""
    return list(work.rows(UNTOUCHED, list=list_of(officer), limit=limit))


def in_person(work: ReadWork, officer: str) -> Any:
    """Return the officers in training: name, supervisor."""
    return work.row(IN_PERSON, officer=officer)


def _switch(work: Work, chat: tuple[int, int], *, on: bool) -> bool:
    waited = work.value(WAITS, bot=chat[0], chat=chat[1]) is not None
    work.change(SWITCH, b=chat[0], c=chat[1], on=on)
    return waited


def _make_list(work: Work, officer: str, *, anew: bool = False) -> None:
    """Make the list when there is none. anew: it is there and was emptied."""
    place = work.rows(PLACE, officer=officer)[0]
    households = [
        {"area": area, "number": f"{list_of(officer)}-{no}", "no": no, "head": head, "address": address}
        for no, head, address, area in practice_list(officer)
    ]
    values = {**place._asdict(), "last_no": len(households)}
    if work.change(NEW_LIST, **values, id=list_of(officer), trains=officer, role=Role.PPL.value) == 0:
        if not anew:
            return
        work.change(RENEW, list=list_of(officer), officer=officer, **{f"new_{name}": v for name, v in values.items()})
    for code, name in practice_areas(officer).items():
        work.change(NEW_AREA, scheme=Scheme.BPS.value, code=code, level=level_of(code).value, name=name)
    shared = {"enumerator": list_of(officer), "zone": place.zone, "kind": Kind.PRELIST.value, "persons": 0, "visits": 0}
    work.change_many(NEW_HOUSEHOLDS, [{**household, **shared} for household in households])
