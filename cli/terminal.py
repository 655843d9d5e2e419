"""Who sits at the terminal, and what is told there when something is missing."""

from __future__ import annotations

from datetime import datetime
from getpass import getuser

from core.face import By, Face
from core.masking import masked


class SettingsError(Exception):
    """A missing or wrong setting, in one sentence."""


def by_terminal(face: Face, at: datetime, note: str) -> By:
    """The account at the terminal does something. note: the file that is brought in, or the command."""
    return By(account(), at, face, masked(note))


def account() -> str:
    """The name of the account, or that there is none, as in a container."""
    try:
        return getuser()
    except (KeyError, OSError, ImportError):
        return "unknown"
