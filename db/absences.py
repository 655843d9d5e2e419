"""Absences in the database: when an officer is ill or on leave."""

from __future__ import annotations

from sqlalchemy import bindparam, select
from sqlmodel import col

from core.absences import Days
from db.tables import Absence
from db.work import ReadWork

ABSENCES = (
    select(col(Absence.start), col(Absence.until))
    .where(col(Absence.officer) == bindparam("officer"))
    .order_by(col(Absence.start), col(Absence.id))
)


def absences_of(work: ReadWork, officer: str) -> list[Days]:
    """First and last day of each absence of an officer, the earliest first; core/absences.py says which days count."""
    return [(start, until) for start, until in work.rows(ABSENCES, officer=officer)]
