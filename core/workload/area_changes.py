"""SLS that changed during the fieldwork: split (mekar) or merged (gabung). The office gives new codes; until then a new
part goes by its name.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from zlib import crc32

from core.people.person import Caller
from core.requests import Command, Query


class Change(StrEnum):
    """What became of an SLS."""

    SPLIT = "split"
    MERGED = "merged"


@dataclass(frozen=True)
class Place:
    """An SLS, or a part of one that split off and has no code of its own yet.

    code: of the SLS, BPS digits; a part keeps its parent's. name: what it is called. parent: the name of the SLS that a
    part belongs to. mine: the caller has households there.
    """

    code: str
    name: str
    parent: str = ""
    mine: bool = True

    @property
    def key(self) -> str:
        """What tells it from all others, short enough for a button."""
        return f"{self.code}+{crc32(self.name.encode()):08x}" if self.parent else self.code


@dataclass(frozen=True)
class PlacesOf(Query[list[Place]]):
    """The SLS of an enumerator's list, the parts that split off them, and then the other SLS of the same villages."""

    officer: str


@dataclass(frozen=True)
class Noted:
    """What was noted. leader: the name of the leader who was told, if one could be."""

    leader: str | None


@dataclass(frozen=True)
class NoteChange(Command[Noted]):
    """Note that an SLS was split or merged, and tell the leader. other: the new part, or the SLS that it went into."""

    caller: Caller
    change: Change
    place: Place
    other: Place
