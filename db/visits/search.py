"""Finding households of one enumerator's list by what was typed, and families that are like a new one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import col

from core.likeness import SUGGESTED, fits, nearness, number_of, parts
from core.typed.lines import LONGEST_TYPED
from core.workload.households import FindHouseholds, Household, HouseholdsNumbered, NearHouseholds
from db.engine.among import among
from db.engine.work import ReadWork
from db.tables import Household as Row
from db.workload.progress import MINE, household

NAMED_NUMBER = re.compile(r"\b(?:no|nomor|nomer|nr|number)\b\W*(\d{1,6})\b", re.IGNORECASE)
"""A number in the middle of other words: "sama dengan nomor 7"."""

BY_NUMBER = MINE.where(col(Row.no) == bindparam("no"))
LIST = (
    select(col(Row.id), col(Row.no), col(Row.head), col(Row.address))
    .where(col(Row.enumerator) == bindparam("officer"))
    .order_by(col(Row.settled_on).is_not(None), col(Row.no))
)
NUMBERED = MINE.where(among(col(Row.no), "numbers")).order_by(col(Row.no))
SOME = MINE.where(among(col(Row.id), "ids"))


def households_numbered(work: ReadWork, query: HouseholdsNumbered) -> list[Household]:
    """Those that have one of these numbers, by number."""
    return [household(row) for row in work.rows(NUMBERED, officer=query.officer, numbers=list(query.numbers))]


def find_households(work: ReadWork, query: FindHouseholds) -> list[Household]:
    """By number, or by words of the name and the address in any order; open ones first."""
    if len(query.text) > LONGEST_TYPED:
        return []
    number = number_of(query.text)
    if number is not None:
        return [household(row) for row in work.rows(BY_NUMBER, officer=query.officer, no=number)]
    wanted, rows = parts(query.text), work.rows(LIST, officer=query.officer)
    found = [row for row in rows if fits(wanted, _described(row))]
    found = found or [row for row in rows if fits(wanted, _described(row), inside=True)]
    if not found and wanted and wanted[0].isdecimal():
        found = [row for row in rows if str(row.no) == wanted[0] and fits(wanted[1:], _described(row))]
    return _told(work, query.officer, found[: query.limit])


def near_households(work: ReadWork, query: NearHouseholds) -> list[Household]:
    """The ones that are most like what was typed, the most alike first; none is like a number."""
    if len(query.text) > LONGEST_TYPED or number_of(query.text) is not None:
        return []
    wanted = parts(query.text)
    scored = [(nearness(wanted, _described(row)), row) for row in work.rows(LIST, officer=query.officer)]
    near = [row for score, row in sorted(scored, key=lambda each: -each[0]) if score >= SUGGESTED]
    named = {int(number) for number in NAMED_NUMBER.findall(query.text)}
    found = {row.id: row for row in [*(row for _, row in scored if row.no in named), *near]}
    return _told(work, query.officer, [*found.values()][: query.limit])


def _told(work: ReadWork, officer: str, rows: Sequence[Any]) -> list[Household]:
    """The households of some rows of LIST, which has only what is searched."""
    if not rows:
        return []
    some = {row.id: household(row) for row in work.rows(SOME, officer=officer, ids=[row.id for row in rows])}
    return [some[row.id] for row in rows]


def _described(row: Any) -> tuple[str, ...]:
    return parts(f"{row.head} {row.address}")
