"""How long a command takes to start, beside a Python that does nothing."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
from itertools import product

from tests.bench.sheets import Sheet

ROUNDS = 5
STARTS = {
    "python -c pass": ("-c", "pass"),
    "catat --help": ("-m", "cli", "--help"),
    "catat sample --help": ("-m", "cli", "sample", "--help"),
    "catat status --help": ("-m", "cli", "status", "--help"),
    "catat serve --help": ("-m", "cli", "serve", "--help"),
    "catat simulate --help": ("-m", "cli", "simulate", "--help"),
}
GOAL = "The goal for `catat --help` is 350 ms beside a Python that does nothing. Each loads what its command needs."


def starts() -> Sheet:
    """Start each command some times, by turns; medians of processor time."""
    worked: dict[str, list[float]] = {name: [] for name in STARTS}
    for _, name in product(range(ROUNDS), STARTS):
        used = _run([sys.executable, *STARTS[name]])
        worked[name].append((used.ru_utime + used.ru_stime) * 1000)
    sheet = Sheet("Starting a command", ("", "CPU ms"), notes=[GOAL])
    sheet.rows += [(name, f"{statistics.median(worked[name]):.0f}") for name in STARTS]
    return sheet


def _run(command: list[str]) -> resource.struct_rusage:
    """Run a command to its end; what it used."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}")
    return used
