"""Officers and who answers for whom: checked as the whole that the file and the database make together."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update

from core.areas import Scheme, region_of
from core.face import By
from core.imports.cells import scheme_of
from core.imports.files import File, alike
from core.imports.rows import Progress, Row, silent
from core.people.person import OFFICER_ROLES, Role
from db.engine.locks import Turn, wait_for
from db.engine.work import Database, Work
from db.imports.kept import (
    HOUSEHOLD,
    OFFICER,
    Changes,
    Summary,
    Zones,
    did_you_mean,
    regions_of,
    remember,
    stop_if_faulty,
    summary,
    write,
)

VALUES = ("name", "role", "supervisor", "area", "region", "zone", "phone")
RANK = {role.value: rank for rank, role in enumerate(OFFICER_ROLES)}
ALL_OFFICERS = select(OFFICER.c.id, *(OFFICER.c[name] for name in VALUES))
HOUSEHOLDS_OF = select(func.count()).where(HOUSEHOLD.c.enumerator == bindparam("officer"))
CHANGE_OFFICER = (
    update(OFFICER).where(OFFICER.c.id == bindparam("the_id")).values({name: bindparam(name) for name in VALUES})
)

Officers = dict[str, dict[str, Any]]


def import_officers(database: Database, file: File, by: By, progress: Progress = silent) -> Summary:
    """Write a checked file of officers; Refused, and nothing written, when anything is wrong."""
    changes = Changes()
    with database.work() as work:
        wait_for(work, Turn.IMPORT)
        there: Officers = {row.id: row._asdict() for row in work.rows(ALL_OFFICERS)}
        zones = {scheme: _zones(work, file, scheme) for scheme in Scheme}
        _check_ids(file, there)
        _check_areas(file, zones)
        _check_supervisors(file, there)
        _check_roles(work, file, there)
        stop_if_faulty(file)
        for row in file.rows:
            _take(changes, there, file.kept(row), zones)
        changes.added.sort(key=lambda values: -RANK[values["role"]])  # a supervisor before those who name him
        write(work, changes, (insert(OFFICER), CHANGE_OFFICER), progress)
        remember(work, changes, "officer", by)
    return summary(file, changes)


def _zones(work: Work, file: File, scheme: Scheme) -> Zones:
    areas = {row.values["area"] for row in file.rows}
    return Zones(work, scheme, regions_of(area for area in areas if scheme_of(area) is scheme))


def _take(changes: Changes, there: Officers, kept: dict[str, Any], zones: dict[Scheme, Zones]) -> None:
    area = kept["area"]
    kept |= {"role": kept["role"].value, "region": region_of(area), "zone": zones[scheme_of(area)].of(area)}
    if before := there.get(kept["id"]):
        after = {name: kept.get(name, before[name]) for name in VALUES}
        changes.take({"the_id": kept["id"]}, kept["id"], before, after)
    else:
        changes.added.append({"id": kept["id"], **{name: kept.get(name) for name in VALUES}})


def _check_ids(file: File, there: Officers) -> None:
    """A new id that a person takes for one that is there is a slip: it would make two officers of one."""
    known = {alike(officer): officer for officer in there}
    for row in file.rows:
        officer = row.values["id"]
        if officer and officer not in there:
            other = known.setdefault(alike(officer), officer)
            if other != officer:
                file.fault(row, "id", f"{officer!r} differs from {other!r} in case or zeros alone: write both the same")


def _check_areas(file: File, zones: dict[Scheme, Zones]) -> None:
    for row in file.rows:
        area = row.values["area"]
        if area and area not in zones[scheme_of(area)]:
            scheme = "Kemendagri" if scheme_of(area) is Scheme.KEMENDAGRI else "BPS"
            file.fault(row, "area", f"{area!r} is not an area of the {scheme} scheme in the database: import it first")


def _check_supervisors(file: File, there: Officers) -> None:
    """Each supervisor exists and has a higher role, so that no chain of them can close to a circle."""
    in_file: dict[str, Role | None] = {row.values["id"]: row.values["role"] for row in file.rows}
    for row in file.rows:
        supervisor, role = row.values["supervisor"], row.values["role"]
        if not supervisor:
            continue
        if supervisor == row.values["id"]:
            file.fault(row, "supervisor", f"{supervisor!r} is this officer: nobody is their own supervisor")
        elif supervisor not in in_file and supervisor not in there:
            hint = did_you_mean(supervisor, [*in_file, *there])
            file.fault(row, "supervisor", f"{supervisor!r} is neither in this file nor in the database{hint}")
        else:
            above = in_file[supervisor] if supervisor in in_file else there[supervisor]["role"]
            if role and above and RANK[above] <= RANK[role]:
                file.fault(row, "supervisor", _order(supervisor, above, role))


def _order(supervisor: str, above: str, role: str) -> str:
    higher = " or ".join(name for name, rank in RANK.items() if rank > RANK[role])
    wanted = f"wanted is a {higher}" if higher else "nobody is above bps: leave it empty"
    return f"{supervisor!r} is a {above}, which is not above a {role}; {wanted}"


def _check_roles(work: Work, file: File, there: Officers) -> None:
    """An officer whose role changes keeps no subordinates of the same rank and no households of his own."""
    staying = defaultdict(list)
    moved = {row.values["id"] for row in file.rows} if file.table.has("supervisor") else set()
    rows: dict[str, Row] = {row.values["id"]: row for row in file.rows if row.values["id"]}
    for officer, values in there.items():
        if values["supervisor"] in rows and officer not in moved:
            role = rows[officer].values["role"] if officer in rows else values["role"]
            staying[values["supervisor"]].append((officer, role))
    for officer, row in rows.items():
        role, before = row.values["role"], there.get(officer)
        if not (role and before and role != before["role"]):
            continue
        for below, below_role in staying[officer]:
            if below_role and RANK[role] <= RANK[below_role]:
                reason = f"a {role} cannot be the supervisor of {below!r}, a {below_role} in the database"
                file.fault(row, "role", f"{reason}: give {below!r} another supervisor first")
        if before["role"] == Role.PPL and (count := work.value(HOUSEHOLDS_OF, officer=officer)):
            file.fault(row, "role", f"{officer!r} has {count:,} households, which only a ppl can have")
