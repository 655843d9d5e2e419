"""The comparison of taps and keys stays true, and both ways record the same ten visits."""

import pytest

from tests.keystrokes import PAGE, WAYS, cost_of, page

ENDS = [
    ("complete", 4),
    ("complete", 3),
    ("nobody_home", 0),
    ("complete", 5),
    ("refused", 0),
    ("complete", 2),
    ("appointment", 0),
    ("complete", 4),
    ("moved", 0),
    ("complete", 6),
]


@pytest.mark.parametrize("way", WAYS)
def test_each_way_records_the_same_visits(way: str) -> None:
    _, ends = cost_of(WAYS[way])
    assert ends == ENDS


def test_the_page_is_what_is_measured() -> None:
    assert PAGE.read_text() == page(), "run `python -m tests.keystrokes --write`"
