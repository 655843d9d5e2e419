"""Quiet hours as they are kept with a chat: the two hours are there, and differ, or there are none."""

from datetime import time
from types import SimpleNamespace

import pytest

from core.people.quiet import Quiet
from db.people.settings import quiet_of

TEN, FIVE = time(22), time(5)
KEPT = {
    "none": (None, None, None),
    "a beginning without an end": (TEN, None, None),
    "an end without a beginning": (None, FIVE, None),
    "no time between them": (TEN, TEN, None),
    "at night": (TEN, FIVE, Quiet(TEN, FIVE)),
    "by day": (FIVE, TEN, Quiet(FIVE, TEN)),
}


@pytest.mark.parametrize(("begins", "ends", "quiet"), KEPT.values(), ids=KEPT.keys())
def test_the_hours_of_a_chat(begins: time | None, ends: time | None, quiet: Quiet | None) -> None:
    assert quiet_of(SimpleNamespace(quiet_from=begins, quiet_until=ends)) == quiet
