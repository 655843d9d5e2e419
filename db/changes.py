"""Keeping changes that no other table tells, in the transaction that makes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import insert
from sqlmodel import col

from core.face import By
from db.engine.work import Work
from db.tables import Change

ADD = insert(Change)
ADD_FILE = insert(Change).returning(col(Change.id))
NOT_KEPT = ("kk_hash", "phone")
"""Of these it is kept that there was one, not which."""


def keep_changes(work: Work, what: str, changes: Iterable[Mapping[str, Any]], by: By) -> None:
    """Keep changes of one kind: each with its household or officer, and the columns before and after."""
    shared = {"household": None, "officer": None, **_said(what, by)}
    work.change_many(ADD, [{**shared, **change} for change in changes])


def keep_file(work: Work, counts: Mapping[str, Any], by: By) -> int:
    """Keep that a file was brought in; the id of that change."""
    return int(work.value(ADD_FILE, **_said("import", by), before={}, after=dict(counts)))


def differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The columns of a row that change, before and after."""
    names = [name for name, value in after.items() if before[name] != value]
    return {"before": _of(before, names), "after": _of(after, names)}


def _of(values: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: values[name] is not None if name in NOT_KEPT else values[name] for name in names}


def _said(what: str, by: By) -> dict[str, Any]:
    return {"at": by.at, "who": by.who, "face": by.face, "what": what, "note": by.note}
