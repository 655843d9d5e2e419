"""docs/privacy.md and the database know the same columns: whoever adds one has to say whether it is about a person."""

import re
from collections import Counter

from sqlmodel import SQLModel

import db.tables  # noqa: F401  the tables register themselves
from db.tidy import CHECKS_KEPT, DEAD_KEPT, SENT_KEPT
from tests.house.source import ROOT, complain

ROW = re.compile(r"^\| `(\w+)` \| ((?:`\w+` ?)+)\|", re.MULTILINE)
TOLD = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")


def told() -> list[str]:
    """The columns that the document names, as table.column."""
    return [f"{table}.{column}" for table, columns in ROW.findall(TOLD) for column in re.findall(r"\w+", columns)]


def stored() -> set[str]:
    """The columns of the database."""
    return {f"{table.name}.{column.name}" for table in SQLModel.metadata.tables.values() for column in table.columns}


def test_every_column_is_thought_about_once() -> None:
    named = Counter(told())
    complain(
        "docs/privacy.md tells of each column once, as personal data or as none:",
        [f"{name} is not told of" for name in stored() - set(named)]
        + [f"{name} does not exist" for name in set(named) - stored()]
        + [f"{name} is told of {times} times" for name, times in named.items() if times > 1],
    )


def test_every_row_of_personal_data_is_complete() -> None:
    personal = TOLD.partition("## Personal data")[2].partition("## No personal data")[0]
    rows = [line.strip("| ").split(" | ") for line in personal.splitlines() if line.startswith("| `")]
    complain(
        "Personal data has a what, a why, how long and who:",
        [row[0] for row in rows if len(row) != 6 or not all(row)],
    )


def test_the_days_are_those_of_the_program() -> None:
    assert f"sent: {SENT_KEPT.days} days" in TOLD
    assert f"never sent: {DEAD_KEPT.days} days" in TOLD
    assert CHECKS_KEPT.days == 2
