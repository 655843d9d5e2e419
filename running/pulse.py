"""The pulse of a process: since when its oldest update is at work, and how long ago it last committed."""

from __future__ import annotations

import time
from collections.abc import Hashable

LATE_SECONDS = 15.0
"""An update that is at work for so long holds its person up."""
SILENT_SECONDS = 30.0
"""Every process commits each few seconds (it tells that it is alive): after so long it cannot."""


class Pulse:
    """Kept by who takes updates in and by the writers; read by whoever asks how the process is. Seconds of waiting."""

    def __init__(self) -> None:
        self._at_work: dict[Hashable, float] = {}
        self._committed = time.monotonic()

    def begin(self, update: Hashable) -> None:
        """An update has come in, or comes again."""
        self._at_work.setdefault(update, time.monotonic())

    def end(self, update: Hashable) -> None:
        """It is done, put aside, or handed back to Telegram."""
        self._at_work.pop(update, None)

    def note_commit(self) -> None:
        """A transaction was kept just now."""
        self._committed = time.monotonic()

    def oldest(self) -> float:
        """For how many seconds the oldest update has been at work; 0 when none is."""
        begun = min([*self._at_work.values()], default=None)
        return time.monotonic() - begun if begun is not None else 0.0

    def silent(self) -> float:
        """Return how many seconds ago something was committed."""
        return time.monotonic() - self._committed

    def wrong(self) -> dict[str, str]:
        """Return the problems by part; empty when there is none."""
        found = {}
        if (seconds := self.oldest()) > LATE_SECONDS:
            found["updates"] = f"one has been at work for {seconds:.0f} s"
        if (seconds := self.silent()) > SILENT_SECONDS:
            found["writer"] = f"nothing was committed for {seconds:.0f} s"
        return found
