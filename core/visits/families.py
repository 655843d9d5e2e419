"""Families that may be one: a new one that is on a list already, a listed one that is there twice."""

from __future__ import annotations

from dataclasses import dataclass

from core.requests import Query
from core.workload.households import Household

LONGEST_NOTE = 300


@dataclass(frozen=True)
class Like:
    """A family on a list that is like the one described. mine: on the caller's own list; else the number is 0, for the
    numbers of other lists are nobody else's business.
    """

    household: Household
    mine: bool


@dataclass(frozen=True)
class FamiliesLike(Query[list[Like]]):
    """Families like the one described, on the caller's list or anybody's in the same SLS; the likeliest first.

    area: the code of an SLS; empty: that of the household `but`, which is never among the answers.
    """

    officer: str
    head: str
    address: str
    area: str = ""
    but: int = 0
    limit: int = 5


def twin_note(original: Like) -> str:
    """The note of a duplicate, as it stands on the form: which family it is."""
    household = original.household
    where = f"no. {household.no}, " if original.mine else ""
    end = "" if original.mine else ", di daftar petugas lain"
    return f"Ganda dengan {where}{household.head} ({household.address}){end}"[:LONGEST_NOTE]
