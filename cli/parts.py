"""Parts: files that are written beside their place, and get their name when they are whole."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cli.dumps import DUMP_BEGINS
from db.engine.copies import SQLITE_BEGINS
from db.engine.sqlite import BESIDE, OWNERS_ALONE

BEGINNINGS = (SQLITE_BEGINS, DUMP_BEGINS)


@contextmanager
def part_beside(file: Path) -> Iterator[Path]:
    """An empty file for its owner alone, to be written and then given the name of `file`; gone if it was not."""
    part = file.with_name(f".{file.name}.part")
    opened = os.open(part, os.O_RDWR | os.O_CREAT, OWNERS_ALONE)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)  # BlockingIOError while somebody else writes it
        try:
            os.ftruncate(opened, 0)
            yield part
        finally:
            _remove(part)
    finally:
        os.close(opened)


def clear_parts(folder: Path) -> None:
    """Remove what killed backups and restores left in a folder; nothing that somebody still writes, or of others."""
    for part in folder.glob(".*.part"):
        with suppress(OSError), part.open("rb") as opened:
            begins = opened.read(len(SQLITE_BEGINS))
            if not begins or begins.startswith(BEGINNINGS):
                fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
                _remove(part)


def _remove(part: Path) -> None:
    for ending in BESIDE:
        part.with_name(part.name + ending).unlink(missing_ok=True)
