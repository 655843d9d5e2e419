"""Hours that have been, as people type them: "08:15", "kemarin 16.00", "tadi pagi", "20/10 08.30", "kamis 9 pagi"."""

from __future__ import annotations

from datetime import datetime

from core.problems import Problem, Unsure
from core.typed.moment import moment_past
from core.typed.pieces import TIMES
from core.typed.when import times_of


def read_past(text: str, now: datetime) -> datetime:
    """The instant that a text names, seen from `now` (aware, on the family's clock); it is never in the future.

    An hour alone is one of today, a weekday the last one. Problem `hour_not_understood` when the text is anything but a
    day and an hour, and `hour_to_come` when it lies ahead.
    """
    try:
        _, pieces = times_of(text)
        if not any(piece.kind in TIMES for piece in pieces):
            raise Problem("hour_not_understood")
        at = moment_past(pieces, now, text)
    except Unsure as unsure:
        if unsure.guesses:
            raise
        raise Problem("hour_not_understood") from None
    except Problem:
        raise Problem("hour_not_understood") from None
    if at > now:
        raise Problem("hour_to_come", at=at)
    return at
