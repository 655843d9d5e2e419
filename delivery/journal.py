"""The journal: what Telegram has just taken, noted in a file at once, for the database learns it a moment later.

A process that is killed leaves its notes behind, so that whoever sends next from this machine knows them. Then only
messages whose answer had not come in yet are uncertain. A note is a hash of the message's key, and nobody waits for the
disk: a power cut may take the last notes along, at the price of a repeated message.
"""

from __future__ import annotations

import os
from hashlib import blake2b
from pathlib import Path

import structlog

log = structlog.get_logger()


class Journal:
    """One bot's notes. Without a folder, or in one that cannot be written to, nothing is noted."""

    def __init__(self, folder: Path | None, bot: int) -> None:
        self.path = folder / f"sent-{bot}.notes" if folder else None
        self.file: int | None = None
        self.empty = False

    def read(self) -> frozenset[str]:
        """The notes that were left behind."""
        try:
            return frozenset(self.path.read_text().split()) if self.path else frozenset()
        except OSError:
            return frozenset()

    def note(self, key: str) -> None:
        """Note that the channel has taken the message with this key."""
        if self.path is None:
            return
        try:
            if self.file is None:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                self.file = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            os.write(self.file, f"{note_of(key)}\n".encode())
            self.empty = False
        except OSError as error:
            log.warning("journal_unwritable", error=type(error).__name__)
            self.path = None

    def clear(self) -> None:
        """The database knows all that was noted."""
        if self.path is None or self.empty:
            return
        try:
            os.truncate(self.path, 0)
        except OSError:
            return
        self.empty = True

    def close(self) -> None:
        """Nothing more is noted until the next note."""
        if self.file is not None:
            os.close(self.file)
            self.file = None


def note_of(key: str) -> str:
    """Return the note of an outbox message: a hash, from which nobody can read the key."""
    return blake2b(key.encode(), digest_size=12).hexdigest()
