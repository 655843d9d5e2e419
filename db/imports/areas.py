"""Areas: added or renamed, never removed; a parent need not be there, since codes nest by prefix."""

from __future__ import annotations

from sqlalchemy import bindparam, insert, select, update

from core.areas import Scheme, level_of
from core.imports.files import File
from core.imports.findings import counted
from core.imports.rows import Progress, silent
from db.engine.locks import Turn, wait_for
from db.engine.work import Database
from db.imports.kept import AREA, Changes, Summary, stop_if_faulty, summary, write

VALUES = ("name", "timezone", "kemendagri")
ALL_AREAS = select(AREA.c.code, *(AREA.c[name] for name in VALUES)).where(AREA.c.scheme == bindparam("scheme"))
CHANGE_AREA = (
    update(AREA)
    .where(AREA.c.scheme == bindparam("the_scheme"), AREA.c.code == bindparam("the_code"))
    .values({name: bindparam(name) for name in VALUES})
)


def import_areas(database: Database, file: File, scheme: Scheme = Scheme.BPS, progress: Progress = silent) -> Summary:
    """Write a checked file of areas of one scheme; Refused, and nothing written, when anything is wrong."""
    stop_if_faulty(file)
    changes, rezoned = Changes(), 0
    with database.work() as work:
        wait_for(work, Turn.IMPORT)
        there = {row.code: row._asdict() for row in work.rows(ALL_AREAS, scheme=scheme.value)}
        for row in file.rows:
            code, kept = row.values["code"], file.kept(row)
            if before := there.get(code):
                after = {name: kept.get(name, before[name]) for name in VALUES}
                rezoned += after["timezone"] != before["timezone"]
                changes.take({"the_scheme": scheme.value, "the_code": code}, code, before, after)
            else:
                values = {name: kept.get(name) for name in VALUES}
                key = {"scheme": scheme.value, "code": code, "level": level_of(code, scheme).value}
                changes.added.append({**key, **values})
        write(work, changes, (insert(AREA), CHANGE_AREA), progress)
    done = summary(file, changes)
    if rezoned:
        done.notes.append(
            f"{counted(rezoned, 'time zone')} changed: import officers and households again to give them the new zone"
        )
    return done
