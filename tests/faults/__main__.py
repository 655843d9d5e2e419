"""`python -m tests.faults`: lets every fault strike, and writes what came of it into docs/faults.md."""

import json
import os
import sys
import tempfile
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PAGE = HERE.parent.parent / "docs" / "faults.md"
HEAD = """\
# What faults cost

Made by `python -m tests.faults`{soak}; the tests in tests/faults say what each line means, and fail when it is worse
than promised. Real processes on both databases, under people who report household after household, about as fast as
Telegram lets one bot answer; every update is delivered twice in the kills, and half of the time out of order.

* lost: reports, updates or messages that somebody sent and that are not in the database, or not on the phone
* doubled: reports or updates that the database has more often than people sent them
* repeated: messages that a phone showed once more
* recovery: the longest time until people were answered again (or, for a lease, until another process had it)

| fault | database | what happened | lost | doubled | repeated | recovery |
|---|---|---|---|---|---|---|
"""
TAIL = """
What may be repeated: Telegram has no way to ask whether a message has arrived, so one whose answer had not come in when
the process was killed is sent again. A letter that Telegram has answered for is noted in a file at once
(delivery/journal.py), so what is repeated is only what was under way at that instant: one of each chat at most, usually
none at all. After a takeover by another machine the notes are missing, and letters of the last moment count as under
way, too.
"""


def line(row: dict[str, object]) -> str:
    """One line of the table."""
    recovery = row.get("recovery")
    seconds = f"{recovery:.1f} s" if isinstance(recovery, float) and recovery else ""
    cells = [row["fault"], row["database"], row["happened"], *(row.get(k, "") for k in ("lost", "doubled", "repeated"))]
    return "| " + " | ".join(str(cell) for cell in [*cells, seconds]) + " |\n"


def main() -> int:
    """Run the tests and write the page; the exit code is the tests'."""
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "table"
        table.touch()
        os.environ["CATAT_FAULT_TABLE"] = str(table)
        code = int(pytest.main([str(HERE), "-m", "slow", "-q", "-p", "no:cacheprovider", *sys.argv[1:]]))
        rows = [json.loads(written) for written in table.read_text().splitlines()]
    soak = " in its long form (`make soak`)" if os.environ.get("CATAT_SOAK") else ""
    head = HEAD.format(soak=soak)
    PAGE.write_text(head + "".join(sorted(line(row) for row in rows)) + TAIL)
    return code


if __name__ == "__main__":
    raise SystemExit(main())
