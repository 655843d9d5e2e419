"""How the work of a parser grows with the length of a text.

Two measures, for what is written in Python and what is not. Steps: the lines that are run, counted exactly. Time: of
this thread's processor, for patterns run in C and make no steps; only the ratio of a longer text to a shorter one is
judged, in the same run, each the best of several.
"""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.edge import entered
from tests.hostile.parsers import parse
from tests.hostile.texts import Make

SHORT, LONG = 500, 4_000
"""Characters; Telegram sends 4,096 at most."""
MOST_STEPS = 11.0
"""n log n from 500 to 4,000: 8 times 12/9, and a little."""
MOST_TIME = 24.0
"""Linear is 8, a square 64."""
ROUNDS = 3


@dataclass(frozen=True)
class Growth:
    """What a text eight times as long takes. seconds: of the long one, of the processor."""

    steps: float
    time: float
    seconds: float

    @property
    def bounded(self) -> bool:
        """Whether it is at most n log n."""
        return self.steps <= MOST_STEPS and self.time <= MOST_TIME


def growth_of(parser: Callable[[str], Any], make: Make) -> Growth:
    """Measure a parser with a text of two lengths."""
    short, long = entered(make(SHORT)), entered(make(LONG))  # as every text is when it comes to a parser
    idle = _seconds(lambda _: sum(range(2_000)), "")  # so that what takes no time at all is not judged by its noise
    seconds = _seconds(parser, long)
    time_ratio = (seconds + idle) / (_seconds(parser, short) + idle)
    if time_ratio > MOST_TIME:
        return Growth(0.0, time_ratio, seconds)
    return Growth((_steps(parser, long) + 50) / (_steps(parser, short) + 50), time_ratio, seconds)


def _seconds(parser: Callable[[str], Any], text: str) -> float:
    best = float("inf")
    for _ in range(ROUNDS):
        began = time.thread_time()
        parse(parser, text)
        best = min(best, time.thread_time() - began)
        if best > 1:
            break
    return best


def _steps(parser: Callable[[str], Any], text: str) -> int:
    steps = 0

    def count(_frame: Any, _event: str, _argument: Any) -> Any:
        nonlocal steps
        steps += 1
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        parse(parser, text)
    finally:
        sys.settrace(before)
    return steps
