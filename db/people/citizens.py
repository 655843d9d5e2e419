"""The check of citizens: a receipt code against the households, a limited number of times a day."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import bindparam, select, update
from sqlmodel import col

from core.cases.ladder import StepName
from core.people.citizens import Answer, Check, CheckReceipt
from core.people.person import Caller
from core.problems import Problem
from core.visits.outcomes import FINAL, RECORDED
from db.engine.work import ReadWork, Work
from db.tables import Chat, Household, Officer, Pursuit

MOST_CHECKS = 20
"""Codes one chat may look up in a day, so that nobody can try them all."""

VISITS = frozenset({StepName.VISIT, StepName.HOUR, StepName.RT})
"""Steps after a visit in vain that bring somebody to the door again."""

BY_RECEIPT = (
    select(
        col(Household.status), col(Household.settled_on), col(Officer.trains), col(Pursuit.step), col(Pursuit.due_at)
    )
    .outerjoin(Officer, col(Officer.id) == col(Household.enumerator))
    .outerjoin(Pursuit, col(Pursuit.household) == col(Household.id))
    .where(col(Household.receipt) == bindparam("code"))
)
CHECKS = select(col(Chat.checks_on), col(Chat.checks)).where(
    col(Chat.bot) == bindparam("bot"), col(Chat.chat) == bindparam("chat")
)
COUNT = (
    update(Chat)
    .where(col(Chat.bot) == bindparam("b"), col(Chat.chat) == bindparam("c"))
    .values(checks_on=bindparam("today"), checks=bindparam("number"))
)


def check_receipt(work: Work, command: CheckReceipt, chat: tuple[int, int], now: datetime, end: date) -> Check:
    """Return whether the family of this code is recorded; Problem `too_many_checks` after too many in a day.

    end: the last day of the fieldwork. They are counted by the day on which they arrive (now): messages that come late
    carry other days, and would each begin a new count.
    """
    caller = command.caller
    today, before = checks_of(work, caller, chat, now)
    if before >= MOST_CHECKS:
        raise Problem("too_many_checks")
    work.change(COUNT, b=chat[0], c=chat[1], today=today, number=before + 1)
    household = work.row(BY_RECEIPT, code=command.code)
    if household is None:
        return Check(Answer.UNKNOWN)
    if household.trains is not None:
        return Check(Answer.TRAINING)
    if household.status in RECORDED:
        return Check(Answer.RECORDED, household.settled_on)
    if household.status in FINAL or today > end:
        return Check(Answer.UNKNOWN)
    planned = household.step in VISITS and household.due_at > now
    return Check(Answer.PLANNED if planned else Answer.NOT_YET)


def checks_of(work: ReadWork, caller: Caller, chat: tuple[int, int], now: datetime) -> tuple[date, int]:
    """The day on which codes are counted now, and how many this chat has asked for on it."""
    today = caller.day(now)
    row = work.row(CHECKS, bot=chat[0], chat=chat[1])
    return today, row.checks if row is not None and row.checks_on == today else 0
