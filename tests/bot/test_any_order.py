"""Messages that arrive late, twice and in any order: each household hears the same, in an order of its own."""

from datetime import datetime, timedelta
from itertools import permutations
from random import Random

import pytest

from db.engine.work import Database
from tests.people import WITA
from tests.town import Town

ARRIVE = datetime(2022, 10, 20, 20, tzinfo=WITA)
LINES = (
    "{no} S 4",
    "{no} S 5 2kk",
    "{no} T",
    "{no} T 08:30",
    "{no} M sibuk",
    "{no} M besok sore",
    "{no} J besok 19:00",
    "{no} P ke Samarinda",
    "{no} K kata tetangga kemarin",
    "{no} B 3 aset belum 10:15",
)
TALKS = (
    ("/lapor {no}", "S", "4"),
    ("/lapor {no}", "T", "besok 16:00"),
    ("/lapor {no}", "P", "ke Samarinda"),
    ("/lapor {no}", "K", "RT: sejak Mei"),
)
SAID = ("status", "status_at", "settled_on", "revisit_at", "persons", "families", "visits")


def messages(random: Random) -> list[tuple[tuple[str, ...], datetime]]:
    """Four reports of one household: what was written, and when it was sent. Some were sent in the same minute."""
    hours = [random.choice([8, 9, 9, 11, 14]) * 60 + random.choice([0, 10, 20]) for _ in range(4)]
    written = [random.choice(TALKS) if random.random() < 0.3 else (random.choice(LINES),) for _ in range(4)]
    start = ARRIVE.replace(hour=0)
    return [(one, start + timedelta(minutes=at)) for one, at in zip(written, hours, strict=True)]


def tell(town: Town, no: int, written: tuple[str, ...], at: datetime, random: Random) -> None:
    """Write it; now and then the last update is delivered twice, or all of it is sent once more."""
    for _ in range(1 + (random.random() < 0.2)):
        for text in written:
            town.writes("Ani", text.format(no=no), at)
            if random.random() < 0.2:
                town.deliver(town.last)


@pytest.mark.parametrize("seed", range(6))
def test_every_household_ends_the_same(database: Database, seed: int) -> None:
    random = Random(seed)
    town = Town(database, now=ARRIVE)
    told = messages(random)
    for no, order in enumerate(permutations(told), start=1):
        for written, at in order:
            tell(town, no, written, at, random)
    ends = {tuple(getattr(town.household(no), name) for name in SAID) for no in range(1, 25)}
    assert len(ends) == 1, told
    for no in range(1, 25):
        assert len({(one.outcome, one.visited_at) for one in town.visits() if one.household == no}) <= len(told)
