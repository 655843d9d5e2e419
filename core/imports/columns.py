"""The columns of the three files, and how their cells are read."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from core.areas import Level, level_of
from core.imports import cells
from core.imports.findings import shown
from core.imports.rows import Column
from core.people import OFFICER_ROLES, Role

NAME_LIMIT = 200
NUMBER_LIMIT = 20

ROLE_WORDS = {
    **{role.value: role for role in OFFICER_ROLES},
    "petugas pendataan lapangan": Role.PPL,
    "pencacah": Role.PPL,
    "petugas pemeriksa lapangan": Role.PML,
    "pemeriksa": Role.PML,
    "pengawas": Role.PML,
    "koordinator sensus kecamatan": Role.KOSEKA,
}


@lru_cache(maxsize=1_000)
def role(cell: Any) -> Role | None:
    """An officer's role by its short or its long Indonesian name, in any case."""
    value = cells.text(cell)
    if value and value.casefold() not in ROLE_WORDS:
        raise ValueError(f"{shown(value)} is not a role: ppl, pml, koseka or bps")
    return ROLE_WORDS.get(value.casefold())


@lru_cache(maxsize=100_000)
def household_area(cell: Any) -> str:
    """The code of an SLS or of a part of one: the only areas that households are listed in."""
    value = cells.code(cell)
    if value and level_of(value) not in (Level.SLS, Level.SUB_SLS):
        raise ValueError(f"{value!r} is a {level_of(value).value}; wanted is an SLS (14 digits) or sub-SLS (16)")
    return value


def prelist_number(cell: Any) -> str:
    """A household's number on the prelist, as text."""
    value = cells.whole(cells.text(cell))
    if len(value) > NUMBER_LIMIT:
        raise ValueError(f"has {len(value)} characters; a number on the prelist has at most {NUMBER_LIMIT}")
    return value


AREA_COLUMNS = (
    Column("code", cells.code, blank=""),
    Column("name", cells.words(NAME_LIMIT), blank=""),
    Column("timezone", cells.timezone, required=False),
    Column("kemendagri", lambda cell: cells.dotted_code(cell) or None, required=False),
)
OFFICER_COLUMNS = (
    Column("id", cells.officer_id, blank=""),
    Column("name", cells.words(NAME_LIMIT), blank=""),
    Column("role", role),
    Column("supervisor", cells.officer_id, required=False),
    Column("area", cells.any_code, blank=""),
    Column("phone", cells.phone, required=False),
)
HOUSEHOLD_COLUMNS = (
    Column("area", household_area, blank=""),
    Column("number", prelist_number, blank=""),
    Column("head", cells.words(NAME_LIMIT), blank=""),
    Column("address", cells.words(NAME_LIMIT), blank=""),
    Column("enumerator", cells.officer_id, required=False),
    Column("kk", cells.kk, required=False),
    Column("lat", cells.degrees(90), required=False),
    Column("lon", cells.degrees(180), required=False),
)
