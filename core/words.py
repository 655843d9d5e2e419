"""Words: a text of locales/ by its key, with the values that go into it; which language is decided when it is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TypeAlias


@dataclass(frozen=True)
class Share:
    """How much of a total is done; shown as whole percents."""

    done: int
    total: int


@dataclass(frozen=True)
class Words:
    """A text key and its values. A value may be Words itself, or several of them, one a line."""

    key: str
    values: Mapping[str, Value] = field(default_factory=dict)


Value: TypeAlias = "str | int | date | datetime | time | Share | Words | Sequence[Words] | None"


def words(key: str, **values: Value) -> Words:
    """Words by key: `words("visit.saved", no=12)`."""
    return Words(key, values)
