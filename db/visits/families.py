"""Families that may be one: on the caller's list and on all lists of the same SLS."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, or_, select
from sqlmodel import col

from core.likeness import same_family
from core.visits.families import FamiliesLike, Like
from db.engine.work import ReadWork
from db.tables import Household as Row
from db.workload.progress import COLUMNS, household

AREA = select(col(Row.area)).where(col(Row.id) == bindparam("household"))
AROUND: Any = (
    select(*COLUMNS, col(Row.enumerator))
    .where(
        or_(col(Row.area) == bindparam("area"), col(Row.enumerator) == bindparam("officer")),
        col(Row.id) != bindparam("but"),
    )
    .order_by(col(Row.id))
)


def families_like(work: ReadWork, query: FamiliesLike) -> list[Like]:
    """The families most like the one described; none when nothing is near."""
    area = query.area or work.value(AREA, household=query.but)
    scored = []
    for row in work.rows(AROUND, area=area, officer=query.officer, but=query.but):
        likeness = same_family(query.head, query.address, row.head, row.address)
        if likeness:
            scored.append((-likeness, row.enumerator != query.officer, row.id, row))
    return [_like(row, query.officer) for *_, row in sorted(scored, key=lambda each: each[:3])[: query.limit]]


def _like(row: Any, officer: str) -> Like:
    mine = row.enumerator == officer
    return Like(household(row) if mine else replace(household(row), no=0), mine)
