"""The tables that are printed, and the page that is made of them."""

from __future__ import annotations

import os
import platform
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table

HEAD = """# How fast it is

Written by `make bench ARGS="--write docs/bench.md"`; run it again for your machine. Trust the ratios, which were
measured side by side, more than the figures. Real processes talk over HTTP to a light stand-in for Telegram, which also
plays the people: each sends the next message when the reply to the last one has come, and every reply is checked.
A plain bot is python-telegram-bot with its ConversationHandler and its own transport (`tests/bench/plain.py`).

Measured on {day} with {processors} processors, {memory:.0f} GB, {system}, Python {python}, SQLite {sqlite}.
Both databases write to disk at each commit (SQLite `synchronous=FULL`, PostgreSQL `fsync=on`).
"""


@dataclass
class Sheet:
    """A table: its title, what stands over the columns, its rows, and sentences below it."""

    title: str
    header: Sequence[str]
    rows: list[Sequence[str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def show(self) -> None:
        """Print it."""
        console = Console(width=130)
        table = Table(title=self.title)
        for place, column in enumerate(self.header):
            table.add_column(column, justify="right" if place else "left")
        for row in self.rows:
            table.add_row(*row)
        console.print(table)
        console.print("\n".join(self.notes), markup=False, highlight=False)

    def markdown(self) -> str:
        """The same for a page."""
        lines = [f"## {self.title}", "", "| " + " | ".join(self.header) + " |"]
        lines.append("|---|" + "---:|" * (len(self.header) - 1))
        lines += ["| " + " | ".join(row) + " |" for row in self.rows]
        return "\n".join([*lines, "", *(f"{note}\n" for note in self.notes)])


def write_page(path: Path, sheets: Sequence[Sheet]) -> None:
    """Write all tables as one page."""
    head = HEAD.format(
        day=f"{datetime.now(UTC):%Y-%m-%d}",
        processors=os.cpu_count(),
        memory=psutil.virtual_memory().total / 2**30,
        system=platform.system(),
        python=platform.python_version(),
        sqlite=sqlite3.sqlite_version,
    )
    path.write_text(head + "\n" + "\n".join(sheet.markdown() for sheet in sheets), encoding="utf-8")
