"""Whether a process of this machine still runs."""

from __future__ import annotations

import os
from pathlib import Path

OURS = ("catat", "cli")
"""How one of ours is called: `catat`, or `python -m cli`."""


def is_alive(pid: int) -> bool:
    """Whether a process of this host, other than this very one, still runs."""
    try:
        os.kill(pid, 0)  # asks only
    except ProcessLookupError:
        return False
    except PermissionError:  # another account's
        return True
    return pid != os.getpid()


def is_ours(pid: int) -> bool:
    """Whether a process that runs is one of Catat's, not another that has got its number since."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
    except OSError:  # nobody may look: it may well be
        return True
    return any(Path(word).name in OURS for word in words)
