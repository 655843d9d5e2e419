"""Reading what is typed takes steps in proportion to its length, counted as lines of Python that run."""

import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

import pytest

from core.problems import Problem
from core.typed.batch import (
    any_begun,
    any_typed,
    lines_of,
    nearly_typed,
    read_line,
    surely_typed,
    surely_without_number,
)
from core.typed.when import read_days, read_hours, read_when
from tests.people import WITA

NOW = datetime(2022, 10, 20, 10, 0, tzinfo=WITA)
HOSTILE = {
    "reports in a note": "1 M sibuk, anak kecil, ",
    "reports joined by and": "1 S 4 dan ",
    "slashes": "/",
    "dots": ".",
    "quotation marks": '12 M "a ',
    "hours": "10:00 ",
    "days": "12 T besok ",
    "weak days": "12 T nanti kerja ",
    "yesterdays": "12 T kemarin x ",
    "ranges": "jam 3 - ",
    "outcomes": "12 S 4 menolak ",
    "numbers": "12 ",
    "digits": "9",
    "loose words": "jam ",
    "counts": "12 S 3 laki ",
    "lines": "1 S 4\n",
    "recap": "3 menolak, ",
    "households": "7, ",
    "households joined by and": "7 dan no. ",
    "ranges of households": "7-9, ",
    "numbers in words": "dua puluh ",
    "households by the line": "7-9 T\n",
}
READERS: dict[str, Callable[[str], Any]] = {
    "line": lambda text: read_line(text, NOW),
    "lines": lambda text: [_read(line) for line in lines_of(text)],
    "surely": lambda text: surely_typed(text, NOW),
    "any": any_typed,
    "nearly": nearly_typed,
    "without a number": lambda text: surely_without_number(text, NOW),
    "begun": any_begun,
    "when": lambda text: read_when(text, NOW),
    "days": lambda text: read_days(text, NOW.date()),
    "hours": read_hours,
}


def _read(line: str) -> None:
    with suppress(Problem):
        read_line(line, NOW)


def steps(read: Callable[[str], Any], text: str) -> int:
    """How many lines of Python run while a text is read."""
    count = 0

    def trace(frame: Any, event: str, _: Any) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        with suppress(Problem):
            read(text)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_twice_the_text_takes_about_twice_the_steps(reader: str, text: str) -> None:
    short, long = (text * (length // len(text)) for length in (450, 900))
    assert steps(READERS[reader], long) <= 2.3 * steps(READERS[reader], short) + 500
    assert steps(READERS[reader], text * (4000 // len(text))) <= 12 * steps(READERS[reader], short) + 1000
