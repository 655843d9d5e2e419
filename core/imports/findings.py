"""What is wrong with a file, row by row."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

LONG_NUMBER = re.compile(r"\d[\d .\-]{10,}\d")
SHOWN = 40


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: the physical line of the row (0 for the whole file), the column, and why."""

    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        where = [f"line {self.line}"] if self.line else []
        where += [self.column] if self.column else []
        return f"{', '.join(where)}: {self.reason}" if where else self.reason


class Refused(Exception):
    """The file is not imported; findings says why, in the order of the file."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = sorted(findings, key=lambda finding: finding.line)
        super().__init__(f"{len(self.findings)} findings, the first: {self.findings[0]}")


def refuse(reason: str) -> Refused:
    """The refusal of a file as a whole."""
    return Refused([Finding(0, "", reason)])


def shown(value: str) -> str:
    """A value as a reason may quote it: short, and without anything that might be a KK, NIK or phone number."""
    hidden = LONG_NUMBER.sub("<number>", value)
    return repr(hidden if len(hidden) <= SHOWN else f"{hidden[:SHOWN]}...")


def counted(number: int, noun: str) -> str:
    """A number with its noun: 1 row, 2,000 rows."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
