"""What a process of Catat spends its processor time on: `python -m tests.bench.profiling FILE serve` for `catat serve`.

Every thread is profiled by its own processor time, so that waiting costs nothing. Profiling makes the process about
half as fast, and functions of Python dearer beside those of C: read the shares as rough.
"""

from __future__ import annotations

import cProfile
import json
import pstats
import sys
import threading
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

DEPTH = 12
"""How many callers up the time of a function that belongs nowhere is handed on."""

PARTS = (
    ("threads and event loop", ("/concurrent/futures/", "/threading.py", "/queue.py", "/selectors.py", "/asyncio/")),
    ("HTTP in", ("/telegram/polling.py", "/uvicorn/", "/h11/", "/starlette/", "/fastapi/", "/httptools/", "/api/")),
    ("SQL: statements and results", ("/sqlalchemy/", "/sqlmodel/", "/db/")),
    ("HTTP out", ("/pyreqwest/", "/channels/telegram/transport.py", "/telegram/request")),
    ("reception and sender", ("/channels/", "/delivery/", "/running/")),
    ("python-telegram-bot", ("/telegram/",)),
    ("script and texts", ("/bot/", "/actions/", "/wording/", "/babel/", "/gettext.py", "/core/", "/zoneinfo/")),
    ("clock", ("/scheduler/", "/apscheduler/")),
    ("logs", ("/structlog/", "/logging/")),
)
DRIVER = "SQL: driver and database"
DRIVERS = ("/psycopg/", "sqlite3.", "psycopg_binary")

Name = tuple[str, int, str]
Stats = dict[Name, tuple[int, int, float, float, dict[Name, tuple[int, int, float, float]]]]


class Profiler:
    """Profiles every thread that starts from now on, and the one that calls."""

    def __init__(self) -> None:
        self.profiles: list[cProfile.Profile] = []

    def watch(self) -> None:
        """Profile the calling thread until the end."""
        profile = cProfile.Profile(time.thread_time)
        self.profiles.append(profile)
        profile.enable()

    def watch_threads(self) -> None:
        """Profile threads as they start."""
        run = threading.Thread.run

        def watched(thread: threading.Thread) -> None:
            self.watch()
            run(thread)

        threading.Thread.run = watched  # type: ignore[method-assign, assignment]

    def save(self, file: Path) -> None:
        """Write down the seconds by part, and the functions that took the most."""
        stats: Stats = {}
        for profile in self.profiles:
            profile.disable()
        if self.profiles:
            stats = pstats.Stats(*self.profiles).stats  # type: ignore[attr-defined]
        longest = sorted(stats.items(), key=lambda pair: -pair[1][2])[:80]
        functions = {f"{Path(name[0]).name}:{name[1]} {name[2]}": values[2] for name, values in longest}
        file.write_text(json.dumps({"parts": by_part(stats), "functions": functions}))


def by_part(stats: Stats) -> dict[str, float]:
    """Seconds by part: what belongs nowhere (a builtin, the standard library) belongs where it is called from."""
    shares: dict[Name, dict[str, float]] = {}
    total: dict[str, float] = defaultdict(float)
    for name, (_, _, own, _, _) in stats.items():
        for part, share in shares_of(name, stats, shares, DEPTH).items():
            total[part] += own * share
    return dict(total)


def shares_of(name: Name, stats: Stats, known: dict[Name, dict[str, float]], depth: int) -> dict[str, float]:
    """How a function's own time is dealt out to the parts."""
    if name in known:
        return known[name]
    if part := part_of(name):
        return {part: 1.0}
    callers: dict[Name, Any] = stats[name][4] if name in stats else {}
    whole = sum(edge[2] for edge in callers.values())
    if depth == 0 or whole <= 0:
        return {"other": 1.0}
    found: dict[str, float] = defaultdict(float)
    for caller, edge in callers.items():
        for part, share in shares_of(caller, stats, known, depth - 1).items():
            found[part] += share * edge[2] / whole
    if depth == DEPTH:
        known[name] = found
    return found


def part_of(name: Name) -> str:
    """The part a function belongs to by its file, or by its name when it is a builtin; "" when to none."""
    path, _, function = name
    if any(mark in path or mark in function for mark in DRIVERS):
        return DRIVER
    return next((part for part, marks in PARTS if any(mark in path for mark in marks)), "")


def main() -> None:
    """Run the command of Catat and profile it."""
    file = Path(sys.argv[1])
    sys.argv[:2] = ["catat"]
    profiler = Profiler()
    profiler.watch_threads()
    from cli.main import main as catat

    profiler.watch()
    try:
        catat()
    finally:
        profiler.save(file)


if __name__ == "__main__":
    main()
