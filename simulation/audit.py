"""The audit: at the end, every household and every sum in the database against the books."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlmodel import col

from core.visits.receipts import read_receipt
from db.engine.work import ReadWork
from db.tables import Act, Failure, Household, Officer, Outbox, Pursuit, Visit
from simulation.cases import Case
from simulation.stage import Stage

PAGE = 5_000
HOUSEHOLDS = (
    select(Household.__table__)  # type: ignore[attr-defined]
    .where(col(Household.id) > bindparam("after"))
    .order_by(col(Household.id))
    .limit(PAGE)
)
PURSUITS = select(
    col(Household.enumerator),
    col(Household.no),
    *(col(getattr(Pursuit, name)) for name in ("ladder", "step", "tries", "owner", "begun_at", "since", "due_at")),
    col(Pursuit.said),
    col(Pursuit.next_at),
).join(Pursuit, col(Pursuit.household) == col(Household.id))
VISITS = select(col(Visit.officer), col(Visit.day), func.count()).group_by(col(Visit.officer), col(Visit.day))
OUTCOMES = select(col(Visit.day), col(Visit.outcome), func.count()).group_by(col(Visit.day), col(Visit.outcome))
SOURCES = select(col(Visit.outcome), col(Visit.source), func.count()).group_by(col(Visit.outcome), col(Visit.source))
LEARNED = (
    select(col(Act.step), col(Act.source), func.count())
    .where(col(Act.kind) == "done")
    .group_by(col(Act.step), col(Act.source))
)
SETTLED = (
    select(col(Household.enumerator), col(Household.settled_on), func.count())
    .where(col(Household.settled_on).is_not(None))
    .group_by(col(Household.enumerator), col(Household.settled_on))
)
LAST_NUMBERS = select(col(Officer.id), col(Officer.last_no)).where(col(Officer.role) == "ppl")
FAILED = select(func.count()).select_from(Failure)
UNSENT = select(func.count()).select_from(Outbox).where(col(Outbox.status).not_in(["sent", "waiting"]))


def audit(stage: Stage) -> None:
    """Compare the whole database with the books."""
    with stage.database.read() as work:
        _households(stage, work)
        _pursuits(stage, work)
        _sums(stage, work)
        for officer, last in work.rows(LAST_NUMBERS):
            stage.compare("numbers given", officer, last, max(stage.books.sheets[officer].cases, default=0))
        stage.compare("failed updates", "in the database", work.value(FAILED), 0)
        stage.compare("letters that failed", "in the database", work.value(UNSENT), 0)


def _households(stage: Stage, work: ReadWork) -> None:
    seen: Counter[str] = Counter()
    for row in _all(work):
        sheet = stage.books.sheets.get(row.enumerator)
        case = sheet.cases.get(row.no) if sheet else None
        where = f"household {row.id}, {row.enumerator} no. {row.no}"
        seen[row.enumerator] += 1
        if case is None:
            stage.differ("households", f"{where} is not in the books")
            continue
        said, expected = _kept(row), _known(case)
        if (
            case.enumerated and case.code is None
        ):  # reported as recorded, but never while it stood: the code was not told
            expected["receipt"] = row.receipt
        differing = [name for name in said if said[name] != expected[name]]
        told = ({name: said[name] for name in differing}, {name: expected[name] for name in differing})
        stage.compare("households", where, *told)
        if row.receipt is not None:
            stage.compare("receipts", where, read_receipt(row.receipt), row.receipt)
    for officer, sheet in stage.books.sheets.items():
        stage.compare("list lengths", officer, seen[officer], len(sheet.cases))


def _all(work: ReadWork) -> Iterator[Any]:
    after = 0
    while rows := work.rows(HOUSEHOLDS, after=after):
        yield from rows
        after = rows[-1].id


def _kept(row: Any) -> dict[str, object]:
    """A household as the database has it."""
    return {
        "head": row.head,
        "kind": row.kind,
        "status": row.status,
        "at": row.status_at,
        "settled on": row.settled_on,
        "revisit": row.revisit_at,
        "persons": row.persons,
        "visits": row.visits,
        "receipt": row.receipt,
    }


def _known(case: Case) -> dict[str, object]:
    """A household as the books have it."""
    return {
        "head": case.head,
        "kind": case.kind,
        "status": case.outcome,
        "at": case.at,
        "settled on": case.settled_on,
        "revisit": case.pursuit.due if case.pursuit else None,
        "persons": case.persons,
        "visits": case.visits,
        "receipt": case.code,
    }


def _pursuits(stage: Stage, work: ReadWork) -> None:
    """All open cases: the step, whose it is, its hours, and what was said of it last."""
    said = {(row[0], row[1]): tuple(row[2:]) for row in work.rows(PURSUITS)}
    watched = stage.books.reminders.watched
    for key in said.keys() | watched.keys():
        expected, where = None, f"{key[0]} no. {key[1]}"
        if key in watched:
            each, stand = watched[key], watched[key].stand
            hours = (stand.begun, stand.since, stand.due, each.said, each.next_at)
            expected = (stand.ladder, stand.step, stand.tries, each.owner or None, *hours)
        stage.compare("cases", where, said.get(key), expected)


def _sums(stage: Stage, work: ReadWork) -> None:
    """Visits by enumerator and day, settled households by enumerator and day, visits by day and outcome; visits, and
    steps that were done, by who says so.
    """
    sheets = stage.books.sheets.values()
    visits = {(sheet.officer, day): n for sheet in sheets for day, n in sheet.visits.items() if n}
    visits |= stage.books.closings
    settled = Counter(
        (sheet.officer, case.settled_on) for sheet in sheets for case in sheet.cases.values() if case.settled_on
    )
    learned = Counter(
        (deed.step, deed.source)
        for sheet in sheets
        for case in sheet.cases.values()
        for deed in case.deeds
        if deed.kind == "done"
    )
    tables: list[tuple[str, Any, dict[Any, int]]] = [
        ("visits by enumerator and day", VISITS, visits),
        ("settled by enumerator and day", SETTLED, settled),
        ("visits by day and outcome", OUTCOMES, dict(stage.books.outcomes)),
        ("visits by outcome and who says so", SOURCES, dict(stage.books.sources)),
        ("steps by who says so", LEARNED, dict(learned)),
    ]
    for what, statement, expected in tables:
        said = {(first, second): count for first, second, count in work.rows(statement)}
        for key in said.keys() | expected.keys():
            stage.compare(what, " ".join(map(str, key)), said.get(key, 0), expected.get(key, 0))
