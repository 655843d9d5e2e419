"""What citizens ask: a receipt code against the households, a limited number of times a day."""

from __future__ import annotations

from sqlalchemy import bindparam, select, update
from sqlmodel import col

from core.citizens import Answer, Check, CheckReceipt
from core.outcomes import RECORDED
from core.problems import Problem
from db.tables import Chat, Household, Officer
from db.work import Work

MOST_CHECKS = 20
"""Codes one chat may look up in a day, so that nobody can try them all."""

BY_RECEIPT = (
    select(col(Household.status), col(Household.settled_on), col(Officer.trains))
    .outerjoin(Officer, col(Officer.id) == col(Household.enumerator))
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


def check_receipt(work: Work, command: CheckReceipt, bot: int) -> Check:
    """Whether the household of this code is recorded; Problem `too_many_checks` after too many in a day."""
    caller = command.caller
    row = work.row(CHECKS, bot=bot, chat=caller.chat_id)
    before = row.checks if row is not None and row.checks_on == caller.today else 0
    if before >= MOST_CHECKS:
        raise Problem("too_many_checks")
    work.change(COUNT, b=bot, c=caller.chat_id, today=caller.today, number=before + 1)
    household = work.row(BY_RECEIPT, code=command.code)
    if household is None:
        return Check(Answer.UNKNOWN)
    if household.trains is not None:
        return Check(Answer.TRAINING)
    if household.status in RECORDED:
        return Check(Answer.RECORDED, household.settled_on)
    return Check(Answer.NOT_YET)
