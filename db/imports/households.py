"""The prelist: households with their enumerators, and the short numbers that never change."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import and_, bindparam, insert, select, update

from core.areas import Scheme
from core.face import By
from core.identity import kk_hash
from core.imports.files import File, household_key, natural
from core.imports.rows import Progress, Row, silent
from core.people.person import Role
from core.visits.outcomes import Kind
from db.changes import keep_file
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
    within,
    write,
)

VALUES = ("head", "address", "enumerator", "no", "kk_hash", "lat", "lon", "zone")
HOUSEHOLDS_WITHIN = select(
    HOUSEHOLD.c.id, HOUSEHOLD.c.area, HOUSEHOLD.c.number, HOUSEHOLD.c.kind, *(HOUSEHOLD.c[name] for name in VALUES)
).where(and_(HOUSEHOLD.c.area.between(bindparam("low"), bindparam("high"))))
LAST_NUMBER = select(OFFICER.c.last_no).where(OFFICER.c.id == bindparam("officer")).with_for_update()
OFFICER_ROLES = select(OFFICER.c.id, OFFICER.c.role)
RAISE_LAST_NUMBER = update(OFFICER).where(OFFICER.c.id == bindparam("the_id")).values(last_no=bindparam("last"))
CHANGE_HOUSEHOLD = (
    update(HOUSEHOLD).where(HOUSEHOLD.c.id == bindparam("the_id")).values({name: bindparam(name) for name in VALUES})
)
FIRST = {"kind": Kind.PRELIST.value, "persons": 0, "visits": 0}

Key = tuple[str, str]


def import_households(database: Database, file: File, key: bytes, by: By, progress: Progress = silent) -> Summary:
    """Write a checked prelist; key is for hashing KK numbers (core.identity.kk_key).

    Refused, and nothing written, when anything is wrong. Columns that visits fill are never touched.
    """
    with database.work() as work:
        wait_for(work, Turn.IMPORT)
        regions = regions_of(row.values["area"] for row in file.rows)
        zones = Zones(work, Scheme.BPS, regions)
        there = _there(work, regions)
        _check(work, file, zones, there)
        stop_if_faulty(file)
        numbers = _numbers(work, file, there)
        changes = Changes()
        for row in file.rows:
            after = file.kept(row)
            if "kk" in after:
                kk = after.pop("kk")
                after["kk_hash"] = kk_hash(key, kk) if kk else None
            after["zone"] = zones.of(after["area"])
            _take(changes, after, there, numbers)
        _come(work, changes, by)
        write(work, changes, (insert(HOUSEHOLD), CHANGE_HOUSEHOLD), progress)
        remember(work, changes, "household", by)
    return summary(file, changes)


def _come(work: Work, changes: Changes, by: By) -> None:
    """Let each new household know the import that brought it."""
    if changes.added:
        counts = {"added": len(changes.added), "changed": len(changes.changed)}
        came = keep_file(work, counts, by)
        changes.added = [{**values, "came": came} for values in changes.added]


def _there(work: Work, regions: set[str]) -> dict[Key, Any]:
    there = {}
    for region in regions:
        low, high = within(region)
        for row in work.rows(HOUSEHOLDS_WITHIN, low=low, high=high):
            there[household_key({"area": row.area, "number": row.number})] = row
    return {key: row for key, row in there.items() if key}


def _check(work: Work, file: File, zones: Zones, there: dict[Key, Any]) -> None:
    roles = {officer.id: officer.role for officer in work.rows(OFFICER_ROLES)}
    for row in file.rows:
        area, enumerator = row.values["area"], row.values["enumerator"]
        if area and area not in zones:
            file.fault(row, "area", f"{area!r} is not in the database: import the areas first")
        if enumerator and enumerator not in roles:
            hint = did_you_mean(enumerator, roles) or ": import the officers first"
            file.fault(row, "enumerator", f"{enumerator!r} is not in the database{hint}")
        elif enumerator and roles[enumerator] != Role.PPL:
            file.fault(row, "enumerator", f"{enumerator!r} is a {roles[enumerator]}; wanted is a ppl")
        before = there.get(household_key(row.values) or ("", ""))
        if before and before.kind != Kind.PRELIST:
            file.fault(row, "number", f"is taken by a household found in the field ({before.kind})")


def _numbers(work: Work, file: File, there: dict[Key, Any]) -> dict[Key, int]:
    """The next short numbers for households that are new to their enumerator, by area and natural order."""
    given: dict[str, list[Row]] = defaultdict(list)
    for row in file.rows:
        before = there.get(household_key(row.values) or ("", ""))
        enumerator = row.values["enumerator"]
        if enumerator and (before is None or before.enumerator != enumerator):
            given[enumerator].append(row)
    numbers = {}
    for enumerator in sorted(given):
        rows = sorted(given[enumerator], key=lambda row: (row.values["area"], natural(row.values["number"])))
        last = work.value(
            LAST_NUMBER, officer=enumerator
        )  # locked: nobody numbers a family found in the field meanwhile
        for number, row in enumerate(rows, start=last + 1):
            key = household_key(row.values)
            if key:
                numbers[key] = number
        work.change(RAISE_LAST_NUMBER, the_id=enumerator, last=last + len(rows))
    return numbers


def _take(changes: Changes, after: dict[str, Any], there: dict[Key, Any], numbers: dict[Key, int]) -> None:
    key = household_key(after) or ("", "")
    if before := there.get(key):
        old = before._asdict()
        values = {name: after.get(name, old[name]) for name in VALUES}
        values["no"] = numbers.get(key, old["no"] if values["enumerator"] else None)
        changes.take({"the_id": before.id}, f"{old['area']}/{old['number']}", old, values)
    else:
        values = {name: after.get(name) for name in VALUES}
        values["no"] = numbers.get(key)
        changes.added.append({"area": after["area"], "number": after["number"], **FIRST, **values})
