"""What is wrong with a file, row by row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from core.areas import BPS_LENGTHS
from core.imports.limits import MOST_COUNTED, MOST_FINDINGS
from core.masking import is_card, is_phone, masked, nothing

LONG_NUMBER = re.compile(r"\d[\d .\-]{10,}\d")
SHOWN = 40
VALUE = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|\d[\d.,]*")
"""What differs between reasons that say the same."""


AREA_COLUMNS = frozenset({"code", "area"})


def _is_code(digits: str) -> bool:
    """Return whether these digits may be an area's, and cannot be a person's."""
    return len(digits) in BPS_LENGTHS and not is_card(digits) and not is_phone(digits)


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: the physical line of the row (0 for the whole file), the column, and why.

    sheet: its name, when the file has several that are read.
    """

    line: int
    column: str
    reason: str
    sheet: str = ""

    def __post_init__(self) -> None:
        """No reason quotes a number of a person, whatever was in the cell; codes of areas are shown."""
        needed = _is_code if self.column in AREA_COLUMNS else nothing
        object.__setattr__(self, "reason", masked(self.reason, needed))

    def __str__(self) -> str:
        where = self.places()
        return f"{where}: {self.reason}" if where else self.reason

    def places(self) -> str:
        """Sheet, line and column, as far as there are any."""
        where = [f"sheet {shown(self.sheet)}"] if self.sheet else []
        where += [f"line {self.line}"] if self.line else []
        where += [self.column] if self.column else []
        return ", ".join(where)

    @property
    def kind(self) -> tuple[str, str]:
        """What findings have in common that say the same of other rows."""
        return self.column, VALUE.sub("", self.reason)


class Findings:
    """Everything that is wrong with one file: the first thousand one by one, and all of them counted by kind."""

    def __init__(self) -> None:
        self.kept: list[Finding] = []
        self.counts: Counter[tuple[str, str]] = Counter()
        self.total = 0

    def append(self, finding: Finding) -> None:
        """Add one more. The first of each kind is always kept, as long as there are not too many kinds.

        Refused when there are so many that reading on is of no use.
        """
        kind = finding.kind
        if len(self.kept) < MOST_FINDINGS or (kind not in self.counts and len(self.counts) < MOST_FINDINGS):
            self.kept.append(finding)
        elif kind not in self.counts and len(self.counts) >= MOST_FINDINGS:
            kind = ("", "of other kinds")
        self.counts[kind] += 1
        self.total += 1
        if self.total >= MOST_COUNTED:
            raise Refused(self)

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.kept)

    def __len__(self) -> int:
        """Return how many there are, also of those that are only counted."""
        return self.total


class Refused(Exception):
    """The file is not imported; findings says why, in the order of the file. counts: of all there are, by kind."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = sorted(findings, key=lambda finding: (finding.sheet, finding.line))
        self.counts = findings.counts if isinstance(findings, Findings) else Counter(f.kind for f in self.findings)
        super().__init__(f"{self.counts.total()} findings, the first: {self.findings[0]}")


def refuse(reason: str, line: int = 0) -> Refused:
    """The refusal of a file as a whole."""
    return Refused([Finding(line, "", reason)])


def shown(value: str) -> str:
    """A value as a reason may quote it: short, and without anything that might be a KK, NIK or phone number."""
    hidden = LONG_NUMBER.sub("<number>", value[: 2 * SHOWN])
    return repr(hidden if len(hidden) <= SHOWN else f"{hidden[:SHOWN]}...")


def named(values: Iterable[str], most: int = 20) -> str:
    """Values as a sentence lists them: each as `shown`, and not endlessly many."""
    listed = list(values)
    more = f" and {len(listed) - most:,} more" if len(listed) > most else ""
    return ", ".join(shown(value)[1:-1] for value in listed[:most]) + more


def printable(value: str) -> str:
    """A text that a terminal shows as it is: control characters, which could steer the terminal, are written out."""
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in value)


def counted(number: int, noun: str) -> str:
    """A number with its noun: 1 row, 2,000 rows."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
