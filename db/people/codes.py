"""Numbers that the deployment itself has given: codes of areas and ids of officers. They are nobody's NIK or phone."""

from __future__ import annotations

from sqlalchemy import bindparam, exists, or_, select
from sqlmodel import col

from core.areas import Scheme
from db.engine.work import ReadWork
from db.tables import Area, Officer

IS_CODE = select(
    or_(
        exists().where(col(Area.scheme) == Scheme.BPS.value, col(Area.code) == bindparam("digits")),
        exists().where(col(Officer.id) == bindparam("digits")),
    )
)
WITHIN = select(col(Area.code)).where(col(Area.code).startswith(bindparam("digits"), autoescape=False)).limit(1)


def is_code(work: ReadWork, digits: str) -> bool:
    """Return whether these digits are the code of an area or the id of an officer."""
    return bool(work.value(IS_CODE, digits=digits))


def is_place(work: ReadWork, digits: str) -> bool:
    """Return whether these digits are the code of an area, or begin one."""
    return digits.isascii() and digits.isdigit() and work.row(WITHIN, digits=digits) is not None
