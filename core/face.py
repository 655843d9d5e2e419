"""The faces of Catat: through which of them something was done, and by whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Face(StrEnum):
    """How something reached Catat. In the chat: LINE, a typed report; GUIDED, a talk whose last answer was typed;
    BUTTON, a talk that ended with a press; CHAT, when no more than that is kept.

    TERMINAL: a command of the office. IMPORT: a file that the office brought in. CLOCK: the scheduler.
    """

    LINE = "line"
    GUIDED = "guided"
    BUTTON = "button"
    CHAT = "chat"
    TERMINAL = "terminal"
    IMPORT = "import"
    CLOCK = "clock"


@dataclass(frozen=True)
class By:
    """Who does something, when and through which face.

    who: an officer's id in the chat, the account at the terminal, empty for the clock. note: the file or the command.
    """

    who: str
    at: datetime
    face: Face
    note: str = ""
