"""A finding: what was looked at, how it is, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """ok; look: works, yet somebody should look at it; wrong: to be mended."""

    OK = "ok"
    LOOK = "look"
    WRONG = "wrong"


@dataclass(frozen=True)
class Finding:
    """One line of the doctor's table. mend: what to do; empty when all is well."""

    check: str
    state: State
    told: str
    mend: str = ""


def ok(check: str, told: str) -> Finding:
    """All is well."""
    return Finding(check, State.OK, told)


def look(check: str, told: str, mend: str) -> Finding:
    """It works; somebody should look at it."""
    return Finding(check, State.LOOK, told, mend)


def wrong(check: str, told: str, mend: str) -> Finding:
    """It has to be mended."""
    return Finding(check, State.WRONG, told, mend)
