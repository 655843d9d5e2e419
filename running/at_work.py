"""What the writers of a process are at, noted before they begin, where a kill does not wipe it out.

The note is a file in memory that the kernel keeps when the process is gone; nobody waits for the disk. Whoever starts
next in the same folder finds it, and so knows which update was at work when a process ended (bot/parking.py counts it).
"""

from __future__ import annotations

import fcntl
import mmap
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import structlog

log = structlog.get_logger()
SLOT = 64
"""Bytes of a writer's note: bot, update and chat are three numbers of at most twenty digits."""
SLOTS = 4
NAMES = "at-work-*.notes"
INNERMOST = 4
"""Calls of a thread that are told."""


@dataclass(frozen=True)
class Left:
    """An update that was at work when a process ended. to_blame: certainly the reason of that end."""

    bot: int
    update_id: int
    chat: int
    to_blame: bool


class AtWork:
    """One process's notes. Without a folder, or in one that cannot be written to, they last as long as the process."""

    def __init__(self, folder: Path | None = None) -> None:
        self.path = folder / NAMES.replace("*", secrets.token_hex(4)) if folder else None
        self.file: int | None = None
        self.notes: mmap.mmap | bytearray = bytearray(SLOT * SLOTS)
        try:
            self._open()
        except OSError as error:
            log.warning("journal_unwritable", error=type(error).__name__)
            self.file = self.path = None

    def _open(self) -> None:
        if self.path is None:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(self.file, fcntl.LOCK_EX)  # until the process is gone, however it ends
        os.write(self.file, b" " * (SLOT * SLOTS))
        self.notes = mmap.mmap(self.file, SLOT * SLOTS)

    def note(self, writer: int, about: str) -> None:
        """This writer begins to work on an update, named `bot:update:chat`; an empty name: on none."""
        self.notes[writer * SLOT : (writer + 1) * SLOT] = about.encode().ljust(SLOT)[:SLOT]

    def blame(self, about: str) -> None:
        """The process ends because of this update."""
        if self.file is not None:
            os.write(self.file, f"{about}\n".encode())

    def close(self) -> None:
        """The process ends as it should."""
        if self.path is not None and self.file is not None:
            self.path.unlink(missing_ok=True)
            os.close(self.file)
            self.file = None


@dataclass(frozen=True)
class Ended:
    """What a process that is gone left behind. where: what its threads were at, if it got on no more: file, line and
    function, the innermost calls of each.
    """

    left: list[Left]
    where: list[str]


def left_behind(folder: Path) -> list[Ended]:
    """The notes of processes that are gone, each handed out once."""
    return [_read(text) for path in sorted(folder.glob(NAMES)) if (text := _take(path)) is not None]


def _take(path: Path) -> str | None:
    """What is noted in a file, which is removed; None when its process still runs, or another took it first."""
    with suppress(OSError), path.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if path.stat().st_ino == os.fstat(file.fileno()).st_ino:
            path.unlink()
            return file.read().decode(errors="replace")
    return None


def _read(text: str) -> Ended:
    """Behind the notes stands why the process ended, if it ended itself: the update by its name, or what faulthandler
    writes of each thread when none of them got on, which tells of an update that was alone at work.
    """
    slots = [text[at * SLOT : (at + 1) * SLOT].strip() for at in range(SLOTS)]
    noted, why = [slot for slot in slots if slot], text[SLOT * SLOTS :].splitlines()
    heads = [at for at, line in enumerate(why) if "thread" in line.lower() and not line.startswith(" ")]
    where = [" < ".join(map(str.strip, why[at + 1 : at + 1 + INNERMOST])) for at in heads]
    left = []
    for about in noted:
        with suppress(ValueError):
            bot, update, chat = map(int, about.split(":"))
            left.append(Left(bot, update, chat, about in why or (bool(where) and len(noted) == 1)))
    return Ended(left, where)
