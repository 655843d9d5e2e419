"""The columns of the three files, and how their cells are read."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from core.areas import LATITUDES, LONGITUDES, Level, level_of
from core.imports import cells
from core.imports.findings import shown
from core.imports.rows import Column
from core.people.person import OFFICER_ROLES, Role

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
    "pcl": Role.PPL,
    "petugas pencacah lapangan": Role.PPL,
}
LIKELY_ROLES = {
    "petugas": Role.PPL,
    "enumerator": Role.PPL,
    "petugas lapangan": Role.PPL,
    "supervisor": Role.PML,
    "pemeriksa lapangan": Role.PML,
    "ksk": Role.KOSEKA,
    "koordinator": Role.KOSEKA,
    "koordinator kecamatan": Role.KOSEKA,
    "koordinator statistik kecamatan": Role.KOSEKA,
    "admin": Role.BPS,
    "pegawai bps": Role.BPS,
}
"""What offices also write; it is not read, only asked about."""


@lru_cache(maxsize=1_000)
def role(cell: Any) -> Role | None:
    """An officer's role by its short or its long Indonesian name, in any case."""
    value = cells.text(cell)
    if value and value.casefold() not in ROLE_WORDS:
        likely = LIKELY_ROLES.get(value.casefold())
        hint = f"; did you mean {likely}?" if likely else ""
        raise ValueError(f"{shown(value)} is not a role: ppl, pml, koseka or bps{hint}")
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
    value = cells.as_written(cell)
    if len(value) > NUMBER_LIMIT:
        raise ValueError(f"has {len(value)} characters; a number on the prelist has at most {NUMBER_LIMIT}")
    return cells.no_card(value)


def latitude(cell: Any) -> float | None:
    """Degrees north, in Indonesia."""
    return _within(cell, "lat", LATITUDES, LONGITUDES)


def longitude(cell: Any) -> float | None:
    """Degrees east, in Indonesia."""
    return _within(cell, "lon", LONGITUDES, LATITUDES)


def _within(cell: Any, name: str, own: tuple[float, float], other: tuple[float, float]) -> float | None:
    number = cells.degrees(cell)
    if number is None or own[0] <= number <= own[1]:
        return number
    reason = f"{number:g} is outside Indonesia ({name} {own[0]:g} to {own[1]:g})"
    if number == 0:
        raise ValueError(f"{reason}: 0,0 says that no place is known, so leave both empty")
    raise ValueError(f"{reason}: did you swap lat and lon?" if other[0] <= number <= other[1] else reason)


AREA_COLUMNS = (
    Column("code", cells.code, blank=""),
    Column("name", cells.words(NAME_LIMIT), blank=""),
    Column("timezone", cells.timezone, required=False),
    Column("kemendagri", lambda cell: cells.dotted_code(cell) or None, required=False),
)
OFFICER_COLUMNS = (
    Column("id", cells.officer_id, blank="", number=True),
    Column("name", cells.words(NAME_LIMIT), blank=""),
    Column("role", role),
    Column("supervisor", cells.officer_id, required=False, number=True),
    Column("area", cells.any_code, blank=""),
    Column("phone", cells.phone, required=False),
)
HOUSEHOLD_COLUMNS = (
    Column("area", household_area, blank=""),
    Column("number", prelist_number, blank="", number=True),
    Column("head", cells.words(NAME_LIMIT), blank=""),
    Column("address", cells.words(NAME_LIMIT), blank=""),
    Column("enumerator", cells.officer_id, required=False, number=True),
    Column("kk", cells.kk, required=False),
    Column("lat", latitude, required=False),
    Column("lon", longitude, required=False),
)
