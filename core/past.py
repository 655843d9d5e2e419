"""Hours that have been, as people type them: "08:15", "kemarin 16.00", "tadi pagi", "20/10 08.30", "kamis 9 pagi"."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, time, timedelta

from core.problems import Problem
from core.when import WEEKDAY_NAMES, read_when

DAYS_AGO = {
    "kemarin dulu": 2, "kemarin lusa": 2, "day before yesterday": 2,
    "kemarin": 1, "kmrn": 1, "kemaren": 1, "yesterday": 1,
}  # fmt: skip
TODAY = re.compile(r"\b(?:tadi|hari ini|barusan|today|earlier|this)\b")
WEEK = timedelta(days=7)


def read_past(text: str, now: datetime) -> datetime:
    """The instant that a text names, seen from `now` (aware, on the family's clock); it is never in the future.

    An hour alone is one of today, a weekday the last one. Problem `hour_not_understood` when the text is anything but a
    day and an hour, and `hour_to_come` when it lies ahead.
    """
    said = TODAY.sub(" ", " ".join(unicodedata.normalize("NFKC", text).casefold().split()))
    for name, days in DAYS_AGO.items():
        said = re.sub(rf"\b{name}\b", f"{now - timedelta(days=days):%d/%m}", said)
    try:
        at = read_when(said, datetime.combine(now.date(), time(0), now.tzinfo))
    except Problem:
        raise Problem("hour_not_understood") from None
    while at > now and WEEKDAY_NAMES & set(said.split()):
        at -= WEEK
    if at > now:
        raise Problem("hour_to_come", at=at)
    return at
