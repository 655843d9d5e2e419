"""The stored facts about the deployment: which secret key it uses, and which copy its data come from."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, select, update
from sqlmodel import col

from db.engine.inserting import insert_if_new
from db.engine.work import ReadWork, Work
from db.tables import Deployment, Lease, Process

KEY = "secret_key"
"""The fingerprint of the secret key."""
RESTORED = "restored"
"""A random text for each restore. A process that finds another one than at its start works on other data by now."""
DAYS = "days"
"""The days of fieldwork that the people know (core/workload/period_change.py)."""

FACT = select(col(Deployment.value)).where(col(Deployment.name) == bindparam("name"))
BEGIN = insert_if_new(Deployment, "name")
CHANGE = update(Deployment).where(col(Deployment.name) == bindparam("n")).values(value=bindparam("v"))
CHANGE_FROM = (
    update(Deployment)
    .where(col(Deployment.name) == bindparam("n"), col(Deployment.value) == bindparam("old"))
    .values(value=bindparam("v"))
)
NO_FACT = delete(Deployment).where(col(Deployment.name) == bindparam("n"))
NOBODY_RUNS = (delete(Process), delete(Lease))


def fact(work: ReadWork, name: str) -> str | None:
    """Return what is kept under this name, or None."""
    found: str | None = work.value(FACT, name=name)
    return found


def first_fact(work: Work, name: str, value: str) -> str:
    """Keep a fact unless there is one by now; which one there is."""
    work.change(BEGIN, name=name, value=value)
    return fact(work, name) or value


def set_fact(work: Work, name: str, value: str) -> None:
    """Keep a fact in the place of the one before."""
    work.change(BEGIN, name=name, value=value)
    work.change(CHANGE, n=name, v=value)


def change_fact(work: Work, name: str, old: str, value: str) -> bool:
    """Keep a fact in the place of this old one; False when it is another one by now."""
    return work.change(CHANGE_FROM, n=name, old=old, v=value) == 1


def delete_fact(work: Work, name: str) -> None:
    """Keep no fact under this name any more."""
    work.change(NO_FACT, n=name)


def mark_restored(work: Work, text: str) -> None:
    """These data come from a copy: whoever ran when it was made does not run on it."""
    for statement in NOBODY_RUNS:
        work.change(statement)
    set_fact(work, RESTORED, text)
